import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { markup } from '../markup/markup.ts';
import type { Markup, Part } from '../markup/markup.ts';
import { decimal } from '../money.ts';

export const STATUSES = ['Open', 'Overdue', 'Partly paid', 'Paid', 'Voided'] as const;
export type Status = (typeof STATUSES)[number];

/** QuickBooks marks a void in the memo (qbo-api.md 3.2). */
export const isVoided = (row: JsonObject): boolean =>
  decimal(row.TotalAmt).eq(0) && textOf(row.PrivateNote)?.startsWith('Voided') === true;

/** What a person calls an invoice on a day; one that is partly paid may be overdue as well. */
export function statusesOf(invoice: JsonObject, today: string): readonly Status[] {
  if (isVoided(invoice)) return ['Voided'];
  const open = decimal(invoice.Balance);
  if (open.lte(0)) return ['Paid'];
  const partly: readonly Status[] = open.lt(decimal(invoice.TotalAmt)) ? ['Partly paid'] : [];
  if ((textOf(invoice.DueDate) ?? today) < today) return [...partly, 'Overdue'];
  return partly.length > 0 ? partly : ['Open'];
}

const LOOKS: ReadonlyMap<string, string> = new Map([
  ['Paid', 'good'],
  ['Overdue', 'bad'],
  ['Inactive', 'bad'],
  ['Voided', 'bad'],
]);

/** One mark after the other. */
export const marks = (statuses: readonly Status[]): Part => statuses.map((status) => [mark(status), ' ']);

export const mark = (status: string): Markup =>
  markup`<span class="status ${LOOKS.get(status) ?? ''}">${status}</span>`;
