import { Books } from './books/books.ts';
import { isCountry } from './countries.ts';
import type { SandboxCountry } from './countries.ts';
import { objectOf, textOf } from './json.ts';
import { companyName, seedCompany } from './seeds/seed.ts';
import type { SeedName } from './seeds/seed.ts';
import type { Sandbox } from './types.ts';

/** What a company of the sandbox is made of. */
export interface NewCompany {
  readonly country: SandboxCountry;
  /** `starter` without it. */
  readonly seed?: SeedName | undefined;
  /** An invented one of the country without it. */
  readonly name?: string | undefined;
  /** US only: QuickBooks works the sales tax out by itself (qbo-api.md 3.6). */
  readonly automatedTax?: boolean | undefined;
  readonly multicurrency?: boolean | undefined;
}

export interface SandboxCompany {
  readonly id: string;
  readonly name: string;
  readonly country: SandboxCountry;
}

/** Every company that an app can be connected to, the oldest first. */
export function listCompanies(sandbox: Pick<Sandbox, 'store'>): readonly SandboxCompany[] {
  return [...sandbox.store.rows('company')].map(([id, row]) => {
    const { country } = objectOf(row);
    const name = textOf(objectOf(sandbox.store.get(`${id}/CompanyInfo`, '1')).CompanyName);
    return { id, name: name ?? id, country: isCountry(country) ? country : 'US' };
  });
}

/** Real company ids are 16 digits and beyond 2^53: clients that read them as numbers must be found out. */
function newRealmId(randomBytes: (n: number) => Uint8Array): string {
  const digits = [...randomBytes(12)].map((byte) => String(byte % 10)).join('');
  return `9341${digits}`;
}

/** The name itself where it is free, else with the first number that is. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let at = 1; ; at++) {
    const name = at === 1 ? wanted : `${wanted} ${at}`;
    if (!taken.has(name)) return name;
  }
}

/** Makes a company and fills it. Throws with a sentence for people when the wishes contradict each other. */
export function addCompany(
  sandbox: Pick<Sandbox, 'store' | 'indexes' | 'randomBytes'>,
  now: Date,
  wanted: NewCompany,
): SandboxCompany {
  const { country, seed = 'starter', automatedTax = false, multicurrency = false } = wanted;
  if (automatedTax && country !== 'US') {
    throw new Error(`Automated sales tax is for companies in the US, and this one is in ${country}`);
  }
  const taken = new Set(listCompanies(sandbox).map((company) => company.name));
  const name = freeName(wanted.name ?? companyName(country, seed), taken);
  const id = newRealmId(sandbox.randomBytes);
  const books = new Books(sandbox.store, sandbox.indexes, id, now);
  sandbox.store.put('company', id, { country });
  books.set('country', country);
  seedCompany(books, { seed, name, automatedTax, multicurrency });
  return { id, name, country };
}
