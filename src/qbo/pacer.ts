import type { Clock } from '../domain/clock.ts';

/** A batch counts as a request, and against limits of its own (qbo-api.md 6). */
export type RequestKind = 'single' | 'batch';

export interface Window {
  milliseconds: number;
  most: number;
  /** Which requests it counts; all without it. */
  kind?: RequestKind;
}

/**
 * What QuickBooks publishes for one app (qbo-api.md 6): 10 a second, 500 a minute, 40 batches a minute; the 120 batches
 * a minute of a company follow from that. Each stretch is taken a little longer, since clocks and networks drift: what
 * left a minute apart may arrive closer together.
 */
export const PUBLISHED: readonly Window[] = [
  { milliseconds: 1_050, most: 10 },
  { milliseconds: 60_500, most: 500 },
  { milliseconds: 60_500, most: 40, kind: 'batch' },
];

/** For a server on this machine, which says itself when it has had enough. */
export const UNPACED: readonly Window[] = [];

/** QuickBooks took 10 at once, and no longer publishes it (qbo-api.md 6, concurrency): half of that is safe. */
export const MOST_IN_FLIGHT = 5;

/** After a throttle, the part of the limits that is left to us; other apps of the company use the rest. */
const LEAST_SHARE = 0.25;
const SHARE_BACK_MS = 60_000;

interface Sent {
  at: number;
  kind: RequestKind;
}

/**
 * Lets requests go no faster than QuickBooks takes them, in the order in which they asked. After a throttle all wait,
 * and then go slower for some minutes: somebody else is using the company's limits too.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #windows: readonly Window[];
  readonly #longest: number;
  #sent: Sent[] = [];
  #queue: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #freed: (() => void) | undefined;
  #notBefore = 0;
  #throttledAt: number | undefined;
  #share = 1;

  constructor(clock: Clock, windows: readonly Window[] = PUBLISHED) {
    this.#clock = clock;
    this.#windows = windows;
    this.#longest = Math.max(0, ...windows.map((window) => window.milliseconds));
  }

  /** Resolves when one more request may be sent, and counts it; the answer calls what it resolves with. */
  async turn(kind: RequestKind = 'single'): Promise<() => void> {
    const mine = this.#queue.then(() => this.#admit(kind));
    // Who waits behind a request that was given up takes its place.
    this.#queue = mine.catch(() => undefined);
    await mine;
    return () => {
      this.#inFlight--;
      this.#freed?.();
    };
  }

  /** QuickBooks had enough: nobody sends for so long. */
  throttled(milliseconds: number): void {
    const now = this.#clock.now().getTime();
    this.#notBefore = Math.max(this.#notBefore, now + milliseconds);
    // Requests that were under way together are throttled together: that is one throttle, not several.
    if (this.#throttledAt !== undefined && now < this.#throttledAt + 1000) return;
    this.#throttledAt = now;
    this.#share = Math.max(LEAST_SHARE, this.#share / 2);
  }

  async #admit(kind: RequestKind): Promise<void> {
    while (this.#inFlight >= MOST_IN_FLIGHT) {
      await new Promise<void>((resolve) => (this.#freed = resolve));
    }
    for (;;) {
      const now = this.#clock.now().getTime();
      this.#sent = this.#sent.filter(({ at }) => now - at < this.#longest);
      const waits = this.#windows.map((window) => this.#waitFor(window, kind, now));
      const wait = Math.max(this.#notBefore - now, 0, ...waits);
      if (wait <= 0) {
        this.#sent.push({ at: now, kind });
        this.#inFlight++;
        return;
      }
      await this.#clock.sleep(wait);
    }
  }

  #waitFor(window: Window, kind: RequestKind, now: number): number {
    if (window.kind !== undefined && window.kind !== kind) return 0;
    const inside = this.#sent.filter(
      (sent) =>
        now - sent.at < window.milliseconds && (window.kind === undefined || window.kind === sent.kind),
    );
    const oldest = inside.at(-Math.max(1, Math.floor(window.most * this.#shareAt(now))));
    // A clock that was set back must not make anybody wait longer than a window is.
    return oldest === undefined ? 0 : Math.min(window.milliseconds, oldest.at + window.milliseconds - now);
  }

  /** Half of the limits after a throttle, and back to all of them in steps of a minute. */
  #shareAt(now: number): number {
    if (this.#throttledAt === undefined) return 1;
    const minutes = Math.floor((now - this.#throttledAt) / SHARE_BACK_MS);
    const share = this.#share * 2 ** Math.max(0, minutes - 1);
    if (share < 1) return share;
    [this.#throttledAt, this.#share] = [undefined, 1];
    return 1;
  }
}
