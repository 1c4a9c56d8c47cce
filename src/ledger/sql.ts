import type { Clock } from '../domain/clock.ts';
import { transaction, verify, type Database } from './database.ts';

export type Value = string | number | null;

/** Statements on an open ledger file. */
export class Sql {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Several statements, without values. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, ...values: Value[]): { lastInsertRowid: number | bigint } {
    return this.#database.prepare(sql).run(...values);
  }

  get(sql: string, ...values: Value[]): object | undefined {
    return objectOrNothing(this.#database.prepare(sql).get(...values));
  }

  /** As {@link get}, for many rows: the statement is prepared once. */
  getter(sql: string): (...values: Value[]) => object | undefined {
    const statement = this.#database.prepare(sql);
    return (...values) => objectOrNothing(statement.get(...values));
  }

  all(sql: string, ...values: Value[]): unknown[] {
    return this.#database.prepare(sql).all(...values);
  }

  transaction<T>(work: () => T): T {
    return transaction(this.#database, work);
  }

  verify(file: string): void {
    verify(file, this.#database);
  }

  /** ISO 8601, UTC: how instants are kept. */
  now(): string {
    return this.#clock.now().toISOString();
  }

  close(): void {
    try {
      // What stands in the log goes into the file, so that a copy of the one file is a whole backup.
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process reads it just now, or the disk is full: the log stays and is as good.
    }
    this.#database.close();
  }
}

function objectOrNothing(row: unknown): object | undefined {
  return typeof row === 'object' && row !== null ? row : undefined;
}
