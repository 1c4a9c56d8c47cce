import { Buffer } from 'node:buffer';
import type { Delivery, SandboxAnswer } from '../types.ts';
import type { FaultEffect } from './orders.ts';

/** How the answer reaches the client under a fault; undefined when it does as ever. */
function deliveryOf({ kind }: FaultEffect): Delivery | undefined {
  switch (kind) {
    case 'cut-before':
    case 'lose-answer':
      return { cut: true };
    case 'cut-after-headers':
      return { cutAfterHeaders: true };
    case 'truncate':
      return { truncate: true };
    default:
      return undefined;
  }
}

/** A complete answer over HTTP whose body ends in the middle: nobody can parse it. */
function broken(answer: SandboxAnswer): SandboxAnswer {
  const bytes = Buffer.from(answer.body);
  return { ...answer, body: bytes.subarray(0, Math.floor(bytes.length / 2)) };
}

/** The answer as the fault delivers it, and as late as it is. */
export function delivered(
  answer: SandboxAnswer,
  effect: FaultEffect | undefined,
  delayMs: number,
): SandboxAnswer {
  const how = effect === undefined ? undefined : deliveryOf(effect);
  const after = { ...how, ...(delayMs === 0 ? {} : { delayMs }) };
  const sent = effect?.kind === 'broken-json' ? broken(answer) : answer;
  return Object.keys(after).length === 0 ? sent : { ...sent, after };
}
