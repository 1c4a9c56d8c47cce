import { readOrder } from '../fault-injection/orders.ts';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';

/**
 * Lets a fault wait, lets chance bring them, or forgets them all; gives how many wait. Throws a
 * `ZodError` for an order that makes no sense.
 */
export function orderFault({ faults }: Sandbox, sent: unknown): JsonObject {
  const order = readOrder(sent);
  if ('clear' in order) faults.clear();
  else if ('seed' in order) faults.rollFor(order);
  else faults.order(order);
  return { waiting: faults.count };
}
