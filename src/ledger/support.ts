import * as z from 'zod/mini';
import type { KeptRun, LedgerSize, NotPosted } from './ledger.ts';
import type { Sql } from './sql.ts';

// What support asks of a ledger: how it fared, without what stands in it.

const perhapsText = z.pipe(
  z.nullable(z.string()),
  z.transform((value) => value ?? undefined),
);

const run = z.object({
  command: z.string(),
  startedAt: z.string(),
  endedAt: perhapsText,
  exit: z.pipe(
    z.nullable(z.number()),
    z.transform((value) => value ?? undefined),
  ),
  created: z.number(),
  failed: z.number(),
});

export function runsOf(sql: Sql, most: number): KeptRun[] {
  return sql
    .all(
      `SELECT command, started_at AS startedAt, ended_at AS endedAt, exit, created, failed
       FROM runs ORDER BY id DESC LIMIT ?`,
      most,
    )
    .map((row) => run.parse(row));
}

const attempt = z.object({
  kind: z.string(),
  key: z.string(),
  operation: z.string(),
  state: z.string(),
  sentAt: z.string(),
  fault: perhapsText,
  tid: perhapsText,
});

export function notPostedOf(sql: Sql, most: number): NotPosted[] {
  return sql
    .all(
      `SELECT kind, key, operation, state, sent_at AS sentAt, fault, tid
       FROM attempts WHERE state <> 'posted' ORDER BY id DESC LIMIT ?`,
      most,
    )
    .map((row) => attempt.parse(row));
}

const TABLES = ['records', 'applications', 'rejects', 'customers', 'links', 'standings', 'runs', 'attempts'];
const number = z.object({ number: z.number() });

export function sizeOf(sql: Sql): LedgerSize {
  const count = (table: string) => number.parse(sql.get(`SELECT count(*) AS number FROM ${table}`)).number;
  const version = sql.get('SELECT user_version AS number FROM pragma_user_version');
  return {
    version: number.parse(version).number,
    rows: Object.fromEntries(TABLES.map((table) => [table, count(table)])),
  };
}
