import { wellFormed } from '../domain/identity.ts';

/**
 * A text value of the query language: single quotes, with backslash and apostrophe escaped by a backslash
 * (qbo-api.md 4).
 */
export function quoted(value: string): string {
  return `'${wellFormed(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** Statements stay short enough for a GET through every gateway (qbo-api.md 4: about 2,000 characters). */
const LONGEST_LIST = 1_600;
const MOST_VALUES = 100;

/** Cuts a list of values into lists that fit one `IN (…)` each; duplicates are dropped. */
export function inLists(values: Iterable<string>): string[] {
  const lists: string[] = [];
  let list: string[] = [];
  let length = 0;
  for (const value of new Set(values)) {
    const item = quoted(value);
    const size = encodeURIComponent(`${item}, `).replaceAll("'", '%27').length;
    if (list.length > 0 && (length + size > LONGEST_LIST || list.length >= MOST_VALUES)) {
      lists.push(`(${list.join(', ')})`);
      list = [];
      length = 0;
    }
    list.push(item);
    length += size;
  }
  if (list.length > 0) lists.push(`(${list.join(', ')})`);
  return lists;
}
