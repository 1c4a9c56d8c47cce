import { Buffer } from 'node:buffer';
import { Indexes } from './books/indexes.ts';
import { addCompany } from './companies.ts';
import type { NewCompany } from './companies.ts';
import { nowOf } from './control/clock.ts';
import { orderFault } from './control/faults.ts';
import { FaultInjector } from './fault-injection/injector.ts';
import type { FaultOrder } from './fault-injection/orders.ts';
import { objectOf, textOf } from './json.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { Limits } from './limits/limits.ts';
import { RecentWrites } from './recent-writes.ts';
import { Store } from './store.ts';
import type { Sandbox } from './types.ts';
import { queueEvents } from './webhooks/queue.ts';

/** One company is described by its members here, several by `companies`. */
export interface OpenOptions extends Partial<NewCompany> {
  /** Made when the state folder has none yet. */
  readonly companies?: readonly NewCompany[] | undefined;
  readonly stateDir?: string | undefined;
  /** Enforces the request limits of QuickBooks (qbo-api.md 6). */
  readonly limits?: boolean | undefined;
  /** How long the accounting API takes to answer, in ms. */
  readonly latencyMs?: number | undefined;
  /** Faults that wait from the start. */
  readonly faults?: readonly FaultOrder[] | undefined;
  readonly clock: () => Date;
  readonly randomBytes: (n: number) => Uint8Array;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

export interface OpenedSandbox {
  readonly sandbox: Sandbox;
  /** The companies were in the state folder: those that were asked for were not made. */
  readonly kept: boolean;
  readonly close: () => void;
}

const secret = (randomBytes: (n: number) => Uint8Array, prefix: string, bytes: number): string =>
  prefix + Buffer.from(randomBytes(bytes)).toString('base64url').replace(/[-_]/g, 'x');

const nothing: Journal = { append: () => undefined, close: () => undefined };

function wanted(options: OpenOptions): readonly NewCompany[] {
  const { companies, country = 'US', seed, name, automatedTax, multicurrency } = options;
  return companies ?? [{ country, seed, name, automatedTax, multicurrency }];
}

/** A sandbox without HTTP: fresh, or as its state folder left it. */
export function openSandbox(options: OpenOptions): OpenedSandbox {
  const { randomBytes, clock } = options;
  const store = new Store();
  const indexes = new Indexes(store);
  const journal = options.stateDir === undefined ? nothing : openJournal(options.stateDir, store);
  const recentWrites = new RecentWrites(store);
  const former = objectOf(store.get('settings', 'app'));
  const app = {
    clientId: options.clientId ?? textOf(former.clientId) ?? secret(randomBytes, 'AB', 33),
    clientSecret: options.clientSecret ?? textOf(former.clientSecret) ?? secret(randomBytes, '', 30),
  };
  store.put('settings', 'app', app);
  const sandbox: Sandbox = {
    store,
    indexes,
    clock,
    randomBytes,
    ...app,
    url: 'http://127.0.0.1',
    requests: [],
    limits: new Limits(),
    faults: new FaultInjector(),
    recentWrites,
    persist: () => {
      const now = nowOf(sandbox);
      queueEvents(sandbox, now);
      const changes = store.commit();
      journal.append(changes);
      recentWrites.add(changes, now);
    },
  };
  const kept = store.rows('company').size > 0;
  try {
    for (const company of kept ? [] : wanted(options)) addCompany(sandbox, nowOf(sandbox), company);
    sandbox.persist();
    sandbox.limits.change({ on: options.limits ?? false, latencyMs: options.latencyMs ?? 0 });
    for (const order of options.faults ?? []) orderFault(sandbox, order);
  } catch (error) {
    journal.close();
    throw error;
  }
  return { sandbox, kept, close: () => journal.close() };
}
