import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { company, failuresOf, problemOf, standings, take, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// What stands on this machine and is not what qbsync wrote: named, left byte for byte, and nothing is sent.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const path = (name: string) => join(space.home, 'companies', 'main', name);
/** The bytes of a file, one character each: easy to compare and to show. */
const bytesOf = (name: string) => readFileSync(path(name), 'latin1');
const PUSH = ['sync-invoice', '--all', '--yes'];

describe.each(['settings.json', 'connection.json'])('%s', (name) => {
  test.each([
    { what: 'cut off', damage: (text: string) => text.slice(0, text.length / 2) },
    { what: 'empty', damage: () => '' },
    { what: 'zeroes, as after a power cut', damage: (text: string) => '\0'.repeat(text.length) },
    { what: 'a list', damage: () => '[1]' },
    { what: 'null', damage: () => 'null' },
    { what: 'a number', damage: () => '42' },
    { what: 'of another shape', damage: () => '{"environment": 7, "taxCodes": "GST"}' },
  ])('$what', async ({ damage }) => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const before = damage(bytesOf(name));
    writeFileSync(path(name), before, 'latin1');
    const sent = sandbox.requests.length;
    const commands = [
      PUSH,
      ['sync', '--yes'],
      ['configure', '--accept-defaults'],
      ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'],
    ];
    for (const command of commands) {
      const problem = await problemOf(space, command, { env: keysOf(sandbox) });
      expect([command[0], problem.code]).toEqual([command[0], 'STORE_DAMAGED']);
      expect(problem.exit).toBe(5);
      expect(problem.reason).toContain(path(name));
      expect(problem.fix).toContain('backup');
    }
    expect(await failuresOf(space)).toMatchObject({ exit: 5, codes: ['STORE_DAMAGED'] });
    expect(bytesOf(name)).toBe(before);
    expect(writesTo(sandbox, sent)).toEqual([]);
  });
});

test('with damaged settings, connect does not end an older connection half-way', async () => {
  const sandbox = await company(space);
  const connection = bytesOf('connection.json');
  writeFileSync(path('settings.json'), '{');
  const command = ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'];
  await problemOf(space, command, { env: keysOf(sandbox) });
  expect(bytesOf('connection.json')).toBe(connection);
});

const PAGE = 4096;

/** Whether SQLite finds nothing wrong in a file: then what was torn is not in use. */
function isSound(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return JSON.stringify(database.prepare('PRAGMA integrity_check(1)').all()).includes('"ok"');
  } catch {
    return false;
  } finally {
    database.close();
  }
}

describe('ledger.sqlite', () => {
  const put = (make: (file: string) => void) => {
    for (const end of ['', '-wal', '-shm']) rmSync(path(`ledger.sqlite${end}`), { force: true });
    make(path('ledger.sqlite'));
  };
  const run = (file: string, sql: string) => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };
  test.each([
    { what: 'of a newer qbsync', make: (file: string) => run(file, 'PRAGMA application_id = 1902277497; PRAGMA user_version = 99; CREATE TABLE x (a)'), code: 'LEDGER_NEWER', says: 'version 99' },
    { what: 'of another program', make: (file: string) => run(file, 'CREATE TABLE photos (a)'), code: 'LEDGER_FOREIGN', says: 'not a ledger of qbsync' },
    { what: 'that is no database', make: (file: string) => writeFileSync(file, 'Dear diary, '.repeat(200)), code: 'LEDGER_DAMAGED', says: 'damaged' },
  ])('$what: said so, left as it is, nothing sent', async ({ make, code, says }) => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    put(make);
    const before = bytesOf('ledger.sqlite');
    const sent = sandbox.requests.length;
    for (const command of [PUSH, ['status'], ['import', space.file('more.csv', invoicesCsv({}))]]) {
      const problem = await problemOf(space, command);
      expect(problem).toMatchObject({ code, exit: 6 });
      expect(problem.reason).toContain(says);
    }
    // A file that was put there may also be open to others.
    expect((await failuresOf(space)).codes).toContain(code);
    expect(bytesOf('ledger.sqlite')).toBe(before);
    expect(writesTo(sandbox, sent)).toEqual([]);
  }); // prettier-ignore

  test.each([2, 100, 512, 4095, 4096, 8192, 20_000])('cut off after %i bytes', async (length) => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const cut = readFileSync(path('ledger.sqlite')).subarray(0, length);
    put((file) => writeFileSync(file, cut));
    for (const command of [PUSH, ['status'], ['import', space.file('more.csv', invoicesCsv({}))]]) {
      expect(await problemOf(space, command)).toMatchObject({ code: 'LEDGER_DAMAGED', exit: 6 });
    }
    expect(readFileSync(path('ledger.sqlite'))).toEqual(cut);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('what a finished run leaves is in ledger.sqlite itself: a copy of it is a backup', async () => {
    await company(space, { invoices: invoicesCsv({}) });
    await space.spawn(PUSH).ended;
    for (const end of ['-wal', '-shm']) rmSync(path(`ledger.sqlite${end}`), { force: true });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
  });

  test('a folder in its place', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    put((file) => mkdirSync(file));
    expect(await problemOf(space, PUSH)).toMatchObject({ code: 'LEDGER_ACCESS', exit: 6 });
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('overwritten in the middle: damaged, not replaced', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    run(path('ledger.sqlite'), 'PRAGMA wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(path('ledger.sqlite'));
    bytes.fill(0x58, 4096);
    put((file) => writeFileSync(file, bytes));
    expect(await problemOf(space, PUSH)).toMatchObject({ code: 'LEDGER_DAMAGED', exit: 6 });
    expect(bytesOf('ledger.sqlite')).toBe(bytes.toString('latin1'));
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('torn in any page that is in use: said before anything is sent', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}, {}, {}) });
    run(path('ledger.sqlite'), 'PRAGMA wal_checkpoint(TRUNCATE)');
    const whole = readFileSync(path('ledger.sqlite'));
    let found = 0;
    for (let at = PAGE; at < whole.length; at += PAGE) {
      const torn = Buffer.from(whole).fill(0, at + PAGE / 2, at + PAGE);
      put((file) => writeFileSync(file, torn));
      if (isSound(path('ledger.sqlite'))) continue;
      found++;
      expect(await problemOf(space, PUSH)).toMatchObject({ code: 'LEDGER_DAMAGED', exit: 6 });
      expect(writesTo(sandbox)).toEqual([]);
    }
    expect(found).toBeGreaterThan(5);
  });
});

describe('a ledger that was lost, while the company is connected', () => {
  const gone = () => {
    for (const end of ['', '-wal', '-shm']) rmSync(path(`ledger.sqlite${end}`), { force: true });
  };
  const COMMANDS = [
    PUSH,
    ['sync', '--yes'],
    ['sync-invoice', '--all', '--dry-run'],
    ['status'],
    ['ignore', 'INV-1', '--reason', 'x'],
  ];

  test.each([
    { what: 'it is not there', code: 'LEDGER_MISSING', leave: () => undefined },
    { what: 'it is empty', code: 'LEDGER_EMPTY', leave: () => writeFileSync(path('ledger.sqlite'), '') },
    {
      what: 'one byte is left',
      code: 'LEDGER_EMPTY',
      leave: () => writeFileSync(path('ledger.sqlite'), 'S'),
    },
    {
      what: 'it never got beyond its first page, and what lay beside it is gone',
      code: 'LEDGER_EMPTY',
      leave: () => {
        const database = new DatabaseSync(path('ledger.sqlite'));
        database.exec('PRAGMA journal_mode = WAL');
        database.close();
      },
    },
  ])('$what: nothing is begun anew, nothing is sent', async ({ code, leave }) => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const backup = readFileSync(path('ledger.sqlite'));
    gone();
    leave();
    const ours = () => readdirSync(path('.')).filter((name) => !/-(wal|shm)$/.test(name));
    const left = ours();
    const before = left.includes('ledger.sqlite') ? bytesOf('ledger.sqlite') : undefined;
    for (const command of [...COMMANDS, ['import', space.file('more.csv', invoicesCsv({}))]]) {
      const problem = await problemOf(space, command);
      expect(problem).toMatchObject({ code, exit: 6 });
      expect(problem.reason).toContain(path('ledger.sqlite'));
      expect(problem.fix).toMatch(/backup.*qbsync connect.*qbsync recover/);
    }
    // A file that was put there may also be open to others.
    expect((await failuresOf(space)).codes).toContain(code);
    expect(ours()).toEqual(left);
    if (before !== undefined) expect(bytesOf('ledger.sqlite')).toBe(before);
    expect(writesTo(sandbox)).toEqual([]);
    gone();
    writeFileSync(path('ledger.sqlite'), backup);
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox).length).toBeGreaterThan(0);
  });

  test('connecting again begins a new one, and says what that means', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    await space.qbsync(PUSH);
    gone();
    const local = ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'];
    const { exit, body } = await space.json(local, { env: keysOf(sandbox) });
    expect([exit, body]).toMatchObject([0, { ledger_lost: true }]);
    gone();
    const { stdout } = await space.connect(sandbox);
    expect(stdout).toContain('a new one was begun');
    expect(stdout).toContain('qbsync recover');
    await take(space, { invoices: invoicesCsv({}) });
    const before = sandbox.requests.length;
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox, before)).toEqual([]);
    expect((await space.connect(sandbox)).stdout).not.toContain('begun');
  });

  test('a connection that was copied to where another ledger is', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const connection = bytesOf('connection.json');
    rmSync(path('connection.json'));
    gone();
    await take(space, { invoices: invoicesCsv({}, {}) });
    writeFileSync(path('connection.json'), connection);
    expect(await problemOf(space, PUSH)).toMatchObject({ code: 'LEDGER_EMPTY', exit: 6 });
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('before the first connect there is nothing to lose', async () => {
    await take(space, { invoices: invoicesCsv({}) });
    gone();
    expect(await space.qbsync(['status'])).toMatchObject({ exit: 0 });
    const sandbox = await space.sandbox();
    expect((await space.connect(sandbox)).stdout).not.toContain('begun');
  });
});
