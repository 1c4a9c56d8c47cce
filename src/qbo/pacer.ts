import type { Clock } from '../domain/clock.ts';

interface Window {
  milliseconds: number;
  most: number;
}

/** A little under what is published (10 a second and 500 a minute, qbo-api.md 6), since clocks and networks drift. */
const PUBLISHED: Window[] = [
  { milliseconds: 1_000, most: 9 },
  { milliseconds: 60_000, most: 480 },
];

/** Lets requests go no faster than QuickBooks takes them. */
export class Pacer {
  readonly #clock: Clock;
  readonly #windows: Window[];
  #sent: number[] = [];

  constructor(clock: Clock, windows: Window[] = PUBLISHED) {
    this.#clock = clock;
    this.#windows = windows;
  }

  /** Resolves when one more request may be sent, and counts it. */
  async turn(): Promise<void> {
    for (;;) {
      const now = this.#clock.now().getTime();
      const longest = Math.max(0, ...this.#windows.map((window) => window.milliseconds));
      this.#sent = this.#sent.filter((at) => now - at < longest);
      const wait = Math.max(0, ...this.#windows.map((window) => this.#waitFor(window, now)));
      if (wait <= 0) {
        this.#sent.push(now);
        return;
      }
      await this.#clock.sleep(wait);
    }
  }

  #waitFor(window: Window, now: number): number {
    const inside = this.#sent.filter((at) => now - at < window.milliseconds);
    const oldest = inside.at(-window.most);
    return oldest === undefined ? 0 : oldest + window.milliseconds - now;
  }
}

/** For a server on this machine, which says itself when it has had enough. */
export const UNPACED: Window[] = [];
