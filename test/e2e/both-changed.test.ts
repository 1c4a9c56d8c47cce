import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, invoiceId, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv, type InvoiceRow } from '../support/exports.ts';
import { KEYS, ScriptedTerminal, type Act } from '../support/scripted-terminal.ts';
import { Workspace } from '../support/workspace.ts';

// An invoice that was changed in OpenSolar: what an update replaces, and whose version stands where a person changed it
// in QuickBooks too.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const INVOICES = ['sync-invoice', '--all', '--yes'];
const record = async (name = 'INV-1') => (await standings(space)).get(name);

async function changed(before: InvoiceRow[], after: InvoiceRow[]): Promise<RunningSandbox> {
  const sandbox = await company(space, { invoices: invoicesCsv(...before) });
  expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  await take(space, { invoices: invoicesCsv(...after) });
  return sandbox;
}

const editDate = (sandbox: RunningSandbox, number = 'INV-1') =>
  sandbox.control('company', {
    person: {
      operation: 'edit',
      entity: 'Invoice',
      id: invoiceId(sandbox, number),
      body: { TxnDate: '2026-03-05' },
    },
  });

/** INV-1 of 100.00: to 120.00 in the source, to another day in QuickBooks. */
async function bothChanged(): Promise<RunningSandbox> {
  const sandbox = await changed([{}], [{ amount: '120.00' }]);
  editDate(sandbox);
  return sandbox;
}

const changes = z.array(
  z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
);
const plans = z.object({ plan: z.object({ records: z.array(z.object({ action: z.string(), changes })) }) });

describe('an update', () => {
  const LINES: InvoiceRow = { invoice_number: 'INV-1', due_date: '2026-04-01' };

  test('is planned field by field, in text and in JSON', async () => {
    const sandbox = await changed(
      [
        { ...LINES, description: 'Panels', quantity: '2', unit_price: '50.00' },
        { ...LINES, description: 'Permit', amount: '20.00' },
      ],
      [
        {
          ...LINES,
          due_date: '2026-04-15',
          description: 'Panels',
          amount: '150.00',
          quantity: '3',
          unit_price: '50.00',
        },
        { ...LINES, due_date: '2026-04-15', description: 'Permit', amount: '20.00' },
        { ...LINES, due_date: '2026-04-15', description: 'Meter', amount: '30.00' },
      ],
    );
    const expected = [
      { field: 'due date', from: '2026-04-01', to: '2026-04-15' },
      { field: 'total', from: '120.00', to: '200.00' },
      { field: 'line 1 quantity', from: '2 × 50.00', to: '3 × 50.00' },
      { field: 'line 1 amount', from: '100.00', to: '150.00' },
      { field: 'line 3', from: null, to: 'Meter, 30.00, Services, not taxed' },
    ];
    const planned = await space.json(['sync-invoice', '--all', '--dry-run']);
    expect(plans.parse(planned.body).plan.records).toEqual([{ action: 'update', changes: expected }]);
    const shown = await space.qbsync(['sync-invoice', '--all', '--dry-run']);
    for (const { field, from, to } of expected)
      expect(shown.stdout).toMatch(new RegExp(`^ +${field} +${from ?? '–'} → ${to}$`, 'm'));
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 200 }]);
    const again = await space.json(['sync-invoice', '--all', '--dry-run']);
    expect(plans.parse(again.body).plan.records).toEqual([{ action: 'none', changes: [] }]);
  });

  test('of many lines shows eight, and how many more there are', async () => {
    const lines = (amount: string) => Array.from({ length: 12 }, () => ({ invoice_number: 'INV-1', amount }));
    await changed(lines('10.00'), lines('11.00'));
    const shown = await space.qbsync(['sync-invoice', '--all', '--dry-run']);
    expect(shown.stdout).toContain('line 7 amount');
    expect(shown.stdout).not.toContain('line 8 amount');
    expect(shown.stdout).toContain('… and 5 more (--json shows all)');
  });

  test('shows no e-mail address in full', async () => {
    await changed(
      [{ email: 'ann.secret@example.com' }],
      [{ email: 'baker.secret@example.org', amount: '120.00' }],
    );
    const shown = await space.qbsync(['sync-invoice', '--all', '--dry-run']);
    expect(shown.stdout).toMatch(/e-mail +a…@example\.com → b…@example\.org/);
    expect(shown.stdout).not.toContain('secret');
  });
});

describe('changed in the source and in QuickBooks', () => {
  test.each([
    { how: 'with --yes', argv: INVOICES },
    { how: 'by the nightly run', argv: ['sync', '--yes'] },
    { how: 'off a terminal', argv: ['sync-invoice', '--all'] },
  ])('$how: left alone, with both figures and the way to choose', async ({ argv }) => {
    const sandbox = await bothChanged();
    const before = sandbox.requests.length;
    const ran = await space.qbsync(argv);
    expect(ran).toMatchObject({ exit: 3 });
    expect(ran.stdout).toMatch(/100\.00 of 2026-03-05.*120\.00 of 2026-03-02/);
    expect(ran.stdout).toContain('qbsync sync-invoice INV-1');
    expect(ran.stderr).toMatch(/to choose +1 invoice/);
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(await record()).toMatchObject({ status: 'Error', code: 'DIFFERS_IN_BOOKS' });
  });

  test('--prefer books: taken as it stands; the next run says nothing, and its payment goes', async () => {
    const sandbox = await bothChanged();
    const before = sandbox.requests.length;
    const ran = await space.qbsync(['sync-invoice', 'INV-1', '--prefer', 'books', '--yes']);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stderr).toContain('what QuickBooks has is kept');
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 100, TxnDate: '2026-03-05' }]);
    expect(await record()).toMatchObject({ status: 'Active' });
    const again = await space.qbsync(INVOICES);
    expect(again).toMatchObject({ exit: 0 });
    expect(again.stdout).toContain('Nothing to do');
    await take(space, { payments: paymentsCsv({ amount: '100.00' }) });
    expect(await space.qbsync(['sync-payment', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ Balance: 0 }]);
  });

  test('--prefer source: replaced, with what a person had changed shown in the plan before', async () => {
    const sandbox = await bothChanged();
    const ran = await space.qbsync(['sync-invoice', 'INV-1', '--prefer', 'source', '--yes']);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stderr).toMatch(/date +2026-03-05 → 2026-03-02/);
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 120, TxnDate: '2026-03-02' }]);
    expect(await record()).toMatchObject({ status: 'Active' });
  });

  test('--prefer in a dry run shows what would be done', async () => {
    const sandbox = await bothChanged();
    const dry = async (...more: string[]) => {
      const { body } = await space.json(['sync-invoice', '--all', '--dry-run', ...more]);
      return plans.parse(body).plan.records.map(({ action }) => action);
    };
    expect(await dry()).toEqual(['ask']);
    expect(await dry('--prefer', 'books')).toEqual(['adopt']);
    expect(await dry('--prefer', 'source')).toEqual(['update']);
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 100 }]);
  });

  test.each(['void', 'delete'] as const)('--prefer never undoes a %s', async (operation) => {
    const sandbox = await changed([{}], [{ amount: '120.00' }]);
    const id = invoiceId(sandbox, 'INV-1');
    sandbox.control('company', { person: { operation, entity: 'Invoice', id } });
    const before = sandbox.requests.length;
    for (const side of ['source', 'books'])
      expect(await space.qbsync(['sync-invoice', '--all', '--prefer', side, '--yes'])).toMatchObject({
        exit: 3,
      });
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(await record()).toMatchObject({ status: 'Error' });
  });

  test('--prefer does not make one customer’s invoice another’s', async () => {
    const sandbox = await changed(
      [{}],
      [{ customer_id: 'cus_2', customer_name: 'Zoe Ash', amount: '120.00' }],
    );
    editDate(sandbox);
    const before = sandbox.requests.length;
    await space.qbsync(['sync-invoice', '--all', '--prefer', 'source', '--yes']);
    expect(writesTo(sandbox, before).filter(({ path }) => path.endsWith('/invoice'))).toEqual([]);
    expect(await record()).toMatchObject({ status: 'Error', code: 'DIFFERS_IN_BOOKS' });
  });

  test('--prefer is not for the nightly run', async () => {
    expect(await space.qbsync(['sync', '--prefer', 'source'])).toMatchObject({ exit: 2 });
    expect(await space.qbsync(['sync-payment', '--all', '--prefer', 'source'])).toMatchObject({ exit: 2 });
  });
});

describe('at a terminal', () => {
  const LATER = KEYS.enter;
  const SOURCE = KEYS.up + KEYS.enter;
  const BOOKS = KEYS.up + KEYS.up + KEYS.enter;
  const choose = (number: string, keys: string): Act => ({
    when: new RegExp(`${number}: what shall be done\\?`),
    keys,
  });

  async function atTerminal(argv: string[], ...acts: Act[]) {
    const screen = new ScriptedTerminal(...acts);
    const ran = await space.qbsync(argv, { world: { streams: screen.streams } });
    expect(screen.left).toEqual([]);
    return { exit: ran.exit, screen: screen.screen };
  }

  test('both versions are shown and chosen from, record by record; then the plan is confirmed', async () => {
    const three = [{}, {}, {}];
    const sandbox = await changed(
      three,
      three.map(() => ({ amount: '120.00' })),
    );
    for (const number of ['INV-1', 'INV-2', 'INV-3']) editDate(sandbox, number);
    const { exit, screen } = await atTerminal(
      ['sync-invoice', '--all'],
      choose('INV-1', BOOKS),
      choose('INV-2', SOURCE),
      choose('INV-3', LATER),
      { when: /Write 1 invoice/, keys: KEYS.yes },
    );
    expect(exit).toBe(3);
    expect(screen).toMatch(/ +QuickBooks +Source\n +date +2026-03-05 +2026-03-02\n +total +100\.00 +120\.00/);
    expect(booked(sandbox).invoices.map(({ TotalAmt }) => TotalAmt)).toEqual([100, 120, 100]);
    const statuses = [...(await standings(space)).values()].map(({ status }) => status);
    expect(statuses).toEqual(['Active', 'Active', 'Error']);
  });

  test.each([
    { choice: 'the source’s', keys: SOURCE, items: 1, acts: [{ when: /Write 1 invoice/, keys: KEYS.yes }] },
    { choice: 'QuickBooks’', keys: BOOKS, items: 0, acts: [] },
  ])(
    'an item that only the source’s needs is made with $choice accordingly',
    async ({ keys, items, acts }) => {
      const deposit: InvoiceRow = { invoice_number: 'INV-1' };
      const fees: InvoiceRow = { ...deposit, line_type: 'surcharge', amount: '9.00' };
      const sandbox = await changed([deposit], [deposit, fees]);
      editDate(sandbox);
      await space.qbsync(['configure', '--set', 'line.surcharge=account:Services']);
      await atTerminal(['sync-invoice', '--all'], choose('INV-1', keys), ...acts);
      const made = (sandbox.books().Item ?? []).filter(({ Name }) => Name === 'OpenSolar surcharge');
      expect([made.length, booked(sandbox).invoices[0]?.TotalAmt]).toEqual([items, items === 1 ? 109 : 100]);
    },
  );

  test('who has seen enough leaves the rest for later', async () => {
    const three = [{}, {}, {}];
    const after = three.map(() => ({ amount: '120.00' }));
    const sandbox = await changed(three, after);
    for (const number of ['INV-1', 'INV-2', 'INV-3']) editDate(sandbox, number);
    const { exit } = await atTerminal(
      ['sync-invoice', '--all'],
      choose('INV-1', SOURCE),
      choose('INV-2', KEYS.down + KEYS.enter),
      { when: /Write 1 invoice/, keys: KEYS.yes },
    );
    expect(exit).toBe(3);
    expect(booked(sandbox).invoices.map(({ TotalAmt }) => TotalAmt)).toEqual([120, 100, 100]);
  });

  test('the plan that is confirmed after the choice is what is written; without a yes nothing is', async () => {
    const sandbox = await bothChanged();
    const before = sandbox.requests.length;
    const { exit, screen } = await atTerminal(['sync-invoice', '--all'], choose('INV-1', SOURCE), {
      when: /Write 1 invoice/,
      keys: KEYS.no,
    });
    expect(exit).toBe(6);
    expect(screen).toMatch(/update +INV-1/);
    expect(writesTo(sandbox, before)).toEqual([]);
  });

  test('with --yes nobody is asked, and nothing is chosen', async () => {
    const sandbox = await bothChanged();
    const before = sandbox.requests.length;
    const { exit } = await atTerminal(INVOICES);
    expect([exit, writesTo(sandbox, before)]).toEqual([3, []]);
  });

  test('sync asks too', async () => {
    const sandbox = await bothChanged();
    await atTerminal(['sync'], choose('INV-1', SOURCE), { when: /Write 1 invoice/, keys: KEYS.yes });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 120 }]);
  });
});
