import type { Clock } from '../domain/clock.ts';
import { transaction, verify, type Database } from './database.ts';

export type Value = string | number | null;

type Statement = ReturnType<Database['prepare']>;

/** Statements on an open ledger file. Each text is prepared once: texts are few, and values never stand in them. */
export class Sql {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #prepared = new Map<string, Statement>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** Several statements, without values. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, ...values: Value[]): { lastInsertRowid: number | bigint } {
    return this.#statement(sql).run(...values);
  }

  get(sql: string, ...values: Value[]): object | undefined {
    const row: unknown = this.#statement(sql).get(...values);
    return typeof row === 'object' && row !== null ? row : undefined;
  }

  all(sql: string, ...values: Value[]): unknown[] {
    return this.#statement(sql).all(...values);
  }

  #statement(sql: string): Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
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
