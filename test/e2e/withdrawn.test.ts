import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, invoiceId, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv, type InvoiceRow } from '../support/exports.ts';
import { KEYS, ScriptedTerminal } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

// An invoice that OpenSolar cancels is voided in QuickBooks, unless people or money say otherwise.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const INVOICES = ['sync-invoice', '--all', '--yes'];
const PAYMENTS = ['sync-payment', '--all', '--yes'];
const CANCELLED = { status: 'Cancelled' };

/** So many invoices of 100.00 in the books, of which the first so many are cancelled in the source then. */
async function withdrawn(many = 1, cancelled = many): Promise<RunningSandbox> {
  const rows = Array.from({ length: many }, (): InvoiceRow => ({}));
  const sandbox = await company(space, { invoices: invoicesCsv(...rows) });
  expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  await take(space, { invoices: invoicesCsv(...rows.map((_, at) => (at < cancelled ? CANCELLED : {}))) });
  return sandbox;
}

const record = async (name = 'INV-1') => (await standings(space)).get(name);
const person = (sandbox: RunningSandbox, operation: 'void' | 'delete') =>
  sandbox.control('company', {
    person: { operation, entity: 'Invoice', id: invoiceId(sandbox, 'INV-1') },
  });
const voids = (sandbox: RunningSandbox, from = 0) =>
  sandbox.requests
    .slice(from)
    .filter(
      ({ method, path, query }) =>
        method === 'POST' && path.endsWith('/invoice') && query.includes('operation=void'),
    );

describe('an invoice that is cancelled in the source', () => {
  test('is voided, shown in the plan before; it is Active, and nothing is done a second time', async () => {
    const sandbox = await withdrawn();
    const planned = await space.qbsync(['sync-invoice', '--all', '--dry-run']);
    expect(planned).toMatchObject({ exit: 0 });
    expect(planned.stdout).toMatch(/void +INV-1 .*100\.00 USD +cancelled in the source/);
    expect(voids(sandbox)).toEqual([]);
    const ran = await space.qbsync(INVOICES);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stdout).toContain('1 invoice voided');
    expect(voids(sandbox).length).toBe(1);
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 0, Balance: 0, SyncToken: '1' }]);
    expect(await record()).toMatchObject({ status: 'Active', code: null });
    const shown = await space.qbsync(['status']);
    expect(shown.stdout).toMatch(/Active +INV-1 .*Cancelled in the source, and voided/);
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(sandbox.requests.slice(before).map(({ path }) => path.split('/').at(-1))).toEqual(['preferences']);
  });

  test('among many goes with them in one request', async () => {
    const sandbox = await withdrawn(9, 7);
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox, before).map(({ path }) => path.split('/').at(-1))).toEqual(['batch']);
    expect(booked(sandbox).invoices.map(({ TotalAmt }) => TotalAmt)).toEqual([0, 0, 0, 0, 0, 0, 0, 100, 100]);
    const statuses = [...(await standings(space)).values()].map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set(['Active']));
  });

  test.each(['void', 'delete'] as const)(
    'and was met by a %s in QuickBooks: nothing is left to do',
    async (operation) => {
      const sandbox = await withdrawn();
      person(sandbox, operation);
      const before = sandbox.requests.length;
      expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
      expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
      expect(writesTo(sandbox, before)).toEqual([]);
      expect(await record()).toMatchObject({ status: 'Active', code: null });
    },
  );

  test('and was paid: is for a person, with what is applied; once the payment is off, it is voided', async () => {
    const sandbox = await company(space, {
      invoices: invoicesCsv({}),
      payments: paymentsCsv({ amount: '40.00' }),
    });
    await space.qbsync(INVOICES);
    await space.qbsync(PAYMENTS);
    await take(space, { invoices: invoicesCsv(CANCELLED) });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(await record()).toMatchObject({ status: 'Error', code: 'CANCELLED_IN_SOURCE' });
    expect((await record())?.reason).toContain('40.00 USD of its 100.00 USD is applied to it');
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 100, Balance: 60 }]);
    const [payment] = booked(sandbox).payments;
    sandbox.control('company', {
      person: { operation: 'delete', entity: 'Payment', id: payment?.Id ?? '' },
    });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 0 }]);
  });

  test('and was edited in QuickBooks: is for a person; once they void it, it is settled', async () => {
    const sandbox = await withdrawn();
    const id = invoiceId(sandbox, 'INV-1');
    const body = { TxnDate: '2026-03-05' };
    sandbox.control('company', { person: { operation: 'edit', entity: 'Invoice', id, body } });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(await record()).toMatchObject({ status: 'Error', code: 'CANCELLED_IN_SOURCE' });
    expect(voids(sandbox)).toEqual([]);
    person(sandbox, 'void');
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(await record()).toMatchObject({ status: 'Active' });
  });

  test('and issued again after it was voided: is a finding, never made again', async () => {
    const sandbox = await withdrawn();
    await space.qbsync(INVOICES);
    await take(space, { invoices: invoicesCsv({}) });
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(await record()).toMatchObject({ status: 'Error', code: 'VOIDED_IN_BOOKS' });
    expect((await record())?.reason).toContain('issued in the source again');
    await take(space, { invoices: invoicesCsv(CANCELLED) });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(await record()).toMatchObject({ status: 'Active' });
  });

  test('and never was in QuickBooks: stays out', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(CANCELLED) });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox)).toEqual([]);
    expect(await record()).toMatchObject({ status: 'Not synced', code: 'CANCELLED' });
  });

  test('in books that are closed: is for a person, before anything is sent', async () => {
    const sandbox = await withdrawn();
    sandbox.control('company', { bookCloseDate: '2026-03-31' });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
    expect(await record()).toMatchObject({ status: 'Error', code: 'BOOKS_CLOSED' });
    expect(voids(sandbox)).toEqual([]);
  });

  test('and met by its payment later: the payment is for a person, the invoice stays settled', async () => {
    const sandbox = await withdrawn();
    await space.qbsync(INVOICES);
    await take(space, { payments: paymentsCsv({}) });
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect(await record('pay_1')).toMatchObject({ status: 'Error', code: 'INVOICE_GONE' });
    expect(await record()).toMatchObject({ status: 'Active' });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).payments.length).toBe(0);
  });
});

describe('while it is being voided', () => {
  const ONE = { match: { method: 'POST', pathContains: '/invoice' } };
  const BATCH = { match: { method: 'POST', pathContains: '/batch' } };

  test.each([
    { way: 'alone', many: 1, on: ONE },
    { way: 'in a batch', many: 7, on: BATCH },
  ])('the answer is lost ($way): it is seen to be voided, and not sent again', async ({ many, on }) => {
    const sandbox = await withdrawn(many);
    sandbox.control('faults', { kind: 'lose-answer', ...on });
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox, before).length).toBe(1);
    expect(
      booked(sandbox).invoices.every(({ TotalAmt, SyncToken }) => TotalAmt === 0 && SyncToken === '1'),
    ).toBe(true);
    expect([...(await standings(space)).values()].map(({ status }) => status)).toEqual(
      Array.from({ length: many }, () => 'Active'),
    );
  });

  test.each([
    { way: 'alone', many: 1, on: ONE },
    { way: 'in a batch', many: 7, on: BATCH },
  ])('it never arrives ($way): the same request is sent again', async ({ many, on }) => {
    const sandbox = await withdrawn(many);
    sandbox.control('faults', { kind: 'status', status: 503, ...on });
    const before = sandbox.requests.length;
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    const ids = writesTo(sandbox, before).map(({ query }) => new URLSearchParams(query).get('requestid'));
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    expect(booked(sandbox).invoices.every(({ TotalAmt }) => TotalAmt === 0)).toBe(true);
  });

  describe('somebody is at work in QuickBooks, while the plan is on the screen', () => {
    const confirmed = async (sandbox: RunningSandbox, first: () => void) => {
      const screen = new ScriptedTerminal({ when: /Write 1 invoice/, keys: KEYS.yes, first });
      const before = sandbox.requests.length;
      const ran = await space.qbsync(['sync-invoice', '--all'], { world: { streams: screen.streams } });
      expect(screen.left).toEqual([]);
      return { ...ran, sent: voids(sandbox, before).length };
    };

    test('and edits it: QuickBooks refuses the void (5010), and the next plan looks anew', async () => {
      const sandbox = await withdrawn();
      const id = invoiceId(sandbox, 'INV-1');
      const body = { TxnDate: '2026-03-05' };
      const edit = () =>
        sandbox.control('company', { person: { operation: 'edit', entity: 'Invoice', id, body } });
      expect(await confirmed(sandbox, edit)).toMatchObject({ exit: 3, sent: 1 });
      expect(await record()).toMatchObject({ status: 'Error', code: 'QBO_5010' });
      expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
      expect(await record()).toMatchObject({ status: 'Error', code: 'CANCELLED_IN_SOURCE' });
      expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 100 }]);
    });

    test('and books a payment on it, of which its version says nothing: it is not sent', async () => {
      const sandbox = await withdrawn();
      sandbox.control('company', { readings: { paymentTouchesInvoice: false } });
      const pay = () =>
        sandbox.control('company', { person: { operation: 'pay', id: invoiceId(sandbox, 'INV-1') } });
      expect(await confirmed(sandbox, pay)).toMatchObject({ exit: 3, sent: 0 });
      expect(booked(sandbox).payments).toMatchObject([{ UnappliedAmt: 0 }]);
      expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 3 });
      expect(await record()).toMatchObject({ status: 'Error', code: 'CANCELLED_IN_SOURCE' });
    });
  });

  test('the run ends without an answer: it is Pending, and the next run settles it', async () => {
    const sandbox = await withdrawn();
    sandbox.control('faults', { kind: 'status', status: 503, times: 30, ...ONE });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 7 });
    expect(await record()).toMatchObject({ status: 'Pending' });
    sandbox.control('faults', { clear: true });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 0, SyncToken: '1' }]);
    expect(await record()).toMatchObject({ status: 'Active' });
  });
});
