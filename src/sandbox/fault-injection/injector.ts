import { jsonOf, objectOf, without } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { SandboxRequest } from '../types.ts';
import { faultsByChance } from './chance.ts';
import type { Roll } from './chance.ts';
import { matches, rolls, suits } from './matching.ts';
import type { Chance, FaultEffect, Strike } from './orders.ts';

const MOST_STRUCK = 1000;
/** Members of an order that say when it strikes, and not what it does. */
const WHEN = ['after', 'times', 'match'];

interface Waiting {
  readonly strike: Strike;
  /** Matching requests that still pass. */
  after: number;
  /** Requests that it will still strike. */
  left: number;
}

/** A fault that struck. */
export interface Struck {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly effect: FaultEffect;
  readonly byChance: boolean;
  /** Why the change that the fault was to make could not be made. */
  failed?: string;
}

/**
 * Faults on demand: those that wait for a request, those that come by chance, and what struck. Rehearsal,
 * not state: a restart forgets them.
 */
export class FaultInjector {
  private waiting: Waiting[] = [];
  private chance: { readonly order: Chance; readonly roll: Roll } | undefined;
  private struck: Struck[] = [];

  order(strike: Strike): void {
    this.waiting.push({ strike, after: strike.after, left: strike.times });
  }

  rollFor(order: Chance): void {
    this.chance = { order, roll: faultsByChance(order) };
  }

  /** Forgets what waits and what chance would bring; what struck stays to be read. */
  clear(): void {
    this.waiting = [];
    this.chance = undefined;
  }

  get count(): number {
    return this.waiting.length;
  }

  /**
   * The fault that this request meets, used up once: the oldest one that waits for it, else what chance
   * brings. Every fault that waits for such a request counts it as passed.
   */
  take(request: SandboxRequest, now: Date): Struck | undefined {
    const rolled = this.rolled(request);
    const ordered = this.ordered(request);
    const effect = ordered ?? rolled;
    if (effect === undefined) return undefined;
    const { method, path } = request;
    const struck = { at: now.toISOString(), method, path, effect, byChance: ordered === undefined };
    if (this.struck.push(struck) > MOST_STRUCK) this.struck.shift();
    return struck;
  }

  /** What waits, what comes by chance, and what struck, the newest last. */
  shown(): JsonObject {
    const waiting = this.waiting.map(({ strike, after, left }) => ({ ...strike, after, times: left }));
    const struck = this.struck.map(({ effect, ...rest }) => ({
      ...rest,
      ...without(objectOf(jsonOf(effect)), WHEN),
    }));
    const plain = (value: unknown): Json => jsonOf(value) ?? null;
    return {
      waiting: plain(waiting),
      chance: plain(this.chance?.order ?? null),
      struck: plain(struck),
    };
  }

  private rolled(request: SandboxRequest): FaultEffect | undefined {
    return rolls(request) ? this.chance?.roll((kind) => suits(kind, request)) : undefined;
  }

  private ordered(request: SandboxRequest): FaultEffect | undefined {
    const found = this.waiting.filter(({ strike }) => matches(strike, request));
    const due = found.find(({ after }) => after === 0);
    for (const one of found) if (one.after > 0) one.after--;
    if (due === undefined) return undefined;
    due.left--;
    if (due.left === 0) this.waiting = this.waiting.filter((one) => one !== due);
    return due.strike;
  }
}
