import { closeSync, existsSync, openSync } from 'node:fs';
import { Problem } from '../domain/problems.ts';
import { emptyLedger, ledgerProblem, missingLedger, newerLedger, notALedger } from './problems.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';
import type { DatabaseSync } from '@photostructure/sqlite';

export type Database = InstanceType<typeof DatabaseSync>;

/** How long another process of ours may hold the file before we give up. */
const BUSY_MS = 10_000;

/**
 * Opens (and where needed migrates) a ledger file. Throws `Problem`, never wipes or replaces a file. One that is not
 * there, or has nothing in it, is made where it `mayBeNew`; elsewhere it was lost, and that is said.
 */
export async function openDatabase(file: string, mayBeNew = true): Promise<Database> {
  const { DatabaseSync } = await import('@photostructure/sqlite');
  return guarded(file, () => {
    if (!mayBeNew && !existsSync(file)) throw missingLedger(file);
    makePrivate(file);
    const database = new DatabaseSync(file);
    try {
      prepare(database, file, mayBeNew);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  });
}

function prepare(database: Database, file: string, mayBeNew: boolean): void {
  database.exec(`PRAGMA busy_timeout = ${BUSY_MS}; PRAGMA foreign_keys = ON`);
  const version = numberOf(database.prepare('PRAGMA user_version').get());
  const application = numberOf(database.prepare('PRAGMA application_id').get());
  const tables = numberOf(database.prepare('SELECT count(*) FROM sqlite_master').get());
  if (application !== APPLICATION_ID && (application !== 0 || tables > 0)) throw notALedger(file);
  if (version > MIGRATIONS.length) throw newerLedger(file, version, MIGRATIONS.length);
  if (version === 0 && !mayBeNew) throw emptyLedger(file);
  // FULL: an intent that was committed is on the disk before the request leaves (never twice, docs/architecture.md).
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  if (version < MIGRATIONS.length) migrate(database);
}

/**
 * Makes a file before SQLite does, so that it is its owner's only from the first byte. One that is there is not even
 * opened: closing it would drop the locks that this process holds on it.
 */
export function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function migrate(database: Database): void {
  transaction(database, () => {
    const from = numberOf(database.prepare('PRAGMA user_version').get());
    for (const statements of MIGRATIONS.slice(from)) database.exec(statements);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** All or nothing. Takes the write lock at once, so that two processes wait for each other instead of failing midway. */
export function transaction<T>(database: Database, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Throws the `Problem` of a damaged ledger where SQLite's own check finds something wrong in the file. */
export function verify(file: string, database: Database): void {
  const found = firstOf(database.prepare('PRAGMA quick_check(1)').get());
  if (found !== 'ok') throw ledgerProblem(file, new Error(`malformed: ${String(found)}`));
}

/** Runs work on one of our files, a ledger if nothing else is said, and says in plain words why it failed. */
export function guarded<T>(file: string, work: () => T, problem = ledgerProblem): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Problem ? error : problem(file, error);
  }
}

function numberOf(row: unknown): number {
  const value = firstOf(row);
  return typeof value === 'number' ? value : 0;
}

function firstOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null ? Object.values(row)[0] : undefined;
}
