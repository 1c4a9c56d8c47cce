import type { Conditions } from '../api/conditions.ts';
import type { FaultEffect } from './orders.ts';

/** How the accounting API serves a request under a fault. */
export function conditionsOf(effect: FaultEffect | undefined): Conditions {
  switch (effect?.kind) {
    case 'stale-query': {
      const { writes = 1, seconds } = effect;
      return { staleness: seconds === undefined ? { writes } : { seconds } };
    }
    case 'throttle-items':
      return { throttledFrom: effect.from };
    default:
      return {};
  }
}
