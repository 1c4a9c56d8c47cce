import { moneyText, plainText, sum, type Money } from '../domain/money.ts';
import type { Application } from '../domain/records.ts';
import type { CellReader } from './cells.ts';
import { quoted, type Row } from './rows.ts';

/** The money of one payment and where it goes. */
export interface Applied {
  /** All of it; more than what is applied where a row names no invoice. */
  amount: Money;
  applied: Application[];
  /** Invoices that more than one row names. */
  merged: string[];
}

/** Reads rows of which each applies an amount to one invoice; a row without an invoice is money not applied yet. */
export function applyRows(rows: readonly Row[], cells: CellReader, payment: string): Applied {
  const amounts: Money[] = [];
  const applied = new Map<string, Money>();
  const merged = new Set<string>();
  const seen = new Map<string, number>();
  for (const row of rows) {
    cells.required(row, 'amount', 'The amount', '1200.10');
    const amount = cells.money(row, 'amount');
    if (!amount) continue;
    amounts.push(amount);
    if (amount.lte(0)) refuseAmount(row, amount, cells);
    const number = row.cell('invoice_number').text;
    if (number === '') requireCustomer(row, cells);
    const key = `${number}\n${plainText(amount)}`;
    const before = seen.get(key);
    if (before !== undefined) refuseRepeated(row, before, number, payment, cells);
    seen.set(key, before ?? row.line);
    const earlier = applied.get(number);
    if (number && earlier) merged.add(number);
    if (number) applied.set(number, earlier ? earlier.plus(amount) : amount);
  }
  return {
    amount: sum(amounts),
    applied: [...applied].map(([invoiceNumber, amount]) => ({ invoiceNumber, amount })),
    merged: [...merged],
  };
}

/** Money that came in is above zero; what goes back to a customer is not a payment. */
export function refuseAmount(row: Row, amount: Money, cells: CellReader): void {
  cells.refuse(
    row,
    'amount',
    amount.eq(0)
      ? 'The payment amount is zero.'
      : `The payment amount is below zero (${moneyText(amount)}); refunds are not pushed to QuickBooks.`,
    amount.eq(0)
      ? 'The amount that was received, such as 1200.10.'
      : 'Leave the row out and record the refund in QuickBooks by hand.',
  );
}

/** Money that is applied to no invoice can go to a customer only. */
export function requireCustomer(row: Row, cells: CellReader): void {
  if (row.cell('customer_id').text !== '') return;
  cells.refuse(
    row,
    row.cell('invoice_number').column === undefined ? 'customer_id' : 'invoice_number',
    'The row names neither an invoice nor a customer, so it cannot be told whose money it is.',
    'Write the invoice_number it pays, or the customer_id it is kept for.',
  );
}

function refuseRepeated(row: Row, before: number, number: string, payment: string, cells: CellReader): void {
  const where = number === '' ? 'no invoice' : `invoice ${quoted(number)}`;
  const amount = row.cell('amount').text;
  cells.refuse(
    row,
    'invoice_number',
    `Payment ${payment} has ${where} with the amount ${quoted(amount)} twice, on lines ${before} and ${row.line}.`,
    'Remove the row that is there twice; if both are right, write one row with the sum.',
  );
}
