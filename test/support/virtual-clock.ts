import type { Clock } from '../../src/domain/clock.ts';

/** A clock whose time passes only by sleeping, so that waiting costs a test nothing. */
export class VirtualClock implements Clock {
  readonly slept: number[] = [];
  #time: number;

  constructor(start = '2026-03-02T09:00:00.000Z') {
    this.#time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#time);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.slept.push(milliseconds);
    this.#time += Math.max(0, milliseconds);
    return Promise.resolve();
  }

  advance(milliseconds: number): void {
    this.#time += milliseconds;
  }
}

/** The middle of all randomness: jitter comes to nothing. */
export const MIDDLE = () => 0.5;
