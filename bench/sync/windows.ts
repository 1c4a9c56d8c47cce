/** What QuickBooks publishes for one app and company (docs/sandbox.md, limits), and the times it holds for, in ms. */
export const LIMITS = {
  perSecond: { most: 10, milliseconds: 1_000 },
  perMinute: { most: 500, milliseconds: 60_000 },
  batchesPerMinute: { most: 40, milliseconds: 60_000 },
} as const;

export const MOST_IN_FLIGHT = 10;

/** The most instants (in ms) within any stretch of so many milliseconds, its end left out. */
export function mostWithin(instants: readonly number[], milliseconds: number): number {
  const ordered = [...instants].sort((one, other) => one - other);
  let most = 0;
  let first = 0;
  ordered.forEach((at, last) => {
    while (at - (ordered[first] ?? at) >= milliseconds) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

/** From when (included) until when (left out) something was under way, in ms. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The most stretches that lie over one instant. */
export function mostAtOnce(stretches: readonly Stretch[]): number {
  const changes = stretches.flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  // What ends at an instant is over by then.
  changes.sort((one, other) => one.at - other.at || one.by - other.by);
  let now = 0;
  return changes.reduce((most, { by }) => Math.max(most, (now += by)), 0);
}

/** What a first sync cannot do without. */
export interface Needed {
  /** Batches of writes: each kind of object in batches of its own. */
  readonly batches: number;
  readonly requests: number;
  /** How long one request takes, in ms. */
  readonly latencyMs: number;
}

const BATCH_ITEMS = 30;

/** So many objects of each kind, 30 a batch; and one question for all of each kind before its first write. */
export function neededFor(objects: readonly number[], latencyMs: number): Needed {
  const batches = objects.reduce((sum, count) => sum + Math.ceil(count / BATCH_ITEMS), 0);
  return { batches, requests: batches + objects.length, latencyMs };
}

/**
 * The least time (ms) in which the published limits let so much through, from the first request to the last answer: of
 * any limit, the nth request cannot leave before floor((n - 1) / most) whole windows have passed. What is left for the last
 * minute of batches leaves ten a second, or ten at once. The last request takes its latency.
 *
 *     floor((batches - 1) / 40) * 60 s + max(floor((rest - 1) / 10) * 1 s, floor((rest - 1) / 10) * latency) + latency
 */
export function leastTime({ batches, requests, latencyMs }: Needed): number {
  const { perSecond, perMinute, batchesPerMinute } = LIMITS;
  const windows = (count: number, { most, milliseconds }: { most: number; milliseconds: number }) =>
    Math.floor((count - 1) / most) * milliseconds;
  const rest = ((batches - 1) % batchesPerMinute.most) + 1;
  const atOnce = { most: MOST_IN_FLIGHT, milliseconds: latencyMs };
  const lastMinute = Math.max(windows(rest, perSecond), windows(rest, atOnce));
  const byBatches = windows(batches, batchesPerMinute) + lastMinute;
  return Math.max(byBatches, windows(requests, perMinute), windows(requests, perSecond)) + latencyMs;
}
