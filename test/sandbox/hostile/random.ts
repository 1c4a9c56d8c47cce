/** Numbers that look random and follow from the seed (mulberry32): cheap enough for 100,000 requests. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 up to, and without, the bound. */
  below(bound: number): number {
    return this.next() % bound;
  }

  /** True that often in a hundred. */
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }

  pick<T>(list: readonly [T, ...T[]]): T;
  pick<T>(list: readonly T[]): T | undefined;
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(Math.max(1, list.length))];
  }

  /** By weight: `[[3, 'often'], [1, 'rarely']]`. */
  weighted<T>(list: readonly (readonly [weight: number, value: T])[], otherwise: T): T {
    let left = this.below(list.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, value] of list) {
      if (left < weight) return value;
      left -= weight;
    }
    return otherwise;
  }
}
