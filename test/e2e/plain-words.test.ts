import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { booked, company, invoiceId, problemOf, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// What people stumbled over on their first day.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const INVOICES = ['sync-invoice', '--all', '--yes'];
const PAYMENTS = ['sync-payment', '--all', '--yes'];

describe('what could not be read', () => {
  test('stays listed when another file of the name comes, until it is read right', async () => {
    const bad = invoicesCsv({ invoice_number: 'B-1', amount: '5000.00', total: '5100.00' });
    expect(await space.qbsync(['import', space.file('day.csv', bad)])).toMatchObject({ exit: 3 });
    const other = invoicesCsv({ invoice_number: 'B-3', customer_id: 'cus_3' });
    expect(await space.qbsync(['import', space.file('day.csv', other)])).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('B-1')).toMatchObject({ status: 'Error', code: 'NOT_READ' });
    await take(space, {
      invoices: invoicesCsv({ invoice_number: 'B-1', amount: '5100.00', total: '5100.00' }),
    });
    expect((await standings(space)).get('B-1')).toMatchObject({ status: 'Not synced' });
  });

  test('can be ignored with a reason, and taken up again', async () => {
    await space.qbsync([
      'import',
      space.file('day.csv', invoicesCsv({ invoice_number: 'B-1', amount: 'much' })),
    ]);
    expect(await space.qbsync(['ignore', 'B-1', '--reason', 'a test row'])).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('B-1')).toMatchObject({ status: 'Ignored', reason: 'a test row' });
    await space.qbsync(['ignore', '--undo', 'B-1']);
    expect((await standings(space)).get('B-1')).toMatchObject({ status: 'Error' });
  });

  test('is named by the payment that waits for it', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({ invoice_number: 'B-2' }) });
    await space.qbsync([
      'import',
      space.file('day.csv', invoicesCsv({ invoice_number: 'B-1', total: '7.00' })),
    ]);
    await take(space, { payments: paymentsCsv({ invoice_number: 'B-1' }) });
    await space.qbsync(PAYMENTS);
    expect((await standings(space)).get('pay_1')?.reason).toContain('B-1, which was left out at import');
    expect(booked(sandbox).payments).toEqual([]);
  });
});

describe('an update', () => {
  test('never turns one customer’s invoice into another’s', async () => {
    const mine = { invoice_id: '', invoice_number: 'A-7', customer_id: '' };
    const sandbox = await company(space, { invoices: invoicesCsv({ ...mine, amount: '1200.50' }) });
    await space.qbsync(INVOICES);
    await take(space, {
      invoices: invoicesCsv({
        ...mine,
        customer_name: 'Other Person',
        email: 'o@example.com',
        amount: '77.00',
      }),
    });
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(booked(sandbox).invoices).toMatchObject([{ DocNumber: 'A-7', TotalAmt: 1200.5 }]);
    expect((await standings(space)).get('A-7')).toMatchObject({ status: 'Error', code: 'CUSTOMER_CHANGED' });
  });

  test('says what it replaces, and keeps the note that somebody wrote', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    await space.qbsync(INVOICES);
    const body = { PrivateNote: 'called the customer' };
    const id = invoiceId(sandbox, 'INV-1');
    sandbox.control('company', { person: { operation: 'edit', entity: 'Invoice', id, body } });
    await take(space, { invoices: invoicesCsv({ amount: '950.00' }) });
    const ran = await space.qbsync(INVOICES);
    expect(ran.exit).toBe(0);
    expect(ran.stderr).toMatch(/total +100\.00 → 950\.00\n +line 1 amount +100\.00 → 950\.00\n/);
    const [invoice] = booked(sandbox).invoices;
    expect(invoice).toMatchObject({
      TotalAmt: 950,
      PrivateNote: 'called the customer [qbsync:invoice:inv_1]',
    });
  });
});

describe('the plan', () => {
  test('says when a payment looks like one that is booked', async () => {
    const two = paymentsCsv({ amount: '40.00' }, { amount: '40.00', invoice_number: 'INV-1' });
    await company(space, { invoices: invoicesCsv({}), payments: two });
    await space.qbsync(INVOICES);
    await space.qbsync(['sync-payment', 'pay_1', '--yes']);
    const ran = await space.qbsync(['sync-payment', 'pay_2', '--dry-run']);
    expect(ran.stdout).toContain('looks like pay_1, which is in QuickBooks: same invoice, day and amount');
  });

  test('of sync --dry-run takes payments of invoices that it plans', async () => {
    await company(space, { invoices: invoicesCsv({}), payments: paymentsCsv({}) });
    const ran = await space.qbsync(['sync', '--dry-run']);
    expect([ran.exit, ran.stdout.includes('once its invoice is in')]).toEqual([0, true]);
  });
});

test('ignoring says that what is booked stays booked', async () => {
  const sandbox = await company(space, { invoices: invoicesCsv({}) });
  await space.qbsync(INVOICES);
  const ran = await space.qbsync(['ignore', 'INV-1', '--reason', 'double']);
  expect(ran.stdout).toContain(`INV-1 stays in QuickBooks as invoice id ${invoiceId(sandbox, 'INV-1')}`);
});

test('a company that is not there is a typo, and no folder is made for it', async () => {
  await take(space, { invoices: invoicesCsv({}) });
  const problem = await problemOf(space, ['--company', 'mian', 'status']);
  expect(problem).toMatchObject({ code: 'COMPANY_UNKNOWN', exit: 2 });
  expect(problem.reason).toContain('There is: main.');
  expect((await problemOf(space, ['--company', 'mian', 'status'])).code).toBe('COMPANY_UNKNOWN');
});

test('an import folder must be there: when it is set, and every night', async () => {
  expect(await problemOf(space, ['configure', '--set', 'import-folder=nowhere'])).toMatchObject({ exit: 2 });
  const sandbox = await company(space, { invoices: invoicesCsv({}) });
  const { mkdirSync, rmSync } = await import('node:fs');
  mkdirSync(`${space.folder}/drop`);
  await space.qbsync(['configure', '--set', 'import-folder=drop']);
  rmSync(`${space.folder}/drop`, { recursive: true });
  expect(await problemOf(space, ['sync', '--yes'])).toMatchObject({ code: 'IMPORT_FOLDER', exit: 5 });
  expect(booked(sandbox).invoices).toEqual([]);
});

test('a choice among several 0% codes is said, also when nobody is asked', async () => {
  const sandbox = await space.sandbox({ country: 'GB' });
  await space.connect(sandbox);
  const ran = await space.qbsync(['configure', '--accept-defaults']);
  expect([ran.exit, ran.stderr.includes('Ask your accountant')]).toEqual([0, true]);
});
