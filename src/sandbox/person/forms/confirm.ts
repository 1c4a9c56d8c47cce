import { objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { markup } from '../../markup/markup.ts';
import type { Form } from '../form.ts';
import type { Section } from '../frame.ts';
import { words } from '../links.ts';
import { isVoided } from '../status.ts';
import { at, money } from '../visit.ts';
import type { Visit } from '../visit.ts';
import { personOrder } from './orders.ts';

const SECTION: ReadonlyMap<string, Section> = new Map([
  ['Invoice', 'invoices'],
  ['Payment', 'payments'],
]);

const EFFECT: Readonly<Record<'void' | 'delete', string>> = {
  void: 'Its amounts become zero and its number stays taken. What was linked to it is not linked any more. A void cannot be undone.',
  delete: 'It is gone from the books, and only the audit log still knows it. A delete cannot be undone.',
};

function label(entity: string, row: JsonObject): string {
  const number = textOf(row.DocNumber) ?? textOf(row.PaymentRefNum) ?? `id ${textOf(row.Id) ?? ''}`;
  return `${words(entity).toLowerCase()} ${number}`;
}

function before(entity: string, row: JsonObject, operation: 'void' | 'delete'): string {
  if (operation === 'void' && isVoided(row)) return 'It is voided already.';
  const told = `It comes to ${money(row.TotalAmt)}. ${EFFECT[operation]}`;
  const held = operation === 'delete' && entity === 'Invoice' && objectsOf(row.LinkedTxn).length > 0;
  return held ? `${told} QuickBooks refuses it while payments are on it.` : told;
}

/** Asks before a transaction is voided or deleted. */
export function endForm(
  visit: Visit,
  entity: string,
  id: string,
  operation: 'void' | 'delete',
): Form | undefined {
  const row = visit.books.get(entity, id);
  if (row === undefined) return undefined;
  const section = SECTION.get(entity) ?? 'transactions';
  const list = section === 'transactions' ? [section, entity] : [section];
  const verb = operation === 'void' ? 'Void' : 'Delete';
  return {
    title: `${verb} ${label(entity, row)}?`,
    section,
    intro: markup`<p>${before(entity, row, operation)}</p>`,
    fields: [],
    syncToken: textOf(row.SyncToken),
    submit: `${verb} it`,
    danger: true,
    back: at(visit, ...list, id),
    done: operation === 'void' ? 'voided' : 'deleted',
    ...(operation === 'delete' ? { next: () => at(visit, section) } : {}),
    order: (_typed, syncToken) => personOrder(visit, { operation, entity, id, syncToken }),
  };
}

/** Asks before a customer is made inactive, or active again. */
export function activeForm(visit: Visit, id: string, active: boolean): Form | undefined {
  const row = visit.books.get('Customer', id);
  if (row === undefined) return undefined;
  const name = textOf(row.DisplayName) ?? `customer id ${id}`;
  return {
    title: active ? `Make ${name} active?` : `Make ${name} inactive?`,
    section: 'customers',
    intro: active
      ? markup`<p>The customer can be used again.</p>`
      : markup`<p>New invoices and payments cannot use the customer. The name gets the ending “(deleted)”.</p>`,
    fields: [],
    syncToken: textOf(row.SyncToken),
    submit: active ? 'Make active' : 'Make inactive',
    danger: !active,
    back: at(visit, 'customers', id),
    done: active ? 'restored' : 'retired',
    order: (_typed, syncToken) =>
      personOrder(visit, { operation: 'edit', entity: 'Customer', id, syncToken, body: { Active: active } }),
  };
}
