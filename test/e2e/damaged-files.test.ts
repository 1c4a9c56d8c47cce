import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { company, problemOf, standings, writesTo } from '../support/company.ts';
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
      ['doctor'],
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
    for (const command of [PUSH, ['status'], ['import', space.file('more.csv', invoicesCsv({}))], ['doctor']]) {
      const problem = await problemOf(space, command);
      expect(problem).toMatchObject({ code, exit: 6 });
      expect(problem.reason).toContain(says);
    }
    expect(bytesOf('ledger.sqlite')).toBe(before);
    expect(writesTo(sandbox, sent)).toEqual([]);
  }); // prettier-ignore

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
