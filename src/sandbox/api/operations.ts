import type { Books } from '../books/books.ts';
import type { EntityRules, WriteOptions } from '../books/entity.ts';
import { createTaxCode } from '../books/tax/service.ts';
import { rulesForPath } from '../books/entities.ts';
import { makeVoid, remove, save, shown } from '../books/write.ts';
import { badId, notFound, unsupportedOperation } from '../faults.ts';
import type { QboFault } from '../faults.ts';
import { isObject, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';

/** What a write did: the member of the reply, and how many objects it touched. */
export interface Written {
  readonly body: JsonObject;
}

export type Operation = 'save' | 'delete' | 'void';

export interface WriteRequest {
  readonly rule: EntityRules;
  readonly operation: Operation;
  readonly payload: JsonObject;
  readonly options: WriteOptions;
}

/** `Operation Could not find resource ...`: a path that leads nowhere is a 400 (qbo-api.md 1.2). */
export const noSuchPath = (path: string): QboFault =>
  unsupportedOperation(
    `Could not find resource for relative : ${path} of full path: https://sandbox.qbo.intuit.com/qbo50${path}`,
  );

/** Which operation the query string asks for (qbo-api.md 1.2). */
export function operationOf(
  books: Books,
  rule: EntityRules,
  operation: string | null,
  include: readonly string[],
  path: string,
): Operation {
  if (rule.closed === true) throw noSuchPath(path);
  if (operation === null || operation === 'create' || operation === 'update') {
    const asVoid = rule.voidByUpdate === true && operation === 'update' && include.includes('void');
    return asVoid ? 'void' : 'save';
  }
  if (operation === 'delete' && rule.remove !== undefined) return 'delete';
  const mayVoid = rule.voided !== undefined && rule.mayVoid?.(books.readings) !== false;
  if (operation === 'void' && mayVoid) return 'void';
  throw noSuchPath(`${path}?operation=${operation}`);
}

/** Does one write; gives the reply's one member (`{Invoice: {...}}`). */
export function write(books: Books, request: WriteRequest): JsonObject {
  const { rule, payload } = request;
  switch (request.operation) {
    case 'delete':
      return { [rule.entity]: remove(books, rule, payload) };
    case 'void':
      return { [rule.entity]: shown(books, rule.entity, makeVoid(books, rule, payload)) };
    case 'save': {
      const row = save(books, rule, payload, request.options);
      const current = books.get(rule.entity, textOf(row.Id)) ?? row;
      return { [rule.entity]: shown(books, rule.entity, current) };
    }
  }
}

/** A read by id; the two entities that exist once a company answer to the company's own id too. */
export function read(books: Books, segment: string, id: string | undefined, path: string): JsonObject {
  const rule = rulesForPath(segment);
  if (rule === undefined) throw noSuchPath(path);
  const { entity } = rule;
  if (entity === 'Preferences' && id === undefined) return { Preferences: books.preferences };
  if (id === undefined) throw noSuchPath(path);
  if (entity === 'CompanyInfo') {
    if (id !== books.realmId && id !== '1') throw notFound();
    return { CompanyInfo: books.get('CompanyInfo', '1') ?? {} };
  }
  const row = books.get(entity, id);
  if (row === undefined) throw /^\d+$/.test(id) ? notFound() : badId(id);
  return { [entity]: shown(books, entity, row) };
}

/** `POST /taxservice/taxcode`. */
export function taxService(books: Books, payload: Json | undefined): JsonObject {
  return createTaxCode(books, isObject(payload) ? payload : {});
}
