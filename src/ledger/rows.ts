import * as z from 'zod';
import { decimal } from '../domain/money.ts';
import type {
  AppliedPart,
  Attempt,
  CustomerClaim,
  Entry,
  KeptReject,
  Link,
  LedgerCompany,
} from './ledger.ts';

// Rows of the ledger, through the door.

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? undefined);
const how = z.enum(['created', 'adopted', 'updated']);

const linkRow = z.object({
  books_id: z.string(),
  books_number: text,
  sync_token: z.string(),
  total: z.string(),
  fingerprint: z.string(),
  how,
  at: z.string(),
});

export function readLink(row: unknown): Link {
  const link = linkRow.parse(row);
  return {
    booksId: link.books_id,
    booksNumber: link.books_number,
    syncToken: link.sync_token,
    total: decimal(link.total),
    fingerprint: link.fingerprint,
    how: link.how,
    at: link.at,
  };
}

// A thousand of these are read for one `status`, so their door is a plain one: text, empty where there is nothing.
const filled = z.string();
const entryRow = z.object({
  kind: z.enum(['invoice', 'payment']),
  key: filled,
  source_id: filled,
  number: filled,
  project_id: filled,
  project_name: filled,
  customer_key: filled,
  customer_name: filled,
  date: filled,
  currency: filled,
  total: filled,
  state: filled,
  fingerprint: filled,
  file: filled,
  line: z.number(),
  link_id: filled,
  link_number: filled,
  link_token: filled,
  link_total: filled,
  link_fingerprint: filled,
  standing_state: z.enum(['', 'error', 'skipped', 'ignored']),
  standing_code: filled,
  standing_reason: filled,
  standing_fix: filled,
  standing_fingerprint: filled,
  open: z.number(),
});
const entryRows = z.array(entryRow);
type EntryRow = z.output<typeof entryRow>;

const orEmpty = (column: string) => `coalesce(${column}, '')`;

const COLUMNS: Record<keyof EntryRow, string> = {
  kind: 'r.kind',
  key: 'r.key',
  source_id: orEmpty('r.source_id'),
  number: orEmpty('r.number'),
  project_id: orEmpty('r.project_id'),
  project_name: orEmpty('r.project_name'),
  customer_key: orEmpty('r.customer_key'),
  customer_name: orEmpty('r.customer_name'),
  date: 'r.date',
  currency: orEmpty('r.currency'),
  total: 'r.total',
  state: 'r.state',
  fingerprint: 'r.fingerprint',
  file: 'r.file',
  line: 'r.line',
  link_id: orEmpty('l.books_id'),
  link_number: orEmpty('l.books_number'),
  link_token: orEmpty('l.sync_token'),
  link_total: orEmpty('l.total'),
  link_fingerprint: orEmpty('l.fingerprint'),
  standing_state: orEmpty('s.state'),
  standing_code: orEmpty('s.code'),
  standing_reason: orEmpty('s.reason'),
  standing_fix: orEmpty('s.fix'),
  standing_fingerprint: orEmpty('s.fingerprint'),
  open: "EXISTS (SELECT 1 FROM attempts a WHERE a.kind = r.kind AND a.key = r.key AND a.state = 'open')",
};

/** What {@link readEntries} reads, as one JSON text a row: fetching 26 columns takes four times as long. */
export const ENTRY_OBJECT = `json_object(${Object.entries(COLUMNS)
  .map(([name, value]) => `'${name}', ${value}`)
  .join(', ')})`;

const jsonRow = z.object({ entry: z.string() });

export function readEntries(rows: unknown[]): Entry[] {
  return entryRows.parse(rows.map((row) => JSON.parse(jsonRow.parse(row).entry) as unknown)).map(entryOf);
}

function entryOf(row: EntryRow): Entry {
  return {
    kind: row.kind,
    key: row.key,
    sourceId: row.source_id || undefined,
    number: row.number || undefined,
    projectId: row.project_id || undefined,
    projectName: row.project_name || undefined,
    customerKey: row.customer_key || undefined,
    customerName: row.customer_name || undefined,
    date: row.date,
    currency: row.currency || undefined,
    total: row.total,
    state: row.state,
    fingerprint: row.fingerprint,
    file: row.file,
    line: row.line,
    open: row.open === 1,
    link: row.link_id
      ? {
          booksId: row.link_id,
          booksNumber: row.link_number || undefined,
          syncToken: row.link_token,
          total: row.link_total,
          fingerprint: row.link_fingerprint,
        }
      : undefined,
    standing: row.standing_state
      ? {
          state: row.standing_state,
          code: row.standing_code,
          reason: row.standing_reason,
          fix: row.standing_fix,
          fingerprint: row.standing_fingerprint,
        }
      : undefined,
  };
}

const rejectRow = z.object({
  file: z.string(),
  line: z.number(),
  kind: z.string(),
  column_name: text,
  record_id: text,
  what: z.string(),
  expected: z.string(),
});

export function readReject(row: unknown): KeptReject {
  const reject = rejectRow.parse(row);
  return {
    file: reject.file,
    line: reject.line,
    kind: reject.kind,
    column: reject.column_name,
    recordId: reject.record_id,
    what: reject.what,
    expected: reject.expected,
  };
}

const customerRow = z.object({
  key: z.string(),
  name: z.string(),
  display_name: z.string(),
  books_id: text,
});

export function readCustomer(row: unknown): CustomerClaim {
  const claim = customerRow.parse(row);
  return { key: claim.key, name: claim.name, displayName: claim.display_name, booksId: claim.books_id };
}

const attemptRow = z.object({
  id: z.number(),
  run_id: z.number(),
  kind: z.enum(['invoice', 'payment', 'customer', 'item']),
  key: z.string(),
  operation: z.enum(['create', 'update']),
  request_id: z.string(),
  body: z.string(),
  body_hash: z.string(),
  fingerprint: z.string(),
  sent_at: z.string(),
});

export function readAttempt(row: unknown): Attempt {
  const attempt = attemptRow.parse(row);
  return {
    id: attempt.id,
    runId: attempt.run_id,
    kind: attempt.kind,
    key: attempt.key,
    operation: attempt.operation,
    requestId: attempt.request_id,
    body: attempt.body,
    bodyHash: attempt.body_hash,
    fingerprint: attempt.fingerprint,
    sentAt: attempt.sent_at,
  };
}

const partRow = z.object({ payment_key: z.string(), number: z.string(), amount: z.string() });

export function readPart(row: unknown): AppliedPart {
  const part = partRow.parse(row);
  return { paymentKey: part.payment_key, invoiceNumber: part.number, amount: decimal(part.amount) };
}

const companyValue = z.object({
  id: z.string(),
  name: z.string(),
  environment: z.string(),
  disconnected: z.string().optional(),
});

export function readCompany(row: unknown): LedgerCompany {
  return companyValue.parse(JSON.parse(z.object({ value: z.string() }).parse(row).value));
}
