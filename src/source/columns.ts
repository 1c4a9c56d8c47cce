import type { RecordKind } from '../domain/records.ts';
import type { ColumnMap, Understood } from './contract.ts';
import { isField, fieldsOf, REQUIRED, ALL_FIELDS, type Field } from './fields.ts';
import { headingWords, matchHeading, type Rank } from './headings.ts';
import { cut, listed, quoted } from './table.ts';

/** Which column holds which field, or why that cannot be said. */
export type ColumnReading =
  | { ok: true; kind: RecordKind; at: ReadonlyMap<Field, number>; columns: Understood['columns'] }
  | { ok: false; kind?: RecordKind; columns: Understood['columns']; what: string; expected: string };

/**
 * Reads the headings of a file (or the keys of its JSON objects). A saved mapping wins over guesses, an exact canonical
 * name over a similar one; two columns that are equally good are refused, because picking one could book the wrong money.
 */
export function readColumns(
  headings: readonly string[],
  options: { columns?: ColumnMap; kind?: RecordKind },
): ColumnReading {
  const unused = headings.map((name) => ({ name }));
  const mapped = mappedHeadings(headings, options.columns ?? {});
  if (typeof mapped === 'string') return { ok: false, columns: unused, ...badMapping(mapped) };
  const kind = options.kind ?? guessKind(headings, mapped);
  if (!kind) return { ok: false, columns: unused, ...unknownKind(headings) };
  const placed = place(headings, mapped, kind);
  const columns = headings.map((name, index) => {
    const field = [...placed.at].find(([, position]) => position === index)?.[0];
    return field ? { name, field } : { name };
  });
  const wrong = placed.clash ?? missing(headings, placed.at, kind);
  return wrong ? { ok: false, kind, columns, ...wrong } : { ok: true, kind, at: placed.at, columns };
}

/** Says in a mapping that a column is not to be used. */
const UNUSED = new Set(['', 'ignore', '-']);
const RANKS: readonly Rank[] = ['exact', 'usual', 'weak'];

/** Columns that the user has decided, by position; `undefined` for one that is not to be used. */
type Mapped = ReadonlyMap<number, Field | undefined>;

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

// How strongly a column speaks for one kind. What both kinds have (amount, currency, invoice number) says nothing.
const SIGNS: Record<RecordKind, Partial<Record<Field, number>>> = {
  invoice: {
    customer_name: 1,
    first_name: 1,
    last_name: 1,
    company: 1,
    email: 1,
    issue_date: 1,
    due_date: 2,
    line_type: 2,
    description: 1,
    quantity: 2,
    unit_price: 2,
    tax_rate: 2,
    tax_amount: 2,
    total: 1,
  },
  payment: { payment_id: 3, method: 3, integrated: 3, fee: 2, reference: 1, date: 1 },
};

/** What the file holds, told from its columns; undefined where they do not tell. */
export function guessKind(headings: readonly string[], mapped: Mapped): RecordKind | undefined {
  const score = (kind: RecordKind) =>
    headings.reduce((sum, name, index) => {
      const decided = mapped.get(index);
      if (mapped.has(index)) return sum + (decided ? (SIGNS[kind][decided] ?? 0) : 0);
      const words = headingWords(name).join('');
      if (words === 'lines') return sum + (kind === 'invoice' ? 3 : 0);
      if (words === 'applied') return sum + (kind === 'payment' ? 3 : 0);
      const match = matchHeading(name, kind);
      // "Date" and "ID" stand in both kinds of files.
      if (!match || match.rank === 'weak' || words === 'date') return sum;
      return sum + (SIGNS[kind][match.field] ?? 0);
    }, 0);
  const [invoice, payment] = [score('invoice'), score('payment')];
  if (invoice !== payment) return invoice > payment ? 'invoice' : 'payment';
  const complete = (['invoice', 'payment'] as const).filter(
    (kind) => !missing(headings, place(headings, mapped, kind).at, kind),
  );
  return complete.length === 1 ? complete[0] : undefined;
}
