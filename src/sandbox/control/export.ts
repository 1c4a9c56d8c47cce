import { AUDIT } from '../books/audit.ts';
import { Books, TOMBSTONE } from '../books/books.ts';
import { LEDGER, POSTINGS } from '../books/ledger.ts';
import { shown } from '../books/write.ts';
import { listCompanies } from '../companies.ts';
import { FILE_TABLE } from '../files/links.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Sandbox } from '../types.ts';
import { nowOf } from './clock.ts';

/** Tables of a company that are not lists of its books. */
const OWN_TABLES = ['setting', AUDIT, FILE_TABLE, TOMBSTONE, LEDGER, POSTINGS];

/** Every list and transaction of a company, by entity name, as replies show them. */
export function booksOf(sandbox: Sandbox, realmId: string): Record<string, readonly JsonObject[]> {
  const books = new Books(sandbox.store, sandbox.indexes, realmId, nowOf(sandbox));
  const result: Record<string, readonly JsonObject[]> = {};
  for (const table of sandbox.store.tables.keys()) {
    const [realm, entity = ''] = table.split('/');
    if (realm !== realmId || OWN_TABLES.includes(entity)) continue;
    result[entity] = [...books.rows(entity)].map((row) => structuredClone(shown(books, entity, row)));
  }
  return result;
}

const idOf = (row: JsonObject): string => textOf(row.Id) ?? '';

const ORDER = new Intl.Collator('en', { numeric: true });

/** By number where ids are numbers; the pseudo tax codes (`TAX`, `NON`) by name, after them. */
const byId = (a: JsonObject, b: JsonObject): number => ORDER.compare(idOf(a), idOf(b));

/**
 * A whole company: every list and transaction as replies show them, the audit log and the readings, in
 * an order that does not depend on when things were written. Sign-ins, their secrets and the stored
 * replies of request ids are no part of it. Undefined when there is no such company.
 */
export function exportOf(sandbox: Sandbox, realmId: string): JsonObject | undefined {
  const company = listCompanies(sandbox).find(({ id }) => id === realmId);
  if (company === undefined) return undefined;
  const books = new Books(sandbox.store, sandbox.indexes, realmId, nowOf(sandbox));
  const lists = Object.entries(booksOf(sandbox, realmId)).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    company: { ...company },
    exportedAt: books.now.toISOString(),
    books: Object.fromEntries(lists.map(([entity, rows]) => [entity, [...rows].sort(byId)])),
    auditLog: [...books.rows(AUDIT)].sort(byId),
    readings: { ...books.readings },
  };
}
