import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { booked, company, problemOf, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// Nothing dated before the start date is pushed; what is in the books by us goes on as always.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const OLD = { issue_date: '2025-12-31' };
const NEW = { issue_date: '2026-01-01' };
const start = (day: string) => space.qbsync(['configure', '--set', `start-date=${day}`]);
const push = (kind: 'invoice' | 'payment', id = '--all') => space.qbsync([`sync-${kind}`, id, '--yes']);

describe('the start date', () => {
  test('keeps earlier invoices out, by number too, and says why; the day itself goes', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(OLD, NEW) });
    await start('2026-01-01');
    expect(await push('invoice')).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices.map(({ DocNumber }) => DocNumber)).toEqual(['INV-2']);
    const named = await push('invoice', 'INV-1');
    expect(named).toMatchObject({ exit: 0 });
    expect(named.stdout).toContain('1 skipped');
    const record = (await standings(space)).get('INV-1');
    expect(record).toMatchObject({ status: 'Not synced', code: 'BEFORE_START_DATE' });
    expect(record?.reason).toContain('dated 2025-12-31, before the start date 2026-01-01');
    expect(record?.fix).toContain('configure --set start-date=');
    const asked = sandbox.requests.length;
    await push('invoice', 'INV-1');
    const looked = sandbox.requests.slice(asked).filter(({ path }) => path.includes('/query'));
    expect(looked).toEqual([]);
  });

  test('keeps earlier payments out, and later ones of invoices that it keeps out', async () => {
    const invoices = invoicesCsv(OLD, NEW);
    const payments = paymentsCsv(
      { date: '2026-02-01' },
      { date: '2025-12-31' },
      { date: '2026-02-01', invoice_number: 'INV-2' },
    );
    const sandbox = await company(space, { invoices, payments });
    await start('2026-01-01');
    await push('invoice');
    expect(await push('payment')).toMatchObject({ exit: 0 });
    expect(booked(sandbox).payments).toHaveLength(1);
    const all = await standings(space);
    expect(all.get('pay_1')).toMatchObject({ status: 'Not synced', code: 'BEFORE_START_DATE' });
    expect(all.get('pay_1')?.reason).toContain('It pays invoice INV-1, which is dated 2025-12-31');
    expect(all.get('pay_2')).toMatchObject({ status: 'Not synced', code: 'BEFORE_START_DATE' });
    expect(all.get('pay_3')).toMatchObject({ status: 'Active' });
  });

  test('does not touch what is linked already: it is updated and paid as before', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(OLD) });
    await push('invoice');
    await start('2026-01-01');
    await take(space, {
      invoices: invoicesCsv({ ...OLD, amount: '120.00' }),
      payments: paymentsCsv({ amount: '120.00', date: '2026-02-01' }),
    });
    expect(await push('invoice')).toMatchObject({ exit: 0 });
    expect(await push('payment')).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 120, Balance: 0 }]);
  });

  test('that is taken back, or set earlier, lets them in', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(OLD, NEW) });
    await start('2026-06-01');
    await push('invoice');
    expect(writesTo(sandbox)).toEqual([]);
    await start('none');
    await push('invoice');
    expect(booked(sandbox).invoices).toHaveLength(2);
  });

  test.each(['01/02/2026', '2026-02-30', 'today'])('%s is no day', async (day) => {
    await company(space);
    expect(await problemOf(space, ['configure', '--set', `start-date=${day}`])).toMatchObject({
      code: 'USAGE',
    });
  });
});
