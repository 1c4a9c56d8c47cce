import { business } from '../../faults.ts';
import { refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { referenced } from '../references.ts';

/** Lists have five levels: the top and four below it (qbo-api.md 3.1, 3.4). */
const DEEPEST = 4;

/** A list whose rows may stand under one another, and the member that names a row. */
export interface Tree {
  readonly entity: string;
  readonly name: 'Name' | 'DisplayName';
}

/** The rows above one, the nearest first. */
function* ancestors(books: Books, entity: string, row: JsonObject | undefined): Generator<JsonObject> {
  for (let at = books.get(entity, refId(row?.ParentRef)); at !== undefined;) {
    yield at;
    at = books.get(entity, refId(at.ParentRef));
  }
}

const children = (books: Books, entity: string, id: string): readonly JsonObject[] =>
  books.lookup(entity, 'ParentRef', id) ?? [];

/** How many levels stand above a row; 0 at the top. */
export const levelOf = (books: Books, entity: string, row: JsonObject): number =>
  [...ancestors(books, entity, row)].length;

function height(books: Books, entity: string, id: string): number {
  return Math.max(
    0,
    ...children(books, entity, id).map((row) => 1 + height(books, entity, textOf(row.Id) ?? '')),
  );
}

/** Whether a row stays where it is and what it is: then its parent may have been retired meanwhile. */
const stays = (payload: JsonObject, before: JsonObject | undefined): boolean =>
  before !== undefined &&
  refId(before.ParentRef) === refId(payload.ParentRef) &&
  (before.Active !== false || payload.Active === false);

/**
 * The row that `ParentRef` names: 2500 when there is none or it was retired, 6000 for a place below the row
 * itself or beyond the fifth level.
 */
export function parentOf(
  books: Books,
  entity: string,
  payload: JsonObject,
  before: JsonObject | undefined,
): JsonObject | undefined {
  const ref = payload.ParentRef;
  const self = textOf(before?.Id);
  const parent = stays(payload, before) ? books.get(entity, refId(ref)) : referenced(books, entity, ref);
  if (parent === undefined) return undefined;
  const above = [parent, ...ancestors(books, entity, parent)];
  if (self !== undefined && above.some((row) => row.Id === self)) {
    throw business('A row of a list cannot stand below itself.');
  }
  const below = self === undefined ? 0 : height(books, entity, self);
  if (above.length + below > DEEPEST) throw business('A list can have at most five levels.');
  return parent;
}

/** `Parent:Child` (qbo-api.md 3.1). */
export const fullName = (parent: JsonObject | undefined, name: string): string =>
  parent === undefined ? name : `${textOf(parent.FullyQualifiedName) ?? ''}:${name}`;

/** Whether a row with sub-rows may be retired is U. */
export function checkRetirable(books: Books, entity: string, before: JsonObject | undefined): void {
  const id = textOf(before?.Id);
  if (id === undefined || before?.Active === false || books.readings.retireParents) return;
  if (children(books, entity, id).some((row) => row.Active !== false)) {
    throw business('This has active rows below it. Make those inactive first.');
  }
}

/** Writes a row, and what its name and place mean for the rows below it. */
export function putInTree(
  books: Books,
  tree: Tree,
  row: JsonObject,
  before: JsonObject | undefined,
): JsonObject {
  const made = books.put(tree.entity, row);
  if (before !== undefined) carryDown(books, tree, made, before);
  return made;
}

function carryDown(books: Books, tree: Tree, row: JsonObject, before: JsonObject): void {
  if (row.FullyQualifiedName === before.FullyQualifiedName && row.Level === before.Level) return;
  const level = levelOf(books, tree.entity, row) + 1;
  for (const child of children(books, tree.entity, textOf(row.Id) ?? '')) {
    const changed = {
      ...child,
      FullyQualifiedName: fullName(row, textOf(child[tree.name]) ?? ''),
      ...(child.Level === undefined ? {} : { Level: level }),
    };
    carryDown(books, tree, books.put(tree.entity, books.touched(changed)), child);
  }
}

/** Adds to a total that a row and the rows above it keep (BalanceWithJobs, balances with sub-accounts). */
export function carryUp(
  books: Books,
  entity: string,
  member: string,
  from: string | undefined,
  by: Decimal,
): void {
  const row = books.get(entity, from);
  if (row === undefined || by.eq(0)) return;
  for (const each of [row, ...ancestors(books, entity, row)]) {
    books.put(entity, books.touched({ ...each, [member]: amount(decimal(each[member]).plus(by)) }));
  }
}

/** A row that got another parent takes its total along. */
export function moveTotal(
  books: Books,
  entity: string,
  member: string,
  row: JsonObject,
  before: JsonObject | undefined,
): void {
  const [former, parent] = [refId(before?.ParentRef), refId(row.ParentRef)];
  if (before === undefined || former === parent) return;
  carryUp(books, entity, member, former, decimal(row[member]).times(-1));
  carryUp(books, entity, member, parent, decimal(row[member]));
}
