import { wellFormed } from '../domain/identity.ts';

/**
 * A text value of the query language: single quotes, with backslash and apostrophe escaped by a backslash
 * (qbo-api.md 4).
 */
export function quoted(value: string): string {
  return `'${wellFormed(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** QuickBooks names no limit for a list (qbo-api.md 4), so they stay moderate: in characters, and in values. */
const LONGEST_LIST = 8_000;
const MOST_VALUES = 200;

/** Cuts a list of values into lists that fit one `IN (…)` each; duplicates are dropped. */
export function inLists(values: Iterable<string>): string[] {
  const lists: string[] = [];
  let list: string[] = [];
  let length = 0;
  const close = () => {
    if (list.length > 0) lists.push(`(${list.join(', ')})`);
    list = [];
    length = 0;
  };
  for (const value of new Set(values)) {
    const item = quoted(value);
    const size = item.length + 2;
    if (length + size > LONGEST_LIST || list.length >= MOST_VALUES) close();
    list.push(item);
    length += size;
  }
  close();
  return lists;
}
