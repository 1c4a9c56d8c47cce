/** Sliding: any stretch of that length. Fixed: stretches that start at whole minutes (or seconds). */
export type WindowKind = 'sliding' | 'fixed';

/**
 * The times of the newest requests, as many as the limit lets through: that is all a decision needs, so
 * memory does not grow with the load.
 */
export class RequestWindow {
  readonly limit: number;
  private readonly lengthMs: number;
  private readonly times: number[] = [];
  private next = 0;

  constructor(limit: number, lengthMs: number) {
    this.limit = limit;
    this.lengthMs = lengthMs;
  }

  /** Whether no more may come at this time (in ms), `taken` of the limit being used up by others. */
  isFull(now: number, kind: WindowKind, taken = 0): boolean {
    const open = this.limit - taken;
    if (open <= 0) return true;
    const oldest = this.newest(open);
    const start = kind === 'fixed' ? now - (now % this.lengthMs) : now - this.lengthMs + 1;
    return oldest !== undefined && oldest >= start;
  }

  add(now: number): void {
    this.times[this.next] = now;
    this.next = (this.next + 1) % this.limit;
  }

  /** The time of the nth newest request, 1 being the last one. */
  private newest(n: number): number | undefined {
    return this.times[(this.next - n + this.limit) % this.limit];
  }
}

/** Requests that are being served: each from its arrival until its answer leaves. */
export class InFlight {
  readonly limit: number;
  private ends: number[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  isFull(now: number): boolean {
    this.ends = this.ends.filter((end) => end > now);
    return this.ends.length >= this.limit;
  }

  add(end: number): void {
    this.ends.push(end);
  }
}
