import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { CHECKS } from '../../src/doctor/checks.ts';
import { company, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace, type RunOptions } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const DAY_MS = 86_400_000;

const found = z.object({
  healthy: z.boolean(),
  checks: z.array(
    z.object({
      check: z.string(),
      level: z.enum(['pass', 'warn', 'fail', 'skip']),
      means: z.string(),
      fix: z.string().nullable(),
    }),
  ),
});

/** What `doctor` finds that is not well; every such line has a fix. */
async function examine(options: RunOptions = { world: later(0) }) {
  const ran = await space.json(['doctor'], options);
  const { healthy, checks } = found.parse(ran.body);
  const ill = checks.filter(({ level }) => level === 'warn' || level === 'fail');
  for (const { fix } of ill) expect(fix).toBeTruthy();
  expect(healthy).toBe(!ill.some(({ level }) => level === 'fail'));
  return { exit: ran.exit, checks, ill };
}

/** A world so many days later, in which sleeping takes one turn of the event loop. */
const later = (days: number) => {
  const now = () => new Date(Date.now() + days * DAY_MS);
  return { clock: { now, sleep: async () => nextTurn() } };
};

describe('exit 0', () => {
  test('all is well: said line by line, and nothing is written anywhere', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}), payments: paymentsCsv({}) });
    const { exit, checks, ill } = await examine();
    expect({ exit, ill }).toEqual({ exit: 0, ill: [] });
    expect([...new Set(checks.map(({ check }) => check))]).toEqual(CHECKS.map(({ code }) => code));
    expect(writesTo(sandbox)).toEqual([]);
    const { stdout } = await space.qbsync(['doctor']);
    expect(stdout).toContain(sandbox.companyName);
    expect(stdout).toMatch(/\d+ passed, 0 to look at, 0 to mend/);
  });

  test('an access token that ran out is renewed on the way', async () => {
    const sandbox = await company(space);
    sandbox.control('clock', { advanceSeconds: 7_200 });
    const before = sandbox.requests.length;
    expect(await examine({ world: later(2 / 24) })).toMatchObject({ exit: 0 });
    const renewals = sandbox.requests.slice(before).filter(({ path }) => path.endsWith('/tokens/bearer'));
    expect(renewals.length).toBe(1);
  });

  const edited = (member: string, days: number) => {
    const path = join(space.home, 'companies', 'main', 'connection.json');
    const connection = z
      .looseObject({ tokens: z.looseObject({}) })
      .parse(JSON.parse(readFileSync(path, 'utf8')));
    const until = new Date(Date.now() + days * DAY_MS).toISOString();
    writeFileSync(path, JSON.stringify({ ...connection, tokens: { ...connection.tokens, [member]: until } }));
    return until.slice(0, 10);
  };

  test.each([
    { what: 'the sign-in that nobody used for long', member: 'refreshExpiresAt', days: 10 },
    { what: 'the five years that Intuit gives', member: 'hardExpiresAt', days: 30 },
  ])('$what: a warning before the end, with the day; a failure after it', async ({ member, days }) => {
    await company(space);
    const day = edited(member, days);
    const warned = await examine();
    expect(warned).toMatchObject({ exit: 0, ill: [{ check: 'tokens', level: 'warn' }] });
    expect(warned.ill[0]?.means).toContain(day);
    expect(warned.ill[0]?.fix).toContain('qbsync connect');
    edited(member, -1);
    expect(await examine()).toMatchObject({ exit: 4, ill: [{ check: 'tokens', level: 'fail' }] });
  });
});

describe('exit 4: connect again', () => {
  test('never connected', async () => {
    const { exit, ill } = await examine();
    expect(exit).toBe(4);
    expect(ill[0]).toMatchObject({ check: 'connection', level: 'fail', fix: 'Run: qbsync connect' });
  });

  test('101 days unused: refused by Intuit, and status says Disconnected from then on', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    sandbox.control('clock', { advanceSeconds: 101 * 86_400 });
    const { exit, ill } = await examine({ world: later(101) });
    expect(exit).toBe(4);
    expect(ill.find(({ check }) => check === 'connection')?.fix).toBe('Run: qbsync connect');
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    expect(await space.qbsync(['doctor'])).toMatchObject({ exit: 4 });
  });

  test('ended in QuickBooks', async () => {
    const sandbox = await company(space);
    sandbox.control('company', { revokeTokens: true });
    expect(await examine()).toMatchObject({ exit: 4 });
  });
});

describe('a service that is not there', () => {
  test('is not taken for a lost sign-in: the fix is to wait, exit 7', async () => {
    const sandbox = await company(space);
    sandbox.control('faults', { kind: 'status', status: 503, body: 'html', times: 100 });
    const { exit, ill } = await examine();
    expect(ill.find(({ check }) => check === 'connection')?.fix).toContain('Wait');
    expect(exit).toBe(7);
    sandbox.control('faults', { clear: true });
    expect(await examine()).toMatchObject({ exit: 0 });
  });
});

describe('exit 5: settings', () => {
  test('nothing is mapped yet: 0% and the items are named', async () => {
    await space.connect(await space.sandbox());
    const { exit, ill } = await examine();
    expect(exit).toBe(5);
    expect(ill.map(({ check }) => check)).toEqual(['taxes', 'mapping']);
    expect(ill[0]?.means).toContain('0%');
    for (const { fix } of ill) expect(fix).toContain('qbsync configure');
  });

  test('a rate that came with a later import', async () => {
    await company(space);
    await take(space, { invoices: invoicesCsv({ tax_rate: '8' }) });
    const { exit, ill } = await examine();
    expect(exit).toBe(5);
    expect(ill).toMatchObject([{ check: 'taxes', level: 'fail' }]);
    expect(ill[0]?.means).toContain('8%');
    expect(ill[0]?.fix).toContain('tax.8=');
  });

  test.each([
    { what: 'the item', entity: 'Item', id: '1', check: 'mapping', exit: 5, says: '"Services"' },
    { what: 'the income account of the item', entity: 'Account', id: '6', check: 'mapping', exit: 5, says: '"Services"' },
    { what: 'the account for payments', entity: 'Account', id: '9', check: 'mapping', exit: 5, says: '"Checking"' },
    { what: 'a payment method', entity: 'PaymentMethod', id: '5', check: 'mapping', exit: 0, says: '"Credit Card"' },
  ])('$what made inactive in QuickBooks: named, with the menu', async ({ entity, id, check, exit, says }) => {
    const sandbox = await company(space, { payments: paymentsCsv({ method: 'card' }) });
    await space.qbsync(['configure', '--set', 'deposit=Checking']);
    sandbox.control('company', { person: { operation: 'edit', entity, id, body: { Active: false } } });
    const examined = await examine();
    expect(examined.exit).toBe(exit);
    const lines = examined.ill.filter((one) => one.check === check);
    expect(lines.map(({ means }) => means).join(' ')).toContain(says);
    expect(lines[0]?.fix).toContain('qbsync configure');
  }); // prettier-ignore

  test.each([
    { what: 'a code that is not there', id: '77', name: 'Gone', says: 'inactive or gone' },
    { what: 'a code of another rate', id: '3', name: 'Tucson', says: '9.1%' },
  ])('$what behind a rate', async ({ id, name, says }) => {
    await company(space, { invoices: invoicesCsv({ tax_rate: '8' }) });
    const path = join(space.home, 'companies', 'main', 'settings.json');
    const kept = z.looseObject({ taxCodes: z.looseObject({}) }).parse(JSON.parse(readFileSync(path, 'utf8')));
    const taxCodes = { ...kept.taxCodes, 8: { id, name, rates: [] } };
    writeFileSync(path, JSON.stringify({ ...kept, taxCodes }));
    const { exit, ill } = await examine();
    expect(exit).toBe(5);
    expect(ill[0]?.means).toContain(says);
    expect(ill[0]?.fix).toContain('qbsync configure');
  });

  test('sales tax switched off while records have tax', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({ tax_rate: '8' }) });
    sandbox.control('company', { preferences: { TaxPrefs: { UsingSalesTax: false } } });
    const { exit, ill } = await examine();
    expect(exit).toBe(5);
    expect(ill[0]?.fix).toContain('Set up sales tax');
  });

  test('a subscription that lapsed is said, with the menu', async () => {
    const sandbox = await company(space);
    sandbox.control('company', { subscriptionStatus: 'CANCELLED' });
    const { exit, ill } = await examine();
    expect(exit).not.toBe(0);
    expect(ill[0]?.fix).toContain('Subscriptions and billing');
  });
});

describe('exit 3: records', () => {
  test('contact details before they hurt, gone once ignored or corrected', async () => {
    const rows = [{ email: '' }, { customer_id: 'c2', customer_name: '☀️', email: 'x@example.com' }];
    await company(space, { invoices: invoicesCsv(...rows) });
    const { exit, ill } = await examine();
    expect(exit).toBe(3);
    expect(ill.map(({ means }) => means).join('\n')).toMatch(
      /INV-1.*the e-mail is missing[\s\S]*INV-2.*the name is missing/,
    );
    await space.qbsync(['ignore', 'INV-2', '--reason', 'test']);
    await take(space, { invoices: invoicesCsv({}) });
    expect(await examine()).toMatchObject({ exit: 0, ill: [] });
  });

  test('rows that could not be read, and records in Error', async () => {
    await company(space, { invoices: invoicesCsv({ amount: '-5.00' }) });
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    await space.qbsync([
      'import',
      space.file('bad.csv', invoicesCsv({ invoice_number: 'INV-9', amount: 'x' })),
    ]);
    const { exit, ill } = await examine();
    expect(exit).toBe(3);
    const text = ill.map(({ means }) => means).join('\n');
    expect(text).toContain('INV-1');
    expect(text).toMatch(/bad\.csv, line 2/);
  });

  test('a record without an answer is a warning', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const match = { method: 'POST', pathContains: '/invoice' };
    sandbox.control('faults', { kind: 'status', status: 503, times: 30, match });
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    expect(await examine()).toMatchObject({ exit: 0, ill: [{ check: 'records', level: 'warn' }] });
  });
});
