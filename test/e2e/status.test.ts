import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { company, standings, take, unsafe } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { EXAMPLES, Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const rowsOf = (text: string) =>
  z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true, bom: true }));

describe('the table', () => {
  const mixed = async () => {
    const rows = [{}, { email: '' }, { status: 'Draft' }, {}];
    const sandbox = await company(space, { invoices: invoicesCsv(...rows), payments: paymentsCsv({}) });
    await space.qbsync(['sync-invoice', 'INV-1', 'INV-2', 'INV-3', '--yes']);
    await space.qbsync(['sync-payment', '--all', '--yes']);
    return sandbox;
  };

  test('every record with its status, why, and once what to do', async () => {
    await mixed();
    const { exit, stdout } = await space.qbsync(['status']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/Active +INV-1 .*Ann Baker +100\.00 +INV-1/);
    expect(stdout).toMatch(/Error +INV-2 .*Customer without a valid name or e-mail: the e-mail is missing/);
    expect(stdout).toMatch(/Not synced +INV-3 .*Not issued yet/);
    expect(stdout).toMatch(/Not synced +INV-4 .*Not sent/);
    expect(stdout).toMatch(/Active +pay_1 .*pays INV-1/);
    expect(stdout).toContain('1 Error');
    expect(stdout).toContain('Correct the contact in OpenSolar');
  });

  test('one record: all that is known of it, found in any case', async () => {
    await mixed();
    const { stdout } = await space.qbsync(['status', 'inv-2']);
    for (const text of [
      'invoice INV-2',
      'Error',
      'the e-mail is missing',
      'What to do',
      'invoices.csv, line 3',
    ])
      expect(stdout).toContain(text);
    expect((await space.qbsync(['status', 'pay_1'])).stdout).toMatch(/Pays +INV-1/);
  });

  test('one status only', async () => {
    await mixed();
    const { body } = await space.json(['status', '--status', 'error']);
    const { records } = z.object({ records: z.array(z.object({ number: z.string() })) }).parse(body);
    expect(records).toEqual([{ number: 'INV-2' }]);
  });

  test('Disconnected on every record once the company is gone; Ignored stays; connecting mends it', async () => {
    const sandbox = await mixed();
    await space.qbsync(['ignore', 'INV-4', '--reason', 'paid in cash']);
    sandbox.control('company', { revokeTokens: true });
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 4 });
    const statuses = [...(await standings(space)).values()].map(({ number, id, status }) => [
      number ?? id,
      status,
    ]);
    expect(statuses).toEqual([
      ['INV-1', 'Disconnected'],
      ['INV-2', 'Disconnected'],
      ['INV-3', 'Disconnected'],
      ['INV-4', 'Ignored'],
      ['pay_1', 'Disconnected'],
    ]);
    expect((await space.qbsync(['status'])).stdout).toContain('qbsync connect');
    await space.connect(sandbox);
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
  });

  test('Ignored with the reason; left out of a push; taken up again', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    await space.qbsync(['ignore', 'INV-1', '--reason', 'paid in cash, agreed with Zoe']);
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(sandbox.books().Invoice ?? []).toEqual([]);
    const ignored = (await standings(space)).get('INV-1');
    expect(ignored).toMatchObject({ status: 'Ignored', reason: 'paid in cash, agreed with Zoe' });
    await space.qbsync(['ignore', 'INV-1', '--undo']);
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
  });

  test('rows that could not be read are listed, until they are right', async () => {
    const path = space.file('invoices.csv', invoicesCsv({ amount: 'x' }, {}));
    await space.qbsync(['import', path]);
    const bad = (await standings(space)).get('INV-1');
    expect(bad).toMatchObject({ status: 'Error', code: 'NOT_READ', total: null });
    expect(bad?.reason).toMatch(/line 2, column "amount"/);
    expect((await space.qbsync(['status', 'INV-1'])).stdout).toContain('Left out at import');
    await take(space, { invoices: invoicesCsv({}, {}) });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Not synced' });
  });
});

describe('--project', () => {
  const projectSchema = z.object({
    projects: z.array(
      z.object({
        project_id: z.string().nullable(),
        invoices: z.number(),
        invoiced: z.string(),
        paid: z.string(),
        open: z.string(),
      }),
    ),
    totals: z.array(z.object({ invoiced: z.string(), paid: z.string(), open: z.string() })),
  });

  test('of the sample export: totals of every project are the sums of the files', async () => {
    const files = ['invoices.csv', 'payments.csv'].map((name) => join(EXAMPLES, 'us', name));
    await space.qbsync(['import', ...files]);
    const [invoices = [], payments = []] = files.map((file) => rowsOf(readFileSync(file, 'utf8')));
    const invoiced = new Map<string, Big>();
    const paid = new Map<string, Big>();
    const projectOf = new Map<string, string>();
    const add = (sums: Map<string, Big>, project: string, amount: string) =>
      sums.set(project, (sums.get(project) ?? new Big(0)).plus(amount));
    for (const row of invoices) {
      const { invoice_number = '', project_id = '', status = '', total = '' } = row;
      if (projectOf.has(invoice_number)) continue;
      projectOf.set(invoice_number, project_id);
      if (!/draft|not sent|cancel|void/i.test(status)) add(invoiced, project_id, total);
    }
    for (const { invoice_number = '', project_id = '', status = '', amount = '' } of payments) {
      if (/received|paid|complete/i.test(status))
        add(paid, projectOf.get(invoice_number) ?? project_id, amount);
    }
    const { body } = await space.json(['status', '--project']);
    const { projects, totals } = projectSchema.parse(body);
    expect(projects.length).toBeGreaterThanOrEqual(40);
    const zero = new Big(0);
    for (const { project_id, ...shown } of projects) {
      const due = invoiced.get(project_id ?? '') ?? zero;
      const got = paid.get(project_id ?? '') ?? zero;
      const { invoices: many, ...sums } = shown;
      expect(many).toBeGreaterThan(0);
      expect([project_id, sums]).toEqual([
        project_id,
        { invoiced: due.toFixed(2), paid: got.toFixed(2), open: due.minus(got).toFixed(2) },
      ]);
    }
    const sum = (sums: Map<string, Big>) => [...sums.values()].reduce((all, one) => all.plus(one), zero);
    expect(totals).toEqual([
      {
        invoiced: sum(invoiced).toFixed(2),
        paid: sum(paid).toFixed(2),
        open: sum(invoiced).minus(sum(paid)).toFixed(2),
      },
    ]);
    const csv = rowsOf((await space.qbsync(['status', '--project', '--csv'])).stdout);
    expect(csv.map(({ invoiced: text }) => text)).toEqual(projects.map((one) => one.invoiced));
  });

  test.each(['P-1', 'p-1', 'École de l’Été', 'école de l’été', 'ÉCOLE DE L’ÉTÉ'])(
    'one project, named %s: its invoices and the payments on them',
    async (name) => {
      const row = { project_id: 'P-1', project_name: 'École de l’Été' };
      await take(space, {
        invoices: invoicesCsv(row, { project_id: 'P-2', project_name: 'Other' }),
        payments: paymentsCsv({}, {}),
      });
      const { body } = await space.json(['status', '--project', name]);
      const { records } = z.object({ records: z.array(z.object({ id: z.string() })) }).parse(body);
      expect(records.map(({ id }) => id)).toEqual(['inv_1', 'pay_1']);
    },
  );
});

describe('text from outside', () => {
  test.each(['=HYPERLINK("http://evil.example","x")', '+1+1', '-2+3', '@SUM(A1)', '＝1+1'])(
    '--csv: a customer named %s is text to a spreadsheet',
    async (name) => {
      await take(space, { invoices: invoicesCsv({ customer_name: name }) });
      const [row] = rowsOf((await space.qbsync(['status', '--csv'])).stdout);
      expect(row?.customer).toBe(`'${name}`);
      expect(row?.total).toBe('100.00');
    },
  );

  test('--csv: a negative amount stays a number, and lines end as RFC 4180 says', async () => {
    await take(space, { invoices: invoicesCsv({ amount: '-5.00' }) });
    const { stdout } = await space.qbsync(['status', '--csv']);
    expect(rowsOf(stdout)[0]?.total).toBe('-5.00');
    expect(stdout.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  const NASTY = 'Ann \u001b[2J\u0007 \u009b31m \u202eBaker\u2066 ☀️\u200b';
  test('--json gives names exactly; the tables make them harmless', async () => {
    await company(space, {
      invoices: invoicesCsv({
        customer_name: NASTY,
        project_id: 'p',
        project_name: NASTY,
        description: NASTY,
      }),
      payments: paymentsCsv({ method: NASTY, reference: NASTY, payment_id: `pay${NASTY}1` }),
    });
    expect((await standings(space)).get('INV-1')).toMatchObject({ customer: NASTY });
    const commands = [
      ['sync-invoice', '--all', '--dry-run'],
      ['sync-invoice', '--all', '--yes'],
      ['sync-payment', '--all', '--yes'],
      ['status'],
      ['status', 'INV-1'],
      ['status', '--project'],
      ['doctor'],
      ['configure', '--show'],
      ['ignore', 'INV-1', '--reason', NASTY],
      ['status', `no ${NASTY}`],
    ];
    for (const command of commands) {
      const ran = await space.qbsync(command);
      expect([command, unsafe(ran.stdout + ran.stderr)]).toEqual([command, []]);
    }
  });
});
