import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import {
  invoiceAgrees,
  invoiceDiffers,
  paymentAgrees,
  paymentDiffers,
  type InvoiceTerms,
} from '../../src/sync/agreement.ts';
import { anInvoice, aPayment, inBooks, paidInBooks } from '../support/builders.ts';
import { lineOn, paying } from './payment-views.ts';

const ON_58: InvoiceTerms = { customerId: '58', numbered: true };

describe('an invoice', () => {
  const record = anInvoice();
  const there = (parts: Record<string, unknown>) => inBooks(record, parts);

  test.each<[string, Record<string, unknown>, InvoiceTerms, boolean]>([
    ['all is the same', {}, ON_58, true],
    ['its balance and note differ', { Balance: 0, PrivateNote: null }, ON_58, true],
    ['its total is a cent off', { TotalAmt: 100.01 }, ON_58, false],
    ['its day is another', { TxnDate: '2026-02-11' }, ON_58, false],
    ['its customer is another', { CustomerRef: { value: '59' } }, ON_58, false],
    ['its number is another', { DocNumber: 'INV-2' }, ON_58, false],
    ['its number is written otherwise', { DocNumber: ' inv-1' }, ON_58, true],
    ['it has no number', { DocNumber: null }, ON_58, false],
    [
      'nobody knows its customer',
      { CustomerRef: { value: '59' } },
      { ...ON_58, customerId: undefined },
      true,
    ],
    ['its customer is not in the books', {}, { ...ON_58, customerId: '' }, false],
    ['QuickBooks numbers it', { DocNumber: '1007' }, { ...ON_58, numbered: false }, true],
  ])('where %s', (_, parts, terms, agrees) => {
    expect(invoiceAgrees(record, there(parts), terms)).toBe(agrees);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['total', { TotalAmt: 90 }, 'QuickBooks has 90.00 of 2026-02-10, the source 100.00 of 2026-02-10;'],
    [
      'customer',
      { CustomerRef: { value: '59', name: 'Bo' } },
      'QuickBooks has 100.00 of 2026-02-10 for Bo (customer id 59), the source 100.00 of 2026-02-10 for Anna Berg (customer id 58);',
    ],
    [
      'number',
      { DocNumber: null },
      'QuickBooks has 100.00 of 2026-02-10 without a number, the source 100.00 of 2026-02-10 as INV-1;',
    ],
  ])('with another %s: both sides are said', (_, parts, reason) => {
    expect(invoiceDiffers(record, there(parts), ON_58)).toMatchObject({
      state: 'error',
      code: 'DIFFERS_IN_BOOKS',
      reason: expect.stringContaining(reason) as string,
    });
  });
});

describe('a payment', () => {
  const record = aPayment({ applied: paying(['INV-1', '40'], ['inv-1', '20'], ['INV-2', '40']) });
  const there = (...Line: object[]) => paidInBooks(record, { Line });
  const ids = (number: string) => ({ 'inv-1': '145', 'inv-2': '146' })[number.toLowerCase()];
  const right = [lineOn('145', 60), lineOn('146', 40)];

  test.each<[string, ReturnType<typeof there>, boolean]>([
    ['all is applied as in the source', there(...right), true],
    ['one invoice has two lines', there(lineOn('145', 50), lineOn('146', 40), lineOn('145', 10)), true],
    ['more is applied, to an invoice that it does not name', there(...right, lineOn('147', 5)), true],
    ['a part is missing', there(lineOn('145', 60)), false],
    ['a part is smaller', there(lineOn('145', 59.99), lineOn('146', 40)), false],
    ['nothing is applied', there(), false],
    [
      'another document has the id',
      there(lineOn('146', 40), { Amount: 60, LinkedTxn: [{ TxnId: '145', TxnType: 'CreditMemo' }] }),
      false,
    ],
    ['the day is another', paidInBooks(record, { Line: right, TxnDate: '2026-02-21' }), false],
    ['the amount is another', paidInBooks(record, { Line: right, TotalAmt: 100.01 }), false],
  ])('where %s', (_, now, agrees) => {
    expect(paymentAgrees(record, now, ids)).toBe(agrees);
  });

  test('is not held against invoices whose id nobody knows', () => {
    expect(
      paymentAgrees(record, there(lineOn('146', 40)), (number) => (number === 'INV-2' ? '146' : undefined)),
    ).toBe(true);
  });

  test('that differs says the figures of both sides, of each part too', () => {
    expect(paymentDiffers(record, there(lineOn('145', 60)), ids).reason).toBe(
      'QuickBooks has this payment with 100.00 of 2026-02-20. It applies 0.00 to INV-2, the source 40.00.',
    );
    const smaller = { ...there(...right), TotalAmt: decimal('90') };
    expect(paymentDiffers(record, smaller, ids).reason).toBe(
      'QuickBooks has this payment with 90.00 of 2026-02-20, the source 100.00 of 2026-02-20.',
    );
  });
});
