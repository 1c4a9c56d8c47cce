import Big from 'big.js';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { objectOf, objectsOf, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, idOf, line, linked, ref } from './client.ts';

const money = (value: unknown): Big => new Big(typeof value === 'number' ? value : 0);
const total = (values: readonly Big[]): string =>
  values.reduce((sum, value) => sum.plus(value), new Big(0)).toFixed(2);

/** Every rule that ties the rows of a company together. */
function addsUp(qbo: Client): void {
  const all = 'maxresults 1000';
  const invoices = qbo.rows('Invoice', all);
  const payments = qbo.rows('Payment', all);
  const applications = payments.flatMap((payment) =>
    objectsOf(payment.Line).map((applied) => ({
      payment: idOf(payment),
      invoice: textOf(objectsOf(applied.LinkedTxn)[0]?.TxnId) ?? '',
      amount: money(applied.Amount),
    })),
  );
  for (const invoice of invoices) {
    const here = applications.filter((application) => application.invoice === idOf(invoice));
    expect(total([money(invoice.Balance)])).toBe(
      total([money(invoice.TotalAmt), ...here.map(({ amount }) => amount.times(-1))]),
    );
    expect(money(invoice.Balance).gte(0)).toBe(true);
    expect(
      objectsOf(invoice.LinkedTxn)
        .map((link) => textOf(link.TxnId))
        .sort(),
    ).toEqual([...new Set(here.map(({ payment }) => payment))].sort());
    const lines = objectsOf(invoice.Line).filter(({ DetailType }) => DetailType === 'SalesItemLineDetail');
    const gross = invoice.GlobalTaxCalculation === 'TaxInclusive';
    const nets = lines.map((each) =>
      money(gross ? objectOf(each.SalesItemLineDetail).TaxInclusiveAmt : each.Amount),
    );
    const tax = money(objectOf(invoice.TxnTaxDetail).TotalTax);
    expect(total([money(invoice.TotalAmt)])).toBe(total(gross ? nets : [...nets, tax]));
    const perRate = objectsOf(objectOf(invoice.TxnTaxDetail).TaxLine).map((each) => money(each.Amount));
    expect(total([tax])).toBe(total(perRate));
  }
  for (const payment of payments) {
    const here = applications.filter((application) => application.payment === idOf(payment));
    expect(total([money(payment.UnappliedAmt)])).toBe(
      total([money(payment.TotalAmt), ...here.map(({ amount }) => amount.times(-1))]),
    );
  }
  for (const customer of qbo.rows('Customer', all)) {
    const mine = (row: JsonObject) => objectOf(row.CustomerRef).value === customer.Id;
    const open = invoices.filter(mine).map((row) => money(row.Balance));
    const unapplied = payments.filter(mine).map((row) => money(row.UnappliedAmt).times(-1));
    expect(total([money(customer.Balance)])).toBe(total([...open, ...unapplied]));
  }
  const owed = total(qbo.rows('Customer', all).map((row) => money(row.Balance)));
  expect(total([money(qbo.get('Account', '1').CurrentBalance)])).toBe(owed);
  expect(total([money(qbo.get('Account', '2').CurrentBalance)])).toBe(
    total(payments.map((row) => money(row.TotalAmt))),
  );
}

interface Step {
  readonly act: 'bill' | 'pay' | 'edit' | 'void' | 'delete' | 'void-payment' | 'delete-payment' | 'repay';
  readonly pick: number;
  readonly cents: readonly number[];
  readonly inclusive: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(
    'bill',
    'bill',
    'bill',
    'pay',
    'pay',
    'edit',
    'void',
    'delete',
    'void-payment',
    'delete-payment',
    'repay',
  ),
  pick: fc.nat(50),
  cents: fc.array(fc.integer({ min: -5_000, max: 2_000_000 }), { minLength: 1, maxLength: 4 }),
  inclusive: fc.boolean(),
});

const CODES: Readonly<Record<SandboxCountry, readonly string[]>> = {
  US: ['TAX', 'NON'],
  AU: ['2', '3'],
  GB: ['2', '3', '4', '5'],
  CA: ['3', '5', '8'],
};

/** Sends what the step says; refusals are as good as successes, as long as the books still add up. */
function take(qbo: Client, country: SandboxCountry, { act, pick, cents, inclusive }: Step): void {
  const one = (rows: readonly JsonObject[]): JsonObject => rows[pick % Math.max(1, rows.length)] ?? {};
  const lines = cents.map((value, at) =>
    line(value / 100, { TaxCodeRef: ref(CODES[country][(pick + at) % CODES[country].length]) }),
  );
  const calculation =
    country === 'US' ? {} : { GlobalTaxCalculation: inclusive ? 'TaxInclusive' : 'TaxExcluded' };
  const customer = ref((pick % 3) + 1);
  const invoice = one(qbo.rows('Invoice'));
  const payment = one(qbo.rows('Payment'));
  const key = (row: JsonObject) => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });
  const some = Math.min(Math.abs(cents[0] ?? 0) / 100, Number(invoice.Balance ?? 0));
  switch (act) {
    case 'bill':
      qbo.post('invoice', { CustomerRef: customer, Line: lines, ...calculation });
      break;
    case 'edit':
      qbo.post('invoice', { ...key(invoice), Line: lines, ...calculation });
      break;
    case 'pay':
      qbo.post('payment', {
        CustomerRef: invoice.CustomerRef,
        TotalAmt: Number((some + (inclusive ? 1.23 : 0)).toFixed(2)),
        Line: some > 0 ? [linked(invoice.Id, some)] : [],
      });
      break;
    case 'repay':
      qbo.post('payment', {
        ...key(payment),
        TotalAmt: some,
        Line: some > 0 ? [linked(invoice.Id, some)] : [],
      });
      break;
    case 'void':
    case 'delete':
      qbo.post('invoice', key(invoice), { operation: act });
      break;
    case 'void-payment':
      qbo.post('payment', key(payment), { operation: 'update', include: 'void' });
      break;
    case 'delete-payment':
      qbo.post('payment', key(payment), { operation: 'delete' });
      break;
  }
}

test.each(['US', 'AU', 'GB', 'CA'] as const)('%s books add up after any operations', (country) => {
  const done = new Set<string>();
  let written = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const qbo = new Client({ country });
      for (const each of steps) take(qbo, country, each);
      addsUp(qbo);
      expect(qbo.sandbox.requests.every(({ status }) => [200, 303, 400].includes(status))).toBe(true);
      for (const each of steps) done.add(each.act);
      written += qbo.sandbox.requests.reduce((sum, { writes }) => sum + writes, 0);
    }),
    { numRuns: 25 },
  );
  // Refusals add up by themselves: the property says something only when much was really done.
  expect(done.size).toBe(8);
  expect(written).toBeGreaterThan(100);
});

test('a write looks nothing up by going through a list', () => {
  const qbo = new Client();
  const scans = vi.spyOn(qbo.sandbox.store, 'rows');
  const made = qbo.made(
    'Invoice',
    { DocNumber: 'N-1', CustomerRef: ref('1'), Line: [line(0.1)] },
    { requestid: 'r-1' },
  );
  qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 0.1, Line: [linked(made.Id, 0.1)] });
  qbo.made('Customer', { DisplayName: 'Somebody new' });
  qbo.rows('Invoice', "where DocNumber = 'N-1'");
  expect(scans).not.toHaveBeenCalled();
  qbo.rows('Invoice');
  expect(scans).toHaveBeenCalled();
});
