import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { problemOf, take, writesTo, type Start } from '../support/company.ts';
import { walk } from '../support/configuring.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { KEYS, ScriptedTerminal, type Act } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

// qbsync configure at a terminal.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const file = () => join(space.home, 'companies', 'main', 'settings.json');
const stored = () => (existsSync(file()) ? readFileSync(file(), 'utf8') : undefined);
const saved = async () => (await space.json(['configure', '--show'])).body;

async function connected({ invoices = invoicesCsv({}), payments, ...options }: Start = {}) {
  const sandbox = await space.sandbox(options);
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
  await take(space, { invoices, ...(payments ? { payments } : {}) });
  return sandbox;
}

async function atTerminal(...acts: Act[]) {
  const terminal = new ScriptedTerminal(...acts);
  const ran = await space.qbsync(['configure'], { world: { streams: terminal.streams } });
  expect(terminal.left.map(({ when }) => String(when))).toEqual([]);
  return { ...ran, screen: terminal.screen };
}

const retire = (sandbox: RunningSandbox, entity: string, id: string) =>
  sandbox.control('company', { person: { operation: 'edit', entity, id, body: { Active: false } } });

const { down, enter, yes, no } = KEYS;
const LAST = KEYS.up + enter;
const next = (keys: string): Act => ({ when: /What shall be done/, keys });

describe('the first time', () => {
  test('each topic has its screen, what is proposed is said with its reason, and Enter alone saves just that', async () => {
    const sandbox = await connected({ country: 'AU' });
    const { exit, screen } = await atTerminal(...walk());
    expect(exit).toBe(0);
    const topics = [
      'Sales tax',
      'Items for invoice lines',
      'Deposits',
      'Payments',
      'Invoice numbers',
      'Start date',
    ];
    topics.forEach((topic, at) => expect(screen).toContain(`${at + 1} of 6 · ${topic}`));
    expect(screen).toContain(
      'The company has: GST (10%), GST free (0%, zero-rated), Out of Scope (0%, exempt or outside',
    );
    expect(screen).toContain('GST free (0%, zero-rated): the only zero-rated sales tax code');
    expect(screen).toContain('Discount (Discounts given, Income): the only item on an account for discounts');
    expect(screen).toContain('Ask your accountant');
    expect(screen).toMatch(/Summary[\s\S]*tax 0% +GST free[\s\S]*line discount +Discount/);
    expect(await saved()).toMatchObject({
      set: {
        'tax.0': 'GST free',
        'line.milestone': 'Services',
        'line.discount': 'Discount',
        deposits: 'invoice',
      },
    });
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('what is chosen otherwise, or changed from the summary, is what is saved', async () => {
    await connected();
    await atTerminal(
      ...walk({ start: down + enter, next: down.repeat(5) + enter }).flatMap((act): Act[] =>
        act.when.test('First day') ? [act, { when: /Day \(YYYY/, keys: '2026-01-01\r' }] : [act],
      ),
      { when: /Numbers of invoices/, keys: down + enter },
      next(enter),
    );
    expect(await saved()).toMatchObject({ settings: { numbers: 'quickbooks', start_date: '2026-01-01' } });
  });

  test('a day that is none is asked for again', async () => {
    await connected();
    const acts = walk({ start: down + enter });
    const { screen } = await atTerminal(
      ...acts.slice(0, -1),
      { when: /Day \(YYYY/, keys: '01/02/2026\r' },
      { when: /year-month-day/, keys: '\u007f'.repeat(10) + '2026-02-01\r' },
      next(enter),
    );
    expect(screen).toContain('2026-02-01');
  });

  test.each([
    { how: 'leaving', keys: LAST, exit: 6, says: 'You left without saving' },
    { how: 'Ctrl-C', keys: '\u0003', exit: 130, says: 'nothing was saved' },
  ])('$how at the summary saves nothing, and says so', async ({ keys, exit, says }) => {
    await connected();
    const { exit: ended, stderr, screen } = await atTerminal(...walk({ next: keys }));
    expect(ended).toBe(exit);
    expect(stderr + screen).toContain(says);
    expect(stored()).toBeUndefined();
  });

  test('what the company lacks is made after it was shown, with the company; a no goes back and makes nothing', async () => {
    const payments = paymentsCsv({ method: 'Zelle' });
    const sandbox = await connected({ payments });
    const acts = walk({ next: enter }).flatMap((act): Act[] =>
      act.when.test('Account that payments')
        ? [act, { when: /Payment method for "zelle"/, keys: LAST }]
        : [act],
    );
    const { exit, screen } = await atTerminal(
      ...acts,
      { when: /Make this in QuickBooks, in Golden State Solar Works/, keys: no },
      next(enter),
      { when: /Make this in QuickBooks/, keys: yes, first: () => expect(writesTo(sandbox)).toEqual([]) },
    );
    expect(exit).toBe(0);
    expect(screen).toContain('create a payment method "Zelle"');
    expect(writesTo(sandbox).map(({ path }) => path.split('/').at(-1))).toEqual(['paymentmethod']);
    expect(await saved()).toMatchObject({ set: { 'method.zelle': 'Zelle' } });
  });
});

test('what somebody made meanwhile is taken, and not made again', async () => {
  const sandbox = await connected({ payments: paymentsCsv({ method: 'Zelle' }) });
  const body = { Name: 'ZELLE' };
  const first = () =>
    sandbox.control('company', { person: { operation: 'create', entity: 'PaymentMethod', body } });
  const acts = walk().flatMap((act): Act[] =>
    act.when.test('Account that payments') ? [act, { when: /method for "zelle"/, keys: LAST }] : [act],
  );
  await atTerminal(...acts, { when: /Make this in QuickBooks/, keys: yes, first });
  expect(writesTo(sandbox)).toEqual([]);
  expect(await saved()).toMatchObject({ set: { 'method.zelle': 'ZELLE' } });
});

describe('later', () => {
  test('the summary comes at once', async () => {
    await connected();
    await atTerminal(...walk());
    const { screen } = await atTerminal(next(enter));
    expect(screen).not.toContain('1 of 6');
    expect(screen).toMatch(/Summary[\s\S]*line milestone +Services/);
  });

  test('what does not hold any more is named, and only its topic is asked again', async () => {
    const sandbox = await connected();
    await space.qbsync(['configure', '--accept-defaults', '--set', 'line=Hours', 'deposit=Savings']);
    retire(sandbox, 'Item', '2');
    retire(sandbox, 'Account', '10');
    const lines = walk().slice(1, 7);
    const { screen } = await atTerminal(
      ...lines,
      { when: /Account that payments/, keys: enter },
      next(enter),
    );
    expect(screen.match(/✖ The item "Hours"/g)).toHaveLength(1);
    expect(screen).toContain('✖ The item "Hours" for all lines is inactive or gone');
    expect(screen).toContain('✖ The account "Savings" that payments are put into is inactive or gone');
    expect(screen).not.toContain('1 of 6');
    expect(await saved()).toMatchObject({
      settings: { deposit_account: null },
      set: { 'line.milestone': 'Services' },
    });
  });

  test('in a script what does not hold is never replaced unasked', async () => {
    const sandbox = await connected({ country: 'GB' });
    await space.qbsync(['configure', '--accept-defaults', '--set', 'tax.0=Exempt']);
    sandbox.control('company', { person: { operation: 'taxCode', id: '5', active: false } });
    const before = stored();
    const problem = await problemOf(space, ['configure', '--accept-defaults']);
    expect(problem).toMatchObject({ code: 'NO_SAFE_DEFAULT', exit: 5 });
    expect(problem.reason).toContain('tax.0: The sales tax code "Exempt" for 0% is inactive or gone');
    expect(stored()).toBe(before);
    expect(await space.qbsync(['configure', '--accept-defaults', '--set', 'tax.0=0.0% Z'])).toMatchObject({
      exit: 0,
    });
  });
});
