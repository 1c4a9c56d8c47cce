import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { keptCode } from '../currency/transaction.ts';
import type { Application, Payer } from './applications.ts';

const isWanted = (books: Books): boolean =>
  books.readings.autoApply &&
  ['AutoApplyPayments', 'AutoApplyCredit'].some((name) => books.preference('SalesFormsPrefs', name) === true);

const dayOf = (invoice: JsonObject): string => textOf(invoice.TxnDate) ?? '';

/** The payer's own invoices that are open in the payer's currency, the oldest first. */
function openInvoices(books: Books, { customerId, currency }: Payer): readonly JsonObject[] {
  return (books.lookup('Invoice', 'CustomerRef', customerId) ?? [])
    .filter((invoice) => decimal(invoice.Balance).gt(0) && keptCode(books, invoice) === currency)
    .sort((one, other) => dayOf(one).localeCompare(dayOf(other)));
}

/**
 * Where the company applies payments by itself, what a payment leaves unapplied goes to the payer's oldest
 * open invoices. Whether QuickBooks does so with payments of the API is U (qbo-api.md 3.3).
 */
export function toOldestInvoices(books: Books, payer: Payer, unapplied: Decimal): readonly Application[] {
  if (!isWanted(books)) return [];
  let left = unapplied;
  return openInvoices(books, payer).flatMap((invoice) => {
    const open = decimal(invoice.Balance);
    const value = open.lt(left) ? open : left;
    left = left.minus(value);
    return value.gt(0) ? [{ link: { TxnId: invoice.Id, TxnType: 'Invoice' }, value }] : [];
  });
}
