import { compact, objectsOf, refId, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { PERSON } from './actors.ts';
import { changedValues } from './audit-values.ts';
import type { Books } from './books.ts';

export type Act = 'Add' | 'Edit' | 'Void' | 'Send' | 'Delete' | 'Connect' | 'Disconnect';

/** The table of a company's audit log: entries by number, from 1, in the order of the writes. */
export const AUDIT = 'audit';

const NOT_CONTENT = new Set(['SyncToken', 'MetaData', 'sparse', 'domain']);

const objectKey = (entity: string, id: string): string => `${entity} ${id}`;

const linkKey = (link: JsonObject): string => objectKey(textOf(link.TxnType) ?? '', textOf(link.TxnId) ?? '');

/** Transactions that a row is linked to, which a write of the row changes too. */
function linkedTo(row: JsonObject | undefined): readonly string[] {
  return objectsOf(row?.Line)
    .flatMap((line) => objectsOf(line.LinkedTxn))
    .map(linkKey);
}

/** A void takes the payments off an invoice. */
const freed = (what: Act, before: JsonObject | undefined): readonly string[] =>
  what === 'Void' ? objectsOf(before?.LinkedTxn).map(linkKey) : [];

function changedMembers(before: JsonObject, after: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) =>
      !NOT_CONTENT.has(name) &&
      before[name] !== after[name] &&
      JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

/** What people call a row: its number, or its name. */
export const labelOf = (row: JsonObject): string | undefined =>
  [row.DocNumber, row.PaymentRefNum, row.DisplayName, row.FullyQualifiedName, row.Name]
    .map(textOf)
    .find((label) => label !== undefined);

function customerOf(books: Books, entity: string, row: JsonObject): JsonObject | undefined {
  const id = entity === 'Customer' ? textOf(row.Id) : refId(row.CustomerRef);
  return id === undefined ? undefined : books.refTo('Customer', id);
}

function append(books: Books, entry: JsonObject): void {
  const { name, app } = books.by;
  const Id = String(books.count(AUDIT) + 1);
  books.put(AUDIT, compact({ Id, At: books.now.toISOString(), Who: name, App: app, ...entry }));
}

/** Notes a write of one object: `before` is absent when it was made, `after` when it was deleted. */
export function record(
  books: Books,
  What: Act,
  Entity: string,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): void {
  const row = after ?? before ?? {};
  const edited =
    What === 'Edit' && before !== undefined && after !== undefined ? { before, after } : undefined;
  const changed = edited && changedMembers(edited.before, edited.after);
  const linked = [...new Set([...linkedTo(before), ...linkedTo(after), ...freed(What, before)])];
  append(books, {
    What,
    Entity,
    ObjectId: row.Id,
    Number: labelOf(row),
    Customer: customerOf(books, Entity, row),
    AmountBefore: before?.TotalAmt,
    AmountAfter: after?.TotalAmt,
    Changed: changed,
    Values: edited && changed && changedValues(books, changed, edited.before, edited.after),
    Linked: linked.length === 0 ? null : linked,
  });
}

/** Notes what is no write of an object: a preference, the subscription, an app that comes or goes. */
export function recordEvent(books: Books, What: Act, Entity: string, Detail: string): void {
  append(books, { What, Entity, Detail });
}

/** What an entry is found by: its own object and those that the write changed with it. */
export function auditKeys(entry: JsonObject): readonly string[] {
  const id = textOf(entry.ObjectId);
  if (id === undefined) return [];
  const linked = Array.isArray(entry.Linked) ? entry.Linked : [];
  return [objectKey(textOf(entry.Entity) ?? '', id), ...linked.filter((key) => typeof key === 'string')];
}

/** The entries about one object, oldest first. */
export function historyOf(books: Books, entity: string, id: string): readonly JsonObject[] {
  return books.lookup(AUDIT, 'Object', objectKey(entity, id)) ?? [];
}

/** Who changed an object last: whom a 5010 names (qbo-api.md 7.2). */
export function lastActor(books: Books, entity: string, id: string): string {
  return textOf(historyOf(books, entity, id).at(-1)?.Who) ?? PERSON.name;
}
