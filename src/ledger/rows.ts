// The small build of zod: with the large one every start would take 8 ms longer (bench/start-up.ts).
import * as z from 'zod/mini';
import { decimal } from '../domain/money.ts';
import type {
  AppliedPart,
  Attempt,
  CustomerClaim,
  KeptReject,
  LedgerCompany,
  Link,
  Refused,
} from './ledger.ts';

// Rows of the ledger, through the door.

const text = z.pipe(
  z.nullable(z.string()),
  z.transform((value) => value ?? undefined),
);
const how = z.enum(['created', 'adopted', 'updated', 'voided']);

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

const rejectRow = z.object({
  file: z.string(),
  line: z.number(),
  kind: z.string(),
  column_name: text,
  record_id: text,
  what: z.string(),
  expected: z.string(),
  ignored: text,
});

const refusedRow = z.object({ key: z.string(), operation: z.string(), body_hash: z.string() });

export function readRefused(row: unknown): Refused {
  const { key, operation, body_hash: bodyHash } = refusedRow.parse(row);
  return { key, operation, bodyHash };
}

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
    ignored: reject.ignored,
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

const writtenRow = z.object({ kind: z.enum(['invoice', 'payment', 'customer', 'item']), key: z.string() });

/** What an attempt writes. */
export function readWritten(row: unknown): Pick<Attempt, 'kind' | 'key'> {
  return writtenRow.parse(row);
}

const attemptRow = z.object({
  ...writtenRow.shape,
  id: z.number(),
  run_id: z.number(),
  operation: z.enum(['create', 'update', 'void']),
  request_id: z.string(),
  body: z.string(),
  body_hash: z.string(),
  fingerprint: z.string(),
  sent_at: z.string(),
  batch_item: text,
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
    batchItem: attempt.batch_item,
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
  disconnected: z.optional(z.string()),
  endsUnused: z.optional(z.string()),
  endsAnyway: z.optional(z.string()),
});

export function readCompany(row: unknown): LedgerCompany {
  return companyValue.parse(JSON.parse(z.object({ value: z.string() }).parse(row).value));
}
