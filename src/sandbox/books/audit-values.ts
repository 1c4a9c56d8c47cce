import { objectOf, refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Books } from './books.ts';

/** The log is kept in memory: long texts are cut. */
const LONGEST = 100;

const cut = (text: string): string => {
  const letters = Array.from(text.slice(0, 2 * LONGEST + 2));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('');
};

type Value = (row: JsonObject, books: Books) => Json | undefined;

const member =
  (name: string): Value =>
  (row) =>
    row[name];

const within =
  (name: string, inner: string): Value =>
  (row) =>
    objectOf(row[name])[inner];

/** Members whose old and new value people ask for. */
const VALUES: Readonly<Record<string, Value>> = {
  ...Object.fromEntries(
    ['DocNumber', 'PaymentRefNum', 'DisplayName', 'Name', 'TxnDate', 'DueDate', 'PrivateNote', 'Active'].map(
      (name) => [name, member(name)],
    ),
  ),
  CustomerMemo: within('CustomerMemo', 'value'),
  PrimaryEmailAddr: within('PrimaryEmailAddr', 'Address'),
  BillEmail: within('BillEmail', 'Address'),
  CustomerRef: ({ CustomerRef }, books) => {
    const id = refId(CustomerRef);
    return id === undefined ? undefined : (books.refTo('Customer', id).name ?? id);
  },
};

function textIn(value: Json | undefined): string | null {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = textOf(value);
  return text === undefined ? null : cut(text);
}

/** `{"DocNumber": ["INV-1", "1001"]}` of the changed members that have a value people know; null: none. */
export function changedValues(
  books: Books,
  changed: readonly string[],
  before: JsonObject,
  after: JsonObject,
): JsonObject | undefined {
  const pairs = changed.flatMap((name) => {
    const value = VALUES[name];
    return value === undefined
      ? []
      : [[name, [textIn(value(before, books)), textIn(value(after, books))]] as const];
  });
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
