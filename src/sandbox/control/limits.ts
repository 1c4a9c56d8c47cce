import * as z from 'zod';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';

/** What `POST /__sandbox/limits` takes: any of these together; what is not named stays. */
export const limitsSchema = z.strictObject({
  on: z.boolean().optional(),
  latencyMs: z.int().min(0).max(600_000).optional(),
  otherRequestsPerMinute: z.int().min(0).optional(),
  otherBatchesPerMinute: z.int().min(0).optional(),
});

export type LimitsOrder = z.input<typeof limitsSchema>;

/** Switches the request limits; gives what holds from now on. */
export function orderLimits(sandbox: Sandbox, order: z.output<typeof limitsSchema>): JsonObject {
  sandbox.limits.change(order);
  return { ...sandbox.limits.settings };
}
