import { QboFault, badId, lapsed, missing, missingError, notFound, stale } from '../faults.ts';
import { isObject, objectsOf, refId, textOf, without } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { checkPayload } from '../schema/check.ts';
import { lastActor, record } from './audit.ts';
import type { Books } from './books.ts';
import { rulesFor } from './entities.ts';
import type { EntityRules, WriteOptions } from './entity.ts';

const SERVER_OWN = ['SyncToken', 'MetaData', 'domain', 'status', 'sparse'] as const;

/** The row that a payload names by Id, refused with 2020, 2030, 610 or 5010 (qbo-api.md 7.2). */
function existing(books: Books, entity: string, payload: JsonObject): JsonObject {
  const id = textOf(payload.Id);
  if (id === undefined) throw missing('Id');
  if (!/^\d+$/.test(id)) throw badId(id);
  const row = books.named(entity, id);
  if (row === undefined) throw notFound();
  const token = textOf(payload.SyncToken);
  if (token === undefined) throw missing('SyncToken');
  if (token !== row.SyncToken) throw stale(lastActor(books, entity, id));
  return row;
}

function checked(books: Books, entity: string, payload: JsonObject): JsonObject {
  return checkPayload(payload, entity, books.readings);
}

/** Emptied text, alone or as all that an object has (`{"Address": ""}`). */
function isEmptied(value: Json | undefined): boolean {
  if (!isObject(value)) return value === '';
  const members = Object.values(value);
  return members.length > 0 && members.every(isEmptied);
}

/** What an update empties is gone: replies never show an empty member. */
const filled = (row: JsonObject): JsonObject =>
  without(
    row,
    Object.keys(row).filter((name) => isEmptied(row[name])),
  );

/** A full update clears what it leaves out; a sparse one keeps it (qbo-api.md 1.2). */
function merged(rule: EntityRules, sent: JsonObject, before: JsonObject): JsonObject {
  const own = without(sent, [...SERVER_OWN, ...rule.readOnly]);
  if (sent.sparse === true) return filled({ ...before, ...own });
  const kept = Object.fromEntries((rule.kept ?? []).map((member) => [member, before[member]]));
  return { ...kept, ...own };
}

function guard(books: Books): void {
  if (books.lapsed) throw lapsed();
}

/** Reports every absent required member at once, as QuickBooks does (qbo-api.md 7.1). */
function required(rule: EntityRules, payload: JsonObject): void {
  const absent = (rule.required ?? []).filter(
    (member) => objectsOf(payload[member]).length === 0 && refId(payload[member]) === undefined,
  );
  if (absent.length > 0) throw new QboFault(absent.map(missingError));
}

/** Create, full update or sparse update: which one is told by `Id` and `sparse` (qbo-api.md 1.2). */
export function save(
  books: Books,
  rule: EntityRules,
  payload: JsonObject,
  options: WriteOptions,
): JsonObject {
  guard(books);
  const sent = checked(books, rule.entity, payload);
  if (textOf(sent.Id) === undefined) {
    required(rule, sent);
    const made = rule.write(books, without(sent, [...SERVER_OWN, ...rule.readOnly]), undefined, options);
    record(books, 'Add', rule.entity, undefined, made);
    return made;
  }
  const before = existing(books, rule.entity, sent);
  const after = rule.write(books, merged(rule, sent, before), before, options);
  record(books, 'Edit', rule.entity, before, after);
  return after;
}

/** Delete of a transaction: the reply has only `domain`, `status` and `Id` (qbo-api.md 1.2). */
export function remove(books: Books, rule: EntityRules, payload: JsonObject): JsonObject {
  guard(books);
  const row = existing(books, rule.entity, checked(books, rule.entity, payload));
  rule.remove?.(books, row);
  record(books, 'Delete', rule.entity, row, undefined);
  return { domain: 'QBO', status: 'Deleted', Id: row.Id };
}

export function makeVoid(books: Books, rule: EntityRules, payload: JsonObject): JsonObject {
  guard(books);
  const row = existing(books, rule.entity, checked(books, rule.entity, payload));
  const after = rule.voided?.(books, row) ?? row;
  record(books, 'Void', rule.entity, row, after);
  return after;
}

/** A row as replies show it. Names of references are those of today, not of the day of the write. */
export function shown(books: Books, entity: string, row: JsonObject): JsonObject {
  const customer = refId(row.CustomerRef);
  const current = customer === undefined ? row : { ...row, CustomerRef: books.refTo('Customer', customer) };
  return rulesFor(entity)?.shown?.(books, current) ?? current;
}
