import { historyOf, labelOf } from '../books/audit.ts';
import { isList, objectOf, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { metaTime } from '../times.ts';
import { named } from './done.ts';
import { pageOf, words } from './links.ts';
import { table } from './table.ts';
import type { Column } from './table.ts';
import { money } from './visit.ts';
import type { Visit } from './visit.ts';

/** Sandbox time as the books show it. */
function when(entry: JsonObject): string {
  const [date = '', time = ''] = metaTime(new Date(textOf(entry.At) ?? '')).split('T');
  return `${date} ${time.slice(0, 8)}`;
}

const who = (entry: JsonObject): string => {
  const name = textOf(entry.Who) ?? '';
  return entry.App === undefined ? name : `${name} (by the app)`;
};

const amountOf = (entry: JsonObject, member: 'AmountBefore' | 'AmountAfter'): Part =>
  entry[member] !== undefined && money(entry[member]);

/** What was written under the name it had then, as a link while it is still there. */
function object(visit: Visit, entry: JsonObject): Part {
  const entity = textOf(entry.Entity) ?? '';
  const id = textOf(entry.ObjectId);
  if (id === undefined) return words(entity);
  const row = visit.books.get(entity, id);
  const page = row === undefined ? undefined : pageOf(visit, entity, id);
  if (row === undefined || page === undefined) return named(entry);
  const today = labelOf(row);
  const renamed = today !== textOf(entry.Number) && ` (today ${today ?? `id ${id}`})`;
  return markup`<a href="${page}">${named(entry)}</a>${renamed}`;
}

/** Members under the names that the pages give them. */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ['TxnDate', 'Date'],
  ['PaymentRefNum', 'Reference'],
  ['PrivateNote', 'Memo'],
  ['CustomerMemo', 'Message'],
  ['CustomerRef', 'Customer'],
  ['PrimaryEmailAddr', 'E-mail'],
  ['BillEmail', 'E-mail'],
]);

function change(name: string, values: Json | undefined): string {
  const member = MEMBERS.get(name) ?? words(name);
  if (!isList(values)) return member;
  const [before, after] = values.map((value) => textOf(value) ?? '(empty)');
  return `${member} ${before ?? ''} → ${after ?? ''}`;
}

/** What an entry says of the change, as text to be read and searched. */
export function changesOf(entry: JsonObject): string | undefined {
  if (!isList(entry.Changed)) return textOf(entry.Detail);
  const values = objectOf(entry.Values);
  const names = entry.Changed.filter((name) => typeof name === 'string');
  return names.length === 0 ? 'Nothing changed' : names.map((name) => change(name, values[name])).join(', ');
}

/** The columns of the audit log, which the history of one object shares. */
export function auditColumns(visit: Visit): readonly Column<JsonObject>[] {
  return [
    { label: 'When', cell: (entry) => markup`<span class="whole">${when(entry)}</span>` },
    { label: 'Who', cell: who },
    { label: 'What', cell: (entry) => textOf(entry.What) },
    { label: 'Of', cell: (entry) => object(visit, entry) },
    { label: 'Customer', cell: (entry) => textOf(objectOf(entry.Customer).name) },
    { label: 'Before', cell: (entry) => amountOf(entry, 'AmountBefore'), number: true },
    { label: 'After', cell: (entry) => amountOf(entry, 'AmountAfter'), number: true },
    { label: 'Changed', cell: changesOf },
  ];
}

/** Everything that happened to one object, the newest first. */
export function history(visit: Visit, entity: string, id: string): Markup {
  const entries = [...historyOf(visit.books, entity, id)].reverse();
  const caption = 'From the audit log, the newest first; times are Pacific';
  const none = 'It came with the company.';
  return markup`<h2>History</h2>\n${table(caption, auditColumns(visit), entries, none)}`;
}
