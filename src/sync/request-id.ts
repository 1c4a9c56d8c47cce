import { sha256 } from '../domain/fingerprint.ts';
import type { WriteKind, WriteOperation } from '../ledger/ledger.ts';

/**
 * The `requestid` of a write (qbo-api.md 1.5): from company, record, operation, content and generation, so that the
 * same content sent again is the same request to QuickBooks, also from another machine, and changed content never is.
 * The generation counts definite refusals: QuickBooks may replay a stored refusal for ever. 36 characters, the form of
 * a UUID, which fits batches too.
 */
export function requestId(parts: {
  companyId: string;
  kind: WriteKind;
  key: string;
  operation: WriteOperation;
  bodyHash: string;
  generation: number;
}): string {
  const { companyId, kind, key, operation, bodyHash, generation } = parts;
  return asUuid(sha256(JSON.stringify([companyId, kind, key, operation, bodyHash, generation])));
}

/**
 * The `requestid` of every batch of a company's writes of one kind: the same one whichever records go together, so that
 * (requestid, bId), which is what QuickBooks goes by in a batch (qbo-api.md 1.5), is the same for a record on another
 * machine, after a lost ledger, and in another group of records. 36 characters are the most here too.
 */
export function batchRequestId(companyId: string, kind: WriteKind): string {
  return asUuid(sha256(JSON.stringify([companyId, kind, 'batch'])));
}

/** The `requestid` of an entry that is made in a list when settings are saved (create-lists.ts). */
export function listRequestId(companyId: string, kind: string, body: string, generation: number): string {
  return asUuid(sha256(JSON.stringify([companyId, kind, 'list', body, generation])));
}

/** At most 10 characters (qbo-api.md 1.5). */
const BATCH_ITEM_LENGTH = 10;

/**
 * The `bId` of a batch item, from the id that it would have alone. Ten letters and digits tell 3.6 * 10^15 writes of a
 * company apart; case is not relied upon.
 */
export function batchItem(itemId: string): string {
  const digits = BigInt(`0x${sha256(itemId)}`)
    .toString(36)
    .padStart(BATCH_ITEM_LENGTH, '0');
  return digits.slice(-BATCH_ITEM_LENGTH);
}

function asUuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
