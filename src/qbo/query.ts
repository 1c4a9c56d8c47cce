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

export interface InList {
  /** `('1', '2')` */
  text: string;
  size: number;
}

/** Cuts a list of values into lists that fit one `IN (…)` each; duplicates are dropped. */
export function inLists(values: Iterable<string>): InList[] {
  const lists: InList[] = [];
  let list: string[] = [];
  let length = 0;
  const close = () => {
    if (list.length > 0) lists.push({ text: `(${list.join(', ')})`, size: list.length });
    list = [];
    length = 0;
  };
  for (const value of new Set(values)) {
    const item = quoted(value);
    const size = encodeURIComponent(`${item}, `).replaceAll("'", '%27').length;
    if (length + size > LONGEST_LIST || list.length >= MOST_VALUES) close();
    list.push(item);
    length += size;
  }
  close();
  return lists;
}
