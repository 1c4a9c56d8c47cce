import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import type { SourcePayment } from '../../src/domain/records.ts';
import type { Entry } from '../../src/ledger/ledger.ts';
import { planPayments, type PaymentView } from '../../src/sync/plan-payments.ts';
import { aCompany, anEntryLink, anEntry, aPayment, aStanding, paidInBooks } from '../support/builders.ts';
import { booked, decide, lineOn, open, paying, RECORD, short, usual, view } from './payment-views.ts';

describe('a payment that was never sent', () => {
  test.each<[string, SourcePayment, PaymentView, string]>([
    ['is made', RECORD, usual, 'create'],
    [
      'finds its invoice in any case of letters',
      aPayment({ applied: paying(['inv-1', '100']) }),
      usual,
      'create',
    ],
    ['waits for the money', aPayment({ state: 'pending' }), usual, 'skip NOT_RECEIVED'],
    ['stays out when it failed', aPayment({ state: 'failed' }), usual, 'skip NOT_RECEIVED'],
    ['stays out when it was refunded', aPayment({ state: 'refunded' }), usual, 'skip NOT_RECEIVED'],
    ['needs a currency of the books', aPayment({ currency: 'EUR' }), usual, 'error CURRENCY'],
    [
      'needs an open period',
      RECORD,
      view([open], { company: aCompany({ closedUntil: '2026-02-20' }) }),
      'error BOOKS_CLOSED',
    ],
    ['needs an invoice that was imported', RECORD, view([]), 'error INVOICE_UNKNOWN'],
    [
      'needs an invoice in the books',
      RECORD,
      view([{ entry: { ...open.entry, link: undefined } }]),
      'error INVOICE_NOT_IN_BOOKS',
    ],
    ['needs an invoice that is still there', RECORD, view([{ entry: open.entry }]), 'error INVOICE_GONE'],
    [
      'needs an invoice that was not voided',
      RECORD,
      view([booked('INV-1', { TotalAmt: 0, Balance: 0 })]),
      'error INVOICE_GONE',
    ],
    ['is not pushed on a paid invoice', RECORD, view([booked('INV-1', { Balance: 0 })]), 'skip ALREADY_PAID'],
    [
      'may close a part that is open',
      aPayment({ applied: paying(['INV-1', '40.01']) }),
      view([booked('INV-1', { Balance: 40.01 })]),
      'create',
    ],
    [
      'is never more than is open, unasked',
      aPayment({ applied: paying(['INV-1', '40.02']) }),
      view([booked('INV-1', { Balance: 40.01 })]),
      'ask MORE_THAN_OPEN',
    ],
    ['may leave a credit', aPayment({ amount: decimal('150') }), usual, 'create'],
    [
      'without an invoice needs a customer of ours',
      aPayment({ applied: [], customerId: 'C-1' }),
      view([]),
      'error CUSTOMER_NOT_IN_BOOKS',
    ],
    [
      'without invoice and customer is nobody’s',
      aPayment({ applied: [] }),
      view([]),
      'error CUSTOMER_NOT_IN_BOOKS',
    ],
  ])('%s', (_, record, of, expected) => {
    expect(decide(record, of)).toBe(expected);
  });

  test('is booked on the customer and invoices of the books', () => {
    const both = view([booked('INV-1', { Balance: 60 }), booked('INV-2')]);
    const record = aPayment({ applied: paying(['INV-1', '60'], ['INV-2', '40']) });
    const [planned] = planPayments([{ entry: anEntry(record), record }], both);
    expect(planned?.refs?.customerId).toBe('58');
    expect(planned?.refs?.applied.map(({ invoiceId, amount }) => [invoiceId, amount.toFixed(2)])).toEqual([
      ['INV-1', '60.00'],
      ['INV-2', '40.00'],
    ]);
  });

  test('of a credit is booked on the customer known before', () => {
    const record = aPayment({ applied: [], customerId: 'C-1' });
    expect(decide(record, view([], { customerIds: new Map([['C-1', '58']]) }))).toBe('create');
  });

  test('over invoices of two customers is for a person', () => {
    const two = view([booked('INV-1'), booked('INV-2', { CustomerRef: { value: '59' } })]);
    expect(decide(aPayment({ applied: paying(['INV-1', '50'], ['INV-2', '50']) }), two)).toBe(
      'error CUSTOMERS_DIFFER',
    );
  });

  test('over two invoices that are both paid is not pushed', () => {
    const two = view([booked('INV-1', { Balance: 0 }), booked('INV-2', { Balance: 0 })]);
    expect(decide(aPayment({ applied: paying(['INV-1', '50'], ['INV-2', '50']) }), two)).toBe(
      'skip ALREADY_PAID',
    );
  });

  test('where less is open than it pays, may be applied as far as that goes', () => {
    const parts = (record: SourcePayment, of: PaymentView) => {
      const [planned] = planPayments([{ entry: anEntry(record), record }], of);
      const applied = planned?.refs?.applied.map(
        ({ invoiceId, amount }) => `${invoiceId} ${amount.toFixed(2)}`,
      );
      return [planned && short(planned), ...(applied ?? [])];
    };
    const over = (...applied: [string, string][]) =>
      aPayment({ amount: decimal('300'), applied: paying(...applied) });
    const partly = view([booked('INV-1', { Balance: 40 }), booked('INV-2', { Balance: 70 })]);
    expect(parts(over(['INV-1', '100']), partly)).toEqual(['ask MORE_THAN_OPEN', 'INV-1 40.00']);
    expect(parts(over(['INV-1', '100'], ['INV-2', '60']), partly)).toEqual([
      'ask MORE_THAN_OPEN',
      'INV-1 40.00',
      'INV-2 60.00',
    ]);
    expect(parts(over(['INV-1', '30'], ['INV-1', '30']), partly)).toEqual([
      'ask MORE_THAN_OPEN',
      'INV-1 30.00',
      'INV-1 10.00',
    ]);
    const onePaid = view([booked('INV-1'), booked('INV-2', { Balance: 0 })]);
    expect(parts(over(['INV-1', '50'], ['INV-2', '50']), onePaid)).toEqual([
      'ask ALREADY_PAID',
      'INV-1 50.00',
    ]);
  });

  test('says of each invoice what is open', () => {
    const partly = view([booked('INV-1', { Balance: 40 }), booked('INV-2', { Balance: 70 })]);
    const record = aPayment({ amount: decimal('300'), applied: paying(['INV-1', '100'], ['INV-2', '80']) });
    const [planned] = planPayments([{ entry: anEntry(record), record }], partly);
    expect(planned?.verdict?.reason).toBe(
      'It applies 100.00 USD to invoice INV-1, of which 40.00 USD is open in QuickBooks, and 80.00 USD to invoice INV-2, of which 70.00 USD is open in QuickBooks.',
    );
    expect(planned?.verdict?.fix).toContain('qbsync sync-payment PAY-1 --open-part');
  });
});

describe('a payment of the books', () => {
  const withPayment = (parts: Record<string, unknown> = {}) =>
    view([open], { payments: [paidInBooks(RECORD, { Line: [lineOn('INV-1', 100)], ...parts })] });
  const link = anEntryLink(RECORD, { booksId: '245' });

  test.each<[string, PaymentView, Partial<Entry>, string]>([
    ['that is ours by its mark is taken over', withPayment(), {}, 'adopt'],
    ['that is ours with another amount', withPayment({ TotalAmt: 90 }), {}, 'error DIFFERS_IN_BOOKS'],
    ['that is ours with another date', withPayment({ TxnDate: '2026-02-21' }), {}, 'error DIFFERS_IN_BOOKS'],
    [
      'that is ours on another invoice',
      withPayment({ Line: [lineOn('INV-2', 100)] }),
      {},
      'error DIFFERS_IN_BOOKS',
    ],
    [
      'that is ours on its invoice in part',
      withPayment({ Line: [lineOn('INV-1', 60), lineOn('INV-2', 40)] }),
      {},
      'error DIFFERS_IN_BOOKS',
    ],
    ['that is ours and voided', withPayment({ TotalAmt: 0 }), {}, 'error VOIDED_IN_BOOKS'],
    ['that is not ours does not matter', withPayment({ PrivateNote: 'by hand' }), {}, 'create'],
    ['that is up to date', usual, { link }, 'none'],
    [
      'that changed in the source',
      usual,
      { link: { ...link, fingerprint: 'before' } },
      'error CHANGED_AFTER_BOOKING',
    ],
    [
      'that agrees with the change',
      withPayment({ PrivateNote: null }),
      { link: { ...link, fingerprint: 'before' } },
      'adopt',
    ],
    ['that was wrong and is corrected', withPayment(), { link, standing: aStanding(RECORD) }, 'adopt'],
    [
      'that was wrong and still is',
      withPayment({ TotalAmt: 90 }),
      { link, standing: aStanding(RECORD) },
      'error DIFFERS_IN_BOOKS',
    ],
    ['that is gone', usual, { link, standing: aStanding(RECORD) }, 'error DELETED_IN_BOOKS'],
    [
      'that was found twice, until recover finds it once',
      withPayment(),
      { link, standing: aStanding(RECORD, { code: 'BOOKED_TWICE' }) },
      'error BOOKED_TWICE',
    ],
  ])('%s', (_, of, entry, expected) => {
    expect(decide(RECORD, of, entry)).toBe(expected);
  });

  test.each(['refunded', 'failed', 'pending'] as const)(
    'that is %s in the source since needs a person',
    (state) => {
      expect(decide(aPayment({ state }), withPayment(), { link })).toBe('error CHANGED_AFTER_BOOKING');
    },
  );

  test('that is ignored or has no outcome is skipped', () => {
    expect(decide(RECORD, usual, { standing: aStanding(RECORD, { state: 'ignored' }), link })).toBe(
      'skip IGNORED',
    );
    expect(decide(RECORD, usual, { open: true })).toBe('skip PENDING');
  });
});
