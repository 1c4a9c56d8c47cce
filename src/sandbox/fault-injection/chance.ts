import { BODIES, UNCERTAIN } from './orders.ts';
import type { Chance, FaultEffect, FaultKind } from './orders.ts';

/** The longest by which chance delays an answer: below the time limits of clients. */
const SLOW_MS = 2000;
const MOST_STALE_WRITES = 5;
const BATCH_ITEMS = 30;
/** A 413 is the fault of a client, and no chance. */
const STATUSES = [429, 500, 502, 503, 504] as const;

/**
 * Numbers from 0 to below 1, the same for the same seed (mulberry32). Nothing that must not be guessed
 * is made from them.
 */
export function seededNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function pick<T>(list: readonly T[], roll: number): T | undefined {
  return list[Math.floor(roll * list.length)];
}

function status(first: number, second: number): FaultEffect {
  const chosen = pick(STATUSES, first) ?? 503;
  const form = Math.floor(second * BODIES.length * 2);
  return {
    kind: 'status',
    status: chosen,
    body: pick(BODIES, second) ?? 'json',
    done: UNCERTAIN.includes(chosen) && form % 2 === 1,
  };
}

/** The effect of a kind, its details rolled. */
function effectOf(kind: Chance['kinds'][number], first: number, second: number): FaultEffect {
  switch (kind) {
    case 'slow':
      return { kind, ms: Math.floor(first * SLOW_MS) };
    case 'status':
      return status(first, second);
    case 'stale-query':
      return { kind, writes: 1 + Math.floor(first * MOST_STALE_WRITES) };
    case 'throttle-items':
      return { kind, from: Math.floor(first * BATCH_ITEMS) };
    case 'move-clock':
      return { kind, seconds: Math.floor(first * 7200) };
    default:
      return { kind };
  }
}

/** The fault that chance has for a request, of the kinds that suit it. */
export type Roll = (suits: (kind: FaultKind) => boolean) => FaultEffect | undefined;

/** Rolls once a request; as many numbers are drawn whether it is struck or not. */
export function faultsByChance({ seed, rate, kinds }: Chance): Roll {
  const next = seededNumbers(seed);
  return (suits) => {
    const [strike, which, first, second] = [next(), next(), next(), next()];
    if (strike >= rate) return undefined;
    const kind = pick(kinds.filter(suits), which);
    return kind === undefined ? undefined : effectOf(kind, first, second);
  };
}
