import * as z from 'zod';
import { decimal } from '../domain/money.ts';
import type { AppliedPart, Attempt, CustomerClaim, Entry, KeptReject, Link } from './ledger.ts';

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

const entryRow = z.object({
  kind: z.enum(['invoice', 'payment']),
  key: z.string(),
  source_id: text,
  number: text,
  project_id: text,
  project_name: text,
  customer_key: text,
  customer_name: text,
  date: z.string(),
  currency: text,
  total: z.string(),
  state: z.string(),
  fingerprint: z.string(),
  file: z.string(),
  line: z.number(),
  link_id: text,
  link_number: text,
  link_token: text,
  link_total: text,
  link_fingerprint: text,
  link_how: how.nullable(),
  link_at: text,
  standing_state: z.enum(['error', 'skipped', 'ignored']).nullable(),
  standing_code: text,
  standing_reason: text,
  standing_fix: text,
  standing_fingerprint: text,
  open: z.number(),
});

/** The columns that {@link readEntry} reads. */
export const ENTRY_COLUMNS = `
  r.kind, r.key, r.source_id, r.number, r.project_id, r.project_name, r.customer_key, r.customer_name, r.date,
  r.currency, r.total, r.state, r.fingerprint, r.file, r.line,
  l.books_id AS link_id, l.books_number AS link_number, l.sync_token AS link_token, l.total AS link_total,
  l.fingerprint AS link_fingerprint, l.how AS link_how, l.at AS link_at,
  s.state AS standing_state, s.code AS standing_code, s.reason AS standing_reason, s.fix AS standing_fix,
  s.fingerprint AS standing_fingerprint,
  EXISTS (SELECT 1 FROM attempts a WHERE a.kind = r.kind AND a.key = r.key AND a.state = 'open') AS open
`;

export function readEntry(row: unknown): Entry {
  const entry = entryRow.parse(row);
  return {
    kind: entry.kind,
    key: entry.key,
    sourceId: entry.source_id,
    number: entry.number,
    projectId: entry.project_id,
    projectName: entry.project_name,
    customerKey: entry.customer_key,
    customerName: entry.customer_name,
    date: entry.date,
    currency: entry.currency,
    total: decimal(entry.total),
    state: entry.state,
    fingerprint: entry.fingerprint,
    file: entry.file,
    line: entry.line,
    open: entry.open === 1,
    link:
      entry.link_id === undefined
        ? undefined
        : {
            booksId: entry.link_id,
            booksNumber: entry.link_number,
            syncToken: entry.link_token ?? '0',
            total: decimal(entry.link_total ?? '0'),
            fingerprint: entry.link_fingerprint ?? '',
            how: entry.link_how ?? 'created',
            at: entry.link_at ?? '',
          },
    standing:
      entry.standing_state === null
        ? undefined
        : {
            state: entry.standing_state,
            code: entry.standing_code ?? '',
            reason: entry.standing_reason ?? '',
            fix: entry.standing_fix ?? '',
            fingerprint: entry.standing_fingerprint ?? '',
          },
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
