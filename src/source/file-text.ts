import type { FileBytes } from './file-bytes.ts';

/** The text of a file, in UTF-8 whatever it is written in. Positions are bytes of that, from 0. */
export interface FileText {
  /** Name of the encoding that the file is written in. */
  encoding: string;
  size: number;
  slice: FileBytes['slice'];
  /** Gives back what was needed beside the file itself, which stays open. */
  close(): Promise<void>;
}

const BLOCK = 65_536;
const [LF, CR] = [0x0a, 0x0d];

/** Bytes that are UTF-8 already, from `start` on. */
export function textIn(bytes: FileBytes, encoding: string, start: number): FileText {
  return {
    encoding,
    size: bytes.size - start,
    slice: (from, to, room) => bytes.slice(start + from, start + to, room),
    close: () => Promise.resolve(),
  };
}

/**
 * The text from `from` on, a block at a time: each is good until the next one is asked for, and may end within a character.
 */
export async function* blocksOf(
  text: Pick<FileText, 'size' | 'slice'>,
  from = 0,
  to = text.size,
): AsyncGenerator<Buffer> {
  const room = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(0, to - from)));
  for (let at = from; at < to; at += BLOCK) yield text.slice(at, Math.min(at + BLOCK, to), room);
}

/** Line and column of a position, both from 1; the column in characters. Walks the text: for what is told once. */
export async function placeOf(text: FileText, position: number): Promise<{ line: number; column: number }> {
  let [line, lineStart, at, before] = [1, 0, 0, 0];
  for await (const block of blocksOf(text, 0, position)) {
    for (const byte of block) {
      at += 1;
      if (byte === LF || byte === CR) {
        if (byte === CR || before !== CR) line += 1;
        lineStart = at;
      }
      before = byte;
    }
  }
  const column = (await text.slice(lineStart, position)).toString().length + 1;
  return { line, column };
}

/**
 * A part of a text and the sign that ends it, which is not in it; empty at the end of the text. The bytes are good until the
 * next piece is asked for.
 */
export interface Piece {
  start: number;
  end: number;
  sign: string;
  bytes: Buffer;
}

/** Cuts a text, from `from` on, at every byte that `ends` says a piece ends with; asked once for each byte, in order. */
export async function* cut(
  text: FileText,
  from: number,
  ends: (byte: number) => boolean,
): AsyncGenerator<Piece> {
  let [start, at] = [from, from];
  let parts: Buffer[] = [];
  for await (const block of blocksOf(text, from)) {
    let begin = 0;
    for (let index = 0; index < block.length; index += 1) {
      const byte = block[index] ?? 0;
      if (!ends(byte)) continue;
      const last = block.subarray(begin, index);
      const bytes = parts.length > 0 ? Buffer.concat([...parts, last]) : last;
      yield { start, end: at + index, sign: String.fromCharCode(byte), bytes };
      parts = [];
      begin = index + 1;
      start = at + begin;
    }
    parts.push(Buffer.from(block.subarray(begin)));
    at += block.length;
  }
  yield { start, end: at, sign: '', bytes: Buffer.concat(parts) };
}

/** The lines of a text from `from` on, however they are ended; the last one may be empty. */
export async function* linesOf(text: FileText, from: number): AsyncGenerator<Piece> {
  let before = '';
  for await (const piece of cut(text, from, (byte) => byte === LF || byte === CR)) {
    const isSecondHalf = before === '\r' && piece.sign === '\n' && piece.end === piece.start;
    before = piece.sign;
    if (!isSecondHalf) yield piece;
  }
}

/** How many lines end in a text, however they are ended. */
export function lineEnds(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
