import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import { customerKey, foldName, foldNumber } from '../../src/domain/identity.ts';
import type { SourceInvoice, SourcePayment } from '../../src/domain/records.ts';
import { aCustomer, aLine, anInvoice, aPayment, day } from '../support/builders.ts';

describe('who a customer is', () => {
  test('is the id of the source, whatever the name', () => {
    expect(customerKey({ sourceId: '7', name: 'Anna' })).toBe(customerKey({ sourceId: '7', name: 'Berta' }));
    expect(customerKey({ sourceId: '7', name: 'Anna' })).not.toBe(
      customerKey({ sourceId: '8', name: 'Anna' }),
    );
  });

  test('is name and e-mail together where there is no id', () => {
    const key = (name: string, email?: string) => customerKey({ name, ...(email ? { email } : {}) });
    expect(key('Anna  Berg', ' A@B.example')).toBe(key('anna berg', 'a@b.EXAMPLE'));
    expect(key('Anna', 'a@b.example')).not.toBe(key('Anna', 'c@d.example'));
    expect(key('Anna')).not.toBe(key('Anna', 'a@b.example'));
  });

  test('never confuses an id with a name', () => {
    expect(customerKey({ sourceId: 'x', name: 'y' })).not.toBe(customerKey({ name: 'id:x' }));
  });
});

test('names are compared as QuickBooks compares them', () => {
  expect(foldName('  Zoe\u0308  MÜLLER\u00a0GmbH ')).toBe(foldName('zoë müller gmbh'));
  expect(foldNumber(' INV-00019 ')).toBe('inv-00019');
});

describe('a fingerprint changes', () => {
  const changes: [string, Partial<SourceInvoice>][] = [
    ['number', { number: 'INV-2' }],
    ['customer', { customer: aCustomer({ sourceId: 'C-2' }) }],
    ['issue date', { issueDate: day('2026-02-11') }],
    ['due date', { dueDate: day('2026-03-10') }],
    ['currency', { currency: 'USD' }],
    ['amount', { lines: [aLine('100.01')] }],
    ['tax rate', { lines: [aLine('100.00', { taxRate: decimal('10') })] }],
    ['stated tax', { lines: [aLine('100.00', { taxAmount: decimal('0') })] }],
    ['quantity', { lines: [aLine('100.00', { quantity: decimal('1') })] }],
    ['unit price', { lines: [aLine('100.00', { unitPrice: decimal('100') })] }],
    ['line type', { lines: [aLine('100.00', { type: 'other' })] }],
    ['description', { lines: [aLine('100.00', { description: 'Final' })] }],
    ['one more line', { lines: [aLine('100.00'), aLine('0')] }],
    ['cancellation', { state: 'cancelled' }],
  ];
  test.each(changes)('with the %s of an invoice', (_, change) => {
    expect(fingerprint(anInvoice(change))).not.toBe(fingerprint(anInvoice()));
  });

  const payments: [string, Partial<SourcePayment>][] = [
    ['date', { date: day('2026-02-21') }],
    ['amount', { amount: decimal('100.01') }],
    ['currency', { currency: 'USD' }],
    ['method', { method: 'card' }],
    ['reference', { reference: 'R-1' }],
    ['application', { applied: [{ invoiceNumber: 'INV-2', amount: decimal('100') }] }],
    ['applied amount', { applied: [{ invoiceNumber: 'INV-1', amount: decimal('99') }] }],
  ];
  test.each(payments)('with the %s of a payment', (_, change) => {
    expect(fingerprint(aPayment(change))).not.toBe(fingerprint(aPayment()));
  });
});

describe('a fingerprint stays', () => {
  const changes: [string, Partial<SourceInvoice>][] = [
    ['the state', { state: 'paid' }],
    ['the project', { projectId: '9', projectName: 'Roof' }],
    [
      'the phone and e-mail of a known customer',
      { customer: aCustomer({ phone: '1', email: 'x@y.example' }) },
    ],
    ['how an amount is written', { lines: [aLine('100')] }],
    ['the stated total', { total: decimal('100') }],
  ];
  test.each(changes)('with %s', (_, change) => {
    expect(fingerprint(anInvoice(change))).toBe(fingerprint(anInvoice()));
  });

  test('with the fee and state of a payment', () => {
    expect(fingerprint(aPayment({ fee: decimal('2'), state: 'refunded' }))).toBe(fingerprint(aPayment()));
  });
});
