import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { beginNewLedger, invoiceId } from '../support/company.ts';
import { keysOf, Workspace } from '../support/workspace.ts';
import { membersOf, SCHEMAS, type Section } from './schemas.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

/** Runs a command line with `--json`, holds what it prints to the schema of its section, and gives it back. */
async function checked<S extends Section>(section: S, argv: string[], options = {}) {
  const { exit, body } = await space.json(argv, options);
  const read = SCHEMAS[section].safeParse(body);
  expect(read.error && { body, issues: read.error.issues }).toBeUndefined();
  return { exit, body: read.data as ReturnType<(typeof SCHEMAS)[S]['parse']> };
}

const INVOICES = `invoice_id,invoice_number,project_id,project_name,customer_id,customer_name,email,issue_date,status,line_type,description,amount,tax_rate
inv_1,INV-00001,p1,Lee 6.6 kW,c1,Ann Lee,ann.lee@example.com,2026-03-02,Paid,milestone,Deposit,900.00,0
inv_1,INV-00001,p1,Lee 6.6 kW,c1,Ann Lee,ann.lee@example.com,2026-03-02,Paid,surcharge,Card surcharge,9.00,0
inv_2,INV-00002,p2,Whitfield 5 kW,c2,Tom Whitfield,tom.whitfield@example.com,2026-03-03,Sent,gadget,Optimiser,250.00,0
inv_3,INV-00003,p3,Bell 4 kW,c3,Marcus Bell,,2026-03-04,Sent,milestone,Deposit,700.00,0
inv_4,INV-00004,p3,Bell 4 kW,c3,Marcus Bell,,2026-03-05,Draft,milestone,Final,100.00,0
inv_5,INV-00005,,,c1,Ann Lee,ann.lee@example.com,03/04/2026,Sent,standalone,Service visit,80.00,0
`;

const PAYMENTS = `payment_id,invoice_number,customer_id,date,amount,method,integrated,status
pay_1,INV-00001,c1,2026-03-06,909.00,Card,true,Received
pay_2,INV-00003,c3,2026-03-07,700.00,Check,false,Received
pay_3,INV-00002,c2,2026-03-08,250.00,Check,false,Pending
`;

const exported = () => [space.file('invoices.csv', INVOICES), space.file('payments.csv', PAYMENTS)];

/** A connected company with the export above and a mapping. */
async function ready(): Promise<RunningSandbox> {
  const sandbox = await space.sandbox();
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
  expect(await space.qbsync(['import', ...exported()])).toMatchObject({ exit: 3 });
  const surcharges = 'line.surcharge=account:Services';
  expect(await space.qbsync(['configure', '--accept-defaults', '--set', surcharges])).toMatchObject({
    exit: 0,
  });
  return sandbox;
}

describe('what --json prints is what docs/json.md says', () => {
  test('connect, disconnect', async () => {
    const sandbox = await space.sandbox();
    const argv = ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'];
    const connected = await checked('connect', argv, { env: keysOf(sandbox) });
    expect(connected).toMatchObject({
      exit: 0,
      body: { company: { id: sandbox.companyId, country: 'US' }, home_currency: 'USD', configured: false },
    });
    const ended = await checked('disconnect', ['disconnect', '--yes']);
    expect(ended).toMatchObject({ exit: 0, body: { revoked: true, company: { id: sandbox.companyId } } });
  });

  test('start, companies, encrypt', async () => {
    expect((await checked('start', ['start'])).body).toMatchObject({ next: 'qbsync connect' });
    const sandbox = await ready();
    expect((await checked('start', ['start'])).body).toMatchObject({ records: 7, booked: 0 });
    const listed = await checked('companies', ['companies']);
    expect(listed.body.companies).toMatchObject([{ company: { id: sandbox.companyId }, health: 'active' }]);
    await checked('encrypt', ['encrypt', '--key-file', 'the.key']);
    await checked('encrypt', ['encrypt', '--off']);
    await checked('encrypt', ['encrypt', '--off', '--forget-sign-in', '--yes']);
  });

  test('configure', async () => {
    await ready();
    const shown = await checked('configure', ['configure', '--show']);
    expect(shown.body.saved).toBe(false);
    expect(shown.body.settings.tax_codes).toEqual([{ rate: '0', id: 'NON', name: 'NON' }]);
    const set = [
      'configure',
      '--set',
      'deposit=Checking',
      'date-format=dmy',
      `import-folder=${space.folder}`,
    ];
    const { body } = await checked('configure', set);
    expect(body.saved).toBe(true);
    expect(body.settings).toMatchObject({ deposit_account: { name: 'Checking' }, date_format: 'dmy' });
    expect(body.settings.import_folders).toHaveLength(1);
    expect(body.settings.line_types.filter(({ account }) => account)).toHaveLength(1);
  });

  test('import, with what was left out and what a person should know', async () => {
    const previewed = await checked('import', ['import', ...exported(), '--preview']);
    expect(previewed).toMatchObject({ exit: 3, body: { preview: true } });
    const { exit, body } = await checked('import', ['import', ...exported()]);
    expect(exit).toBe(3);
    expect(body.files.map(({ new: added, rejected }) => [added, rejected])).toEqual([
      [4, 1],
      [3, 0],
    ]);
    expect(previewed.body.files.map(({ new: added }) => added)).toEqual([null, null]);
    expect(body.rejects).toMatchObject([{ record: 'INV-00005', column: 'issue_date', line: 7 }]);
    expect(body.notes).toMatchObject([{ record: 'INV-00002', line: 4 }]);
  });

  test('sync-invoice and sync-payment: plan only, push, push again', async () => {
    await ready();
    const section = 'sync-invoice and sync-payment';
    const planned = await checked(section, ['sync-invoice', '--all', '--dry-run']);
    expect(planned).toMatchObject({ exit: 3, body: { kind: 'invoice', exit: 3, results: null } });
    expect(planned.body.plan.items).toMatchObject([{ line_type: 'surcharge' }]);
    expect(planned.body.plan.customers.map(({ action }) => action).sort()).toEqual(['adopt', 'create']);
    expect(planned.body.plan.records.map(({ action }) => action).sort()).toEqual([
      'create',
      'create',
      'error',
      'skip',
    ]);
    const pushed = await checked(section, ['sync-invoice', '--all', '--yes']);
    expect(pushed.exit).toBe(3);
    expect(pushed.body.results?.map(({ state, qbo_number }) => [state, qbo_number])).toEqual([
      ['done', 'INV-00001'],
      ['done', 'INV-00002'],
    ]);
    const payments = await checked(section, ['sync-payment', '--all', '--yes']);
    expect(payments.body.plan.records.map(({ id, action }) => [id, action])).toEqual([
      ['pay_1', 'create'],
      ['pay_2', 'error'],
      ['pay_3', 'skip'],
    ]);
    const again = await checked(section, ['sync-payment', 'pay_1', '--yes']);
    expect(again).toMatchObject({ exit: 0, body: { results: [], stopped_by: null } });
  });

  test('a run that QuickBooks ends early', async () => {
    const sandbox = await ready();
    sandbox.control('company', { subscriptionStatus: 'CANCELLED' });
    const { exit, body } = await checked('sync-invoice and sync-payment', ['sync-invoice', '--all', '--yes']);
    expect(exit).toBe(3);
    expect(body.stopped_by).toMatchObject({ code: 'QBO_6190' });
    expect(body.results?.map(({ state }) => state)).toEqual(['not-reached', 'not-reached']);
  });

  test('sync, with and without --dry-run', async () => {
    await ready();
    await space.qbsync(['configure', '--set', `import-folder=${space.folder}`]);
    const planned = await checked('sync', ['sync', '--dry-run']);
    expect(planned).toMatchObject({ exit: 3, body: { exit: 3, import: { preview: true } } });
    expect(planned.body.stages.map(({ kind }) => kind)).toEqual(['invoice', 'payment']);
    const { body } = await checked('sync', ['sync', '--yes']);
    expect(body.import.files.map(({ unchanged }) => unchanged)).toEqual([4, 3]);
    expect(body.stages.map(({ results }) => results?.length)).toEqual([2, 1]);
    expect(body.waiting).toMatchObject([{ kind: 'payment', id: 'pay_2', code: 'WAITS_FOR_PAID' }]);
  });

  test('status of nothing, of records in every state, of projects', async () => {
    const nothing = await checked('status', ['status']);
    expect(nothing).toEqual({ exit: 0, body: { company: null, counts: {}, records: [] } });
    await ready();
    await space.qbsync(['sync', '--yes']);
    await space.qbsync(['ignore', 'INV-00004', '--reason', 'a test']);
    const { body } = await checked('status', ['status']);
    expect(body.counts).toEqual({ Active: 3, Error: 2, 'Not synced': 2, Ignored: 1 });
    const projects = await checked('status --project', ['status', '--project']);
    expect(projects.body.totals).toEqual([
      {
        currency: null,
        invoiced: '1859.00',
        paid: '1609.00',
        open: '250.00',
        qbo_invoiced: '1159.00',
        qbo_paid: '909.00',
      },
    ]);
  });

  test('recover, of a ledger that was lost, in part', async () => {
    const sandbox = await ready();
    await space.qbsync(['sync', '--yes']);
    const whole = await checked('recover', ['recover']);
    expect(whole).toMatchObject({ exit: 0, body: { dry_run: false, kept: false, findings: [] } });
    await beginNewLedger(space, sandbox);
    await space.qbsync(['import', space.file('invoices.csv', INVOICES)]);
    const name = { operation: 'edit', entity: 'Invoice', id: invoiceId(sandbox, 'INV-00002') } as const;
    sandbox.control('company', { person: { ...name, body: { TxnDate: '2026-03-30' } } });
    const shown = await checked('recover', ['recover', '--dry-run']);
    expect(shown).toMatchObject({ exit: 3, body: { dry_run: true, kept: false } });
    const { exit, body } = await checked('recover', ['recover', '--yes']);
    expect([exit, body.kept]).toEqual([3, true]);
    expect(body.findings.map(({ kind, code }) => `${kind} ${code}`)).toEqual([
      'invoice DIFFERS_IN_BOOKS',
      'payment NOT_IMPORTED',
    ]);
    expect(body.totals.map(({ to_keep }) => to_keep)).toEqual([2, 0, 2]);
  });

  test('ignore', async () => {
    await ready();
    const kept = await checked('ignore', ['ignore', 'INV-00003', '--reason', 'paid in cash']);
    const records = [{ kind: 'invoice', id: 'inv_3', number: 'INV-00003' }];
    expect(kept.body).toEqual({ ignored: true, records, reason: 'paid in cash' });
    const undone = await checked('ignore', ['ignore', 'INV-00003', '--undo']);
    expect(undone.body).toEqual({ ignored: false, records, reason: null });
  });

  test('doctor, before the first connect and after', async () => {
    const before = await checked('doctor', ['doctor']);
    expect(before).toMatchObject({ exit: 4, body: { company: null, exit: 4, healthy: false } });
    await ready();
    const after = await checked('doctor', ['doctor']);
    expect(after).toMatchObject({ exit: 3, body: { company: { connected: true }, exit: 3 } });
    const levels = after.body.checks.map(({ level }) => level);
    expect(levels.filter((level) => level === 'pass')).toHaveLength(after.body.passed);
    expect(levels.filter((level) => level === 'fail')).toHaveLength(after.body.failures);
  });

  test('explain: one code, and all of them', async () => {
    const one = await checked('explain', ['explain', '6240']);
    expect(one).toMatchObject({ exit: 0, body: { problems: [{ code: 'QBO_6240', exit: [] }] } });
    expect((await checked('explain', ['explain'])).body.problems.length).toBeGreaterThan(100);
  });

  test('sandbox: one line, then it serves until it is stopped', async () => {
    const stop = new AbortController();
    const stdout = new PassThrough();
    let said = '';
    stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      stop.abort();
    });
    const streams = { stdin: Readable.from(['']), stdout, stderr: new PassThrough() };
    const world = { signal: stop.signal, streams };
    expect(await space.qbsync(['sandbox', '--country', 'AU', '--json'], { world })).toMatchObject({
      exit: 0,
    });
    expect(said.trimEnd()).not.toContain('\n');
    expect(SCHEMAS.sandbox.parse(JSON.parse(said))).toMatchObject({ country: 'AU' });
  });

  test.each([
    { argv: ['sync-invoice', 'INV-99999', '--dry-run'], exit: 2, code: 'RECORD_UNKNOWN' },
    { argv: ['sync-invoice', '--all', '--yes'], exit: 4, code: 'NOT_CONNECTED' },
    { argv: ['status', '--nonsense'], exit: 2, code: 'USAGE' },
    { argv: ['import', 'nothing.csv'], exit: 2, code: 'SOURCE_FILE' },
    { argv: ['--company', 'a b', 'status'], exit: 2, code: 'COMPANY_NAME' },
  ])('the error object of $code', async ({ argv, exit, code }) => {
    const failed = await checked('The error object', argv);
    expect(failed).toMatchObject({ exit, body: { error: { code, exit } } });
  });
});

describe('docs/json.md', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/json.md', import.meta.url)), 'utf8');
  const parts = page.split(/^## /m).slice(1);
  const sections = new Map(
    parts.map((part) => [part.slice(0, part.indexOf('\n')).replaceAll('`', ''), part]),
  );
  const named = (section: string) =>
    [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, member]) => member ?? '').sort();

  test.each(Object.entries(SCHEMAS))(
    'names every member of %s, and none that is not there',
    (name, schema) => {
      expect(named(sections.get(name) ?? '')).toEqual(membersOf(schema).sort());
    },
  );

  test.each(Object.entries(SCHEMAS))('has an example of %s that is right', (name, schema) => {
    const examples = [...(sections.get(name) ?? '').matchAll(/^```json\n([\s\S]*?)^```$/gm)];
    expect(examples.length).toBeGreaterThan(0);
    for (const [, example = ''] of examples) {
      expect(schema.safeParse(JSON.parse(example)).error?.issues ?? []).toEqual([]);
    }
  });
});
