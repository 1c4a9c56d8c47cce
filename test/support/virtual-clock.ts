import { setImmediate } from 'node:timers/promises';
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

/**
 * A clock for many who sleep at once: when nobody can go on, time passes until the next one wakes, and those who wake at
 * one time do so in the order in which they lay down.
 */
export class SharedClock implements Clock {
  #time: number;
  readonly #sleepers: { at: number; wake: () => void }[] = [];
  #passing = false;

  constructor(start = '2026-03-02T09:00:00.000Z') {
    this.#time = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#time);
  }

  async sleep(milliseconds: number): Promise<void> {
    const at = this.#time + Math.max(0, milliseconds);
    const woken = new Promise<void>((wake) => this.#sleepers.push({ at, wake }));
    if (!this.#passing) void this.#pass();
    return woken;
  }

  async #pass(): Promise<void> {
    this.#passing = true;
    for (;;) {
      await setImmediate();
      const next = this.#sleepers.sort((one, other) => one.at - other.at).shift();
      if (!next) break;
      this.#time = next.at;
      next.wake();
    }
    this.#passing = false;
  }
}

/** The middle of all randomness: jitter comes to nothing. */
export const MIDDLE = () => 0.5;
