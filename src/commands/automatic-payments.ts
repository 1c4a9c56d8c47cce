import type { Settings } from '../company/settings.ts';
import { foldNumber } from '../domain/identity.ts';
import type { Finding } from '../domain/problems.ts';
import type { SourcePayment } from '../domain/records.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import { inGroups } from '../sync/groups.ts';

/** A payment that is left to a person, and why. */
export interface Waiting {
  entry: Entry;
  finding: Finding;
}

/** So many payments are looked at together. */
const PART = 1000;

/**
 * Keys of the payments that go by themselves: card payments, and manual ones when the source marks their invoice as paid
 * (or as the setting says). Payments that are in the books stay in the list, so that a change after booking is noticed.
 * `onWaiting` is told of the others, part by part.
 */
export async function automaticPayments(
  ledger: Ledger,
  { manualPayments }: Settings,
  onWaiting: (waiting: Waiting[]) => Promise<void>,
): Promise<string[]> {
  const keys = await ledger.keys({ kind: 'payment' });
  if (manualPayments === 'when-received') return keys;
  const automatic: string[] = [];
  for (const group of inGroups(keys, PART)) {
    const entries = await ledger.entries({ kind: 'payment', keys: group });
    const waiting = await waitingAmong(ledger, entries, manualPayments);
    await onWaiting(waiting);
    const left = new Set(waiting.map(({ entry }) => entry.key));
    automatic.push(...group.filter((key) => !left.has(key)));
  }
  return automatic;
}

async function waitingAmong(
  ledger: Ledger,
  entries: Entry[],
  manualPayments: Settings['manualPayments'],
): Promise<Waiting[]> {
  const open = entries.filter(
    ({ link, open: sent, standing }) => !link && !sent && standing?.state !== 'ignored',
  );
  const byHand = (await ledger.contents(open)).flatMap((record, at) => {
    const entry = open[at];
    const manual = record.kind === 'payment' && !record.integrated && record.state === 'received';
    return entry && manual ? [{ entry, record }] : [];
  });
  if (manualPayments === 'never') return byHand.map(({ entry }) => ({ entry, finding: byHandOnly(entry) }));
  const paid = await paidAmong(
    ledger,
    byHand.map(({ record }) => record),
  );
  return byHand.flatMap(({ entry, record }) => {
    const unpaid = record.applied
      .map(({ invoiceNumber }) => invoiceNumber)
      .filter((number) => !paid.has(foldNumber(number)));
    const waits = unpaid.length > 0 || record.applied.length === 0;
    return waits ? [{ entry, finding: notMarkedPaid(entry, unpaid) }] : [];
  });
}

/** Numbers of the invoices of these payments that the source marks as paid, folded. */
async function paidAmong(ledger: Ledger, payments: SourcePayment[]): Promise<Set<string>> {
  const ids = payments.flatMap(({ applied }) => applied.map(({ invoiceNumber }) => invoiceNumber));
  const invoices = ids.length > 0 ? await ledger.entries({ kind: 'invoice', ids }) : [];
  return new Set(
    invoices.flatMap(({ number, state }) =>
      number !== undefined && state === 'paid' ? [foldNumber(number)] : [],
    ),
  );
}

function notMarkedPaid(entry: Entry, unpaid: string[]): Finding {
  return {
    code: 'WAITS_FOR_PAID',
    reason:
      unpaid.length > 0
        ? `Paid by hand, and ${unpaid.join(', ')} is not marked as paid in the source yet.`
        : 'Paid by hand, and it names no invoice that could be marked as paid.',
    fix: `Mark it as paid in OpenSolar and import again, or push it now: qbsync sync-payment ${entry.key}`,
  };
}

function byHandOnly(entry: Entry): Finding {
  return {
    code: 'BY_HAND_ONLY',
    reason: 'Paid by hand; the settings say that such payments are not pushed by themselves.',
    fix: `Push it with: qbsync sync-payment ${entry.key}`,
  };
}
