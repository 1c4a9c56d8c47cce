import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { booked, company, problemOf, standings, take, unsafe, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const INVOICES = ['sync-invoice', '--all', '--yes'];
const PAYMENTS = ['sync-payment', '--all', '--yes'];

describe('records that the books cannot take', () => {
  test.each([
    { what: 'a total of zero', row: { amount: '0.00' }, code: 'TOTAL_NOT_POSITIVE', says: '0.00' },
    { what: 'a negative total', row: { amount: '-5.00' }, code: 'TOTAL_NOT_POSITIVE', says: '-5.00' },
    { what: 'a currency of other books', row: { currency: 'EUR' }, code: 'CURRENCY', says: 'EUR' },
    { what: 'no e-mail', row: { email: '' }, code: 'CUSTOMER_CONTACT', says: 'without a valid name or e-mail' },
    { what: 'an invalid e-mail', row: { email: 'ann at example' }, code: 'CUSTOMER_CONTACT', says: 'without a valid name or e-mail' },
    { what: 'a name of 600 characters', row: { customer_name: 'N'.repeat(600) }, code: 'CUSTOMER_CONTACT', says: '600 characters' },
    { what: 'a name of emoji only', row: { customer_name: '☀️☀️' }, code: 'CUSTOMER_CONTACT', says: 'the name is missing' },
    { what: 'a number of 22 characters', row: { invoice_number: 'INV-000000000000000022' }, code: 'NUMBER_TOO_LONG', says: '22 characters' },
    { what: 'a tax rate without a code', row: { tax_rate: '3.75' }, code: 'TAX_RATE_UNMAPPED', says: '3.75%' },
  ])('$what: Error with a fix before anything is sent, the others go', async ({ row, code, says }) => {
    const sandbox = await company(space);
    await take(space, { invoices: invoicesCsv({ ...row, customer_id: 'bad' }, { customer_id: 'good', customer_name: 'Good' }) });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    const records = await standings(space);
    const bad = [...records.values()].find(({ number }) => number !== 'INV-2');
    expect(bad).toMatchObject({ status: 'Error', code });
    expect(bad?.reason).toContain(says);
    expect(bad?.fix).not.toBe('');
    expect(records.get('INV-2')).toMatchObject({ status: 'Active' });
    expect(booked(sandbox).invoices.map(({ DocNumber }) => DocNumber)).toEqual(['INV-2']);
    expect(booked(sandbox).ours.map(({ DisplayName }) => DisplayName)).toEqual(['Good']);
  }); // prettier-ignore

  test.each([
    { what: 'a colon', name: 'Smith: roof', books: 'Smith - roof' },
    { what: 'a tab', name: 'Ann\tBaker', books: 'Ann Baker' },
    { what: 'a newline', name: 'Ann\nBaker', books: 'Ann Baker' },
    { what: 'an emoji', name: 'Ann ☀️ Baker', books: 'Ann Baker' },
    { what: 'an apostrophe', name: "Mary O'Neil", books: "Mary O'Neil" },
    { what: 'both apostrophes and a backslash', name: "O'Neil \\ D’Arcy", books: "O'Neil / D’Arcy" },
    { what: 'control characters', name: 'Ann\u0007\u001b[31mBaker\u009b', books: 'Ann[31mBaker' },
    { what: 'a direction mark', name: 'Ann \u202eBaker', books: 'Ann Baker' },
    { what: '500 characters', name: 'é'.repeat(500), books: 'é'.repeat(500) },
    { what: 'a formula', name: '=1+1', books: '=1+1' },
    { what: 'what a query is made of', name: "x' OR '1' = '1", books: "x' OR '1' = '1" },
  ])('a name with $what stands in the books as it can, and is found there again', async ({ name, books }) => {
    const sandbox = await company(space);
    const rows = [1, 2].map((at) => ({ invoice_number: `INV-${at}`, customer_name: name, customer_id: '' }));
    await take(space, { invoices: invoicesCsv(rows[0] ?? {}) });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    await take(space, { invoices: invoicesCsv(...rows) });
    const ran = await space.qbsync(INVOICES);
    expect(ran).toMatchObject({ exit: 0 });
    expect(booked(sandbox).ours.map(({ DisplayName }) => DisplayName)).toEqual([books]);
    expect(new Set(booked(sandbox).invoices.map(({ CustomerRef }) => CustomerRef.value)).size).toBe(1);
    expect(unsafe(ran.stdout + ran.stderr)).toEqual([]);
  });
});

test('control characters in texts beside the name do not keep a record out of the books', async () => {
  const nasty = 'bell \u0007, escape \u001b[31m';
  const texts = { description: nasty, project_name: nasty, city: nasty, phone: nasty, company: nasty };
  const sandbox = await company(space, {
    invoices: invoicesCsv(texts),
    payments: paymentsCsv({ method: nasty, reference: nasty }),
  });
  expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
  expect(booked(sandbox).payments.length).toBe(1);
});

describe('payments that do not fit', () => {
  test.each([
    { what: 'for an invoice that nobody knows', row: { invoice_number: 'INV-77' }, code: 'INVOICE_UNKNOWN', says: 'INV-77' },
    { what: 'for more than is open', row: { amount: '100.01' }, code: 'MORE_THAN_OPEN', says: '100.01' },
    { what: 'in a currency of other books', row: { currency: 'EUR' }, code: 'CURRENCY', says: 'EUR' },
    { what: 'for an invoice that is not in the books', row: { invoice_number: 'INV-3' }, code: 'INVOICE_NOT_IN_BOOKS', says: 'INV-3' },
  ])('$what: Error with a fix, the other payment goes', async ({ row, code, says }) => {
    const rows = [{}, {}, { invoice_number: 'INV-3', email: '' }];
    const payments = paymentsCsv(row, { invoice_number: 'INV-2' });
    const sandbox = await company(space, { invoices: invoicesCsv(...rows), payments });
    await space.qbsync(INVOICES);
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    const records = await standings(space);
    expect(records.get('pay_1')).toMatchObject({ status: 'Error', code });
    expect(records.get('pay_1')?.reason).toContain(says);
    expect(records.get('pay_2')).toMatchObject({ status: 'Active' });
    expect(booked(sandbox).payments.length).toBe(1);
  }); // prettier-ignore

  test('before its invoice is in the books: said so; after the invoice, the same command books it', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}), payments: paymentsCsv({}) });
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect((await standings(space)).get('pay_1')).toMatchObject({ code: 'INVOICE_NOT_IN_BOOKS' });
    expect(writesTo(sandbox)).toEqual([]);
    await space.qbsync(INVOICES);
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('pay_1')).toMatchObject({ status: 'Active' });
  });

  test('two that together are more than the invoice: the first goes, the second is an Error', async () => {
    const rows = [{ amount: '60.00' }, { amount: '60.00', invoice_number: 'INV-1' }];
    const sandbox = await company(space, { invoices: invoicesCsv({}), payments: paymentsCsv(...rows) });
    await space.qbsync(INVOICES);
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect(booked(sandbox).invoices).toMatchObject([{ Balance: 40 }]);
    expect((await standings(space)).get('pay_2')).toMatchObject({ code: 'MORE_THAN_OPEN' });
  });
});

test('half a character in a JSON file is refused there, not in the middle of a push', async () => {
  const sandbox = await company(space);
  const invoice = (number: string, id: string) =>
    `{"invoice_number": "${number}", "customer_id": "${id}", "customer_name": "Ann ${number}", "email": "ann@example.com", "issue_date": "2026-03-02", "lines": [{"amount": "100.00"}]}`;
  const text = `${invoice('INV-1', 'good')}\n${invoice('INV-2', 'x\\ud83d')}\n`;
  await space.qbsync(['import', space.file('export.jsonl', text)]);
  const ran = await space.qbsync(INVOICES);
  expect([0, 3]).toContain(ran.exit);
  expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
  expect(booked(sandbox).invoices.length).toBeGreaterThan(0);
});

describe('where nothing may be done', () => {
  test('no terminal and no --yes: exit 6, and not one write', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}), payments: paymentsCsv({}) });
    for (const command of [['sync-invoice', '--all'], ['sync']]) {
      const problem = await problemOf(space, command);
      expect(problem).toMatchObject({ code: 'NOT_CONFIRMED', exit: 6 });
      expect(problem.fix).toContain('--yes');
    }
    expect(writesTo(sandbox)).toEqual([]);
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Not synced' });
  });

  test('a file where the folder should be: named, exit 6', async () => {
    const home = space.file('not-a-folder', 'hello');
    const problem = await problemOf(space, ['status'], { env: { QBSYNC_HOME: home } });
    expect(problem).toMatchObject({ code: 'HOME_FOLDER', exit: 6 });
    expect(problem.reason).toContain(home);
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a read-only folder', async () => {
    mkdirSync(space.home, { mode: 0o500 });
    expect(await problemOf(space, ['status'])).toMatchObject({ code: 'HOME_FOLDER', exit: 6 });
    expect(existsSync(join(space.home, 'companies'))).toBe(false);
  });
});
