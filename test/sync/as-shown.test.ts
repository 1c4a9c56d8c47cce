import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import { asDecided, decisionsOf } from '../../src/sync/as-shown.ts';
import type { Verdict } from '../../src/sync/judge.ts';
import type { Plan } from '../../src/sync/plan.ts';
import { anInvoice, aPayment } from '../support/builders.ts';
import { aCreate, aNewCustomer, aPaymentOf, aPlan, ONE, TWO } from './pushing.ts';

const PAID = aPaymentOf(aPayment());
const SHOWN = aPlan({
  customers: [aNewCustomer(ONE), aNewCustomer(TWO, 'Anna Berg (C-2)')],
  invoices: [aCreate(ONE), aCreate(TWO)],
  payments: [PAID],
});

const still = (later: Plan) => {
  const { plan, changed } = asDecided(later, decisionsOf(SHOWN));
  return {
    done: [...plan.invoices, ...plan.payments].map(({ entry }) => entry.key),
    changed: changed.map(({ entry }) => entry.key),
  };
};

test('what a plan still says is done', () => {
  expect(still(SHOWN)).toEqual({ done: ['501', '502', 'PAY-1'], changed: [] });
});

describe('what is left alone since the plan was shown:', () => {
  const changed = anInvoice({ lines: [{ ...ONE.lines[0]!, amount: decimal('101') }] });
  const voided: Verdict = { state: 'error', code: 'VOIDED_IN_BOOKS', reason: 'voided', fix: 'look' };
  test.each<[string, Partial<Plan>, string[]]>([
    ['the source changed', { invoices: [aCreate(changed), aCreate(TWO)] }, ['501']],
    [
      'somebody else made it',
      {
        invoices: [
          aCreate(ONE),
          {
            ...aCreate(TWO),
            action: 'adopt',
            adoption: { booksId: '9', booksNumber: 'INV-2', syncToken: '0', total: decimal('100') },
          },
        ],
      },
      ['502'],
    ],
    [
      'it would be an error now',
      { invoices: [{ ...aCreate(ONE), action: 'error', verdict: voided }, aCreate(TWO)] },
      ['501'],
    ],
    [
      'the customer would get another name',
      { customers: [aNewCustomer(ONE, 'Anna Berg (C-1)'), aNewCustomer(TWO, 'Anna Berg (C-2)')] },
      ['501'],
    ],
    [
      'less would be applied',
      {
        payments: [
          { ...PAID, refs: { customerId: '58', applied: [{ invoiceId: '145', amount: decimal('99.99') }] } },
        ],
      },
      ['PAY-1'],
    ],
  ])('%s', (_, parts, left) => {
    const now = still({ ...SHOWN, ...parts });
    expect(now.changed).toEqual(left);
    expect([...now.done, ...now.changed].sort()).toEqual(['501', '502', 'PAY-1']);
  });

  test('the version counter of an object alone is no change', () => {
    const update = (syncToken: string) =>
      aPlan({
        invoices: [
          { ...aCreate(ONE), action: 'update', target: { booksId: '145', syncToken, note: undefined } },
        ],
      });
    expect(asDecided(update('3'), decisionsOf(update('2'))).changed).toEqual([]);
  });
});

const ADOPTED = {
  ...aCreate(TWO),
  action: 'adopt' as const,
  adoption: { booksId: '9', booksNumber: 'INV-2', syncToken: '0', total: decimal('100') },
};

test('what is only linked does not depend on what else is known of its customer', () => {
  const shown = decisionsOf(aPlan({ customers: [aNewCustomer(TWO)], invoices: [ADOPTED] }));
  const { plan, changed } = asDecided(aPlan({ invoices: [ADOPTED] }), shown);
  expect([plan.invoices.length, changed]).toEqual([1, []]);
});

test('what was not to be done is not done, nor is a customer made for it', () => {
  const shown = decisionsOf(aPlan({ customers: [aNewCustomer(ONE)], invoices: [aCreate(ONE)] }));
  const { plan, changed } = asDecided(SHOWN, shown);
  expect(plan.invoices.map(({ entry }) => entry.key)).toEqual(['501']);
  expect(plan.customers.map(({ key }) => key)).toEqual([aNewCustomer(ONE).key]);
  expect([plan.payments, changed]).toEqual([[], []]);
});
