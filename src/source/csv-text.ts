// Delimited text to rows and cells. The cells are csv-parse's work. Where the rows stand is found here: csv-parse takes both
// a quote inside an unquoted cell and text after a closing quote, or neither, and gives the place of a row at the price of
// a dozen objects a row.
import { parse } from 'csv-parse/sync';
import { blocksOf, type FileText } from './file-text.ts';
import { RowPlaces } from './row-places.ts';

/** Where the file cannot be taken apart any further: the rows before it stand, from byte `rest` on nothing is certain. */
export interface Stop {
  /** Of the cell at fault. */
  line: number;
  why: 'unclosed' | 'after-quote';
  rest: number;
}

export type Delimiter = ',' | ';' | '\t';

/** The delimiter of a header line: the one that occurs most outside quotes; a comma where none does. */
export function delimiterOf(header: string): Delimiter {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: Delimiter) => bare.split(delimiter).length;
  const candidates: readonly Delimiter[] = [',', ';', '\t'];
  return candidates.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** Where delimited text begins in a file, and what separates its cells. */
export interface Beginning {
  start: number;
  line: number;
  delimiter: Delimiter;
}

/**
 * Finds the rows of delimited text (RFC 4180, with LF, CR or CRLF), blank ones too. A quote inside an unquoted cell is a
 * character like any other (`5" pipe`). Where a quote is never closed, or closed inside a cell, the rows before it are
 * kept: what comes after cannot be told apart.
 */
export async function findRows(
  text: FileText,
  beginning: Beginning,
): Promise<{ places: RowPlaces; stop?: Stop | undefined }> {
  const finder = new RowFinder(beginning);
  let at = beginning.start;
  for await (const block of blocksOf(text, beginning.start)) {
    for (const byte of block) {
      if (!finder.takes(byte, at)) return finder.found();
      at += 1;
    }
  }
  finder.end(at);
  return finder.found();
}

/** Splits bytes that hold whole rows, as {@link findRows} found them. */
export function splitRows(bytes: Buffer, delimiter: Delimiter): string[][] {
  return parse(bytes, {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
  });
}

const [LF, CR, QUOTE] = [0x0a, 0x0d, 0x22];

class RowFinder {
  readonly #places = new RowPlaces();
  readonly #delimiter: number;
  #stop: Stop | undefined;
  #rowStart: number;
  #rowLine: number;
  #line: number;
  #cellLine: number;
  #before = 0;
  /** `closed`: behind a quote that closes the cell, unless another one follows. */
  #cell: 'begins' | 'bare' | 'quoted' | 'closed' = 'begins';

  constructor({ start, line, delimiter }: Beginning) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#rowStart = start;
    this.#rowLine = line;
    this.#line = line;
    this.#cellLine = line;
  }

  /** Goes on by one byte; false where it cannot be told what the rest is. */
  takes(byte: number, at: number): boolean {
    const before = this.#before;
    this.#before = byte;
    const isSecondHalf = byte === LF && before === CR;
    if (this.#cell === 'quoted') {
      if (byte === QUOTE) this.#cell = 'closed';
      else if ((byte === LF || byte === CR) && !isSecondHalf) this.#line += 1;
    } else if (byte === QUOTE && this.#cell !== 'bare') {
      this.#cell = 'quoted';
    } else if (byte === this.#delimiter) {
      this.#cell = 'begins';
      this.#cellLine = this.#line;
    } else if (isSecondHalf) {
      this.#places.lengthenLast();
      this.#rowStart += 1;
    } else if (byte === LF || byte === CR) {
      this.#line += 1;
      this.end(at + 1);
    } else if (this.#cell === 'closed') {
      return this.#fail('after-quote');
    } else this.#cell = 'bare';
    return true;
  }

  /** A row ends, or the text. */
  end(at: number): void {
    if (this.#cell === 'quoted') this.#fail('unclosed');
    else if (at > this.#rowStart) this.#places.push(this.#rowStart, at, this.#rowLine);
    this.#rowStart = at;
    this.#rowLine = this.#line;
    this.#cellLine = this.#line;
    this.#cell = 'begins';
  }

  found(): { places: RowPlaces; stop: Stop | undefined } {
    return { places: this.#places, stop: this.#stop };
  }

  #fail(why: Stop['why']): false {
    this.#stop = { line: this.#cellLine, why, rest: this.#rowStart };
    return false;
  }
}
