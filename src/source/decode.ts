import { isUtf8 } from 'node:buffer';
import { EXIT, Problem } from '../domain/problems.ts';
import type { FileBytes } from './file-bytes.ts';
import { blocksOf, placeOf, textIn, type FileText } from './file-text.ts';
import { spooled } from './spool.ts';

/** Why a file is no text that can be read. */
interface TextFault {
  line: number;
  what: string;
  expected: string;
}

export type Decoding = { ok: true; text: FileText } | ({ ok: false } & TextFault);

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

/** How many bytes of a file {@link encodingOf} looks at. */
const MARK_LENGTH = 6;

const SAVE_AS =
  'Open the file in Excel and save it as "CSV UTF-8 (Comma delimited)", or say how it is written, for example: ' +
  '--encoding windows-1252.';

/**
 * Takes the bytes of a file as text: UTF-8, UTF-16 with a byte order mark, or the encoding that the user named. Bytes
 * that do not fit are refused with their line, never replaced: a `�` in a customer's name would make a second customer.
 * UTF-8 stays in its file; anything else is kept as UTF-8 until the text is closed.
 */
export async function decode(bytes: FileBytes, named?: string): Promise<Decoding> {
  const head = await bytes.slice(0, Math.min(MARK_LENGTH, bytes.size));
  const found = encodingOf(head, named);
  if ('what' in found) return { ok: false, ...found };
  const { encoding, start } = found;
  const text =
    encoding === 'utf-8' ? textIn(bytes, encoding, start) : await decodedText(bytes, encoding, start);
  if (!text) {
    return { ok: false, line: 1, what: `The file is not written in ${encoding}.`, expected: SAVE_AS };
  }
  const fault = await faultIn(text);
  if (!fault) return { ok: true, text };
  await text.close();
  return { ok: false, ...fault };
}

/**
 * How a file that begins so is written, and where its text starts. Throws a `Problem` where the encoding that the user
 * named does not exist.
 */
function encodingOf(head: Uint8Array, named?: string): { encoding: string; start: number } | TextFault {
  const other = NOT_TEXT.find((kind) => startsWith(head, kind.bytes));
  if (other) {
    return {
      line: 1,
      what: `The file is ${other.name}, not a CSV or JSONL file.`,
      expected: 'Open it in Excel and save it as "CSV UTF-8 (Comma delimited)".',
    };
  }
  const bom = BOMS.find((mark) => startsWith(head, mark.bytes));
  // A mark in the file is certain; what was named is then a leftover of another file.
  const encoding = bom?.encoding ?? (named === undefined ? 'utf-8' : knownEncoding(named));
  let start = bom?.bytes.length ?? 0;
  // Files that were put together carry it twice; what decodes the other encodings takes the second one itself.
  if (encoding === 'utf-8' && bom && startsWith(head.subarray(start), bom.bytes)) start *= 2;
  return { encoding, start };
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
      fix: 'Give one of these with --encoding: utf-8, windows-1252 (Excel on Windows), macintosh (Excel on older Macs), utf-16le.',
      exit: EXIT.usage,
      cause,
    });
  }
}

/** The text of a file in another encoding than UTF-8; undefined where its bytes do not fit. */
async function decodedText(bytes: FileBytes, encoding: string, start: number): Promise<FileText | undefined> {
  try {
    const decoded = await spooled(utf8Of(bytes, encoding, start));
    return { ...textIn(decoded, encoding, 0), close: () => decoded.close() };
  } catch (error) {
    // What TextDecoder throws for bytes that do not fit.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

async function* utf8Of(bytes: FileBytes, encoding: string, start: number): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const block of blocksOf(bytes, start)) {
    yield Buffer.from(corrected(decoder.decode(block, { stream: true }), encoding));
  }
  yield Buffer.from(corrected(decoder.decode(), encoding));
}

function corrected(text: string, encoding: string): string {
  return encoding === 'windows-1252' ? text.replace(/[\u0080-\u009f]/g, windowsCharacter) : text;
}

// Node 20 reads windows-1252 as Latin-1 and leaves 0x80-0x9F as control characters, among them the euro sign, the
// apostrophe ’ and the dashes that Word and Excel write. A space stands for bytes that windows-1252 does not use.
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

function windowsCharacter(control: string): string {
  const mapped = WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80);
  return mapped.trim() === '' ? control : mapped;
}

/** Goes through all of a text before any of it is used: one bad byte is enough to doubt the rest. */
async function faultIn(text: FileText): Promise<TextFault | undefined> {
  let nul: number | undefined;
  let carried: Buffer = Buffer.alloc(0);
  let start = 0;
  for await (const block of blocksOf(text)) {
    const bytes = carried.length > 0 ? Buffer.concat([carried, block]) : block;
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    if (!isUtf8(whole)) return badUtf8(text, start + firstBadByte(whole));
    const zero = nul === undefined ? whole.indexOf(0) : -1;
    if (zero >= 0) nul = start + zero;
    start += whole.length;
    carried = Buffer.from(bytes.subarray(whole.length));
  }
  if (carried.length > 0) return badUtf8(text, start);
  return nul === undefined ? undefined : nulAt(text, nul);
}

/** How many bytes are left without a character that is not finished yet; an invalid one counts as finished. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

async function nulAt(text: FileText, at: number): Promise<TextFault> {
  const { line } = await placeOf(text, at);
  return {
    line,
    what: `The file is not plain text: there is a NUL byte (0x00) on line ${line}.`,
    expected: SAVE_AS,
  };
}

async function badUtf8(text: FileText, at: number): Promise<TextFault> {
  const { line } = await placeOf(text, at);
  const byte = await text.slice(at, at + 1);
  const hex = (byte[0] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const character = corrected(byte.toString('latin1'), 'windows-1252');
  const guess = /^[\p{L}\p{P}\p{S}]$/u.test(character) ? ` (it would be "${character}" in windows-1252)` : '';
  return {
    line,
    what: `The file is not written in UTF-8: byte 0x${hex} on line ${line} does not fit${guess}.`,
    expected: SAVE_AS,
  };
}

function firstBadByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  // The decoder holds back an unfinished character; it began after the last byte that came out whole.
  let whole = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    try {
      if (decoder.decode(bytes.subarray(at, at + 1), { stream: true }) !== '') whole = at + 1;
    } catch {
      return whole;
    }
  }
  return whole;
}
