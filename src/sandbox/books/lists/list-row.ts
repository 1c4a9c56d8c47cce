import { missing } from '../../faults.ts';
import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { checkRetirable, fullName, parentOf } from './hierarchy.ts';
import { claimName, nameFor } from './names.ts';

/** The members every row of a list starts with, made or changed. */
export const headOf = (books: Books, entity: string, before: JsonObject | undefined): JsonObject =>
  before === undefined ? books.newRow(entity) : books.changedRow(before);

function sentName(payload: JsonObject): string {
  const given = textOf(payload.Name)?.trim() ?? '';
  if (given === '') throw missing('Name');
  return nameFor(given, payload.Active !== false);
}

/** The name of a row of a flat list, unique in it. */
export function listName(
  books: Books,
  entity: string,
  payload: JsonObject,
  before: JsonObject | undefined,
): string {
  const name = sentName(payload);
  if (payload.Active !== false) claimName(books, [entity], 'Name', name, { entity, id: textOf(before?.Id) });
  return name;
}

/** A row's name and its place in a list with levels. */
export interface Placed {
  readonly Name: string;
  readonly FullyQualifiedName: string;
  readonly parent: JsonObject | undefined;
}

/** As `listName`, for lists with levels: a name is unique below its parent, or in the whole list (U). */
export function placedName(
  books: Books,
  entity: string,
  payload: JsonObject,
  before: JsonObject | undefined,
): Placed {
  const id = textOf(before?.Id);
  const parent = parentOf(books, entity, payload, before);
  const Name = sentName(payload);
  const FullyQualifiedName = fullName(parent, Name);
  if (payload.Active === false) checkRetirable(books, entity, before);
  else if (books.readings.subListNames === 'everywhere')
    claimName(books, [entity], 'Name', Name, { entity, id });
  else claimName(books, [entity], 'FullyQualifiedName', FullyQualifiedName, { entity, id });
  return { Name, FullyQualifiedName, parent };
}

/** `ParentRef` as classes, departments and accounts show it: the id alone. */
export const parentRef = (parent: JsonObject | undefined): JsonObject | undefined =>
  parent === undefined ? undefined : { value: parent.Id };
