import { isList, isObject } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Property } from './property.ts';

/** The values of a property in a row: one as a rule, several where a list stands on the way to it. */
export function valuesAt(row: JsonObject, { path }: Property): readonly Json[] {
  let at: readonly Json[] = [row];
  for (const member of path) {
    at = at
      .flatMap((value) => (isList(value) ? value : [value]))
      .map((value) => (isObject(value) ? value[member] : undefined))
      .filter((value) => value !== undefined);
  }
  return at;
}
