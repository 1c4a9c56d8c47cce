import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import { decided, questions, type Answer } from '../../src/sync/answers.ts';
import { planPayments } from '../../src/sync/plan-payments.ts';
import { planInvoice } from '../../src/sync/plan-invoices.ts';
import { records, type Plan } from '../../src/sync/plan.ts';
import { aLine, anEntry, anEntryLink, anInvoice, aPayment, inBooks } from '../support/builders.ts';
import { now, RECORD, view } from './invoice-views.ts';
import { booked, paying, view as paymentView } from './payment-views.ts';
import { aCreate, aPlan, TWO } from './pushing.ts';

const CHANGED = anInvoice({ lines: [aLine('120.00')] });

/** Changed in the source to 120.00, by a person to 90.00. */
const invoice = planInvoice(
  anEntry(CHANGED, { link: anEntryLink(RECORD) }),
  CHANGED,
  view(CHANGED, now(inBooks(RECORD, { TotalAmt: 90, SyncToken: '4' }))),
);

/** 300.00 received for an invoice of which 120.00 is open. */
function payment() {
  const record = aPayment({ amount: decimal('300'), applied: paying(['INV-1', '300']) });
  const [planned] = planPayments(
    [{ entry: anEntry(record), record }],
    paymentView([booked('INV-1', { Balance: 120 })]),
  );
  if (!planned) throw new Error('nothing planned');
  return planned;
}

const decide = (plan: Plan, answer: Answer | undefined) =>
  decided(plan, new Map(answer && questions(plan).map((one) => [one, answer])));

describe('an invoice that was changed on both sides', () => {
  const plan = aPlan({ invoices: [invoice] });

  test('is asked about, with both versions', () => {
    expect(questions(plan)).toEqual([invoice]);
    expect(invoice.changes).toContainEqual({ field: 'total', from: '90.00', to: '120.00' });
    expect(invoice.verdict).toMatchObject({ code: 'DIFFERS_IN_BOOKS' });
    expect(invoice.verdict?.fix).toContain('qbsync sync-invoice INV-1');
  });

  test('is kept as QuickBooks has it: linked as it stands, nothing is written', () => {
    const [kept] = decide(plan, 'books').invoices;
    expect(kept).toMatchObject({
      action: 'adopt',
      adoption: { booksId: '145', syncToken: '4' },
      verdict: undefined,
      changes: undefined,
    });
    expect(kept?.adoption?.total.toFixed(2)).toBe('90.00');
  });

  test('or is replaced, at the version that was shown', () => {
    const [put] = decide(plan, 'source').invoices;
    expect(put).toMatchObject({
      action: 'update',
      target: { booksId: '145', syncToken: '4' },
      verdict: undefined,
      adoption: undefined,
    });
    expect(put?.changes).toEqual(invoice.changes);
  });

  test.each([undefined, 'open-part'] as const)('answered with %s stays to be asked', (answer) => {
    expect(decide(plan, answer).invoices).toEqual([invoice]);
  });
});

describe('a payment above what is open', () => {
  test('is applied as far as that goes; the rest is a credit', () => {
    const plan = aPlan({ payments: [payment()] });
    const [part] = decide(plan, 'open-part').payments;
    expect(part).toMatchObject({ action: 'create', verdict: undefined });
    expect(part?.refs?.applied.map(({ amount }) => amount.toFixed(2))).toEqual(['120.00']);
    expect(part?.notes).toEqual([
      '300.00 USD received, 120.00 USD open in QuickBooks: 120.00 USD is applied, 180.00 USD stays as a credit of the customer',
    ]);
  });

  test.each([undefined, 'books', 'source'] as const)('answered with %s stays to be asked', (answer) => {
    const plan = aPlan({ payments: [payment()] });
    expect(decide(plan, answer).payments).toMatchObject([{ action: 'ask' }]);
  });
});

test('what is decided already is not touched, whatever is answered', () => {
  const plan = aPlan({ invoices: [aCreate(TWO), { ...aCreate(RECORD), action: 'none' }] });
  const answers = new Map(records(plan).map((one) => [one, 'books' as const]));
  expect(decided(plan, answers)).toEqual({ ...plan, items: [] });
});

test('an item that only a choice would need is made only where the choice needs it', () => {
  const items = [
    { type: 'milestone' as const, name: 'OpenSolar milestone', accountId: '1', accountName: 'S' },
  ];
  const plan = aPlan({ invoices: [invoice], items });
  expect(decide(plan, undefined).items).toEqual([]);
  expect(decide(plan, 'books').items).toEqual([]);
  expect(decide(plan, 'source').items).toEqual(items);
});
