import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { isMarkedFor, markedId, marker, recordMarker } from '../../src/sync/marker.ts';
import { invoiceBody, paymentBody } from '../../src/sync/bodies.ts';
import { decimal } from '../../src/domain/money.ts';
import type { SourceInvoice, SourcePayment } from '../../src/domain/records.ts';
import { aCompany, anInvoice, aPayment, someSettings } from '../support/builders.ts';

const kinds = fc.constantFrom('invoice' as const, 'payment' as const, 'customer' as const);
const ids = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom(']', '[qbsync:invoice:1]', 'a b', '%', '%zz', '1]2', 'name:anna|a@b.co', 'İ', '\u0000'),
);
/** What people type around our mark in a memo. */
const surroundings = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('[qbsync:'));

describe('our mark', () => {
  test('gives back any id, from among any other text', () => {
    fc.assert(
      fc.property(kinds, ids, surroundings, surroundings, (kind, id, before, after) => {
        expect(markedId(kind, `${before} ${marker(kind, id)} ${after}`)).toBe(id);
        expect(markedId(kind, marker(kind, id))).toBe(id);
      }),
    );
  });

  test('is one word of plain ASCII', () => {
    fc.assert(
      fc.property(kinds, ids, (kind, id) => {
        expect(marker(kind, id)).toMatch(/^\[qbsync:[a-z]+:[!-Z\\^-~]+\]$/);
      }),
    );
  });

  test('of one kind is none of another', () => {
    fc.assert(
      fc.property(kinds, kinds, ids, (one, other, id) => {
        fc.pre(one !== other);
        expect(markedId(one, marker(other, id))).toBeUndefined();
      }),
    );
  });

  test.each([
    '',
    undefined,
    'INV-1',
    '[qbsync:invoice:]',
    '[qbsync:invoice:%zz]',
    '[qbsync:invoice:1',
    'qbsync:invoice:1]',
  ])('is not in %j', (note) => {
    expect(markedId('invoice', note)).toBeUndefined();
  });

  test('does not fall over half a character', () => {
    expect(() => marker('invoice', 'a\ud800')).not.toThrow();
  });
});

describe('whose a note is', () => {
  test('an invoice is known by its id, and by its number where it had no id then', () => {
    const invoice = anInvoice({ sourceId: '501', number: 'INV-1' });
    expect(isMarkedFor(invoice, marker('invoice', '501'))).toBe(true);
    expect(isMarkedFor(invoice, marker('invoice', 'INV-1'))).toBe(true);
    expect(isMarkedFor(invoice, marker('invoice', '50'))).toBe(false);
    expect(isMarkedFor(invoice, marker('payment', '501'))).toBe(false);
    expect(isMarkedFor(invoice, undefined)).toBe(false);
  });

  test('an invoice without an id is marked with its number', () => {
    expect(recordMarker(anInvoice({ sourceId: undefined }))).toBe('[qbsync:invoice:INV-1]');
  });

  test('a payment is known by its id only', () => {
    const payment = aPayment({ sourceId: 'PAY-1' });
    expect(isMarkedFor(payment, recordMarker(payment))).toBe(true);
    expect(isMarkedFor(payment, marker('payment', 'INV-1'))).toBe(false);
  });
});

describe('the note that is sent', () => {
  const noteOf = (body: object) => ('PrivateNote' in body ? String(body.PrivateNote) : '');
  const noteOfInvoice = (invoice: SourceInvoice) => {
    const tax = { lineCodes: new Map<string, string>(), globalCalculation: undefined, detail: undefined };
    return noteOf(invoiceBody(invoice, { customerId: '1', itemIds: {} }, tax, aCompany(), 'source'));
  };
  const noteOfPayment = (payment: SourcePayment) =>
    noteOf(paymentBody(payment, { customerId: '1', applied: [] }, aCompany(), someSettings()));

  test('is always ours, whatever project, method and reference say', () => {
    fc.assert(
      fc.property(ids, ids, ids, (id, text, other) => {
        const invoice = anInvoice({ sourceId: id, projectName: text });
        const payment = aPayment({ sourceId: id, method: text, reference: other, fee: decimal('1.5') });
        expect(isMarkedFor(invoice, noteOfInvoice(invoice))).toBe(true);
        expect(isMarkedFor(payment, noteOfPayment(payment))).toBe(true);
      }),
    );
  });

  test('is not taken over by a text that looks like a mark', () => {
    const payment = aPayment({ sourceId: 'PAY-1', reference: marker('payment', 'PAY-2') });
    expect(isMarkedFor(payment, noteOfPayment(payment))).toBe(true);
    expect(isMarkedFor(aPayment({ sourceId: 'PAY-2' }), noteOfPayment(payment))).toBe(false);
    const invoice = anInvoice({ sourceId: '501', projectName: marker('invoice', '502') });
    expect(isMarkedFor(invoice, noteOfInvoice(invoice))).toBe(true);
  });

  test('fits into 4000 characters', () => {
    const long = 'x'.repeat(6000);
    expect(noteOfInvoice(anInvoice({ number: long, projectName: long, sourceId: '1' })).length).toBeLessThan(
      4000,
    );
    expect(
      noteOfPayment(
        aPayment({ method: long, reference: long, applied: [{ invoiceNumber: long, amount: decimal('1') }] }),
      ).length,
    ).toBeLessThan(4000);
  });
});
