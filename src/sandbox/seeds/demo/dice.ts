import { seededNumbers } from '../../fault-injection/chance.ts';

/** Choices that look like life and are the same for the same text. */
export class Dice {
  private readonly next: () => number;

  constructor(text: string) {
    let seed = 0;
    for (const letter of text) seed = (Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0)) | 0;
    this.next = seededNumbers(seed);
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.next() * times < 1;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[Math.floor(this.next() * list.length)] ?? list[0];
  }

  /** The same things in another order. */
  shuffled<T>(list: readonly T[]): T[] {
    const rolled = list.map((thing) => ({ thing, roll: this.next() }));
    return rolled.sort((one, other) => one.roll - other.roll).map(({ thing }) => thing);
  }
}
