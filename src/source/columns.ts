import type { RecordKind } from '../domain/records.ts';
import type { ColumnMap } from './contract.ts';
import { isField, fieldsOf, REQUIRED, ALL_FIELDS, type Field } from './fields.ts';
import { matchHeading, type Rank } from './headings.ts';
import { cut, listed, quoted } from './rows.ts';

/** Says in a mapping that a column is not to be used. */
const UNUSED = new Set(['', 'ignore', '-']);
const RANKS: readonly Rank[] = ['exact', 'usual', 'weak'];

/** Columns that the user has decided, by position; `undefined` for one that is not to be used. */
export type Mapped = ReadonlyMap<number, Field | undefined>;

/** Applies a saved mapping; gives the target's text where the mapping names a field that does not exist. */
export function mappedHeadings(headings: readonly string[], columns: ColumnMap): Mapped | string {
  const decided = new Map<number, Field | undefined>();
  for (const [heading, target] of Object.entries(columns)) {
    const field = target.trim().toLowerCase();
    if (!UNUSED.has(field) && !isField(field)) return target;
    const wanted = heading.trim();
    const same = headings.some((name) => name === wanted)
      ? (name: string) => name === wanted
      : (name: string) => name.toLowerCase() === wanted.toLowerCase();
    headings.forEach((name, index) => {
      if (same(name)) decided.set(index, isField(field) ? field : undefined);
    });
  }
  return decided;
}

/** A doubt or a lack among the columns, in words. */
export interface ColumnFault {
  what: string;
  expected: string;
}

/** Gives each field its column, and names the first two columns that claim the same field with equal right. */
export function place(
  headings: readonly string[],
  mapped: Mapped,
  kind: RecordKind,
): { at: Map<Field, number>; clash?: ColumnFault } {
  const at = new Map<Field, number>();
  const own = fieldsOf(kind);
  const clashes: ColumnFault[] = [];
  const put = (field: Field, index: number) => {
    const before = at.get(field);
    if (before === undefined) at.set(field, index);
    else clashes.push(clashOf(field, headings[before] ?? '', headings[index] ?? ''));
  };
  for (const [index, field] of [...mapped].sort(([a], [b]) => a - b)) {
    if (field && own.includes(field)) put(field, index);
  }
  const open = headings.flatMap((name, index) => {
    const match = mapped.has(index) ? undefined : matchHeading(name, kind);
    return match ? [{ index, ...match }] : [];
  });
  for (const rank of RANKS) {
    const taken = new Set(at.keys());
    for (const { index, field, rank: its } of open) {
      if (its === rank && !taken.has(field)) put(field, index);
    }
  }
  const [clash] = clashes;
  return clash ? { at, clash } : { at };
}

function clashOf(field: Field, one: string, other: string): ColumnFault {
  return {
    what: `Two columns can be ${field}: ${quoted(one)} and ${quoted(other)}.`,
    expected: `Say which one it is: name it exactly ${field}, or map it: --columns "${cut(one)}=${field}".`,
  };
}

/** What the columns lack for a file of this kind to be readable; undefined where nothing. */
export function missing(
  headings: readonly string[],
  fields: { has: (field: Field) => boolean },
  kind: RecordKind,
): ColumnFault | undefined {
  const lacking = REQUIRED[kind].filter(
    ({ anyOf }) => !anyOf.some((all) => all.every((field) => fields.has(field))),
  );
  if (lacking.length === 0) return undefined;
  const names = lacking.map(
    ({ what, anyOf }) => `${what} (${anyOf.map((all) => all.join(' + ')).join(' or ')})`,
  );
  const why = lacking.some(({ anyOf }) => anyOf.some((all) => all.includes('payment_id')))
    ? ' Without an id of its own the same payment cannot be told from a second one, and could be booked twice.'
    : '';
  const example = lacking[0]?.anyOf[0]?.[0] ?? 'amount';
  return {
    what: `The file has no column for ${listed(names)}.${why} ${found(headings)}`,
    expected: `Add the column, or say which one it is: --columns "Your heading=${example}".`,
  };
}

/** A saved mapping that names a field that does not exist. */
export function badMapping(target: string): ColumnFault {
  return {
    what: `The column mapping names ${quoted(target)}, which is no field of qbsync.`,
    expected: `Map the column to one of: ${ALL_FIELDS.join(', ')}; or to "ignore".`,
  };
}

/** A file of which it cannot be told what it holds. */
export function unknownKind(headings: readonly string[]): ColumnFault {
  return {
    what: `It cannot be told from the columns whether the file holds invoices or payments. ${found(headings)}`,
    expected:
      'An invoice file needs the columns invoice_number, customer_name, issue_date and amount; a payment file ' +
      'needs payment_id, date and amount. Rename the headings, or map them: --columns "Your heading=issue_date".',
  };
}

function found(headings: readonly string[]): string {
  const names = headings.filter((name) => name !== '');
  if (names.length === 0) return 'It has no headings.';
  const shown = names.slice(0, 40).map(quoted);
  if (names.length > shown.length) shown.push(`${names.length - shown.length} more`);
  return `Its columns: ${shown.join(', ')}.`;
}
