import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import type { Invoice } from '../../src/qbo/entities.ts';
import { planInvoice } from '../../src/sync/plan-invoices.ts';
import {
  aLine,
  anEntryLink,
  anEntry,
  anInvoice,
  aStanding,
  inBooks,
  someSettings,
} from '../support/builders.ts';
import { decide, now, RECORD, view } from './invoice-views.ts';

describe('an invoice that is in the books', () => {
  const link = anEntryLink(RECORD);
  const changed = anInvoice({ lines: [aLine('120.00')] });
  const stale = { link: anEntryLink(RECORD), fingerprint: fingerprint(changed) };

  test('and up to date is left alone, whatever its customer or mapping has become', () => {
    expect(
      decide(RECORD, { link }, { customers: new Map(), settings: someSettings({ lineTypes: {} }) }),
    ).toBe('none');
  });

  test.each<[string, Invoice | undefined, string]>([
    ['untouched there: is updated', inBooks(RECORD), 'update'],
    ['edited there: is for a person to choose', inBooks(RECORD, { SyncToken: '1' }), 'ask DIFFERS_IN_BOOKS'],
    ['corrected there to the same: is taken over', inBooks(changed, { SyncToken: '1' }), 'adopt'],
    [
      'corrected there, but on another customer: is left alone',
      inBooks(changed, { SyncToken: '1', CustomerRef: { value: '59' } }),
      'error DIFFERS_IN_BOOKS',
    ],
    [
      'corrected there, but under another number: is asked about',
      inBooks(changed, { SyncToken: '1', DocNumber: 'INV-1a' }),
      'ask DIFFERS_IN_BOOKS',
    ],
    ['deleted there: is not made again', undefined, 'error DELETED_IN_BOOKS'],
    [
      'voided there: is not made again',
      inBooks(RECORD, { TotalAmt: 0, SyncToken: '1' }),
      'error VOIDED_IN_BOOKS',
    ],
  ])('changed in the source and %s', (_, there, expected) => {
    expect(decide(changed, stale, now(there))).toBe(expected);
  });

  test('corrected there to the same, but not in all: is taken over, and the plan says what is kept', () => {
    const there = inBooks(changed, { SyncToken: '1' });
    const { action, notes } = planInvoice(anEntry(changed, stale), changed, view(changed, now(there)));
    expect(action).toBe('adopt');
    expect(notes).toEqual([expect.stringMatching(/^kept as QuickBooks has it: e-mail, line 1$/)]);
  });

  test('is updated at exactly the version that was read', () => {
    const entry = anEntry(changed, { link: anEntryLink(RECORD, { syncToken: '3' }) });
    const planned = planInvoice(entry, changed, view(changed, now(inBooks(RECORD, { SyncToken: '3' }))));
    expect(planned.target).toMatchObject({ booksId: '145', syncToken: '3' });
  });

  describe('by us and changed in the source', () => {
    const lines = [{ Amount: 100, DetailType: 'SalesItemLineDetail', Description: 'Deposit' }];
    const subtotal = { Amount: 100, DetailType: 'SubTotalLineDetail' };
    const posted = JSON.stringify({
      DocNumber: 'INV-1',
      TxnDate: '2026-02-10',
      DueDate: '2026-03-10',
      CustomerRef: { value: '58' },
      Line: lines,
    });
    const there = (parts: Record<string, unknown> = {}) =>
      inBooks(RECORD, { SyncToken: '4', DueDate: '2026-03-10', Line: [...lines, subtotal], ...parts });

    test('is updated where only its version counter moved, as a payment moves it', () => {
      expect(decide(changed, stale, now(there(), posted))).toBe('update');
      expect(decide(changed, stale, now(there({ Balance: 40 }), posted))).toBe('update');
    });

    test.each<[string, Record<string, unknown>]>([
      ['amount', { Line: [{ ...lines[0], Amount: 90 }, subtotal], TotalAmt: 90 }],
      [
        'split of amounts',
        {
          Line: [
            { ...lines[0], Amount: 60 },
            { ...lines[0], Amount: 40 },
          ],
        },
      ],
      ['text', { Line: [{ ...lines[0], Description: 'Deposit, paid' }, subtotal] }],
      ['date', { TxnDate: '2026-02-11' }],
      ['due date', { DueDate: '2026-04-10' }],
      ['number', { DocNumber: 'INV-1a' }],
      ['customer', { CustomerRef: { value: '59' } }],
      ['total', { TotalAmt: 110 }],
    ])('is for a person to choose where somebody changed its %s', (_, parts) => {
      expect(decide(changed, stale, now(there(parts), posted))).toBe('ask DIFFERS_IN_BOOKS');
    });
  });

  test('with figures that differed is taken over once they agree', () => {
    const entry = { link, standing: aStanding(RECORD) };
    expect(decide(RECORD, entry, now(inBooks(RECORD, { SyncToken: '1' })))).toBe('adopt');
    expect(decide(RECORD, entry, now(inBooks(RECORD, { TotalAmt: 90 })))).toBe('ask DIFFERS_IN_BOOKS');
  });

  test('and was found twice needs a person, until recover finds it once', () => {
    const entry = { ...stale, standing: aStanding(RECORD, { code: 'BOOKED_TWICE' }) };
    expect(decide(changed, entry, now(inBooks(RECORD)))).toBe('error BOOKED_TWICE');
  });

  test('is right again when a cancellation was taken back and nothing differs', () => {
    const entry = { link, standing: aStanding(RECORD, { code: 'CANCELLED_IN_SOURCE' }) };
    expect(['none', 'adopt']).toContain(decide(RECORD, entry, now(inBooks(RECORD))));
  });
});
