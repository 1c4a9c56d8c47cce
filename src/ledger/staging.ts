import * as z from 'zod/mini';
import { foldNumber } from '../domain/identity.ts';
import { moneyText } from '../domain/money.ts';
import type { SourceRecord } from '../domain/records.ts';
import type { NewRecord } from './ledger.ts';
import type { Sql, Value } from './sql.ts';

// Records of a file while it is read: in a table of this connection alone, which SQLite keeps in a file without a name
// and ends with the process. So the ledger is neither held nor touched before all of the file is there, and memory does
// not hold it either.

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
const INSERT = `INSERT INTO temp.staged (${COLUMNS.join(', ')}, applied) VALUES (${COLUMNS.map(() => '?').join(', ')}, ?)`;

/** What of a record decides what becomes of it. */
export type Staged = z.infer<typeof stagedRow>;

/** Makes the table, empty. */
export function openStage(sql: Sql): void {
  sql.run(`CREATE TEMP TABLE staged (position INTEGER PRIMARY KEY, ${COLUMNS.join(', ')}, applied)`);
}

export function closeStage(sql: Sql): void {
  sql.run('DROP TABLE IF EXISTS temp.staged');
}

export function stage(sql: Sql, taken: NewRecord, encoded: Encoded): void {
  sql.run(INSERT, ...valuesOf(taken, encoded));
}

/** Takes a record out again, by its position. */
export function unstage(sql: Sql, position: number): void {
  sql.run('DELETE FROM temp.staged WHERE position = ?', position);
}

const AT_ONCE = 20;

/** All staged records, in the order in which they came. */
export function* stagedRecords(sql: Sql): Generator<Staged> {
  for (let last = 0; ;) {
    const rows = sql.all(
      'SELECT * FROM temp.staged WHERE position > ? ORDER BY position LIMIT ?',
      last,
      AT_ONCE,
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
    ...[
      moneyText(taken.total),
      record.state,
      content,
      fingerprint,
      taken.file,
      taken.line,
      appliedOf(record),
    ],
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
