import { labelOf } from '../books/audit.ts';
import { refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { at } from './visit.ts';
import type { Visit } from './visit.ts';

/** Transactions that have a page, and where: the rest share the plain one under `transactions`. */
const PAGES: ReadonlyMap<string, string> = new Map([
  ['Invoice', 'invoices'],
  ['Payment', 'payments'],
]);

/** Transactions that share the plain list and the plain page, in the order of the filter. */
export const OTHERS = ['CreditMemo', 'SalesReceipt', 'RefundReceipt', 'Deposit', 'JournalEntry'] as const;

/** `Credit memo` for `CreditMemo`. */
export function words(entity: string): string {
  const spaced = entity.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** The page of a row, or undefined for lists that have none. */
export function pageOf(visit: Visit, entity: string, id: string): string | undefined {
  if (entity === 'Customer') return at(visit, 'customers', id);
  const own = PAGES.get(entity);
  if (own !== undefined) return at(visit, own, id);
  return OTHERS.some((name) => name === entity) ? at(visit, 'transactions', entity, id) : undefined;
}

/** `Invoice 1041` as a link, or as text when it is gone. */
export function linkTo(visit: Visit, entity: string, id: string): Markup {
  const row = visit.books.get(entity, id);
  const label = labelOf(row ?? {}) ?? `id ${id}`;
  const page = row === undefined ? undefined : pageOf(visit, entity, id);
  const text = entity === 'Customer' ? label : `${words(entity)} ${label}`;
  return page === undefined ? markup`${text}` : markup`<a href="${page}">${text}</a>`;
}

/** The customer of a row under the name of today. */
export function customerOf(visit: Visit, row: JsonObject): Part {
  const id = refId(row.CustomerRef);
  return id !== undefined && linkTo(visit, 'Customer', id);
}

/** The name behind a reference to a list. */
export function nameOf(visit: Visit, entity: string, ref: Json | undefined): string | undefined {
  const id = refId(ref);
  return id === undefined ? undefined : (textOf(visit.books.refTo(entity, id).name) ?? id);
}

export const buttonTo = (
  href: string,
  label: string,
  kind: 'second' | 'quiet-danger' | '' = 'second',
): Markup => markup`<li><a class="button ${kind}" href="${href}">${label}</a></li>`;
