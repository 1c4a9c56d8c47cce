import { badReference, inactiveReference } from '../faults.ts';
import { refId } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Books } from './books.ts';

/** The words that 2500 uses for each list (qbo-api.md 7.2; Items and the rest are U). */
const KINDS: Readonly<Record<string, string>> = {
  Account: 'Accounts',
  Customer: 'Names',
  Vendor: 'Names',
  Employee: 'Names',
  Item: 'Items',
  Class: 'Klasses',
  Department: 'Depts',
  Term: 'Terms',
  PaymentMethod: 'PaymentMethods',
  TaxCode: 'TaxCodes',
};

/** The row that a reference points to, refused with 2500 when there is none or it was retired. */
export function referenced(books: Books, entity: string, ref: Json | undefined): JsonObject | undefined {
  const id = refId(ref);
  if (id === undefined) return undefined;
  const row = books.named(entity, id);
  if (row === undefined) throw badReference(KINDS[entity] ?? `${entity}s`, id);
  if (row.Active === false) throw inactiveReference();
  return row;
}

/** The reference as a row keeps it, checked as `referenced` does. */
export function activeRef(books: Books, entity: string, ref: Json | undefined): JsonObject | undefined {
  const row = referenced(books, entity, ref);
  const id = refId(ref);
  return row === undefined || id === undefined ? undefined : { value: id };
}
