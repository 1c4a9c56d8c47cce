import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import { encodeRecord } from '../../src/ledger/content.ts';
import { APPLICATION_ID, MIGRATIONS } from '../../src/ledger/schema.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import { anInvoice } from '../support/builders.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

// Ledgers that earlier versions made, opened by this one.

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-ledger-'));
  file = join(folder, 'ledger.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ISSUED = anInvoice();
const CANCELLED = anInvoice({ sourceId: '502', number: 'INV-2', state: 'cancelled' });

/** A ledger of the version that knew no voids: two invoices in the books, one of them cancelled since; one write open. */
function beforeVoids(): void {
  const database = new DatabaseSync(file);
  for (const statements of MIGRATIONS.slice(0, 2)) database.exec(statements);
  database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 2`);
  database.prepare("INSERT INTO runs (id, command, started_at) VALUES (7, 'sync', 'x')").run();
  for (const record of [ISSUED, CANCELLED]) {
    const { content } = encodeRecord(record);
    // As it was before a cancellation changed it.
    const print = fingerprint({ ...record, state: 'issued' });
    const key = record.sourceId ?? '';
    database
      .prepare(
        `INSERT INTO records (kind, key, source_id, number, date, total, state, content, fingerprint, file, line,
           first_seen, changed_at) VALUES ('invoice', ?, ?, ?, '2026-02-10', '100.00', ?, ?, ?, 'a.csv', 2, 'x', 'x')`,
      )
      .run(key, key, record.number, record.state, content, print);
    database
      .prepare("INSERT INTO links VALUES ('invoice', ?, ?, ?, '0', '100.00', ?, 'created', 'x')")
      .run(key, `1${key}`, record.number, print);
    database
      .prepare("INSERT INTO standings VALUES ('invoice', ?, 'error', 'SOME', 'r', 'f', ?, 'x')")
      .run(key, print);
  }
  const attempt = database.prepare(
    `INSERT INTO attempts (run_id, kind, key, operation, request_id, body, body_hash, fingerprint, state, sent_at,
       books_id, batch_item) VALUES (7, 'invoice', ?, 'update', 'r', '{}', 'h', 'p', ?, 'x', '1501', 'b')`,
  );
  attempt.run('501', 'posted');
  attempt.run('502', 'open');
  database.close();
}

test('a ledger that knew no voids keeps all that it knew', async () => {
  beforeVoids();
  const ledger = await openLedger(file, new VirtualClock());
  const entries = await ledger.entries();
  expect(entries.map(({ key, open, link }) => [key, open, link?.booksId])).toEqual([
    ['501', false, '1501'],
    ['502', true, '1502'],
  ]);
  expect(await ledger.openAttempts()).toMatchObject([{ key: '502', operation: 'update', batchItem: 'b' }]);
  expect(await ledger.lastPosted('invoice', '501')).toBe('{}');
  // An invoice that was cancelled before is one that changed since; what was judged of it is judged of it still.
  expect(entries.map((entry) => entry.fingerprint)).toEqual([fingerprint(ISSUED), fingerprint(CANCELLED)]);
  expect(entries.map((entry) => entry.standing?.fingerprint)).toEqual(entries.map((one) => one.fingerprint));
  expect(entries.map((entry) => entry.link?.fingerprint === entry.fingerprint)).toEqual([true, false]);
  ledger.close();
});

test('and goes by the same rules: one open write a record, one record an object, and voids', async () => {
  beforeVoids();
  const ledger = await openLedger(file, new VirtualClock());
  const intent = { runId: 7, kind: 'invoice', operation: 'void', requestId: 'r', body: '{}' } as const;
  const rest = { bodyHash: 'h', fingerprint: 'p' };
  await expect(ledger.intend([{ ...intent, ...rest, key: '502' }])).rejects.toMatchObject({
    name: 'Problem',
  });
  const [id = 0] = await ledger.intend([{ ...intent, ...rest, key: '501' }]);
  expect(id).toBe(3);
  const link = await ledger.linkOf('invoice', '501');
  if (!link) throw new Error('no link');
  await expect(ledger.link([{ kind: 'invoice', key: '502', link }])).rejects.toMatchObject({
    name: 'Problem',
  });
  const end = { state: 'posted', booksId: '1501' } as const;
  await ledger.settle([{ attemptId: id, end, consequence: { link: { ...link, how: 'voided' } } }]);
  expect(await ledger.linkOf('invoice', '501')).toMatchObject({ how: 'voided' });
  ledger.close();
});

test('and is made as a new one is', async () => {
  beforeVoids();
  (await openLedger(file, new VirtualClock())).close();
  const fresh = join(folder, 'fresh.sqlite');
  (await openLedger(fresh, new VirtualClock())).close();
  const schema = (path: string): unknown[] => {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name').all();
    } finally {
      database.close();
    }
  };
  expect(schema(file)).toEqual(schema(fresh));
});
