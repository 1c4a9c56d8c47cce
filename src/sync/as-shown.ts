import { foldName } from '../domain/identity.ts';
import { shortDigest } from '../domain/fingerprint.ts';
import { moneyText } from '../domain/money.ts';
import {
  isDone,
  isWrite,
  records,
  withNeededLists,
  type Plan,
  type PlannedAny,
  type PlannedInvoice,
} from './plan.ts';

// A long plan is made in parts and shown as a whole; each part is planned once more before it is carried out. What is
// kept of a part meanwhile is one short text a record: what is done must be what was shown.

/** What was decided on the records that a plan does something with, by their keys. */
export type Decisions = ReadonlyMap<string, Decision>;

export interface Decision {
  action: PlannedAny['action'];
  /** Of all that the action depends on. */
  digest: string;
}

export function decisionsOf(plan: Plan): Decisions {
  const names = new Map(plan.customers.map(({ key, displayName }) => [key, foldName(displayName)]));
  const doing = records(plan).filter(isDone);
  return new Map(doing.map((planned) => [planned.entry.key, decisionOf(planned, names)]));
}

/**
 * The version counter of an object is no part of it: it also counts what is no edit (plan-invoices.ts). Nor is the customer
 * of an invoice that is only linked.
 */
function decisionOf(planned: PlannedAny, names: ReadonlyMap<string, string>): Decision {
  const { action, entry, adoption } = planned;
  const about =
    planned.kind === 'invoice'
      ? [
          (isWrite(planned) && names.get(planned.customerKey)) || '',
          planned.target?.booksId ?? '',
          ...changesIn(planned),
        ]
      : (planned.refs?.applied ?? []).map(({ invoiceId, amount }) => `${invoiceId} ${moneyText(amount)}`);
  const all = [action, entry.fingerprint, adoption?.booksId ?? '', ...about];
  return { action, digest: shortDigest(JSON.stringify(all)) };
}

/** What an update changes was shown field by field, so nothing else may be changed. */
function changesIn({ changes = [] }: PlannedInvoice): string[] {
  return changes.flatMap(({ field, from, to }) => [field, from ?? '', to ?? '']);
}

/**
 * A part that was planned again: what is still to be done as it was shown, and the records on which the plan would now
 * say something else. What was not to be done is not done now either.
 */
export function asDecided(plan: Plan, decisions: Decisions): { plan: Plan; changed: PlannedAny[] } {
  const now = decisionsOf(plan);
  const decided = ({ entry: { key } }: PlannedAny) => decisions.has(key);
  const same = ({ entry: { key } }: PlannedAny) => now.get(key)?.digest === decisions.get(key)?.digest;
  const still = (planned: PlannedAny) => decided(planned) && same(planned);
  return {
    plan: withNeededLists({
      ...plan,
      invoices: plan.invoices.filter(still),
      payments: plan.payments.filter(still),
    }),
    changed: records(plan).filter((planned) => decided(planned) && !same(planned)),
  };
}
