import type { Attempt, Ledger } from '../ledger/ledger.ts';
import { isRecord, sentBody } from '../sync/attempts.ts';

/** What people call that which an attempt was to write. */
export async function attemptName(ledger: Ledger, attempt: Attempt): Promise<string> {
  const { kind, key } = attempt;
  const { DisplayName, Name } = sentBody(attempt);
  if (!isRecord(kind)) return `${kind} "${DisplayName ?? Name ?? key}"`;
  const [record] = await ledger.contents([{ kind, key }]);
  return `${kind} ${record?.kind === 'invoice' ? record.number : key}`;
}
