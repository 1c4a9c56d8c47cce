import { Buffer } from 'node:buffer';
import { Books } from './books/books.ts';
import { Indexes } from './books/indexes.ts';
import { nowOf } from './control/control.ts';
import { isCountry } from './countries.ts';
import type { SandboxCountry } from './countries.ts';
import { objectOf, textOf } from './json.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { seedCompany } from './seeds/seed.ts';
import { Store } from './store.ts';
import type { Sandbox } from './types.ts';

export interface OpenOptions {
  readonly country: SandboxCountry;
  readonly stateDir?: string | undefined;
  readonly empty?: boolean | undefined;
  readonly clock: () => Date;
  readonly randomBytes: (n: number) => Uint8Array;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

export interface OpenedSandbox {
  readonly sandbox: Sandbox;
  readonly close: () => void;
}

/** Real company ids are 16 digits and beyond 2^53: clients that read them as numbers must be found out. */
function newRealmId(randomBytes: (n: number) => Uint8Array): string {
  const digits = [...randomBytes(12)].map((byte) => String(byte % 10)).join('');
  return `9341${digits}`;
}

const secret = (randomBytes: (n: number) => Uint8Array, prefix: string, bytes: number): string =>
  prefix + Buffer.from(randomBytes(bytes)).toString('base64url').replace(/[-_]/g, 'x');

const nothing: Journal = { append: () => undefined, close: () => undefined };

/** A sandbox without HTTP: fresh, or as its state folder left it. */
export function openSandbox(options: OpenOptions): OpenedSandbox {
  const { randomBytes, clock } = options;
  const store = new Store();
  const indexes = new Indexes(store);
  const journal = options.stateDir === undefined ? nothing : openJournal(options.stateDir, store);
  const kept = objectOf(store.get('settings', 'app'));
  const app = {
    clientId: options.clientId ?? textOf(kept.clientId) ?? secret(randomBytes, 'AB', 33),
    clientSecret: options.clientSecret ?? textOf(kept.clientSecret) ?? secret(randomBytes, '', 30),
    country: isCountry(kept.country) ? kept.country : options.country,
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
    faults: [],
    persist: () => journal.append(store.commit()),
  };
  if (store.rows('company').size === 0) {
    const books = new Books(store, indexes, newRealmId(randomBytes), nowOf(sandbox));
    store.put('company', books.realmId, { country: app.country });
    books.set('country', app.country);
    seedCompany(books, options.empty === true);
  }
  sandbox.persist();
  return { sandbox, close: () => journal.close() };
}
