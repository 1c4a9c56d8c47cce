import type { FileText } from './file-text.ts';

/** Where all rows of a file stand: a few numbers a row, so that the rows themselves need not be held. */
export class RowPlaces {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #lines: number[] = [];

  get length(): number {
    return this.#lines.length;
  }

  /** A row from byte `start` up to, not including, `end`, on a line counted from 1. */
  push(start: number, end: number, line: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#lines.push(line);
  }

  /** The last row ends one byte later than it seemed. */
  lengthenLast(): void {
    this.#ends[this.length - 1] = this.end(this.length - 1) + 1;
  }

  start(row: number): number {
    return this.#starts[row] ?? 0;
  }

  end(row: number): number {
    return this.#ends[row] ?? 0;
  }

  line(row: number): number {
    return this.#lines[row] ?? 0;
  }
}

const WINDOW = 16_384;

/** Takes rows apart again, wherever they stand; one after the other, it reads the file a window at a time. */
export class RowReader<T> {
  readonly #text: FileText;
  readonly #places: RowPlaces;
  readonly #takeApart: (bytes: Buffer, from: number, to: number) => readonly T[];
  readonly #room = Buffer.allocUnsafe(WINDOW);
  #window: { from: number; rows: readonly T[] } = { from: 0, rows: [] };

  /**
   * `takeApart` is given the bytes from the start of row `from` to the end of the row before `to`; they are good until it
   * returns.
   */
  constructor(
    text: FileText,
    places: RowPlaces,
    takeApart: (bytes: Buffer, from: number, to: number) => readonly T[],
  ) {
    this.#text = text;
    this.#places = places;
    this.#takeApart = takeApart;
  }

  /** Any row. */
  async one(row: number): Promise<T> {
    return this.#held(row) ?? needed(await this.#read(row, row + 1), 0);
  }

  /** A row, and with it those behind it, which will be asked for next. */
  async onward(row: number): Promise<T> {
    const held = this.#held(row);
    if (held !== undefined) return held;
    const places = this.#places;
    let to = row + 1;
    while (to < places.length && places.end(to) - places.start(row) <= WINDOW) to += 1;
    this.#window = { from: row, rows: await this.#read(row, to) };
    return needed(this.#window.rows, 0);
  }

  /** The same rows, each made into something else. */
  map<U>(make: (value: T, row: number) => U): RowReader<U> {
    const takeApart = this.#takeApart;
    return new RowReader(this.#text, this.#places, (bytes, from, to) =>
      takeApart(bytes, from, to).map((value, at) => make(value, from + at)),
    );
  }

  #held(row: number): T | undefined {
    return this.#window.rows[row - this.#window.from];
  }

  async #read(from: number, to: number): Promise<readonly T[]> {
    const [start, end] = [this.#places.start(from), this.#places.end(to - 1)];
    const room = end - start <= WINDOW ? this.#room : undefined;
    const bytes = await this.#text.slice(start, end, room);
    const rows = this.#takeApart(bytes, from, to);
    if (rows.length !== to - from) throw new Error(`rows ${from} to ${to} came apart as ${rows.length}`);
    return rows;
  }
}

function needed<T>(rows: readonly T[], at: number): T {
  const row = rows[at];
  if (row === undefined) throw new Error('a row is not where it was found before');
  return row;
}
