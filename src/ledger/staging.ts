import * as z from 'zod/mini';
import { foldNumber } from '../domain/identity.ts';
import { moneyText } from '../domain/money.ts';
import type { SourceRecord } from '../domain/records.ts';
import type { NewRecord } from './ledger.ts';
import type { Sql, Value } from './sql.ts';

// Records of files while they are read: in a temporary table, which SQLite keeps in a file of its own that ends with the
// process. So neither memory nor the ledger's lock is held, and the ledger is not touched before every file was read.

/** A record as it is kept. */
interface Encoded {
  content: string;
  fingerprint: string;
}

/** The columns that `records` takes over as they are. */
export const COLUMNS = [
  'kind',
  'source_id',
  'source_folded',
  'number',
  'number_folded',
  'project_id',
  'project_id_folded',
  'project_name',
  'project_name_folded',
  'customer_key',
  'customer_name',
  'date',
  'currency',
  'total',
  'state',
  'content',
  'fingerprint',
  'file',
  'line',
] as const;

const stagedRow = z.object({
  position: z.number(),
  kind: z.enum(['invoice', 'payment']),
  source_id: z.nullable(z.string()),
  source_folded: z.nullable(z.string()),
  number: z.nullable(z.string()),
  number_folded: z.nullable(z.string()),
  content: z.string(),
  line: z.number(),
});
const INSERT = `INSERT INTO temp.staged (nth, applied, ${COLUMNS.join(', ')}) VALUES (?, ?, ${COLUMNS.map(() => '?').join(', ')})`;

/** What of a record decides what becomes of it. */
export type Staged = z.infer<typeof stagedRow>;

/** Makes the table, empty. */
export function openStage(sql: Sql): void {
  drop(sql);
  sql.exec(`CREATE TEMP TABLE staged (position INTEGER PRIMARY KEY, nth, applied, ${COLUMNS.join(', ')})`);
}

/** Gives its room back. Where a full disk forbids that, why it was closed is told by what went wrong before. */
export function closeStage(sql: Sql): void {
  try {
    drop(sql);
  } catch {
    // It goes with the connection, or when the next one is made.
  }
}

function drop(sql: Sql): void {
  sql.exec('DROP TABLE IF EXISTS temp.staged');
}

/** Keeps a record of the nth file for now. */
export function stage(sql: Sql, nth: number, taken: NewRecord, encoded: Encoded): void {
  sql.run(INSERT, nth, appliedOf(taken.record), ...valuesOf(taken, encoded));
}

/** Takes a record out again, by its position. */
export function unstage(sql: Sql, position: number): void {
  sql.run('DELETE FROM temp.staged WHERE position = ?', position);
}

const AT_ONCE = 20;

/** The staged records of the nth file, in the order in which they came. */
export function* stagedRecords(sql: Sql, nth: number): Generator<Staged> {
  for (let last = 0; ;) {
    const rows = sql.all(
      'SELECT * FROM temp.staged WHERE nth = ? AND position > ? ORDER BY position LIMIT ?',
      ...[nth, last, AT_ONCE],
    );
    for (const row of z.array(stagedRow).parse(rows)) {
      yield row;
      last = row.position;
    }
    if (rows.length < AT_ONCE) return;
  }
}

function valuesOf(taken: NewRecord, { content, fingerprint }: Encoded): Value[] {
  const { record } = taken;
  const invoice = record.kind === 'invoice' ? record : undefined;
  return [
    ...[record.kind, record.sourceId ?? null, foldedOrNull(record.sourceId)],
    ...[invoice?.number ?? null, foldedOrNull(invoice?.number), record.projectId ?? null],
    ...[foldedOrNull(record.projectId), invoice?.projectName ?? null, foldedOrNull(invoice?.projectName)],
    ...[taken.customerKey ?? null, taken.customerName ?? null, dateOf(record), record.currency ?? null],
    ...[moneyText(taken.total), record.state, content, fingerprint, taken.file, taken.line],
  ];
}

/** What a payment applies to, as a JSON list of the columns of `applications`. */
function appliedOf(record: SourceRecord): string | null {
  if (record.kind === 'invoice') return null;
  return JSON.stringify(
    record.applied.map(({ invoiceNumber, amount }) => [
      invoiceNumber,
      foldNumber(invoiceNumber),
      moneyText(amount),
    ]),
  );
}

function dateOf(record: SourceRecord): string {
  return record.kind === 'invoice' ? record.issueDate : record.date;
}

function foldedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : foldNumber(text);
}
