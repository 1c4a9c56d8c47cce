import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, problemOf, standings, take, writesTo, type Start } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const named = z.object({ id: z.string(), name: z.string() });
const shown = z.object({
  settings: z.object({
    tax_codes: z.array(named.extend({ rate: z.string() })),
    line_types: z.array(
      z.object({ line_type: z.string(), item: named.nullable(), account: named.nullable() }),
    ),
    deposit_account: named.nullable(),
    payment_methods: z.array(named.extend({ method: z.string() })),
    manual_payments: z.string(),
    numbers: z.string(),
    import_folders: z.array(z.string()),
    date_format: z.string().nullable(),
  }),
});

async function settings() {
  const { settings: all } = shown.parse((await space.json(['configure', '--show'])).body);
  return {
    ...all,
    taxes: Object.fromEntries(all.tax_codes.map(({ rate, name }) => [rate, name])),
    lines: Object.fromEntries(
      all.line_types.map(({ line_type, item, account }) => [
        line_type,
        item?.name ?? `account:${account?.name ?? ''}`,
      ]),
    ),
    methods: Object.fromEntries(all.payment_methods.map(({ method, name }) => [method, name])),
  };
}

const file = () => join(space.home, 'companies', 'main', 'settings.json');
const stored = () => (existsSync(file()) ? readFileSync(file(), 'utf8') : undefined);

const ALL_LINES = ['milestone', 'standalone', 'incentive', 'discount', 'surcharge', 'other'];
const every = (item: string) => Object.fromEntries(ALL_LINES.map((type) => [type, item]));

async function connected(options: Start = {}): Promise<RunningSandbox> {
  const { invoices, payments, ...more } = options;
  const sandbox = await space.sandbox(more);
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
  await take(space, { ...(invoices ? { invoices } : {}), ...(payments ? { payments } : {}) });
  return sandbox;
}

const withRates = (...rates: string[]) => invoicesCsv(...rates.map((tax_rate) => ({ tax_rate })));

describe('--accept-defaults', () => {
  test.each([
    { country: 'US', rates: ['0', '8', '9.1'], taxes: { 0: 'NON', 8: 'California', 9.1: 'Tucson' }, check: 'Check' },
    { country: 'AU', rates: ['0', '10'], taxes: { 0: 'GST free', 10: 'GST' }, check: 'Cheque' },
    { country: 'GB', rates: ['0', '5', '20'], taxes: { 0: '0.0% Z', 5: '5.0% R', 20: '20.0% S' }, check: 'Cheque' },
    { country: 'CA', rates: ['0', '5', '12', '13'], taxes: { 0: 'Zero-rated', 5: 'GST', 12: 'GST/PST BC', 13: 'HST ON' }, check: 'Cheque' },
  ] as const)('$country: codes by rate, the default item, methods by meaning', async ({ country, rates, taxes, check }) => {
    const methods = ['card', 'Bank Transfer', 'check', 'barter'];
    const payments = paymentsCsv(...methods.map((method) => ({ method })));
    const sandbox = await connected({ country, invoices: withRates(...rates), payments });
    expect(await space.qbsync(['configure', '--accept-defaults'])).toMatchObject({ exit: 0 });
    const found = await settings();
    expect(found.taxes).toEqual(taxes);
    expect(found.lines).toEqual({ ...every('Services'), discount: 'Discount' });
    expect(found.methods).toEqual({ card: 'Credit Card', 'bank transfer': 'Bank Transfer', check });
    expect(writesTo(sandbox)).toEqual([]);
  }); // prettier-ignore

  test('a rate that no code has: exit 5, named, and nothing at all is saved', async () => {
    await connected({ invoices: withRates('0', '8', '3.75') });
    const problem = await problemOf(space, ['configure', '--accept-defaults']);
    expect(problem).toMatchObject({ code: 'NO_SAFE_DEFAULT', exit: 5 });
    expect(problem.reason).toContain('3.75%');
    expect(stored()).toBeUndefined();
  });

  test.each(['US', 'AU', 'GB', 'CA'] as const)('an empty %s company: exit 5, and the way that is named works', async (country) => {
    const sandbox = await connected({ country, seed: 'empty', invoices: invoicesCsv({}) });
    const problem = await problemOf(space, ['configure', '--accept-defaults']);
    expect(problem).toMatchObject({ code: 'NO_SAFE_DEFAULT', exit: 5 });
    expect(problem.reason).toContain('the item for invoice lines');
    expect(stored()).toBeUndefined();
    const [, candidates = ''] = /the item for invoice lines \(([^)]*)\)/.exec(problem.reason) ?? [];
    const [first = ''] = candidates.split(', ');
    const set = ['configure', '--accept-defaults', '--set', `line=${first}`];
    expect(await space.qbsync(set)).toMatchObject({ exit: 0 });
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices.length).toBe(1);
  }); // prettier-ignore

  test('what a person chose stays', async () => {
    await connected({ invoices: withRates('0', '8') });
    await space.qbsync(['configure', '--set', 'line=Hours', 'deposit=Savings']);
    await space.qbsync(['configure', '--accept-defaults']);
    const found = await settings();
    expect(found.lines).toEqual(every('Hours'));
    expect(found.deposit_account?.name).toBe('Savings');
  });
});

test('a dry run says what was chosen and is gone, which every push would be refused for', async () => {
  const sandbox = await connected({ invoices: invoicesCsv({}) });
  await space.qbsync(['configure', '--accept-defaults']);
  for (const argv of [
    ['sync-invoice', '--all', '--dry-run'],
    ['sync', '--dry-run'],
  ])
    expect(await space.qbsync(argv)).toMatchObject({ exit: 0 });
  const edit = { operation: 'edit', entity: 'Item', id: '1', body: { Active: false } } as const;
  sandbox.control('company', { person: edit });
  for (const argv of [
    ['sync-invoice', '--all', '--dry-run'],
    ['sync', '--dry-run'],
  ]) {
    const { exit, stderr } = await space.qbsync(argv);
    expect(exit).toBe(5);
    expect(stderr).toMatch(
      /The item "Services".* is inactive or gone in QuickBooks\.\n {2}→ .*make it active/,
    );
  }
});

describe('--set', () => {
  test.each([
    { set: 'tax.0=NON', holds: { taxes: { 0: 'NON' } } },
    { set: 'tax.8=california', holds: { taxes: { 8: 'California' } } },
    { set: 'tax.8.0=2', holds: { taxes: { 8: 'California' } } },
    { set: 'line.discount=Discount', holds: { lines: { discount: 'Discount' } } },
    { set: 'line=Hours', holds: { lines: every('Hours') } },
    { set: 'line.other=account:Services', holds: { lines: { other: 'account:Services' } } },
    { set: 'deposit=Checking', holds: { deposit_account: { name: 'Checking' } } },
    { set: 'method.Zelle=Bank Transfer', holds: { methods: { zelle: 'Bank Transfer' } } },
    { set: 'manual-payments=never', holds: { manual_payments: 'never' } },
    { set: 'numbers=quickbooks', holds: { numbers: 'quickbooks' } },
    { set: 'date-format=dmy', holds: { date_format: 'dmy' } },
  ])('$set', async ({ set, holds }) => {
    await connected();
    expect(await space.qbsync(['configure', '--set', set])).toMatchObject({ exit: 0 });
    expect(await settings()).toMatchObject(holds);
  });

  test.each([
    { set: 'tax.8=Tucson', says: '9.1%, not 8%' },
    { set: 'tax.7=California', says: '8%, not 7%' },
    { set: 'tax.x=NON', says: 'not a tax rate' },
    { set: 'tax=NON', says: 'not a tax rate' },
    { set: 'tax.101=NON', says: 'not a tax rate' },
    { set: 'tax.-1=NON', says: 'not a tax rate' },
    { set: 'tax.0=Nope', says: 'No active sales tax code "Nope"' },
    { set: 'line.gizmo=Services', says: '"gizmo"' },
    { set: 'line=Nope', says: 'No active item "Nope"' },
    { set: 'line=account:Checking', says: 'not Income' },
    { set: 'line=account:Nope', says: 'No active account "Nope"' },
    { set: 'deposit=Sales', says: 'cannot be put into' },
    { set: 'deposit=Nope', says: 'No active account "Nope"' },
    { set: 'deposit.to=Checking', says: '"deposit.to"' },
    { set: 'method.card=Nope', says: 'No active payment method "Nope"' },
    { set: 'method=Cash', says: '"method"' },
    { set: 'numbers=mine', says: '"mine"' },
    { set: 'numbers.all=source', says: '"numbers.all"' },
    { set: 'manual-payments=sometimes', says: '"sometimes"' },
    { set: 'colour=blue', says: '"colour" is not a setting' },
    { set: 'tax.0', says: 'name=value' },
    { set: 'tax.0=', says: 'name=value' },
    { set: '=NON', says: 'name=value' },
  ])('$set is refused with what can be chosen, and nothing beside it is saved', async ({ set, says }) => {
    await connected();
    const problem = await problemOf(space, ['configure', '--set', 'line=Hours', set]);
    expect(problem).toMatchObject({ code: 'USAGE', exit: 2 });
    expect(problem.reason).toContain(says);
    expect(stored()).toBeUndefined();
  });

  test('an item that was made inactive cannot be chosen', async () => {
    const sandbox = await connected();
    sandbox.control('company', {
      person: { operation: 'edit', entity: 'Item', id: '2', body: { Active: false } },
    });
    expect(await problemOf(space, ['configure', '--set', 'line=Hours'])).toMatchObject({ exit: 2 });
  });
});

describe('what the settings do', () => {
  test('without a code for 0% nothing is pushed, also when the rest is mapped', async () => {
    const sandbox = await connected({ invoices: withRates('8') });
    await space.qbsync(['configure', '--set', 'line=Services', 'tax.8=California']);
    const problem = await problemOf(space, ['sync-invoice', '--all', '--yes']);
    expect(problem).toMatchObject({ code: 'MAPPING_MISSING', exit: 5 });
    expect(problem.reason).toContain('the sales tax code for 0%');
    expect(problem.reason).not.toContain('item');
    expect(writesTo(sandbox)).toEqual([]);
    await space.qbsync(['configure', '--set', 'tax.0=NON']);
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 108 }]);
  });

  test('a line type on an income account: its item is made once, on that account', async () => {
    const sandbox = await connected({ invoices: invoicesCsv({}) });
    await space.qbsync(['configure', '--accept-defaults', '--set', 'line=account:Solar Installation Income']);
    const plan = await space.qbsync(['sync-invoice', '--all', '--dry-run']);
    expect(plan.stdout).toContain('create item "OpenSolar milestone"');
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    await take(space, { invoices: invoicesCsv({}, {}) });
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    const items = z
      .array(z.object({ Name: z.string(), IncomeAccountRef: z.object({ value: z.string() }).optional() }))
      .parse(sandbox.books().Item);
    expect(items.filter(({ Name }) => Name.startsWith('OpenSolar'))).toMatchObject([
      { Name: 'OpenSolar milestone', IncomeAccountRef: { value: '11' } },
    ]);
    expect(booked(sandbox).invoices.length).toBe(2);
  });

  test('numbers=quickbooks: long numbers go, and a lost answer still makes no second invoice', async () => {
    const long = 'INV-000000000000000000000022';
    const sandbox = await connected({ invoices: invoicesCsv({ invoice_number: long }) });
    await space.qbsync(['configure', '--accept-defaults', '--set', 'numbers=quickbooks']);
    sandbox.control('company', { customTxnNumbers: false });
    sandbox.control('faults', { kind: 'lose-answer', match: { method: 'POST', pathContains: '/invoice' } });
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices.length).toBe(1);
    expect((await standings(space)).get(long)).toMatchObject({ status: 'Active' });
  });
});

test('off a terminal nothing is asked and nothing is saved', async () => {
  await connected();
  expect(await problemOf(space, ['configure'])).toMatchObject({ code: 'NO_TERMINAL', exit: 6 });
  expect(stored()).toBeUndefined();
});
