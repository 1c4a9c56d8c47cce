import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXIT, Problem } from '../../src/domain/problems.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import { NoAnswer } from '../../src/qbo/http.ts';
import { company, problemOf, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { until } from '../support/rounds.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// Scripts branch on exit codes (design 5): each is shown here once, by what stands for it.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

/** As the ledger says it. */
const diskFull = () =>
  new Problem({
    code: 'DISK_FULL',
    reason: 'The disk is full.',
    fix: 'Free some space.',
    exit: EXIT.stopped,
  });

const PUSH = ['sync-invoice', '--all', '--yes'];

describe('exit 0: done, or nothing to do', () => {
  test('done', async () => {
    await company(space, { invoices: invoicesCsv({}) });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
  });

  test('nothing to do', async () => {
    await company(space, { invoices: invoicesCsv({}) });
    await space.qbsync(PUSH);
    const again = await space.qbsync(PUSH);
    expect(again).toMatchObject({ exit: 0 });
    expect(again.stdout).toContain('Nothing to do');
  });

  test.each([['--help'], ['--version'], ['sync-invoice', '--help']])('%s', async (...argv) => {
    const ran = await space.qbsync(argv);
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    expect(ran.stdout).not.toBe('');
  });
});

describe('exit 1: a fault in qbsync', () => {
  const broken = { transport: async () => Promise.reject(new TypeError('x is not a function')) };

  test('says so, that nothing is lost, and keeps the stack for QBSYNC_DEBUG', async () => {
    await company(space, { invoices: invoicesCsv({}) });
    const problem = await problemOf(space, PUSH, { world: broken });
    expect(problem).toMatchObject({ code: 'QBSYNC_FAULT', exit: 1 });
    expect(problem.reason).toContain('qbsync itself failed');
    expect(problem.fix).toContain('run the same command again');
    const debug = await space.qbsync(PUSH, { world: broken, env: { QBSYNC_DEBUG: '1' } });
    expect(debug.stderr).toMatch(/TypeError: x is not a function\n\s+at /);
  });

  test('in the middle of a write: the next run settles it, and books it once', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const { axiosTransport } = await import('../../src/qbo/http.ts');
    const real = axiosTransport();
    const transport: typeof real = async (request) => {
      const answer = await real(request);
      if (request.method === 'POST' && request.url.includes('/invoice?')) throw new TypeError('boom');
      return answer;
    };
    expect(await space.qbsync(PUSH, { world: { transport } })).toMatchObject({ exit: 1 });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(sandbox.books().Invoice?.length).toBe(1);
  });
});

describe('exit 2: usage', () => {
  test.each([
    { argv: ['sync-invoices'] },
    { argv: ['status', '--nope'] },
    { argv: ['import'] },
    { argv: ['connect', '--environment', 'moon'] },
    { argv: ['import', 'x.csv', '--date-format', 'ydm'] },
  ])('$argv: refused before anything is opened, with a hint at --help', async ({ argv }) => {
    const ran = await space.qbsync(argv);
    expect(ran).toMatchObject({ exit: 2, stdout: '' });
    expect(ran.stderr).toContain('--help');
  });

  test.each([
    { argv: ['sync-invoice'] },
    { argv: ['sync-invoice', 'INV-404'] },
    { argv: ['sync-invoice', '--project', 'Nowhere'] },
    { argv: ['sync-invoice', '--since', '31/01/2026'] },
    { argv: ['status', '--status', 'fine'] },
    { argv: ['status', 'INV-404'] },
    { argv: ['ignore', 'INV-404', '--reason', 'x'] },
    { argv: ['ignore', 'INV-1'] },
    { argv: ['--company', '../evil', 'status'] },
    { argv: ['connect', '--environment', 'local', '--url', 'http://127.0.0.1:1', '--port', '99999'] },
  ])('$argv: said with what would be right', async ({ argv }) => {
    await company(space, { invoices: invoicesCsv({}) });
    expect(await problemOf(space, argv)).toMatchObject({ exit: 2 });
  });

  test('a mapping of columns is not saved where no file was read', async () => {
    const columns = ['import', 'missing.csv', '--columns', 'Foo=invoice_number'];
    expect(await problemOf(space, columns)).toMatchObject({ code: 'SOURCE_FILE', exit: 2 });
    expect((await space.qbsync(['configure', '--show', '--json'])).stdout).not.toContain('Foo');
  });
});

describe('exit 3: finished, some records need a person', () => {
  test('of a push, of a dry run and of an import', async () => {
    await company(space, { invoices: invoicesCsv({ email: '' }) });
    expect(await space.qbsync(['sync-invoice', '--all', '--dry-run'])).toMatchObject({ exit: 3 });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 3 });
    const bad = space.file('bad.csv', invoicesCsv({ amount: 'x' }));
    expect(await space.qbsync(['import', bad])).toMatchObject({ exit: 3 });
    expect(await space.qbsync(['import', bad, '--preview'])).toMatchObject({ exit: 3 });
  });
});

describe('exit 4: connect again', () => {
  test('never connected', async () => {
    for (const command of [
      PUSH,
      ['sync', '--yes'],
      ['configure', '--accept-defaults'],
      ['disconnect', '--yes'],
    ])
      expect(await problemOf(space, command)).toMatchObject({ code: 'NOT_CONNECTED', exit: 4 });
    expect(await space.qbsync(['doctor'])).toMatchObject({ exit: 4 });
  });

  test('ended in QuickBooks, noticed in the middle of a run', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    sandbox.control('company', { revokeTokens: true });
    expect(await problemOf(space, PUSH)).toMatchObject({ code: 'DISCONNECTED', exit: 4 });
    expect(writesTo(sandbox)).toEqual([]);
    expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
  });
});

describe('exit 5: settings or mapping missing', () => {
  test('the first push without a code for 0%: named, nothing sent', async () => {
    const sandbox = await space.sandbox();
    await space.connect(sandbox);
    await space.qbsync(['import', space.file('export.csv', invoicesCsv({}))]);
    for (const command of [PUSH, ['sync', '--yes'], ['sync-invoice', '--all', '--dry-run']]) {
      const problem = await problemOf(space, command);
      expect(problem).toMatchObject({ code: 'MAPPING_MISSING', exit: 5 });
      expect(problem.reason).toContain('0%');
      expect(problem.fix).toContain('qbsync configure');
    }
    expect(writesTo(sandbox)).toEqual([]);
  });
});

describe('exit 6: stopped before posting', () => {
  test('nobody there to confirm', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    expect(await problemOf(space, ['sync-invoice', '--all'])).toMatchObject({
      code: 'NOT_CONFIRMED',
      exit: 6,
    });
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('a disk that fills up before the first request: nothing is ticked off', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}, {}) });
    const world = {
      openLedger: async (...given: Parameters<typeof openLedger>) =>
        Object.assign(await openLedger(...given), { intend: async () => Promise.reject(diskFull()) }),
    };
    const ran = await space.qbsync(PUSH, { world });
    expect(ran).toMatchObject({ exit: 6 });
    expect(ran.stdout).toContain('! 2 not reached.');
    expect(ran.stdout).toContain('The disk is full');
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('also for what an earlier run left without an answer', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const match = { method: 'POST', pathContains: '/invoice' };
    sandbox.control('faults', { kind: 'status', status: 503, times: 30, match });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 7 });
    sandbox.control('faults', { clear: true });
    const before = sandbox.requests.length;
    const problem = await problemOf(space, ['sync-invoice', '--all']);
    expect(problem).toMatchObject({ code: 'NOT_CONFIRMED', exit: 6 });
    expect(writesTo(sandbox, before)).toEqual([]);
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
  });
});

describe('exit 7: the service is not there, safe to run again', () => {
  test.each([
    { what: 'an error page for long', status: 503, body: 'html' },
    { what: 'no end of 429', status: 429, body: 'json' },
    { what: 'faults of its own', status: 500, body: 'json' },
  ] as const)('$what', async ({ status, body }) => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    sandbox.control('faults', { kind: 'status', status, body, times: 100 });
    const problem = await problemOf(space, PUSH);
    expect(problem.exit).toBe(7);
    expect(problem.fix).toContain('again');
    sandbox.control('faults', { clear: true });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
  });

  test('nobody answers at all', async () => {
    await company(space, { invoices: invoicesCsv({}) });
    const transport = async () => Promise.reject(new NoAnswer('ECONNREFUSED', false));
    const problem = await problemOf(space, PUSH, { world: { transport } });
    expect(problem).toMatchObject({ code: 'QUICKBOOKS_UNREACHABLE', exit: 7 });
  });

  test('the sign-in service is not there, and the connection survives it', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    sandbox.control('faults', { kind: 'unauthorized' });
    sandbox.control('faults', {
      kind: 'status',
      status: 503,
      times: 50,
      match: { pathContains: '/tokens/bearer' },
    });
    expect(await problemOf(space, PUSH)).toMatchObject({ code: 'SIGN_IN_UNREACHABLE', exit: 7 });
    sandbox.control('faults', { clear: true });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
  });
});

// exit 8 (another run is active) and 130 of a push: test/e2e/at-once.test.ts

describe('exit 130: interrupted', () => {
  test('of a run that was told before it wrote anything', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    expect(await space.qbsync(PUSH, { world: { signal: AbortSignal.abort() } })).toMatchObject({ exit: 130 });
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('by SIGTERM, as a service manager sends it', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}, {}) });
    sandbox.control('faults', {
      kind: 'slow',
      ms: 300,
      match: { method: 'POST', pathContains: '/customer' },
    });
    const child = space.spawn(PUSH, { env: keysOf(sandbox) });
    await until(child, () => writesTo(sandbox).length === 1);
    child.kill('SIGTERM');
    expect(await child.ended).toMatchObject({ exit: 130 });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(sandbox.books().Invoice?.length).toBe(2);
  });
});
