import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { decimal, sum, ZERO } from '../../src/domain/money.ts';
import { planPayments } from '../../src/sync/plan-payments.ts';
import { anEntryLink, anEntry, aPayment, aStanding, day, paidInBooks } from '../support/builders.ts';
import { booked, paying, short, usual, view } from './payment-views.ts';

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

test('what fits goes first, whatever the order; a choice is about what that leaves, whatever is chosen elsewhere', () => {
  const pay = (sourceId: string, amount: string) => {
    const record = aPayment({ sourceId, amount: decimal(amount), applied: paying(['INV-1', amount]) });
    return { entry: anEntry(record), record };
  };
  const partly = view([booked('INV-1', { Balance: 70 })]);
  const planned = planPayments([pay('P-1', '300'), pay('P-2', '50'), pay('P-3', '80')], partly);
  expect(planned.map(short)).toEqual(['ask MORE_THAN_OPEN', 'create', 'error MORE_THAN_OPEN']);
  expect(planned[0]?.refs?.applied.map(({ amount }) => amount.toFixed(2))).toEqual(['20.00']);
  expect(planned[2]?.refs).toBeUndefined();
  for (const { verdict } of [planned[0], planned[2]].flatMap((one) => one ?? [])) {
    expect(verdict?.reason).toContain('of which 20.00 USD is open');
    expect(verdict?.fix).toContain('--open-part');
  }
});

describe('for any payments over any invoices', () => {
  const numbers = ['INV-1', 'INV-2', 'INV-3'];
  const cents = fc.integer({ min: 1, max: 12_000 }).map((units) => decimal((units / 100).toFixed(2)));
  const payments = fc.array(
    fc.record({
      applied: fc.array(fc.record({ invoiceNumber: fc.constantFrom(...numbers), amount: cents }), {
        maxLength: 4,
      }),
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
        const marked = pairs.flatMap(({ record }, at) =>
          drawn[at]?.marked ? [paidInBooks(record, { Id: `M-${at}` })] : [],
        );
        const plan = planPayments(pairs, view(invoices, { payments: marked }));
        const used = new Map<string, typeof ZERO>();
        plan.forEach((planned, at) => {
          // Also if everything that is asked is answered with the open part.
          if (planned.action !== 'create' && planned.action !== 'ask') return;
          const of = drawn[at];
          expect([of?.link, of?.open, of?.ignored, of?.marked, of?.state]).toEqual([
            false,
            false,
            false,
            false,
            'received',
          ]);
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
