import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { customerKey } from '../../src/domain/identity.ts';
import type { SourceInvoice } from '../../src/domain/records.ts';
import type { Invoice } from '../../src/qbo/entities.ts';
import type { Verdict } from '../../src/sync/judge.ts';
import { marker } from '../../src/sync/marker.ts';
import { planInvoice, type InvoiceView } from '../../src/sync/plan-invoices.ts';
import {
  aCompany,
  aCustomer,
  aLine,
  anEntryLink,
  anEntry,
  anInvoice,
  aStanding,
  day,
  inBooks,
  someSettings,
} from '../support/builders.ts';
import { now, decide, holding, RECORD, view } from './invoice-views.ts';

describe('an invoice that was never sent', () => {
  test.each<[string, SourceInvoice, Partial<InvoiceView>, string]>([
    ['is made', RECORD, {}, 'create'],
    ['is taken over where it is ours', RECORD, holding(inBooks(RECORD)), 'adopt'],
    ['is taken over where it is equal', RECORD, holding(inBooks(RECORD, { PrivateNote: null })), 'adopt'],
    [
      'is for a person to choose where it is ours with another total',
      RECORD,
      holding(inBooks(RECORD, { TotalAmt: 90 })),
      'ask DIFFERS_IN_BOOKS',
    ],
    [
      'stops where it is ours with another total, on somebody else',
      RECORD,
      holding(inBooks(RECORD, { TotalAmt: 90, CustomerRef: { value: '59' } })),
      'error DIFFERS_IN_BOOKS',
    ],
    [
      'is asked about where it is ours on another day',
      RECORD,
      holding(inBooks(RECORD, { TxnDate: '2026-02-11' })),
      'ask DIFFERS_IN_BOOKS',
    ],
    [
      'stops where it is ours and booked on another customer',
      RECORD,
      holding(inBooks(RECORD, { CustomerRef: { value: '59' } })),
      'error DIFFERS_IN_BOOKS',
    ],
    [
      'stops where the number is another document',
      RECORD,
      holding(inBooks(RECORD, { TotalAmt: 90, PrivateNote: null })),
      'error NUMBER_TAKEN',
    ],
    ['stops where it was voided', RECORD, holding(inBooks(RECORD, { TotalAmt: 0 })), 'error VOIDED_IN_BOOKS'],
    ['waits while it is a draft', anInvoice({ state: 'draft' }), {}, 'skip NOT_ISSUED'],
    ['stays out when cancelled', anInvoice({ state: 'cancelled' }), {}, 'skip CANCELLED'],
    ['is made when it is paid already', anInvoice({ state: 'paid' }), {}, 'create'],
    ['needs an e-mail', anInvoice({ customer: aCustomer({ email: 'none' }) }), {}, 'error CUSTOMER_CONTACT'],
    ['needs a name', anInvoice({ customer: aCustomer({ name: '--' }) }), {}, 'error CUSTOMER_CONTACT'],
    ['needs a number that fits', anInvoice({ number: 'x'.repeat(22) }), {}, 'error NUMBER_TOO_LONG'],
    ['may have a number of 21', anInvoice({ number: 'x'.repeat(21) }), {}, 'create'],
    [
      'needs a total above zero',
      anInvoice({ lines: [aLine('5'), aLine('-5')] }),
      {},
      'error TOTAL_NOT_POSITIVE',
    ],
    ['is no credit note', anInvoice({ lines: [aLine('-5')] }), {}, 'error TOTAL_NOT_POSITIVE'],
    ['needs a currency of the books', anInvoice({ currency: 'EUR' }), {}, 'error CURRENCY'],
    [
      'may be in another currency of the books',
      anInvoice({ currency: 'EUR' }),
      { company: aCompany({ multiCurrency: true }) },
      'create',
    ],
    [
      'needs an open period',
      RECORD,
      { company: aCompany({ closedUntil: '2026-02-10' }) },
      'error BOOKS_CLOSED',
    ],
    ['may be dated the day after', RECORD, { company: aCompany({ closedUntil: '2026-02-09' }) }, 'create'],
    [
      'needs an item for each line',
      RECORD,
      { settings: someSettings({ lineTypes: {} }) },
      'error LINE_TYPE_UNMAPPED',
    ],
    [
      'needs a code for each rate',
      RECORD,
      { settings: someSettings({ taxCodes: {} }) },
      'error TAX_RATE_UNMAPPED',
    ],
    ['needs a customer that was looked up', RECORD, { customers: new Map() }, 'error CUSTOMER_UNKNOWN'],
  ])('%s', (_, record, parts, expected) => {
    expect(decide(record, {}, parts)).toBe(expected);
  });

  test('says why where its customer cannot be had', () => {
    const verdict: Verdict = { state: 'error', code: 'CUSTOMER_NAME_TAKEN', reason: 'r', fix: 'f' };
    const customers = new Map([[customerKey(RECORD.customer), verdict]]);
    expect(decide(RECORD, {}, { customers })).toBe('error CUSTOMER_NAME_TAKEN');
  });

  test('where QuickBooks numbers, is known by our mark only, among those of its day', () => {
    const settings = someSettings({ numbers: 'quickbooks' });
    const dated = (...found: Invoice[]) => ({ settings, inBooks: new Map([['2026-02-10', found]]) });
    const equal = inBooks(RECORD, { PrivateNote: null, DocNumber: '1001' });
    expect(decide(RECORD, {}, dated(equal))).toBe('create');
    expect(decide(RECORD, {}, dated(equal, inBooks(RECORD, { Id: '146' })))).toBe('adopt');
    expect(decide(anInvoice({ number: 'x'.repeat(40) }), {}, dated())).toBe('create');
  });

  test('is taken over as what stands in the books', () => {
    const found = inBooks(RECORD, { Id: '99', SyncToken: '4' });
    const planned = planInvoice(anEntry(RECORD), RECORD, view(RECORD, holding(found)));
    expect(planned.adoption).toMatchObject({ booksId: '99', syncToken: '4', booksNumber: 'INV-1' });
  });
});

describe('before anything else', () => {
  test('what a person ignores is skipped', () => {
    const standing = aStanding(RECORD, { state: 'ignored', reason: 'paid in cash' });
    expect(decide(RECORD, { standing })).toBe('skip IGNORED');
    expect(decide(RECORD, { standing, link: anEntryLink(RECORD), open: true })).toBe('skip IGNORED');
  });

  test('what has no outcome yet is skipped', () => {
    expect(decide(RECORD, { open: true })).toBe('skip PENDING');
    expect(decide(anInvoice({ state: 'cancelled' }), { open: true, link: anEntryLink(RECORD) })).toBe(
      'skip PENDING',
    );
  });
});

describe('for any state of ledger and books', () => {
  const drawn = fc.record({
    state: fc.constantFrom('draft' as const, 'issued' as const, 'paid' as const, 'cancelled' as const),
    standing: fc.option(fc.constantFrom('error' as const, 'skipped' as const, 'ignored' as const)),
    link: fc.option(fc.record({ same: fc.boolean(), token: fc.constantFrom('0', '1') })),
    open: fc.boolean(),
    numbered: fc.array(
      fc.record({ total: fc.constantFrom(0, 90, 100), mark: fc.option(fc.constantFrom('501', '777')) }),
      { maxLength: 3 },
    ),
    there: fc.option(fc.record({ total: fc.constantFrom(0, 90, 100), token: fc.constantFrom('0', '1') })),
  });

  test('nothing is made again that is linked, open, ignored, or whose number is in the books', () => {
    fc.assert(
      fc.property(drawn, ({ state, standing, link, open, numbered, there }) => {
        const record = anInvoice({ state, issueDate: day('2026-02-10') });
        const entry = anEntry(record, {
          open,
          standing: standing === null ? undefined : aStanding(record, { state: standing }),
          link:
            link === null
              ? undefined
              : anEntryLink(record, {
                  syncToken: link.token,
                  ...(link.same ? {} : { fingerprint: 'before' }),
                }),
        });
        const numberedInvoices = numbered.map(({ total, mark }, at) =>
          inBooks(record, { Id: String(at), TotalAmt: total, PrivateNote: mark && marker('invoice', mark) }),
        );
        const found =
          there === null ? undefined : inBooks(record, { TotalAmt: there.total, SyncToken: there.token });
        const planned = planInvoice(
          entry,
          record,
          view(record, { ...holding(...numberedInvoices), ...now(found) }),
        );
        if (planned.action === 'create') {
          expect([entry.link, entry.open, entry.standing?.state === 'ignored', numbered.length]).toEqual([
            undefined,
            false,
            false,
            0,
          ]);
          expect(['issued', 'paid']).toContain(state);
        }
        const overwritten = ['update', 'void', 'ask'].includes(planned.action);
        expect(planned.target !== undefined).toBe(overwritten);
        if (planned.action === 'update' || planned.action === 'void') {
          expect(planned.target?.syncToken).toBe(entry.link?.syncToken);
          expect(found?.TotalAmt.eq(0)).toBe(false);
          expect(planned.action === 'void').toBe(state === 'cancelled');
        }
        // Every record ends in one decision, and one that keeps it out says why and what to do.
        if (planned.action === 'skip' || planned.action === 'error' || planned.action === 'ask') {
          expect(planned.verdict?.state).toBe(planned.action === 'ask' ? 'error' : planned.action);
          expect(planned.verdict?.fix).toMatch(/\S/);
        } else expect(planned.verdict).toBeUndefined();
        expect(['adopt', 'ask'].includes(planned.action)).toBe(planned.adoption !== undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
