import * as z from 'zod/mini';
import { foldNumber } from '../domain/identity.ts';
import { moneyText } from '../domain/money.ts';
import type { SourceRecord } from '../domain/records.ts';
import type { KeptReject, NewRecord, Taken } from './ledger.ts';
import type { Sql } from './sql.ts';

/** A record as it is kept, made before the transaction. */
export interface Encoded {
  content: string;
  fingerprint: string;
}

/**
 * Takes one file in. What could not be read stays listed until it is read right or ignored, also when the file no longer
 * has it: only what this reading speaks of is replaced. Runs inside a transaction.
 */
export function takeFile(
  sql: Sql,
  file: string,
  records: { record: NewRecord; encoded: Encoded }[],
  rejects: KeptReject[],
): Taken[] {
  const spokenOf = [
    ...rejects.map(({ recordId }) => recordId),
    ...records.flatMap(({ record: { record } }) => namesOf(record)),
  ];
  sql.run(
    'DELETE FROM rejects WHERE file = ? AND (record_folded IS NULL OR record_folded IN (SELECT value FROM json_each(?)))',
    ...[file, JSON.stringify(spokenOf.flatMap((name) => (name === undefined ? [] : [foldNumber(name)])))],
  );
  const last = z
    .object({ last: z.nullable(z.number()) })
    .parse(sql.get('SELECT max(position) AS last FROM rejects WHERE file = ?', file));
  rejects.forEach((reject, at) => {
    const position = (last.last ?? -1) + 1 + at;
    sql.run(
      'INSERT INTO rejects (file, position, line, kind, column_name, record_id, record_folded, what, expected, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[file, position, reject.line, reject.kind, reject.column ?? null, reject.recordId ?? null],
      ...[foldedOrNull(reject.recordId), reject.what, reject.expected, sql.now()],
    );
  });
  return records.map(({ record, encoded }) => {
    const taken = takeRecord(sql, record, encoded);
    if (taken !== 'conflict') forgetRejects(sql, file, record.record);
    return taken;
  });
}

/** A record that is read now, from whichever file, is no longer one that could not be read. */
function forgetRejects(sql: Sql, file: string, record: SourceRecord): void {
  const names = namesOf(record);
  sql.run(
    'DELETE FROM rejects WHERE file <> ? AND kind = ? AND record_folded IN (SELECT value FROM json_each(?))',
    ...[file, record.kind, JSON.stringify(names.map(foldNumber))],
  );
}

function takeRecord(sql: Sql, taken: NewRecord, encoded: Encoded): Taken {
  const { content, fingerprint } = encoded;
  const { record } = taken;
  const found = knownAs(sql, record);
  if (found === 'conflict') return 'conflict';
  if (found?.content === content) return 'same';
  const invoice = record.kind === 'invoice' ? record : undefined;
  const key = found?.key ?? newKey(record);
  const now = sql.now();
  sql.run(
    `INSERT INTO records (kind, key, source_id, source_folded, number, number_folded, project_id,
       project_id_folded, project_name, project_name_folded, customer_key,
       customer_name, date, currency, total, state, content, fingerprint, file, line, first_seen, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, key) DO UPDATE SET source_id = coalesce(excluded.source_id, source_id),
       source_folded = coalesce(excluded.source_folded, source_folded),
       number = excluded.number, number_folded = excluded.number_folded, project_id = excluded.project_id,
       project_name = excluded.project_name, project_id_folded = excluded.project_id_folded,
       project_name_folded = excluded.project_name_folded, customer_key = excluded.customer_key,
       customer_name = excluded.customer_name, date = excluded.date, currency = excluded.currency,
       total = excluded.total, state = excluded.state, content = excluded.content,
       fingerprint = excluded.fingerprint, file = excluded.file, line = excluded.line,
       changed_at = excluded.changed_at`,
    ...[record.kind, key, record.sourceId ?? null, foldedOrNull(record.sourceId)],
    ...[invoice?.number ?? null, foldedOrNull(invoice?.number), record.projectId ?? null],
    ...[foldedOrNull(record.projectId), invoice?.projectName ?? null, foldedOrNull(invoice?.projectName)],
    ...[taken.customerKey ?? null, taken.customerName ?? null, dateOf(record), record.currency ?? null],
    ...[moneyText(taken.total), record.state, content, fingerprint, taken.file, taken.line, now, now],
  );
  // What was wrong may be right now; with a record that is in the books only the books can tell.
  sql.run(
    `DELETE FROM standings WHERE kind = ? AND key = ? AND state <> 'ignored'
       AND NOT EXISTS (SELECT 1 FROM links l WHERE l.kind = standings.kind AND l.key = standings.key)`,
    ...[record.kind, key],
  );
  if (record.kind === 'payment') {
    sql.run('DELETE FROM applications WHERE payment_key = ?', key);
    record.applied.forEach((application, position) => {
      sql.run(
        'INSERT INTO applications (payment_key, position, number, number_folded, amount) VALUES (?, ?, ?, ?, ?)',
        ...[
          key,
          position,
          application.invoiceNumber,
          foldNumber(application.invoiceNumber),
          moneyText(application.amount),
        ],
      );
    });
  }
  return found ? 'changed' : 'new';
}

const knownRow = z.object({ key: z.string(), content: z.string(), source_id: z.nullable(z.string()) });

/** The record this one is a new version of: by the source's id, else by number where one side has no id. */
function knownAs(sql: Sql, record: SourceRecord): { key: string; content: string } | 'conflict' | undefined {
  const bySource = record.sourceId
    ? sql.get(
        'SELECT key, content, source_id FROM records WHERE kind = ? AND source_folded = ? AND source_id = ?',
        ...[record.kind, foldNumber(record.sourceId), record.sourceId],
      )
    : undefined;
  if (record.kind === 'payment') return bySource && knownRow.parse(bySource);
  const byNumber = sql.get(
    "SELECT key, content, source_id FROM records WHERE kind = 'invoice' AND number_folded = ?",
    foldNumber(record.number),
  );
  if (bySource) {
    const known = knownRow.parse(bySource);
    return byNumber && knownRow.parse(byNumber).key !== known.key ? 'conflict' : known;
  }
  if (!byNumber) return undefined;
  const known = knownRow.parse(byNumber);
  return record.sourceId && known.source_id ? 'conflict' : known;
}

/** What people call a record. */
function namesOf(record: SourceRecord): string[] {
  const names = [record.sourceId, record.kind === 'invoice' ? record.number : undefined];
  return names.filter((name) => name !== undefined);
}

function dateOf(record: SourceRecord): string {
  return record.kind === 'invoice' ? record.issueDate : record.date;
}

/** A key of our own form where the source gives no id, so that no id can ever be taken for it. */
function newKey(record: SourceRecord): string {
  return record.sourceId ?? `number:${record.kind === 'invoice' ? foldNumber(record.number) : ''}`;
}

function foldedOrNull(text: string | undefined): string | null {
  return text === undefined ? null : foldNumber(text);
}
