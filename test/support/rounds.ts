import { setImmediate as nextTurn } from 'node:timers/promises';
import Big from 'big.js';
import { expect } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, standings } from './company.ts';
import { invoicesCsv, paymentsCsv, type InvoiceRow, type PaymentRow } from './exports.ts';
import type { Spawned, Workspace } from './workspace.ts';

// An export of a size to be interrupted, and the proof that the books hold it exactly once.

export interface Export {
  invoices: InvoiceRow[];
  payments: PaymentRow[];
}

const CUSTOMERS = [
  { customer_id: 'cus_1', customer_name: 'Ann Baker', email: 'ann@example.com' },
  { customer_id: 'cus_2', customer_name: 'Ann Baker', email: 'other.ann@example.com' },
  { customer_id: 'cus_3', customer_name: "Mary O'Neil", email: 'mary@example.com' },
];

/** Invoices of three customers, two of one name; each part paid by card, two of them by one payment. */
export function randomExport(random: () => number, size = 9): Export {
  const cents = (least: number, most: number) =>
    new Big(Math.floor(least + random() * (most - least))).div(100);
  const invoices = Array.from({ length: size }, (_, at): InvoiceRow => {
    const amount = cents(10_000, 999_999).toFixed(2);
    const day = String(1 + Math.floor(random() * 28)).padStart(2, '0');
    const number = `INV-${at + 1}`;
    return { ...CUSTOMERS[at % 3], invoice_number: number, issue_date: `2026-02-${day}`, amount };
  });
  const payments = invoices.map(({ invoice_number = '', amount = '0' }, at): PaymentRow => {
    // Small, so that QuickBooks itself would take it a second and a third time.
    const part = new Big(amount).times(random()).div(4).round(2, 0).plus('0.01');
    // The last is paid together with the one of the same customer before it.
    const id = at === size - 1 ? size - 3 : at + 1;
    return { payment_id: `pay_${id}`, invoice_number, amount: part.toFixed(2), date: '2026-03-09' };
  });
  return { invoices, payments };
}

export const csvOf = ({ invoices, payments }: Export) => ({
  invoices: invoicesCsv(...invoices),
  ...(payments.length > 0 && { payments: paymentsCsv(...payments) }),
});

const total = (amounts: (string | number | undefined)[]) =>
  amounts.reduce((sum: Big, amount) => sum.plus(String(amount ?? 0)), new Big(0));

/** What an invoice comes to in the books: one that is cancelled in the source is voided there. */
const totalOf = ({ status, amount = '0' }: InvoiceRow) => (status === 'Cancelled' ? '0.00' : amount);

/** Each invoice, payment and customer of the export stands in the books once, to the cent, and `status` agrees. */
export async function expectOnce(space: Workspace, sandbox: RunningSandbox, given: Export): Promise<void> {
  expectInBooks(sandbox, given);
  const records = [...(await standings(space)).values()];
  expect(records.filter(({ status }) => status !== 'Active')).toEqual([]);
}

/** As {@link expectOnce}, of the books alone. */
export function expectInBooks(sandbox: RunningSandbox, { invoices, payments }: Export): void {
  const books = booked(sandbox);
  const sorted = (texts: (string | undefined)[]) => texts.map(String).sort();
  expect(sorted(books.invoices.map(({ DocNumber }) => DocNumber))).toEqual(
    sorted(invoices.map(({ invoice_number }) => invoice_number)),
  );
  for (const { DocNumber, TotalAmt } of books.invoices) {
    const source = invoices.find(({ invoice_number }) => invoice_number === DocNumber);
    expect([DocNumber, new Big(String(TotalAmt)).toFixed(2)]).toEqual([DocNumber, source && totalOf(source)]);
  }
  const marked = books.payments.map(
    ({ PrivateNote }) => /\[qbsync:payment:([^\]]+)\]/.exec(PrivateNote ?? '')?.[1],
  );
  expect(sorted(marked)).toEqual(sorted([...new Set(payments.map(({ payment_id }) => payment_id))]));
  const paid = total(payments.map(({ amount }) => amount));
  expect(total(books.payments.map(({ TotalAmt }) => TotalAmt)).toFixed(2)).toBe(paid.toFixed(2));
  expect(total(books.payments.map(({ UnappliedAmt }) => UnappliedAmt)).toFixed(2)).toBe('0.00');
  const invoiced = total(invoices.map(totalOf));
  expect(total(books.invoices.map(({ Balance }) => Balance)).toFixed(2)).toBe(
    invoiced.minus(paid).toFixed(2),
  );
  const people = new Set(invoices.map(({ customer_id }) => customer_id));
  expect(books.ours.length).toBe(people.size);
  for (const id of people) {
    const own = invoices
      .filter(({ customer_id }) => customer_id === id)
      .map(({ invoice_number }) => invoice_number);
    const held = books.invoices.filter(({ DocNumber }) => own.includes(DocNumber));
    expect(new Set(held.map(({ CustomerRef }) => CustomerRef.value)).size).toBe(1);
  }
}

/** Resolves when the condition holds, or when the process has ended before that (false). */
export async function until(spawned: Spawned, holds: () => boolean): Promise<boolean> {
  const state = { ended: false };
  void spawned.ended.then(() => (state.ended = true));
  while (!holds()) {
    if (state.ended) return false;
    await nextTurn();
  }
  return true;
}
