import type { Staleness } from '../recent-writes.ts';

/** What a fault or a limit changes about the serving of one request. */
export interface Conditions {
  /** Queries are answered from books that lag behind. */
  readonly staleness?: Staleness;
  /** Items of a batch from this one on (counted from 0) are throttled. */
  readonly throttledFrom?: number;
}
