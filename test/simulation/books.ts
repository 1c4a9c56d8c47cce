import { Books } from '../../src/sandbox/books/books.ts';
import { AUDIT } from '../../src/sandbox/books/audit.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import type { Client } from '../sandbox/client.ts';

/** The company's books as they stand, past the API, its limits and its lags. */
export function booksOf({ sandbox, realmId }: Client): Books {
  return new Books(sandbox.store, sandbox.indexes, realmId, sandbox.clock());
}

export function rowsOf(qbo: Client, entity: string): JsonObject[] {
  return [...booksOf(qbo).rows(entity)];
}

/** Entries of the audit log: more where anybody changed the books. */
export function changesOf(qbo: Client): number {
  return booksOf(qbo).count(AUDIT);
}
