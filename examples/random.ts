/** Chance that is the same on every machine: mulberry32, a small generator seeded by one number. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** An id as web services make them: `inv_7f3a09c1`. */
  id(prefix: string): string {
    const half = () => this.between(0, 0xffff).toString(16).padStart(4, '0');
    return `${prefix}_${half()}${half()}`;
  }
}
