import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';

/** A hundred years: what every date that QuickBooks knows stays within. */
const FURTHEST_SECONDS = 3_155_760_000;

/** By how many seconds a clock moves, backwards when negative. */
export const clockSeconds = z.number().min(-FURTHEST_SECONDS).max(FURTHEST_SECONDS);

export const clockSchema = z.union([
  z.strictObject({ advanceSeconds: clockSeconds }),
  z.strictObject({ set: z.iso.datetime({ offset: true }) }),
  /** Back to the clock that the sandbox was handed. */
  z.strictObject({ real: z.literal(true) }),
]);

export type ClockOrder = z.input<typeof clockSchema>;

/** The sandbox's time: the clock it was handed, moved by what rehearsals asked for. */
export function nowOf(sandbox: Pick<Sandbox, 'store' | 'clock'>): Date {
  const offset = sandbox.store.get('settings', 'clockOffsetMs');
  return new Date(sandbox.clock().getTime() + (typeof offset === 'number' ? offset : 0));
}

export function moveClock(
  sandbox: Pick<Sandbox, 'store' | 'clock'>,
  order: z.output<typeof clockSchema>,
): JsonObject {
  if ('real' in order) {
    sandbox.store.remove('settings', 'clockOffsetMs');
    return { now: nowOf(sandbox).toISOString() };
  }
  const target =
    'set' in order
      ? Date.parse(order.set)
      : nowOf(sandbox).getTime() + Math.round(order.advanceSeconds * 1000);
  sandbox.store.put('settings', 'clockOffsetMs', target - sandbox.clock().getTime());
  return { now: new Date(target).toISOString() };
}
