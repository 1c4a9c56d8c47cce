const ROLES = ['unreadable', 'first', 'further', 'left out', 'nameless', 'again', 'other id'] as const;

/**
 * What becomes of a row: it could not be taken apart; it is the first or a further one of a record; it is left out with
 * its record, of which a row was lost; or it is refused by itself, because it names no record, one that is complete, or a
 * number of another one.
 */
export type Role = (typeof ROLES)[number];

export const NONE = -1;

/** Which rows of a file make which record, in a few bytes a row. */
export class Grouping {
  readonly #roles: Uint8Array;
  /** Of a row of a record the next one; of a refused row the one that it is refused for. */
  readonly #related: Int32Array;
  readonly #last: Int32Array;

  constructor(rows: number) {
    this.#roles = new Uint8Array(rows);
    this.#related = new Int32Array(rows).fill(NONE);
    this.#last = new Int32Array(rows);
  }

  begin(row: number): void {
    this.#roles[row] = ROLES.indexOf('first');
    this.#last[row] = row;
  }

  join(first: number, row: number): void {
    this.#roles[row] = ROLES.indexOf('further');
    this.#related[this.#last[first] ?? first] = row;
    this.#last[first] = row;
  }

  /** `because`: the row that it clashes with or may belong to. */
  refuse(row: number, why: 'nameless' | 'again' | 'other id', because: number): void {
    this.#roles[row] = ROLES.indexOf(why);
    this.#related[row] = because;
  }

  /** Leaves out a record by its first row, or a row that is none's. */
  leaveOut(row: number): void {
    this.#roles[row] = ROLES.indexOf('left out');
  }

  role(row: number): Role {
    return ROLES[this.#roles[row] ?? 0] ?? 'unreadable';
  }

  /** Why a row was refused; undefined where no other row has to do with it. */
  because(row: number): number | undefined {
    const because = this.#related[row] ?? NONE;
    return because === NONE ? undefined : because;
  }

  /** The rows of a record behind the first, in the order of the file. */
  *further(first: number): Generator<number> {
    for (let row = this.#related[first] ?? NONE; row !== NONE; row = this.#related[row] ?? NONE) yield row;
  }
}

/** First rows by the integer of a name. */
export class FirstRows {
  readonly #rows: Int32Array;

  constructor(names: number) {
    this.#rows = new Int32Array(names + 1).fill(NONE);
  }

  get(name: number): number {
    return this.#rows[name] ?? NONE;
  }

  set(name: number, row: number): void {
    this.#rows[name] = row;
  }
}
