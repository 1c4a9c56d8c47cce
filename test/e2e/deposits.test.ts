import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, problemOf, standings, take, writesTo } from '../support/company.ts';
import { walk } from '../support/configuring.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { KEYS, ScriptedTerminal, type Act } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

// A deposit that is invoiced before the work begins: income like any other milestone, or owed until the work is done.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const DEPOSIT = { line_type: 'Deposit', description: 'Deposit' };
const MIXED = invoicesCsv(
  { ...DEPOSIT, invoice_number: 'INV-1' },
  { invoice_number: 'INV-1', line_type: 'progress', amount: '250.00' },
);
const configure = (...set: string[]) => ['configure', '--set', ...set];
const PUSH = ['sync-invoice', '--all', '--yes'];

const account = z.object({ Name: z.string(), CurrentBalance: z.number().optional() });
const invoices = z.array(
  z.object({
    Line: z.array(
      z.object({ SalesItemLineDetail: z.object({ ItemRef: z.object({ name: z.string() }) }).optional() }),
    ),
  }),
);
const itemsOf = (sandbox: RunningSandbox) =>
  invoices
    .parse(sandbox.books().Invoice)
    .flatMap(({ Line }) =>
      Line.flatMap(({ SalesItemLineDetail }) => SalesItemLineDetail?.ItemRef.name ?? []),
    );
const owed = (sandbox: RunningSandbox) =>
  z
    .array(account)
    .parse(sandbox.books().Account)
    .find(({ Name }) => Name === 'Customer Deposits')?.CurrentBalance;

/** A bookkeeper makes the item by hand, as Intuit's help says. */
const makeItem = (sandbox: RunningSandbox) =>
  sandbox.control('company', {
    person: {
      operation: 'create',
      entity: 'Item',
      body: { Name: 'Retainer', Type: 'Service', IncomeAccountRef: { value: '15' } },
    },
  });

describe('as other invoices', () => {
  test('is what happens unasked: a deposit is a milestone, and its payment pays the invoice', async () => {
    const sandbox = await company(space, { invoices: MIXED, payments: paymentsCsv({ amount: '350.00' }) });
    await space.qbsync(PUSH);
    await space.qbsync(['sync-payment', '--all', '--yes']);
    expect(itemsOf(sandbox)).toEqual(['Services', 'Services']);
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 350, Balance: 0 }]);
    expect(owed(sandbox)).toBe(0);
  });

  test('an item on an account for milestones stays the one of milestones', async () => {
    const sandbox = await company(space, { invoices: MIXED });
    await space.qbsync(configure('line=account:Services'));
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(itemsOf(sandbox)).toEqual(['OpenSolar milestone', 'OpenSolar milestone']);
  });

  test('a milestone that the export calls a deposit from now on is no change of what is booked', async () => {
    const plain = { invoice_number: 'INV-1', line_type: 'milestone', description: 'Deposit' };
    const sandbox = await company(space, { invoices: invoicesCsv(plain) });
    await space.qbsync(PUSH);
    const before = writesTo(sandbox).length;
    await take(space, { invoices: invoicesCsv({ ...plain, line_type: 'deposit' }) });
    const again = await space.qbsync(PUSH);
    expect(again.stdout).toContain('1 up to date');
    expect(writesTo(sandbox)).toHaveLength(before);
  });
});

describe('as owed', () => {
  test('an item that is there on a liability account takes deposits, and only those', async () => {
    const sandbox = await company(space, { invoices: MIXED });
    makeItem(sandbox);
    expect(await space.qbsync(configure('line.deposit=Retainer', 'deposits=liability'))).toMatchObject({
      exit: 0,
    });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(itemsOf(sandbox)).toEqual(['Retainer', 'Services']);
    expect(owed(sandbox)).toBe(100);
  });

  test('an account: the item on it is planned, shown, and made once', async () => {
    const sandbox = await company(space, { invoices: MIXED });
    sandbox.control('company', { readings: { itemOnLiability: 'take' } });
    await space.qbsync(configure('deposits=liability', 'line.deposit=account:Customer Deposits'));
    const plan = await space.qbsync(['sync-invoice', '--all', '--dry-run']);
    expect(plan.stdout).toContain('create item "OpenSolar deposit"');
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(itemsOf(sandbox)).toEqual(['OpenSolar deposit', 'Services']);
    expect(owed(sandbox)).toBe(100);
  });

  test('where QuickBooks does not let an app make that item, its invoices say so, and the others go', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv(DEPOSIT, {}) });
    await space.qbsync(configure('deposits=liability', 'line.deposit=account:Customer Deposits'));
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 3 });
    expect(booked(sandbox).invoices.map(({ DocNumber }) => DocNumber)).toEqual(['INV-2']);
    const left = (await standings(space)).get('INV-1');
    expect(left?.reason).toContain('The item "OpenSolar deposit" could not be created');
    expect(left?.fix).toContain('Make it in QuickBooks by hand');
  });

  test('without an item nothing with a deposit is pushed, and configure says what is missing', async () => {
    const sandbox = await company(space, { invoices: MIXED });
    const ran = await space.qbsync(configure('deposits=liability'));
    expect(ran.stderr).toContain('no item for them is chosen');
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 3 });
    expect(writesTo(sandbox)).toEqual([]);
    expect((await standings(space)).get('INV-1')).toMatchObject({ code: 'LINE_TYPE_UNMAPPED' });
  });

  test.each([
    {
      set: ['deposits=liability', 'line.deposit=Services'],
      says: 'of type Income, not Other Current Liability',
    },
    { set: ['deposits=liability', 'line.deposit=account:Checking'], says: 'of type Bank' },
    { set: ['line.deposit=account:Customer Deposits'], says: 'of type Other Current Liability, not Income' },
    { set: ['line=account:Customer Deposits'], says: 'of type Other Current Liability, not Income' },
    { set: ['deposits=somehow'], says: '"somehow"' },
  ])('$set is refused', async ({ set, says }) => {
    await company(space);
    const problem = await problemOf(space, configure(...set));
    expect(problem).toMatchObject({ code: 'USAGE', exit: 2 });
    expect(problem.reason).toContain(says);
  });

  test('at a terminal both ways are explained, and the item on the liability account is proposed', async () => {
    const sandbox = await company(space, { invoices: MIXED });
    makeItem(sandbox);
    const acts: Act[] = [
      { when: /What shall be done/, keys: KEYS.down.repeat(3) + KEYS.enter },
      { when: /Deposits that are invoiced/, keys: KEYS.down + KEYS.enter },
      { when: /Item for deposits/, keys: KEYS.enter },
      { when: /What shall be done/, keys: KEYS.enter },
    ];
    const screen = new ScriptedTerminal(...acts);
    expect(await space.qbsync(['configure'], { world: { streams: screen.streams } })).toMatchObject({
      exit: 0,
    });
    expect(screen.screen).toContain('is income on the day it is invoiced');
    expect(screen.screen).toContain('where it stays until your accountant moves it to income');
    expect(screen.screen).toContain(
      'Retainer (Customer Deposits, Other Current Liability): the only item on a liability',
    );
    await space.qbsync(PUSH);
    expect(itemsOf(sandbox)).toEqual(['Retainer', 'Services']);
  });

  test('a company without a liability account is told where to add one, and deposits stay as they were', async () => {
    const sandbox = await space.sandbox({ seed: 'empty' });
    await space.connect(sandbox);
    await take(space, { invoices: MIXED });
    const acts = walk({ deposits: KEYS.down + KEYS.enter, milestone: KEYS.down + KEYS.enter });
    const screen = new ScriptedTerminal(...acts);
    await space.qbsync(['configure'], { world: { streams: screen.streams } });
    expect(screen.screen).toContain('There is no liability account for deposits. Add one in QuickBooks');
    expect((await space.json(['configure', '--show'])).body).toMatchObject({ set: { deposits: 'invoice' } });
  });
});
