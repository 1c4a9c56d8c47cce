import { afterEach, beforeEach, expect, test } from 'vitest';
import { booked, company } from '../support/company.ts';
import { invoicesCsv, paymentsCsv, type InvoiceRow } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// How many requests a run needs: QuickBooks counts them, and they are what a run spends its time on.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const MANY = 1_000;

const rows = (change: (row: InvoiceRow, at: number) => InvoiceRow = (row) => row): InvoiceRow[] =>
  Array.from({ length: MANY }, (_, at) =>
    change(
      {
        customer_id: `cus_${at}`,
        customer_name: `Customer ${at}`,
        email: `customer${at}@example.com`,
        issue_date: `2026-02-${String(1 + (at % 28)).padStart(2, '0')}`,
        amount: `${100 + at}.00`,
      },
      at,
    ),
  );

test('a first run of a thousand invoices, and the runs after it', { timeout: 120_000 }, async () => {
  const payments = paymentsCsv(
    ...Array.from({ length: MANY }, (_, at) => ({
      amount: '50.00',
      date: `2026-03-${String(1 + (at % 28)).padStart(2, '0')}`,
    })),
  );
  const sandbox = await company(space, { invoices: invoicesCsv(...rows()), payments });
  const calls = async (...argv: string[]): Promise<number> => {
    const before = sandbox.requests.length;
    const ran = await space.qbsync([...argv, '--yes']);
    expect(ran).toMatchObject({ exit: 0 });
    return sandbox.requests.length - before;
  };

  const first = (await calls('sync-invoice', '--all')) + (await calls('sync-payment', '--all'));
  const books = booked(sandbox);
  expect([books.ours.length, books.invoices.length, books.payments.length]).toEqual([MANY, MANY, MANY]);
  expect(first / (3 * MANY)).toBeLessThanOrEqual(0.05);

  expect(await calls('sync-invoice', '--all')).toBeLessThanOrEqual(3);
  expect(await calls('sync-payment', '--all')).toBeLessThanOrEqual(3);

  const corrected = rows((row, at) => (at === 500 ? { ...row, amount: '999.00' } : row));
  space.file('corrected.csv', invoicesCsv(...corrected));
  expect(await space.qbsync(['import', 'corrected.csv'])).toMatchObject({ exit: 0 });
  expect(await calls('sync-invoice', '--all')).toBeLessThanOrEqual(5);
});
