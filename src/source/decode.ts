import { isUtf8 } from 'node:buffer';
import { EXIT, Problem } from '../domain/problems.ts';

export type Decoding =
  { ok: true; text: string; encoding: string } | { ok: false; line: number; what: string; expected: string };

const BOMS: readonly { bytes: readonly number[]; encoding: string }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

// What people give by mistake: these files begin alike, whatever they are called.
const NOT_TEXT: readonly { bytes: readonly number[]; name: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], name: 'an Excel workbook (.xlsx) or a zip archive' },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], name: 'an old Excel workbook (.xls)' },
  { bytes: [0x25, 0x50, 0x44, 0x46], name: 'a PDF document' },
  { bytes: [0x1f, 0x8b], name: 'a compressed file (gzip)' },
];

const SAVE_AS =
  'Open the file in Excel and save it as "CSV UTF-8 (Comma delimited)", or say how it is written, for example: ' +
  '--encoding windows-1252.';

/**
 * Turns the bytes of a file into text: UTF-8, UTF-16 with a byte order mark, or the encoding that the user named. Bytes
 * that do not fit are refused with their line, never replaced: a `�` in a customer's name would make a second customer.
 */
export function decode(bytes: Uint8Array, named?: string): Decoding {
  const other = NOT_TEXT.find((kind) => startsWith(bytes, kind.bytes));
  if (other) {
    return {
      ok: false,
      line: 1,
      what: `The file is ${other.name}, not a CSV or JSONL file.`,
      expected: 'Open it in Excel and save it as "CSV UTF-8 (Comma delimited)".',
    };
  }
  const bom = BOMS.find((mark) => startsWith(bytes, mark.bytes));
  const body = bom ? bytes.subarray(bom.bytes.length) : bytes;
  // A mark in the file is certain; what was named is then a leftover of another file.
  const encoding = bom?.encoding ?? (named === undefined ? 'utf-8' : knownEncoding(named));
  if (encoding === 'utf-8' && !isUtf8(body)) return badUtf8(body);
  const text = decodeAs(body, encoding);
  if (text === undefined) {
    return { ok: false, line: 1, what: `The file is not written in ${encoding}.`, expected: SAVE_AS };
  }
  const nul = text.indexOf('\0');
  if (nul < 0) return { ok: true, text, encoding };
  const { line } = new LineCounter(text).at(nul);
  return {
    ok: false,
    line,
    what: `The file is not plain text: there is a NUL byte (0x00) on line ${line}.`,
    expected: SAVE_AS,
  };
}

/** Turns positions in a text into lines and columns, both from 1. Positions must not go back: the text is walked once. */
export class LineCounter {
  readonly #text: string;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  at(position: number): { line: number; column: number } {
    const ends = /\r\n|\n|\r/g;
    ends.lastIndex = this.#lineStart;
    for (let end = ends.exec(this.#text); end; end = ends.exec(this.#text)) {
      const next = end.index + end[0].length;
      if (next > position) break;
      this.#line += 1;
      this.#lineStart = next;
    }
    return { line: this.#line, column: position - this.#lineStart + 1 };
  }
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function knownEncoding(name: string): string {
  try {
    return new TextDecoder(name.trim()).encoding;
  } catch (cause) {
    throw new Problem({
      code: 'SOURCE_ENCODING',
      reason: `There is no text encoding called "${name}".`,
      fix: 'Use one of: utf-8, windows-1252 (Excel on Windows), macintosh (Excel on older Macs), utf-16le.',
      exit: EXIT.usage,
      cause,
    });
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return encoding === 'windows-1252' ? text.replace(/[\u0080-\u009f]/g, windowsCharacter) : text;
  } catch {
    return undefined;
  }
}

// Node 20 reads windows-1252 as Latin-1 and leaves 0x80-0x9F as control characters, among them the euro sign, the
// apostrophe ’ and the dashes that Word and Excel write. A space stands for bytes that windows-1252 does not use.
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function windowsCharacter(control: string): string {
  const mapped = WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80);
  return mapped.trim() === '' ? control : mapped;
}

function badUtf8(bytes: Uint8Array): Decoding {
  const at = firstBadByte(bytes);
  const { line } = new LineCounter(Buffer.from(bytes.subarray(0, at)).toString('latin1')).at(at);
  const hex = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const character = decodeAs(bytes.subarray(at, at + 1), 'windows-1252') ?? '';
  const guess = /^[\p{L}\p{P}\p{S}]$/u.test(character) ? ` (it would be "${character}" in windows-1252)` : '';
  return {
    ok: false,
    line,
    what: `The file is not written in UTF-8: byte 0x${hex} on line ${line} does not fit${guess}.`,
    expected: SAVE_AS,
  };
}

function firstBadByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const step = 4096;
  let start = 0;
  // Whole blocks first, cut where a character begins, so that a large file is not fed byte by byte.
  while (start + step < bytes.length) {
    let end = start + step;
    while (end > start && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    if (end === start || !isUtf8(bytes.subarray(start, end))) break;
    start = end;
  }
  // The decoder holds back an unfinished character; it began after the last byte that came out whole.
  let whole = start;
  for (let at = start; at < bytes.length; at += 1) {
    try {
      if (decoder.decode(bytes.subarray(at, at + 1), { stream: true }) !== '') whole = at + 1;
    } catch {
      return whole;
    }
  }
  return whole;
}
