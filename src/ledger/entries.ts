// The small build of zod: with the large one every start would take 8 ms longer (bench/start-up.ts).
import * as z from 'zod/mini';
import type { Entry } from './ledger.ts';

const text = z.string();
const maybe = z.optional(text);

const entrySchema = z.object({
  kind: z.enum(['invoice', 'payment']),
  key: text,
  sourceId: maybe,
  number: maybe,
  projectId: maybe,
  projectName: maybe,
  customerKey: maybe,
  customerName: maybe,
  date: text,
  currency: maybe,
  total: text,
  state: text,
  fingerprint: text,
  file: text,
  line: z.number(),
  link: z.optional(
    z.object({ booksId: text, booksNumber: maybe, syncToken: text, total: text, fingerprint: text }),
  ),
  standing: z.optional(
    z.object({
      state: z.enum(['error', 'skipped', 'ignored']),
      code: text,
      reason: text,
      fix: text,
      fingerprint: text,
    }),
  ),
  open: z.boolean(),
});
const entriesSchema = z.array(entrySchema);

/**
 * An entry as one JSON text: a thousand of them are read for one `status`, and fetching them column by column takes
 * four times as long. The patch leaves out what is null.
 */
const ENTRY = `json_patch('{}', json_object(
  'kind', r.kind, 'key', r.key, 'sourceId', r.source_id, 'number', r.number, 'projectId', r.project_id,
  'projectName', r.project_name, 'customerKey', r.customer_key, 'customerName', r.customer_name, 'date', r.date,
  'currency', r.currency, 'total', r.total, 'state', r.state, 'fingerprint', r.fingerprint, 'file', r.file,
  'line', r.line,
  'link', CASE WHEN l.books_id IS NOT NULL THEN json_object('booksId', l.books_id, 'booksNumber', l.books_number,
    'syncToken', l.sync_token, 'total', l.total, 'fingerprint', l.fingerprint) END,
  'standing', CASE WHEN s.state IS NOT NULL THEN json_object('state', s.state, 'code', s.code, 'reason', s.reason,
    'fix', s.fix, 'fingerprint', s.fingerprint) END,
  'open', json(CASE WHEN EXISTS (
    SELECT 1 FROM attempts a WHERE a.kind = r.kind AND a.key = r.key AND a.state = 'open'
  ) THEN 'true' ELSE 'false' END)))`;

/** Reads entries with {@link readEntries}; conditions on `r` go behind it. */
export const SELECT_ENTRIES = `SELECT ${ENTRY} AS entry FROM records r
  LEFT JOIN links l ON l.kind = r.kind AND l.key = r.key
  LEFT JOIN standings s ON s.kind = r.kind AND s.key = r.key`;

export function readEntries(rows: unknown[]): Entry[] {
  return entriesSchema.parse(rows.map((row) => JSON.parse(entryText(row)) as unknown));
}

function entryText(row: unknown): string {
  return typeof row === 'object' && row !== null && 'entry' in row && typeof row.entry === 'string'
    ? row.entry
    : '';
}
