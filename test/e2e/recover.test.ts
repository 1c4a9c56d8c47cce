import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { booked, company, invoiceId, beginNewLedger, standings, take } from '../support/company.ts';
import { invoicesCsv, paymentsCsv, seeded } from '../support/exports.ts';
import {
  lost,
  paymentId,
  person,
  recovered,
  RECOVER,
  SYNC,
  synced,
  syncsNothing,
} from '../support/recovering.ts';
import { csvOf, expectOnce, randomExport } from '../support/rounds.ts';
import { Workspace } from '../support/workspace.ts';

// The ledger is lost: what stands in the books says which record is which.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

describe('a lost ledger', () => {
  test('is rebuilt from the books and the export: everything is Active and nothing is written', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    const { exit, kept, codes, invoice, payment, customer } = await recovered(space, sandbox);
    expect({ exit, kept, codes }).toEqual({ exit: 0, kept: true, codes: [] });
    expect(invoice).toMatchObject({ in_quickbooks: 12, agree: 12, not_in_quickbooks: 0, to_keep: 12 });
    expect(payment).toMatchObject({ in_quickbooks: 11, agree: 11, not_in_quickbooks: 0, to_keep: 11 });
    expect(customer).toMatchObject({ in_quickbooks: 3, agree: 3, to_keep: 3 });
    await expectOnce(space, sandbox, given);
    await syncsNothing(space, sandbox, 0);
    await expectOnce(space, sandbox, given);
  });

  test('reads the whole books once, in seven questions', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    const before = sandbox.requests.length;
    await recovered(space, sandbox);
    expect(sandbox.requests.slice(before).map(({ path }) => path.split('/').at(-1))).toEqual([
      'preferences',
      ...Array.from({ length: 6 }, () => 'query'),
    ]);
  });

  test('goes on as before: a new invoice of a known customer, a change, a payment', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    await recovered(space, sandbox);
    const [first, ...others] = given.invoices;
    const more = {
      invoices: [
        { ...first, amount: '12000.00' },
        ...others,
        { ...first, invoice_number: 'INV-13', amount: '55.00' },
      ],
      payments: [...given.payments, { payment_id: 'pay_99', invoice_number: 'INV-13', amount: '55.00' }],
    };
    await take(space, csvOf(more));
    expect(await space.qbsync(SYNC)).toMatchObject({ exit: 0 });
    await expectOnce(space, sandbox, more);
  });

  test('on a new computer needs the connection and the export, and no mapping', async () => {
    const { sandbox, given } = await synced(space);
    const elsewhere = new Workspace();
    try {
      await elsewhere.connect(sandbox);
      await take(elsewhere, csvOf(given));
      expect(await elsewhere.qbsync(RECOVER)).toMatchObject({ exit: 0 });
      expect([...(await standings(elsewhere)).values()].every(({ status }) => status === 'Active')).toBe(
        true,
      );
    } finally {
      await elsewhere.dispose();
    }
  });

  test('is bound to its company again, so that no other can take its place', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    await recovered(space, sandbox);
    const other = await space.sandbox();
    const connected = await space.connect(other);
    expect(connected).toMatchObject({ exit: 5 });
    expect(connected.stderr).toContain('COMPANY_DIFFERS');
  });

  test('where QuickBooks numbers invoices: they are found by their marks', async () => {
    const given = randomExport(seeded(32), 12);
    const sandbox = await company(space, csvOf(given));
    sandbox.control('company', { customTxnNumbers: false });
    await space.qbsync(['configure', '--set', 'numbers=quickbooks']);
    expect(await space.qbsync(SYNC)).toMatchObject({ exit: 0 });
    await lost(space, sandbox, given);
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, codes: [], invoice: { agree: 12 } });
    await syncsNothing(space, sandbox, 0);
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
  });

  test('customers who were in the books before qbsync are known again by their invoices', async () => {
    const bell = { customer_name: 'Marcus Bell', customer_id: 'c9' };
    const sandbox = await company(space);
    person(sandbox, { operation: 'create', entity: 'Customer', body: { DisplayName: 'Marcus Bell' } });
    await take(space, { invoices: invoicesCsv(bell) });
    expect(await space.qbsync(SYNC)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).ours).toEqual([]);
    await beginNewLedger(space, sandbox);
    await take(space, { invoices: invoicesCsv(bell) });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, customer: { agree: 1, to_keep: 1 } });
    const people = booked(sandbox).customers;
    const { Id: id = '' } = people.find(({ DisplayName }) => DisplayName === 'Marcus Bell') ?? {};
    person(sandbox, { operation: 'edit', entity: 'Customer', id, body: { DisplayName: 'Bell, Marcus' } });
    await take(space, { invoices: invoicesCsv(bell, bell) });
    expect(await space.qbsync(SYNC)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).customers.length).toBe(people.length);
    expect(booked(sandbox).invoices.map(({ CustomerRef }) => CustomerRef.value)).toEqual([id, id]);
  });
});

describe('what people did in QuickBooks meanwhile', () => {
  test('is told with both figures, linked, and left alone', async () => {
    const { sandbox, given } = await synced(space);
    const id = (number: string) => invoiceId(sandbox, number);
    person(sandbox, {
      operation: 'edit',
      entity: 'Invoice',
      id: id('INV-3'),
      body: { TxnDate: '2026-05-01' },
    });
    person(sandbox, { operation: 'edit', entity: 'Invoice', id: id('INV-4'), body: { DocNumber: 'X-4' } });
    person(sandbox, { operation: 'void', entity: 'Invoice', id: id('INV-5') });
    person(sandbox, { operation: 'delete', entity: 'Payment', id: paymentId(sandbox, 'pay_6') });
    await lost(space, sandbox, given);
    const { exit, codes, findings, invoice, payment } = await recovered(space, sandbox);
    expect(exit).toBe(3);
    expect(codes.sort()).toEqual([
      'INV-3 DIFFERS_IN_BOOKS',
      'INV-4 DIFFERS_IN_BOOKS',
      'INV-5 VOIDED_IN_BOOKS',
      'pay_5 DIFFERS_IN_BOOKS',
    ]);
    const reasons = new Map(findings.map(({ record, reason }) => [record, reason]));
    expect(reasons.get('INV-3')).toContain('of 2026-05-01');
    expect(reasons.get('INV-4')).toContain('as X-4');
    expect(reasons.get('pay_5')).toContain('It applies 0.00 to INV-5');
    expect(invoice).toMatchObject({ agree: 9, differ: 2, voided: 1, not_in_quickbooks: 0 });
    expect(payment).toMatchObject({ agree: 9, differ: 1, not_in_quickbooks: 1 });
    const now = await standings(space);
    for (const name of ['INV-3', 'INV-4', 'INV-5', 'pay_5']) {
      expect([name, now.get(name)?.status, now.get(name)?.qbo_id]).toEqual([
        name,
        'Error',
        expect.any(String),
      ]);
    }
    expect(now.get('pay_6')).toMatchObject({ status: 'Not synced', code: 'NOT_SENT' });
  });

  test('stays told by the next sync, and is right once it is corrected there', async () => {
    const { sandbox, given } = await synced(space);
    const id = invoiceId(sandbox, 'INV-4');
    person(sandbox, { operation: 'edit', entity: 'Invoice', id, body: { DocNumber: 'X-4' } });
    await lost(space, sandbox, given);
    await recovered(space, sandbox);
    await syncsNothing(space, sandbox, 3);
    expect((await standings(space)).get('INV-4')).toMatchObject({ code: 'DIFFERS_IN_BOOKS' });
    person(sandbox, { operation: 'edit', entity: 'Invoice', id, body: { DocNumber: 'INV-4' } });
    await syncsNothing(space, sandbox, 0);
    await expectOnce(space, sandbox, given);
  });

  test('is never overwritten: also not when the source changes after that', async () => {
    const { sandbox, given } = await synced(space);
    const id = invoiceId(sandbox, 'INV-3');
    person(sandbox, { operation: 'edit', entity: 'Invoice', id, body: { TxnDate: '2026-05-01' } });
    await lost(space, sandbox, given);
    await recovered(space, sandbox);
    const invoices = given.invoices.map((one) =>
      one.invoice_number === 'INV-3' ? { ...one, amount: '9.00' } : one,
    );
    await take(space, csvOf({ ...given, invoices }));
    await syncsNothing(space, sandbox, 3);
    expect((await standings(space)).get('INV-3')).toMatchObject({ code: 'DIFFERS_IN_BOOKS' });
  });
});

describe('a record that is in no file', () => {
  test('is listed with its id, and linked once its export is there', async () => {
    const { sandbox, given } = await synced(space);
    await beginNewLedger(space, sandbox);
    await take(space, { invoices: invoicesCsv(...given.invoices.slice(1)) });
    const first = await recovered(space, sandbox);
    expect(first.exit).toBe(3);
    expect(first.codes).toContain('INV-1 NOT_IMPORTED');
    expect(first.findings.filter(({ kind }) => kind === 'payment')).toHaveLength(11);
    expect(first.findings.find(({ record }) => record === 'INV-1')).toMatchObject({
      qbo_id: invoiceId(sandbox, 'INV-1'),
    });
    await take(space, csvOf(given));
    expect(await recovered(space, sandbox)).toMatchObject({
      exit: 0,
      codes: [],
      invoice: { agree: 12, to_keep: 1 },
    });
    await expectOnce(space, sandbox, given);
  });

  test('shows at most a hundred to people, and says how many more there are', async () => {
    const { sandbox } = await synced(space, randomExport(seeded(34), 60));
    await beginNewLedger(space, sandbox);
    const ran = await space.qbsync(['recover', '--dry-run']);
    expect(ran.exit).toBe(3);
    expect(ran.stdout).toContain('122 findings for a person to look at:');
    expect(ran.stdout).toContain('… and 22 more (--json lists them all)');
    expect((await recovered(space, sandbox, ['recover', '--dry-run'])).findings).toHaveLength(122);
  });
});

test('a payment of money that is not applied is known again', async () => {
  const payments = paymentsCsv(
    { amount: '100.00', invoice_number: 'INV-1' },
    { invoice_number: 'INV-1', amount: '25.00' },
  );
  const sandbox = await company(space, { invoices: invoicesCsv({ amount: '200.00' }), payments });
  expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
  expect(await space.qbsync(['sync-payment', '--all', '--yes'])).toMatchObject({ exit: 0 });
  await beginNewLedger(space, sandbox);
  await take(space, { invoices: invoicesCsv({ amount: '200.00' }), payments });
  expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, payment: { agree: 2 } });
});
