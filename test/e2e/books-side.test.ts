import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, invoiceId, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// What people do in QuickBooks meanwhile: their work wins, nothing of theirs is doubled or made again.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const INVOICES = ['sync-invoice', '--all', '--yes'];
const PAYMENTS = ['sync-payment', '--all', '--yes'];
const ONE = { invoices: invoicesCsv({}), payments: paymentsCsv({}) };

/** A company with INV-1 of 100.00 in its books, and its payment not yet. */
async function invoiced(): Promise<RunningSandbox> {
  const sandbox = await company(space, ONE);
  expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  return sandbox;
}

const record = async (name: string) => (await standings(space)).get(name);

describe('an invoice that was paid by hand', () => {
  test('in full: the payment is skipped, in those words', async () => {
    const sandbox = await invoiced();
    sandbox.control('company', { person: { operation: 'pay', id: invoiceId(sandbox, 'INV-1') } });
    const ran = await space.qbsync(PAYMENTS);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stdout).toContain('1 skipped');
    expect(booked(sandbox).payments.length).toBe(1);
    expect(await record('pay_1')).toMatchObject({
      status: 'Not synced',
      code: 'ALREADY_PAID',
      reason: 'Invoice INV-1 is already paid in QuickBooks; no second payment is pushed.',
    });
  });

  test('in part: a payment above the open balance is an Error with both figures', async () => {
    const sandbox = await invoiced();
    const id = invoiceId(sandbox, 'INV-1');
    sandbox.control('company', { person: { operation: 'pay', id, amount: 30.25 } });
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    const { status, code, reason } = (await record('pay_1')) ?? {};
    expect({ status, code }).toEqual({ status: 'Error', code: 'MORE_THAN_OPEN' });
    expect(reason).toContain('100.00 USD');
    expect(reason).toContain('69.75 USD');
    expect(booked(sandbox).payments.length).toBe(1);
  });

  test('one of two that a payment is for: nothing of it is pushed', async () => {
    const payments = paymentsCsv(
      { payment_id: 'pay_1', invoice_number: 'INV-1' },
      { payment_id: 'pay_1', invoice_number: 'INV-2' },
    );
    const sandbox = await company(space, { invoices: invoicesCsv({}, {}), payments });
    await space.qbsync(INVOICES);
    sandbox.control('company', { person: { operation: 'pay', id: invoiceId(sandbox, 'INV-2') } });
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect(await record('pay_1')).toMatchObject({ status: 'Error', code: 'ALREADY_PAID' });
    expect(booked(sandbox).payments.length).toBe(1);
  });
});

describe.each(['void', 'delete'] as const)('an invoice after %s in QuickBooks', (operation) => {
  const gone = async () => {
    const sandbox = await invoiced();
    const id = invoiceId(sandbox, 'INV-1');
    sandbox.control('company', { person: { operation, entity: 'Invoice', id } });
    return sandbox;
  };

  test('its payment is an Error, and neither is made again', async () => {
    const sandbox = await gone();
    const before = sandbox.requests.length;
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect(await record('pay_1')).toMatchObject({ status: 'Error', code: 'INVOICE_GONE' });
    await space.qbsync(INVOICES);
    await space.qbsync(['sync-invoice', 'INV-1', '--yes']);
    expect(writesTo(sandbox, before)).toEqual([]);
  });

  test('changed in the source after that: an Error, not a new invoice', async () => {
    const sandbox = await gone();
    await take(space, { invoices: invoicesCsv({ amount: '130.00' }) });
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    const code = operation === 'void' ? 'VOIDED_IN_BOOKS' : 'DELETED_IN_BOOKS';
    expect(await record('INV-1')).toMatchObject({ status: 'Error', code });
    expect(writesTo(sandbox, before)).toEqual([]);
  });
});

describe('a number that stands in QuickBooks already', () => {
  const byHand = async (name: string, amount: number, date: string) => {
    const sandbox = await company(space, { invoices: invoicesCsv({ customer_name: 'Ann Baker' }) });
    const { result } = sandbox.control('company', {
      person: { operation: 'create', entity: 'Customer', body: { DisplayName: name } },
    });
    const { Id } = z.object({ Id: z.string() }).parse(result);
    const detail = { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } };
    sandbox.control('company', {
      person: {
        operation: 'create',
        entity: 'Invoice',
        body: {
          DocNumber: 'INV-1',
          TxnDate: date,
          CustomerRef: { value: Id },
          Line: [{ DetailType: 'SalesItemLineDetail', Amount: amount, SalesItemLineDetail: detail }],
        },
      },
    });
    return sandbox;
  };

  test('the same customer, date and total: taken as this one, nothing is sent', async () => {
    const sandbox = await byHand('Ann Baker', 100, '2026-03-02');
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(await record('INV-1')).toMatchObject({ status: 'Active' });
  });

  test.each([
    { what: 'total', name: 'Ann Baker', amount: 99.99, date: '2026-03-02', says: '99.99 USD' },
    { what: 'date', name: 'Ann Baker', amount: 100, date: '2026-03-03', says: '2026-03-03' },
    { what: 'customer', name: 'Zoe Ash', amount: 100, date: '2026-03-02', says: 'Zoe Ash' },
  ])('another $what: an Error with both figures, no second invoice', async ({ name, amount, date, says }) => {
    const sandbox = await byHand(name, amount, date);
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    const { status, code, reason } = (await record('INV-1')) ?? {};
    expect({ status, code }).toEqual({ status: 'Error', code: 'NUMBER_TAKEN' });
    expect(reason).toContain(says);
    expect(reason).toContain('Ann Baker, 2026-03-02, 100.00 USD');
    expect(booked(sandbox).invoices.length).toBe(1);
  });
});

describe('the company itself', () => {
  test('books that are closed: an Error before anything is sent; opened again, it goes', async () => {
    const sandbox = await company(space, ONE);
    sandbox.control('company', { bookCloseDate: '2026-03-31' });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(await record('INV-1')).toMatchObject({ status: 'Error', code: 'BOOKS_CLOSED' });
    expect(writesTo(sandbox)).toEqual([]);
    sandbox.control('company', { bookCloseDate: null });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  });

  test('a subscription that lapsed stops the run at the first refusal; paid, the same command goes on', async () => {
    const rows = [{}, {}, {}];
    const sandbox = await company(space, { invoices: invoicesCsv(...rows) });
    await space.qbsync(['sync-invoice', 'INV-1', '--yes']);
    sandbox.control('company', { subscriptionStatus: 'CANCELLED' });
    const before = sandbox.requests.length;
    const ran = await space.qbsync(INVOICES);
    expect(ran).toMatchObject({ exit: 3 });
    expect(ran.stdout).toContain('subscription has ended');
    expect(writesTo(sandbox, before).length).toBe(1);
    sandbox.control('company', { subscriptionStatus: 'PAID' });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices.length).toBe(3);
  });

  test('a source change after a part payment of ours is an update, not somebody else’s work', async () => {
    const sandbox = await company(space, { ...ONE, payments: paymentsCsv({ amount: '40.00' }) });
    await space.qbsync(INVOICES);
    await space.qbsync(PAYMENTS);
    await take(space, { invoices: invoicesCsv({ amount: '120.00' }) });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 120, Balance: 80 }]);
  });

  test('a due date that was taken away in the source stays there, and the plan says so', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({ due_date: '2026-05-01' }) });
    await space.qbsync(INVOICES);
    await take(space, { invoices: invoicesCsv({ amount: '120.00' }) });
    const ran = await space.qbsync(INVOICES);
    expect([ran.exit, ran.stderr.includes('QuickBooks keeps 2026-05-01')]).toEqual([0, true]);
    expect(sandbox.books().Invoice).toMatchObject([{ DueDate: '2026-05-01', TotalAmt: 120 }]);
  });

  test('an invoice that somebody changed there is left alone, with both figures', async () => {
    const sandbox = await invoiced();
    const id = invoiceId(sandbox, 'INV-1');
    const body = { TxnDate: '2026-03-05' };
    sandbox.control('company', { person: { operation: 'edit', entity: 'Invoice', id, body } });
    await take(space, { invoices: invoicesCsv({ amount: '120.00' }) });
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(writesTo(sandbox, before)).toEqual([]);
    const { code, reason } = (await record('INV-1')) ?? {};
    expect(code).toBe('DIFFERS_IN_BOOKS');
    expect(reason).toMatch(/100\.00 of 2026-03-05.*120\.00 of 2026-03-02/);
  });
});

describe('a name that is taken', () => {
  const HELIOS = { customer_name: 'Helios Panel Supply', email: 'pay@helios.example' };

  test('by a vendor: the customer gets a name of its own, and the next run books the invoice', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(HELIOS) });
    await space.qbsync(INVOICES);
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    const [customer] = booked(sandbox).ours;
    expect(customer?.DisplayName).toMatch(/^Helios Panel Supply \(.+\)$/);
  });

  test('by a vendor, and by a second customer later: both are booked, apart', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(HELIOS) });
    await space.qbsync(INVOICES);
    await space.qbsync(INVOICES);
    const second = { ...HELIOS, customer_id: 'cus_2', email: 'b@helios.example', invoice_number: 'INV-2' };
    await take(space, { invoices: invoicesCsv(HELIOS, second) });
    await space.qbsync(INVOICES);
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(new Set(booked(sandbox).invoices.map(({ CustomerRef }) => CustomerRef.value)).size).toBe(2);
  });

  test('by a customer with another e-mail: told apart; with none: the same person', async () => {
    const sandbox = await company(space, {
      invoices: invoicesCsv(
        { customer_id: 'c1', customer_name: 'Tom Whitfield', email: 'someone.else@example.com' },
        { customer_id: 'c2', customer_name: 'Blue Gum Dairy', email: 'office@bluegum.example' },
      ),
    });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).ours.map(({ DisplayName }) => DisplayName)).toEqual(['Tom Whitfield (c1)']);
  });
});
