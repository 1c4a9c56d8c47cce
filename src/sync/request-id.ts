import { sha256 } from '../domain/fingerprint.ts';
import type { WriteKind } from '../ledger/ledger.ts';

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
  operation: 'create' | 'update';
  bodyHash: string;
  generation: number;
}): string {
  const { companyId, kind, key, operation, bodyHash, generation } = parts;
  const hex = sha256(JSON.stringify([companyId, kind, key, operation, bodyHash, generation]));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
