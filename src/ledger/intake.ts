import * as z from 'zod/mini';
import { foldNumber } from '../domain/identity.ts';
import type { Clash, KeptReject, TakenFile } from './ledger.ts';
import type { Sql } from './sql.ts';
import { COLUMNS, stagedRecords, unstage, type Staged } from './staging.ts';

/**
 * Takes in the staged records of one file, the nth. What could not be read stays listed until it is read right or ignored, also
 * when the file no longer has it: only what this reading speaks of is replaced. Runs inside a transaction.
 */
export function takeStaged(sql: Sql, nth: number, file: string, rejects: readonly KeptReject[]): TakenFile {
  forgetSpokenOf(sql, nth, file, rejects);
  const taken: TakenFile = { added: 0, changed: 0, unchanged: 0, clashes: [] };
  for (const record of stagedRecords(sql, nth)) {
    const found = knownAs(sql, record);
    if (found === 'conflict') {
      taken.clashes.push(clashOf(record, file));
      unstage(sql, record.position);
    } else if (found?.content === record.content) taken.unchanged += 1;
    else {
      keepRecord(sql, record, found?.key ?? newKey(record));
      taken[found ? 'changed' : 'added'] += 1;
    }
  }
  forgetElsewhere(sql, nth, file);
  keepRejects(sql, file, [...rejects, ...taken.clashes]);
  return taken;
}

/** Forgets what was rejected of this file before, as far as it is told anew or read now. */
function forgetSpokenOf(sql: Sql, nth: number, file: string, rejects: readonly KeptReject[]): void {
  const names = rejects.flatMap(({ recordId }) => (recordId === undefined ? [] : [foldNumber(recordId)]));
  sql.run(
    `DELETE FROM rejects WHERE file = ? AND (record_folded IS NULL
       OR record_folded IN (SELECT value FROM json_each(?))
       OR record_folded IN (SELECT source_folded FROM temp.staged WHERE nth = ?)
       OR record_folded IN (SELECT number_folded FROM temp.staged WHERE nth = ?))`,
    ...[file, JSON.stringify(names), nth, nth],
  );
}

/** A record that is read now is no longer one that could not be read, from whichever file. */
function forgetElsewhere(sql: Sql, nth: number, file: string): void {
  sql.run(
    `DELETE FROM rejects WHERE file <> ? AND (kind, record_folded) IN (
       SELECT kind, source_folded FROM temp.staged WHERE nth = ?
       UNION ALL SELECT kind, number_folded FROM temp.staged WHERE nth = ?)`,
    ...[file, nth, nth],
  );
}

function keepRejects(sql: Sql, file: string, rejects: readonly KeptReject[]): void {
  const last = z
    .object({ last: z.nullable(z.number()) })
    .parse(sql.get('SELECT max(position) AS last FROM rejects WHERE file = ?', file));
  rejects.forEach((reject, at) => {
    const { recordId } = reject;
    sql.run(
      'INSERT INTO rejects (file, position, line, kind, column_name, record_id, record_folded, what, expected, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[
        file,
        (last.last ?? -1) + 1 + at,
        reject.line,
        reject.kind,
        reject.column ?? null,
        recordId ?? null,
      ],
      ...[recordId === undefined ? null : foldNumber(recordId), reject.what, reject.expected, sql.now()],
    );
  });
}

const known = z.object({ key: z.string(), content: z.string(), source_id: z.nullable(z.string()) });
type Known = z.infer<typeof known>;

/**
 * The record that one is a new version of: by the source's id, else by number where one side has no id. SQLite is told
 * which index to use: without statistics it goes through all records of a kind.
 */
function knownAs(sql: Sql, staged: Staged): Known | 'conflict' | undefined {
  const { kind, source_id: id, source_folded: folded, number_folded: number } = staged;
  const bySource =
    id === null
      ? undefined
      : sql.get(
          'SELECT key, content, source_id FROM records INDEXED BY records_by_source WHERE kind = ? AND source_folded = ? AND source_id = ?',
          ...[kind, folded, id],
        );
  if (kind === 'payment') return bySource && known.parse(bySource);
  const found = sql.get(
    "SELECT key, content, source_id FROM records INDEXED BY records_by_number WHERE kind = 'invoice' AND number_folded = ?",
    number,
  );
  const byNumber = found && known.parse(found);
  if (bySource) {
    const ofId = known.parse(bySource);
    return byNumber && byNumber.key !== ofId.key ? 'conflict' : ofId;
  }
  return byNumber && id !== null && byNumber.source_id !== null ? 'conflict' : byNumber;
}

/** Makes a staged record a record of the ledger, or a new version of one. */
function keepRecord(sql: Sql, { kind, position }: Staged, key: string): void {
  const now = sql.now();
  sql.run(KEEP, key, now, now, position);
  // What was wrong may be right now; with a record that is in the books only the books can tell.
  sql.run(
    `DELETE FROM standings WHERE kind = ? AND key = ? AND state <> 'ignored'
       AND NOT EXISTS (SELECT 1 FROM links l WHERE l.kind = standings.kind AND l.key = standings.key)`,
    ...[kind, key],
  );
  if (kind === 'invoice') return;
  sql.run('DELETE FROM applications WHERE payment_key = ?', key);
  sql.run(
    `INSERT INTO applications (payment_key, position, number, number_folded, amount)
     SELECT ?, part.key, part.value ->> 0, part.value ->> 1, part.value ->> 2
     FROM temp.staged, json_each(applied) part WHERE position = ?`,
    ...[key, position],
  );
}

const KEEP = `INSERT INTO records (key, ${COLUMNS.join(', ')}, first_seen, changed_at)
   SELECT ?, ${COLUMNS.join(', ')}, ?, ? FROM temp.staged WHERE position = ?
   ON CONFLICT (kind, key) DO UPDATE SET source_id = coalesce(excluded.source_id, source_id),
     source_folded = coalesce(excluded.source_folded, source_folded),
     number = excluded.number, number_folded = excluded.number_folded, project_id = excluded.project_id,
     project_name = excluded.project_name, project_id_folded = excluded.project_id_folded,
     project_name_folded = excluded.project_name_folded, customer_key = excluded.customer_key,
     customer_name = excluded.customer_name, date = excluded.date, currency = excluded.currency,
     total = excluded.total, state = excluded.state, content = excluded.content,
     fingerprint = excluded.fingerprint, file = excluded.file, line = excluded.line,
     changed_at = excluded.changed_at`;

/** A key of our own form where the source gives no id, so that no id can ever be taken for it. */
function newKey({ source_id: id, number_folded: number }: Staged): string {
  return id ?? `number:${number ?? ''}`;
}

function clashOf({ kind, number, source_id: id, line }: Staged, file: string): Clash {
  const recordId = number ?? id ?? '';
  return {
    file,
    line,
    kind,
    recordId,
    what: `the number ${recordId} is known already under another invoice_id`,
    expected: 'one invoice_id for one number; correct the row, or give the other invoice its own number',
  };
}
