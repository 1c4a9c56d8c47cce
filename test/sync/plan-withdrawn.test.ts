import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import type { Entry } from '../../src/ledger/ledger.ts';
import type { Invoice } from '../../src/qbo/entities.ts';
import { planInvoice, type InvoiceView } from '../../src/sync/plan-invoices.ts';
import { isWithdrawn } from '../../src/sync/plan-withdrawn.ts';
import { aCompany, anEntry, anEntryLink, anInvoice, aStanding, inBooks } from '../support/builders.ts';
import { decide, now, RECORD, view } from './invoice-views.ts';

const CANCELLED = anInvoice({ state: 'cancelled' });
const link = anEntryLink(RECORD);
const settled = anEntryLink(CANCELLED);

describe('an invoice that was cancelled in the source', () => {
  test.each<[string, Invoice | undefined, Partial<InvoiceView>, string]>([
    ['and stands untouched: is voided', inBooks(RECORD), {}, 'void'],
    ['and was voided by a person: is settled', inBooks(RECORD, { TotalAmt: 0, SyncToken: '1' }), {}, 'adopt'],
    ['and was deleted by a person: is settled', undefined, {}, 'adopt'],
    [
      'and was paid in part: is for a person',
      inBooks(RECORD, { Balance: 60, LinkedTxn: [{ TxnId: '9', TxnType: 'Payment' }] }),
      {},
      'error CANCELLED_IN_SOURCE',
    ],
    [
      'and has a credit on it: is for a person',
      inBooks(RECORD, { Balance: 0 }),
      {},
      'error CANCELLED_IN_SOURCE',
    ],
    [
      'and has a payment of nothing on it: is for a person',
      inBooks(RECORD, { LinkedTxn: [{ TxnId: '9', TxnType: 'Payment' }] }),
      {},
      'error CANCELLED_IN_SOURCE',
    ],
    [
      'and came of an estimate: is voided',
      inBooks(RECORD, { LinkedTxn: [{ TxnId: '9', TxnType: 'Estimate' }] }),
      {},
      'void',
    ],
    [
      'and was edited by a person: is for a person',
      inBooks(RECORD, { SyncToken: '1' }),
      {},
      'error CANCELLED_IN_SOURCE',
    ],
    [
      'and lies in closed books: is for a person',
      inBooks(RECORD),
      { company: aCompany({ closedUntil: '2026-02-10' }) },
      'error BOOKS_CLOSED',
    ],
  ])('%s', (_, there, parts, expected) => {
    expect(decide(CANCELLED, { link }, { ...now(there), ...parts })).toBe(expected);
  });

  test('is voided at exactly the version that was read, and the plan says what becomes of it', () => {
    const entry = anEntry(CANCELLED, { link: anEntryLink(RECORD, { syncToken: '3' }) });
    const there = now(inBooks(RECORD, { SyncToken: '3' }));
    expect(planInvoice(entry, CANCELLED, view(CANCELLED, there))).toMatchObject({
      action: 'void',
      target: { booksId: '145', syncToken: '3' },
      changes: [{ field: 'total', from: '100.00', to: '0.00' }],
    });
  });

  test('says what is applied to it', () => {
    const there = inBooks(RECORD, { Balance: 60, LinkedTxn: [{ TxnId: '9', TxnType: 'Payment' }] });
    const { verdict } = planInvoice(anEntry(CANCELLED, { link }), CANCELLED, view(CANCELLED, now(there)));
    expect(verdict?.reason).toContain('40.00 USD of its 100.00 USD is applied to it (payment id 9)');
  });

  test('that nobody looked up is not taken for deleted', () => {
    expect(decide(CANCELLED, { link })).toBe('error INVOICE_NOT_LOOKED_UP');
    expect(decide(anInvoice({ number: 'INV-9' }), { link })).toBe('error INVOICE_NOT_LOOKED_UP');
  });

  test('needs nothing more once it is settled', () => {
    expect(decide(CANCELLED, { link: settled })).toBe('none');
  });

  test('and never was put into QuickBooks stays out', () => {
    expect(decide(CANCELLED)).toBe('skip CANCELLED');
  });

  test('and ignored, or without an outcome, is left alone', () => {
    const standing = aStanding(CANCELLED, { state: 'ignored' });
    expect(decide(CANCELLED, { link, standing })).toBe('skip IGNORED');
    expect(decide(CANCELLED, { link, open: true })).toBe('skip PENDING');
  });

  test('and is issued again: once voided it is never made again, before that nothing happened', () => {
    expect(decide(RECORD, { link: settled }, now(inBooks(RECORD, { TotalAmt: 0 })))).toBe(
      'error VOIDED_IN_BOOKS',
    );
    expect(decide(RECORD, { link: settled }, now(undefined))).toBe('error DELETED_IN_BOOKS');
    expect(decide(RECORD, { link })).toBe('none');
  });
});

describe('the books are asked about a cancelled invoice', () => {
  test.each<[string, Partial<Entry>, boolean]>([
    ['that stands there', { link }, true],
    ['that needed a person', { link: settled, standing: aStanding(CANCELLED) }, true],
    ['but not once it is settled', { link: settled }, false],
    ['but not one that never was there', {}, false],
    ['but not one that is ignored', { link, standing: aStanding(CANCELLED, { state: 'ignored' }) }, false],
    ['but not one without an outcome', { link, open: true }, false],
  ])('%s', (_, entry, expected) => {
    expect(isWithdrawn(anEntry(CANCELLED, entry), CANCELLED)).toBe(expected);
  });

  test('and not about one that is issued', () => {
    expect(isWithdrawn(anEntry(RECORD, { link, fingerprint: fingerprint(CANCELLED) }), RECORD)).toBe(false);
  });
});
