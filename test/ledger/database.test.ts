import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problems.ts';
import { openDatabase, transaction } from '../../src/ledger/database.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../src/ledger/schema.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import { anInvoice, takeIn, taken } from '../support/builders.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-ledger-'));
  file = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes a file with other means than ours. */
function withSqlite(...statements: string[]): void {
  const database = new DatabaseSync(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** The code of the problem that opening comes to; every file of the folder must be as before. */
async function refusal(): Promise<string> {
  const before = snapshot();
  const error: unknown = await openDatabase(file).then(
    (database) => database.close(),
    (problem: unknown) => problem,
  );
  expect(snapshot()).toEqual(before);
  return error instanceof Problem ? `${error.code} ${error.exit}` : String(error);
}

/** What lies in the folder, without SQLite's own helpers of a connection that was just closed. */
const snapshot = () =>
  readdirSync(folder)
    .filter((name) => !/-(wal|shm)$/.test(name))
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]);

/** A ledger of ours that no connection holds any more. */
async function makeLedger(): Promise<void> {
  const made = mkdtempSync(join(tmpdir(), 'qbsync-ledger-'));
  const database = await openDatabase(join(made, 'ledger.sqlite'));
  database.prepare('VACUUM INTO ?').run(file);
  database.close();
  rmSync(made, { recursive: true, force: true });
}

function valueOf(database: InstanceType<typeof DatabaseSync>, pragma: string): unknown {
  const row: unknown = database.prepare(`PRAGMA ${pragma}`).get();
  const values: unknown[] = typeof row === 'object' && row !== null ? Object.values(row) : [];
  return values[0];
}

describe('a new ledger', () => {
  test('is made from nothing, safe against a crash, and marked as ours', async () => {
    const database = await openDatabase(file);
    expect(valueOf(database, 'user_version')).toBe(MIGRATIONS.length);
    expect(valueOf(database, 'application_id')).toBe(APPLICATION_ID);
    expect(valueOf(database, 'journal_mode')).toBe('wal');
    expect(valueOf(database, 'synchronous')).toBe(2);
    expect(valueOf(database, 'foreign_keys')).toBe(1);
    database.close();
  });

  test('is made from an empty file too', async () => {
    writeFileSync(file, '');
    const database = await openDatabase(file);
    expect(valueOf(database, 'user_version')).toBe(MIGRATIONS.length);
    database.close();
  });

  test('is not made anew when it is opened again', async () => {
    const ledger = await openLedger(file, new VirtualClock());
    await takeIn(ledger, 'a.csv', [taken(anInvoice())]);
    const company = { id: '9130', name: 'Sunny Roofs', environment: 'sandbox', disconnected: 'It ended.' };
    expect(await ledger.company()).toBeUndefined();
    await ledger.setCompany(company);
    ledger.close();
    const again = await openLedger(file, new VirtualClock());
    expect(await again.entries()).toHaveLength(1);
    expect(await again.company()).toEqual(company);
    again.close();
  });
});

describe('a file that is not to be touched', () => {
  test('of a newer qbsync', async () => {
    await makeLedger();
    withSqlite(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    expect(await refusal()).toBe('LEDGER_NEWER 6');
  });

  test.each([
    ['LEDGER_MISSING', () => undefined],
    ['LEDGER_EMPTY', () => writeFileSync(file, '')],
  ])('that was lost, where none may be begun: %s', async (code, leave) => {
    leave();
    const before = snapshot();
    await expect(openDatabase(file, false)).rejects.toMatchObject({ code, exit: 6 });
    expect(snapshot()).toEqual(before);
  });

  test('of another program', async () => {
    withSqlite('CREATE TABLE songs (name TEXT)', "INSERT INTO songs VALUES ('a')");
    expect(await refusal()).toBe('LEDGER_FOREIGN 6');
  });

  test('of another program that marks its files', async () => {
    withSqlite('PRAGMA application_id = 12345');
    expect(await refusal()).toBe('LEDGER_FOREIGN 6');
  });

  test('that is no database at all', async () => {
    writeFileSync(file, 'invoice_number,amount\nINV-1,100\n'.repeat(200));
    expect(await refusal()).toBe('LEDGER_DAMAGED 6');
  });

  test('that was cut off', async () => {
    await makeLedger();
    truncateSync(file, 4096);
    expect(await refusal()).toBe('LEDGER_DAMAGED 6');
  });

  test('with its first pages overwritten', async () => {
    await makeLedger();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 100, 5000);
    writeFileSync(file, bytes);
    expect(await refusal()).toBe('LEDGER_DAMAGED 6');
  });

  test('that is a folder', async () => {
    const problem: unknown = await openDatabase(folder).catch((error: unknown) => error);
    expect(problem).toMatchObject({ code: 'LEDGER_ACCESS', exit: 6, posted: 'nothing' });
  });

  test('says that nothing was sent, and never to delete it', async () => {
    writeFileSync(file, 'x'.repeat(5000));
    const problem: unknown = await openDatabase(file).catch((error: unknown) => error);
    expect(problem).toHaveProperty('message', expect.stringContaining('Nothing more was sent to QuickBooks'));
    expect(problem).toHaveProperty('fix', expect.stringContaining('Do not delete it'));
  });
});

describe('a transaction', () => {
  test('is all or nothing', async () => {
    const database = await openDatabase(file);
    const insert = (name: string) => database.prepare("INSERT INTO meta VALUES (?, 'x')").run(name);
    transaction(database, () => insert('a'));
    expect(() =>
      transaction(database, () => {
        insert('b');
        insert('a');
      }),
    ).toThrow(/UNIQUE/);
    expect(database.prepare('SELECT name FROM meta').all()).toEqual([{ name: 'a' }]);
    // Nothing is left open behind it.
    transaction(database, () => insert('c'));
    expect(database.isTransaction).toBe(false);
    database.close();
  });
});
