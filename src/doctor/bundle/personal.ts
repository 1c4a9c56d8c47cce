import type { Connection } from '../../qbo/connection.ts';
import type { SourceRecord } from '../../domain/records.ts';
import type { Entry, Ledger } from '../../ledger/ledger.ts';
import { inGroups } from '../../sync/groups.ts';
import type { Personal } from './redact.ts';

/** Everything about people that the ledger knows, so that it can be taken out of texts. */
export async function personalOf(ledger: Ledger, entries: readonly Entry[]): Promise<Personal[]> {
  const personal: Personal[] = [];
  for (const group of inGroups(entries, 500)) {
    for (const record of await ledger.contents(group)) personal.push(...personalOfRecord(record));
  }
  const keys = [...new Set(entries.flatMap(({ customerKey }) => customerKey ?? []))];
  for (const group of inGroups(keys, 500)) {
    for (const { name, displayName } of await ledger.customers(group))
      personal.push({ kind: 'customer', values: [name, displayName] });
  }
  return personal;
}

function personalOfRecord(record: SourceRecord): Personal[] {
  if (record.kind === 'payment') return [{ kind: 'reference', values: [record.reference] }];
  const { name, firstName, lastName, company, email, phone, address } = record.customer;
  return [
    { kind: 'customer', values: [name, firstName, lastName, company] },
    { kind: 'email', values: [email] },
    { kind: 'phone', values: [phone] },
    { kind: 'address', values: [address.line1, address.city, address.postalCode] },
    { kind: 'project', values: [record.projectName] },
  ];
}

/** Keys, and what a proxy asks for, as they are handed over in the environment. */
export function secretsIn(env: Record<string, string | undefined>): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (/^QBSYNC_(KEY|CLIENT_)/.test(name)) return [value];
    return /_PROXY$/i.test(name) ? [value, ...passwordIn(value)] : [];
  });
}

function passwordIn(address: string): string[] {
  return URL.canParse(address) ? [new URL(address).username, new URL(address).password].filter(Boolean) : [];
}

/** What of a connection nobody else may see. Ids are not secret, and are shortened. */
export function secretsOf({ clientId, clientSecret, companyId, tokens }: Connection): string[] {
  return [clientId, clientSecret, companyId, tokens?.accessToken, tokens?.refreshToken].filter(
    (one) => one !== undefined,
  );
}
