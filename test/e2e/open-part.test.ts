import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, invoiceId, standings, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv, type PaymentRow } from '../support/exports.ts';
import { KEYS, ScriptedTerminal } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

// Payments and what is open in QuickBooks: in part, several, over several, more than that.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const PAYMENTS = ['sync-payment', '--all', '--yes'];
const record = async (name: string) => (await standings(space)).get(name);

/** INV-1 and INV-2 of 300.00 in the books, and payments that are not there yet. */
async function invoiced(...payments: PaymentRow[]): Promise<RunningSandbox> {
  const rows = [{ amount: '300.00' }, { amount: '300.00' }];
  const sandbox = await company(space, {
    invoices: invoicesCsv(...rows),
    payments: paymentsCsv(...payments),
  });
  expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
  return sandbox;
}

const payByHand = (sandbox: RunningSandbox, number: string, amount: number) =>
  sandbox.control('company', { person: { operation: 'pay', id: invoiceId(sandbox, number), amount } });
const balances = (sandbox: RunningSandbox) => booked(sandbox).invoices.map(({ Balance }) => Balance);
/** Amount and part that is not applied, of what qbsync booked. */
const ours = (sandbox: RunningSandbox) =>
  booked(sandbox)
    .payments.filter(({ PrivateNote }) => PrivateNote?.includes('[qbsync:payment:'))
    .map(({ TotalAmt, UnappliedAmt }) => [TotalAmt, UnappliedAmt]);

describe('where less is open than a payment applies', () => {
  const partlyPaid = async () => {
    const sandbox = await invoiced({ amount: '300.00' });
    payByHand(sandbox, 'INV-1', 180);
    return sandbox;
  };

  test('nothing is booked unasked; the finding has both figures and the way to choose', async () => {
    const sandbox = await partlyPaid();
    const ran = await space.qbsync(PAYMENTS);
    expect(ran).toMatchObject({ exit: 3 });
    expect(ours(sandbox)).toEqual([]);
    const { status, code, reason, fix } = (await record('pay_1')) ?? {};
    expect({ status, code }).toEqual({ status: 'Error', code: 'MORE_THAN_OPEN' });
    expect(reason).toMatch(/300\.00 USD to invoice INV-1, of which 120\.00 USD is open/);
    expect(fix).toContain('qbsync sync-payment pay_1 --open-part');
  });

  test('--open-part: the open part is applied, the rest is a credit; the plan says so before', async () => {
    const sandbox = await partlyPaid();
    const ran = await space.qbsync(['sync-payment', 'pay_1', '--open-part', '--yes']);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stderr).toContain(
      '300.00 USD received, 120.00 USD open in QuickBooks: 120.00 USD is applied, 180.00 USD stays as a credit of the customer',
    );
    expect([ours(sandbox), balances(sandbox)]).toEqual([[[300, 180]], [0, 300]]);
    expect(await record('pay_1')).toMatchObject({ status: 'Active', code: null });
    const before = sandbox.requests.length;
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox, before)).toEqual([]);
  });

  test('an answer that is lost changes nothing of that', async () => {
    const sandbox = await partlyPaid();
    sandbox.control('faults', { kind: 'lose-answer', match: { method: 'POST', pathContains: '/batch' } });
    const open = ['sync-payment', 'pay_1', '--open-part', '--yes'];
    expect(await space.qbsync(open)).toMatchObject({ exit: 0 });
    expect([ours(sandbox), balances(sandbox)]).toEqual([[[300, 180]], [0, 300]]);
    expect(await record('pay_1')).toMatchObject({ status: 'Active', code: null });
  });

  test.each([
    { choice: 'the open part', keys: KEYS.up + KEYS.enter, confirms: true, booked: [[300, 180]], exit: 0 },
    { choice: 'later', keys: KEYS.enter, confirms: false, booked: [], exit: 3 },
  ])('at a terminal it is asked for: $choice', async ({ keys, confirms, booked: wanted, exit }) => {
    const sandbox = await partlyPaid();
    const screen = new ScriptedTerminal(
      { when: /pay_1: what shall be done\?/, keys },
      ...(confirms ? [{ when: /Write 1 payment/, keys: KEYS.yes }] : []),
    );
    const ran = await space.qbsync(['sync-payment', '--all'], { world: { streams: screen.streams } });
    expect([ran.exit, screen.left]).toEqual([exit, []]);
    expect(screen.screen).toContain('of which 120.00 USD is open in QuickBooks');
    expect(ours(sandbox)).toEqual(wanted);
  });

  test('over several invoices, the open part of each', async () => {
    const sandbox = await invoiced(
      { payment_id: 'pay_1', invoice_number: 'INV-1', amount: '300.00' },
      { payment_id: 'pay_1', invoice_number: 'INV-2', amount: '300.00' },
    );
    payByHand(sandbox, 'INV-1', 180);
    payByHand(sandbox, 'INV-2', 300);
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect(await space.qbsync([...PAYMENTS, '--open-part'])).toMatchObject({ exit: 0 });
    expect([ours(sandbox), balances(sandbox)]).toEqual([[[600, 480]], [0, 0]]);
  });

  test('what fits goes first, and a choice never takes it away', async () => {
    const sandbox = await invoiced(
      { payment_id: 'pay_1', invoice_number: 'INV-1', amount: '250.00' },
      { payment_id: 'pay_2', invoice_number: 'INV-1', amount: '100.00' },
    );
    payByHand(sandbox, 'INV-1', 180);
    const { body } = await space.json([...PAYMENTS, '--open-part']);
    const results = z.object({ results: z.array(z.object({ id: z.string(), state: z.string() })) });
    expect(results.parse(body).results.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'pay_1 done',
      'pay_2 done',
    ]);
    expect([ours(sandbox), balances(sandbox)]).toEqual([
      [
        [250, 230],
        [100, 0],
      ],
      [0, 300],
    ]);
  });

  test('already paid in full there: skipped, also with --open-part', async () => {
    const sandbox = await invoiced({ amount: '300.00' });
    payByHand(sandbox, 'INV-1', 300);
    expect(await space.qbsync([...PAYMENTS, '--open-part'])).toMatchObject({ exit: 0 });
    expect(ours(sandbox)).toEqual([]);
    expect(await record('pay_1')).toMatchObject({ status: 'Not synced', code: 'ALREADY_PAID' });
  });

  test('the option is for payments', async () => {
    expect(await space.qbsync(['sync-invoice', '--all', '--open-part'])).toMatchObject({ exit: 2 });
    expect(await space.qbsync(['sync', '--open-part'])).toMatchObject({ exit: 2 });
  });
});

describe('where all of it is open', () => {
  test.each<{ what: string; rows: PaymentRow[]; payments: number[][]; left: number[] }>([
    { what: 'a part', rows: [{ amount: '40.00' }], payments: [[40, 0]], left: [260, 300] },
    {
      what: 'several on one invoice',
      rows: [
        { payment_id: 'pay_1', invoice_number: 'INV-1', amount: '100.00' },
        { payment_id: 'pay_2', invoice_number: 'INV-1', amount: '200.00' },
      ],
      payments: [
        [100, 0],
        [200, 0],
      ],
      left: [0, 300],
    },
    {
      what: 'one over several invoices',
      rows: [
        { payment_id: 'pay_1', invoice_number: 'INV-1', amount: '300.00' },
        { payment_id: 'pay_1', invoice_number: 'INV-2', amount: '50.50' },
      ],
      payments: [[350.5, 0]],
      left: [0, 249.5],
    },
    {
      what: 'more than it applies, the rest of which stays a credit',
      rows: [
        { payment_id: 'pay_1', invoice_number: 'INV-1', amount: '300.00' },
        { payment_id: 'pay_1', invoice_number: '', customer_id: 'cus_1', amount: '20.00' },
      ],
      payments: [[320, 20]],
      left: [0, 300],
    },
  ])('$what', async ({ rows, payments, left }) => {
    const sandbox = await invoiced(...rows);
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
    expect([ours(sandbox), balances(sandbox)]).toEqual([payments, left]);
  });

  test('but its invoice is not in QuickBooks: refused until it is', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}), payments: paymentsCsv({}) });
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 3 });
    expect(await record('pay_1')).toMatchObject({ status: 'Error', code: 'INVOICE_NOT_IN_BOOKS' });
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
    expect(ours(sandbox)).toEqual([[100, 0]]);
  });
});
