import type { InvoiceField, PaymentField } from '../../src/source/fields.ts';

// Exports as a test needs them: a row says what matters, the rest is plain and right.

export type InvoiceRow = Partial<Record<InvoiceField, string>>;
export type PaymentRow = Partial<Record<PaymentField, string>>;

/** One row a line of an invoice. */
export function invoicesCsv(...rows: InvoiceRow[]): string {
  return csv(
    rows.map((row, at) => ({
      invoice_id: `inv_${row.invoice_number ?? at + 1}`,
      invoice_number: `INV-${at + 1}`,
      customer_id: 'cus_1',
      customer_name: 'Ann Baker',
      email: 'ann@example.com',
      issue_date: '2026-03-02',
      status: 'Sent',
      amount: '100.00',
      ...row,
    })),
  );
}

/** One row an application of a payment to an invoice. */
export function paymentsCsv(...rows: PaymentRow[]): string {
  return csv(
    rows.map((row, at) => ({
      payment_id: `pay_${at + 1}`,
      invoice_number: `INV-${at + 1}`,
      date: '2026-03-09',
      amount: '100.00',
      method: 'card',
      status: 'Received',
      ...row,
    })),
  );
}

function csv(rows: Record<string, string | undefined>[]): string {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => header.map((name) => cell(row[name] ?? '')).join(','));
  return [header.join(','), ...lines, ''].join('\n');
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Repeatable randomness (mulberry32): the same seed gives the same row of numbers from 0 to below 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
