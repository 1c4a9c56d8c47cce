import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeExamples } from '../../examples/files.ts';
import { moneyText, sum, ZERO, type Money } from '../../src/domain/money.ts';
import type { SourceInvoice, SourcePayment } from '../../src/domain/records.ts';
import { netOf, possibleTaxes } from '../../src/source/invoice-lines.ts';
import { readPath } from './helpers.ts';

const FOLDER = join(import.meta.dirname, '../../examples');
// Git may write other line ends on Windows.
const shipped = (name: string) => readFileSync(join(FOLDER, name), 'utf8').replaceAll('\r\n', '\n');

async function books(folder: string): Promise<{ invoices: SourceInvoice[]; payments: SourcePayment[] }> {
  const [one, other] = [
    await readPath(join(FOLDER, folder, 'invoices.csv')),
    await readPath(join(FOLDER, folder, 'payments.csv')),
  ];
  expect([...one.rejects, ...other.rejects, ...one.notes, ...other.notes]).toEqual([]);
  return { invoices: one.invoices, payments: other.payments };
}

const totals = (invoices: readonly SourceInvoice[]) => sum(invoices.map(({ total }) => total ?? ZERO));
const paid = (payments: readonly SourcePayment[]) => sum(payments.map(({ amount }) => amount));
const projects = (invoices: readonly SourceInvoice[]) =>
  new Set(invoices.flatMap(({ projectId }) => (projectId ? [projectId] : []))).size;

test('the shipped files are what the generator makes', () => {
  const files = makeExamples();
  expect([...files.keys()]).toHaveLength(10);
  for (const [name, text] of files) expect(shipped(name), name).toBe(text);
});

describe.each([
  ['us', 40, 120, 90, 'USD', ['0']],
  ['au', 12, 30, 20, 'AUD', ['0', '10']],
  ['gb', 12, 30, 20, 'GBP', ['0', '5', '20']],
  ['ca', 12, 30, 20, 'CAD', ['0', '13']],
] as const)('%s', (folder, leastProjects, leastInvoices, leastPayments, currency, rates) => {
  test('is large enough, in one currency, with its rates, issued in 2026', async () => {
    const { invoices, payments } = await books(folder);
    expect(projects(invoices)).toBeGreaterThanOrEqual(leastProjects);
    expect(invoices.length).toBeGreaterThanOrEqual(leastInvoices);
    expect(payments.length).toBeGreaterThanOrEqual(leastPayments);
    expect(new Set([...invoices, ...payments].map((one) => one.currency))).toEqual(new Set([currency]));
    const used = new Set(invoices.flatMap(({ lines }) => lines.map(({ taxRate }) => taxRate.toFixed())));
    expect([...used].sort((a, b) => Number(a) - Number(b))).toEqual(rates);
    for (const { issueDate } of invoices)
      expect(issueDate >= '2026-01-01' && issueDate <= '2026-11-30').toBe(true);
    for (const { date } of payments) expect(date >= '2026-01-01' && date <= '2026-11-30').toBe(true);
    expect(new Set(invoices.map(({ state }) => state))).toEqual(new Set(['issued', 'paid']));
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(invoices.length);
  });

  test('every way to come to the tax gives the total, which is above zero', async () => {
    for (const { lines, total, number } of (await books(folder)).invoices) {
      const all = possibleTaxes(lines).map((tax) => moneyText(netOf(lines).plus(tax)));
      expect(new Set(all), number).toEqual(new Set([moneyText(total ?? ZERO)]));
      expect(total?.gt(0)).toBe(true);
    }
  });

  test('no invoice gets more than it is open for; a paid one gets all of it; each payment stays with its customer', async () => {
    const { invoices, payments } = await books(folder);
    const byNumber = new Map(invoices.map((invoice) => [invoice.number, invoice]));
    const got = new Map<string, Money>();
    for (const payment of payments) {
      for (const { invoiceNumber, amount } of payment.applied) {
        const invoice = byNumber.get(invoiceNumber);
        expect(invoice?.customer.sourceId).toBe(payment.customerId);
        expect(invoice && invoice.issueDate <= payment.date).toBe(true);
        got.set(invoiceNumber, (got.get(invoiceNumber) ?? ZERO).plus(amount));
      }
      expect(moneyText(sum(payment.applied.map(({ amount }) => amount)))).toBe(moneyText(payment.amount));
    }
    for (const { number, total = ZERO, state } of invoices) {
      const amount = got.get(number) ?? ZERO;
      if (state === 'paid') expect(moneyText(amount), number).toBe(moneyText(total));
      else expect(amount.lte(total), number).toBe(true);
    }
  });

  test('has its figures in the README', async () => {
    const { invoices, payments } = await books(folder);
    const line = [
      `\`${folder}/\``,
      currency,
      projects(invoices),
      invoices.length,
      moneyText(totals(invoices)),
      payments.length,
      moneyText(paid(payments)),
    ].join(' | ');
    const readme = shipped('README.md').replace(/ +\|/g, ' |').replace(/\| +/g, '| ');
    expect(readme).toContain(`| ${line} |`);
  });
});

describe('the US sample', () => {
  test('has the cases that matter', async () => {
    const { invoices, payments } = await books('us');
    const types = new Set(invoices.flatMap(({ lines }) => lines.map(({ type }) => type)));
    expect(types).toEqual(
      new Set(['milestone', 'standalone', 'incentive', 'discount', 'surcharge', 'other']),
    );
    expect(payments.filter(({ applied }) => applied.length > 1)).toHaveLength(1);
    expect(invoices.some(({ projectId }) => projectId === undefined)).toBe(true);
    const state = new Map(invoices.map((invoice) => [invoice.number, invoice.state]));
    const manual = payments.filter(({ integrated }) => !integrated);
    const marked = (wanted: string) => (one: SourcePayment) =>
      one.applied.some(({ invoiceNumber }) => state.get(invoiceNumber) === wanted);
    expect(manual.some(marked('paid'))).toBe(true);
    expect(manual.some(marked('issued'))).toBe(true);
    expect(payments.some(({ integrated, fee }) => integrated && fee?.gt(0))).toBe(true);
  });

  test('has exactly three customers whom QuickBooks cannot take, one of them with payments', async () => {
    const { invoices, payments } = await books('us');
    const bad = invoices.filter(
      ({ customer: { name, email = '' } }) => !/\p{L}/u.test(name) || !/^\S+@\S+\.\S+$/.test(email),
    );
    const ids = new Set(bad.map(({ customer }) => customer.sourceId));
    expect(ids.size).toBe(3);
    const payers = payments
      .filter(({ customerId }) => ids.has(customerId))
      .map(({ customerId }) => customerId);
    expect(new Set(payers).size).toBe(1);
    for (const { customer } of bad) expect(shipped('README.md')).toContain(customer.sourceId);
  });

  test('has two people of one name, and names that trip programs', async () => {
    const { invoices } = await books('us');
    const people = new Map(invoices.map(({ customer }) => [customer.sourceId, customer]));
    const same = [...people.values()].filter(({ name }) => name === 'Maria Garcia');
    expect(same).toHaveLength(2);
    expect(new Set(same.map(({ email }) => email)).size).toBe(2);
    const names = [...people.values()].map(({ name }) => name).join();
    for (const sign of ["'", '&', 'é', ':']) expect(names).toContain(sign);
  });

  test('writes to nobody', async () => {
    for (const { customer } of (await books('us')).invoices) {
      expect(customer.email ?? '').toMatch(/^$|@example\.(com|org|net)$| at example\.org$/);
      expect(customer.phone).toContain('555-01');
    }
  });

  test('has a week after it, as JSON lines', async () => {
    const [one, other] = [
      await readPath(join(FOLDER, 'us/new-week.invoices.jsonl')),
      await readPath(join(FOLDER, 'us/new-week.payments.jsonl')),
    ];
    expect([...one.rejects, ...other.rejects]).toEqual([]);
    expect([one.invoices.length, other.payments.length]).toEqual([3, 2]);
    const taken = new Set((await books('us')).invoices.map(({ number }) => number));
    for (const { number } of one.invoices) expect(taken.has(number)).toBe(false);
  });
});
