import type { Attempt, CustomerClaim, Settlement } from '../../ledger/ledger.ts';
import { idInMark } from '../marker.ts';
import type { FoundClaim } from '../push-lists.ts';
import type { Recovered } from './decide.ts';
import type { SeenCustomer } from './seen.ts';

/** What a reading of the books tells of one customer, and what the ledger is to keep of it. */
export interface RecoveredCustomer {
  key: string;
  /** Who it is in the books; undefined where nobody is found. */
  booksId: string | undefined;
  /** The other one that the ledger had. */
  before?: string | undefined;
  claim?: FoundClaim | undefined;
  settlement?: Settlement | undefined;
  /** All that carry its mark, where there are several. */
  twice?: readonly [SeenCustomer, ...SeenCustomer[]] | undefined;
}

export interface FoundCustomer {
  claim: CustomerClaim | undefined;
  /** Whether the one that is claimed was seen; one that was made inactive is not. */
  claimSeen: boolean;
  /** Those with its mark, the lowest id first. */
  marked: readonly SeenCustomer[];
  /** The request that was to make it, whose outcome is not known yet. */
  attempt: Attempt | undefined;
}

/** Decides one customer, under the name that stands in the books. Pure. */
export function recoverCustomer(
  { key, name }: { key: string; name: string | undefined },
  { claim, claimSeen, marked, attempt }: FoundCustomer,
): RecoveredCustomer {
  const [first, ...others] = marked;
  const twice = first && others.length > 0 ? ([first, ...others] as const) : undefined;
  const known = claim?.booksId !== undefined && (claimSeen || !first);
  if (known || !first) return { key, booksId: claim?.booksId, twice };
  const { Id: booksId, DisplayName: displayName } = first;
  const end = { state: 'posted' as const, booksId };
  return {
    key,
    booksId,
    before: claim?.booksId,
    claim: { key, name: name ?? claim?.name ?? displayName, displayName, booksId },
    settlement: attempt && { attemptId: attempt.id, end, consequence: { customerId: booksId } },
    twice,
  };
}

/**
 * Customers whom nobody marked, told by the invoices that are booked on them. `owners`: whose they are, by books id, as
 * far as a mark or the ledger says.
 */
export function learnedFrom(
  records: readonly Recovered[],
  owners: ReadonlyMap<string, string>,
): RecoveredCustomer[] {
  const learned = new Map<string, RecoveredCustomer>();
  for (const { entry, customer } of records) {
    const { customerKey: key, customerName: name } = entry;
    if (key === undefined || !customer || learned.has(key)) continue;
    if ((owners.get(customer.id) ?? idInMark(key)) !== idInMark(key)) continue;
    const displayName = customer.name ?? name ?? '';
    const claim = { key, name: name ?? displayName, displayName, booksId: customer.id };
    learned.set(key, { key, booksId: customer.id, claim });
  }
  return [...learned.values()];
}
