import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, sum, ZERO } from '../../src/domain/money.ts';
import type { SourcePayment } from '../../src/domain/records.ts';
import type { Entry } from '../../src/ledger/ledger.ts';
import type { Invoice } from '../../src/qbo/entities.ts';
import type { PlannedPayment } from '../../src/sync/plan.ts';
import { planPayments, type PaymentView } from '../../src/sync/plan-payments.ts';
import { aCompany, anEntryLink, anEntry, anInvoice, aPayment, aStanding, day, inBooks, paidInBooks } from '../support/builders.ts';

const RECORD = aPayment();

/** An invoice of the ledger and of the books, under the id `number`. */
function booked(number: string, parts: Record<string, unknown> = {}): { entry: Entry; invoice: Invoice } {
  const record = anInvoice({ sourceId: `S-${number}`, number });
  return {
    entry: anEntry(record, { link: anEntryLink(record, { booksId: number }) }),
    invoice: inBooks(record, { Id: number, ...parts }),
  };
}

function view(invoices: { entry: Entry; invoice?: Invoice }[], parts: Partial<PaymentView> = {}): PaymentView {
  return {
    company: aCompany(),
    invoices: new Map(invoices.map(({ entry }) => [(entry.number ?? '').toLowerCase(), entry])),
    inBooks: new Map(invoices.flatMap(({ invoice }) => (invoice ? [[invoice.Id, invoice]] : []))),
    payments: [],
    customerIds: new Map(),
    ...parts,
  };
}

const short = ({ action, verdict }: PlannedPayment) => (verdict ? `${action} ${verdict.code}` : action);

function decide(record: SourcePayment, of: PaymentView, entry: Partial<Entry> = {}): string {
  const [planned] = planPayments([{ entry: anEntry(record, entry), record }], of);
  return planned ? short(planned) : 'nothing';
}

const paying = (...parts: [string, string][]) =>
  parts.map(([invoiceNumber, amount]) => ({ invoiceNumber, amount: decimal(amount) }));
const open = booked('INV-1');
const usual = view([open]);

describe('a payment that was never sent', () => {
  test.each<[string, SourcePayment, PaymentView, string]>([
    ['is made', RECORD, usual, 'create'],
    ['finds its invoice in any case of letters', aPayment({ applied: paying(['inv-1', '100']) }), usual, 'create'],
    ['waits for the money', aPayment({ state: 'pending' }), usual, 'skip NOT_RECEIVED'],
    ['stays out when it failed', aPayment({ state: 'failed' }), usual, 'skip NOT_RECEIVED'],
    ['stays out when it was refunded', aPayment({ state: 'refunded' }), usual, 'skip NOT_RECEIVED'],
    ['needs a currency of the books', aPayment({ currency: 'EUR' }), usual, 'error CURRENCY'],
    ['needs an open period', RECORD, view([open], { company: aCompany({ closedUntil: '2026-02-20' }) }), 'error BOOKS_CLOSED'],
    ['needs an invoice that was imported', RECORD, view([]), 'error INVOICE_UNKNOWN'],
    ['needs an invoice in the books', RECORD, view([{ entry: { ...open.entry, link: undefined } }]), 'error INVOICE_NOT_IN_BOOKS'],
    ['needs an invoice that is still there', RECORD, view([{ entry: open.entry }]), 'error INVOICE_GONE'],
    ['needs an invoice that was not voided', RECORD, view([booked('INV-1', { TotalAmt: 0, Balance: 0 })]), 'error INVOICE_GONE'],
    ['is not pushed on a paid invoice', RECORD, view([booked('INV-1', { Balance: 0 })]), 'skip ALREADY_PAID'],
    ['may close a part that is open', aPayment({ applied: paying(['INV-1', '40.01']) }), view([booked('INV-1', { Balance: 40.01 })]), 'create'],
    ['is never more than is open', aPayment({ applied: paying(['INV-1', '40.02']) }), view([booked('INV-1', { Balance: 40.01 })]), 'error MORE_THAN_OPEN'],
    ['may leave a credit', aPayment({ amount: decimal('150') }), usual, 'create'],
    ['without an invoice needs a customer of ours', aPayment({ applied: [], customerId: 'C-1' }), view([]), 'error CUSTOMER_NOT_IN_BOOKS'],
    ['without invoice and customer is nobody’s', aPayment({ applied: [] }), view([]), 'error CUSTOMER_NOT_IN_BOOKS'],
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
    expect(decide(aPayment({ applied: paying(['INV-1', '50'], ['INV-2', '50']) }), two)).toBe('error CUSTOMERS_DIFFER');
  });

  test('over two invoices of which one is paid is for a person', () => {
    const two = view([booked('INV-1'), booked('INV-2', { Balance: 0 })]);
    expect(decide(aPayment({ applied: paying(['INV-1', '50'], ['INV-2', '50']) }), two)).toBe('error ALREADY_PAID');
  });

  test('on one invoice twice counts twice', () => {
    const record = aPayment({ amount: decimal('120'), applied: paying(['INV-1', '60'], ['INV-1', '60']) });
    expect(decide(record, usual)).toBe('error MORE_THAN_OPEN');
  });
});

describe('a payment of the books', () => {
  const withPayment = (parts: Record<string, unknown> = {}) => view([open], { payments: [paidInBooks(RECORD, parts)] });
  const link = anEntryLink(RECORD, { booksId: '245' });

  test.each<[string, PaymentView, Partial<Entry>, string]>([
    ['that is ours by its mark is taken over', withPayment(), {}, 'adopt'],
    ['that is ours with another amount', withPayment({ TotalAmt: 90 }), {}, 'error DIFFERS_IN_BOOKS'],
    ['that is ours with another date', withPayment({ TxnDate: '2026-02-21' }), {}, 'error DIFFERS_IN_BOOKS'],
    ['that is ours and voided', withPayment({ TotalAmt: 0 }), {}, 'error VOIDED_IN_BOOKS'],
    ['that is not ours does not matter', withPayment({ PrivateNote: 'by hand' }), {}, 'create'],
    ['that is up to date', usual, { link }, 'none'],
    ['that changed in the source', usual, { link: { ...link, fingerprint: 'before' } }, 'error CHANGED_AFTER_BOOKING'],
    ['that agrees with the change', withPayment({ PrivateNote: null }), { link: { ...link, fingerprint: 'before' } }, 'adopt'],
    ['that was wrong and is corrected', withPayment(), { link, standing: aStanding(RECORD) }, 'adopt'],
    ['that was wrong and still is', withPayment({ TotalAmt: 90 }), { link, standing: aStanding(RECORD) }, 'error DIFFERS_IN_BOOKS'],
  ])('%s', (_, of, entry, expected) => {
    expect(decide(RECORD, of, entry)).toBe(expected);
  });

  test.each(['refunded', 'failed', 'pending'] as const)('that is %s in the source since needs a person', (state) => {
    expect(decide(aPayment({ state }), withPayment(), { link })).toBe('error CHANGED_AFTER_BOOKING');
  });

  test('that is ignored or has no outcome is skipped', () => {
    expect(decide(RECORD, usual, { standing: aStanding(RECORD, { state: 'ignored' }), link })).toBe('skip IGNORED');
    expect(decide(RECORD, usual, { open: true })).toBe('skip PENDING');
  });
});

test('two payments planned together do not overpay an invoice', () => {
  const records = ['PAY-1', 'PAY-2', 'PAY-3'].map((sourceId) =>
    aPayment({ sourceId, amount: decimal('60'), applied: paying(['INV-1', '60']) }),
  );
  const small = aPayment({ sourceId: 'PAY-4', amount: decimal('40'), applied: paying(['INV-1', '40']) });
  const pairs = [...records, small].map((record) => ({ entry: anEntry(record), record }));
  expect(planPayments(pairs, usual).map(short)).toEqual([
    'create',
    'error MORE_THAN_OPEN',
    'error MORE_THAN_OPEN',
    'create',
  ]);
});

describe('for any payments over any invoices', () => {
  const numbers = ['INV-1', 'INV-2', 'INV-3'];
  const cents = fc.integer({ min: 1, max: 12_000 }).map((units) => decimal((units / 100).toFixed(2)));
  const payments = fc.array(
    fc.record({
      applied: fc.array(fc.record({ invoiceNumber: fc.constantFrom(...numbers), amount: cents }), { maxLength: 4 }),
      state: fc.constantFrom('received' as const, 'received' as const, 'pending' as const),
      link: fc.boolean(),
      open: fc.boolean(),
      ignored: fc.boolean(),
      marked: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const balances = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 3, maxLength: 3 });

  test('what is planned never exceeds what is open, and nothing is planned twice', () => {
    fc.assert(
      fc.property(payments, balances, (drawn, cents) => {
        const invoices = numbers.map((number, at) => booked(number, { Balance: (cents[at] ?? 0) / 100 }));
        const pairs = drawn.map(({ applied, state, link, open: isOpen, ignored }, at) => {
          const amount = sum([decimal('0.01'), ...applied.map((one) => one.amount)]);
          const record = aPayment({ sourceId: `P-${at}`, state, applied, amount, date: day('2026-02-20') });
          const entry = anEntry(record, {
            open: isOpen,
            link: link ? anEntryLink(record, { booksId: `B-${at}` }) : undefined,
            standing: ignored ? aStanding(record, { state: 'ignored' }) : undefined,
          });
          return { record, entry };
        });
        const marked = pairs.flatMap(({ record }, at) => (drawn[at]?.marked ? [paidInBooks(record, { Id: `M-${at}` })] : []));
        const plan = planPayments(pairs, view(invoices, { payments: marked }));
        const used = new Map<string, typeof ZERO>();
        plan.forEach((planned, at) => {
          if (planned.action !== 'create') return;
          const of = drawn[at];
          expect([of?.link, of?.open, of?.ignored, of?.marked, of?.state]).toEqual([false, false, false, false, 'received']);
          for (const { invoiceId, amount } of planned.refs?.applied ?? []) {
            used.set(invoiceId, (used.get(invoiceId) ?? ZERO).plus(amount));
          }
        });
        for (const { invoice } of invoices) {
          expect((used.get(invoice.Id) ?? ZERO).lte(invoice.Balance)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
