import { decimal, moneyForPeople, moneyText, ZERO } from '../domain/money.ts';
import type { SourceInvoice } from '../domain/records.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Invoice } from '../qbo/entities.ts';
import type { CompanyFacts } from './company.ts';
import { sentDocument } from './documents.ts';
import { judgeDate, type Verdict } from './judge.ts';
import { isPaid, isVoided } from './match.ts';
import {
  adoptionOfInvoice,
  isUntouched,
  targetOf,
  type Decision,
  type LinkedInvoice,
} from './plan-linked.ts';

// What is decided about an invoice that stands in the books and was cancelled in the source.

/** Whether the books must be asked about a cancelled invoice: it was put there, and is not settled. */
export function isWithdrawn(entry: Entry, record: SourceInvoice): boolean {
  if (entry.open || entry.standing?.state === 'ignored' || record.state !== 'cancelled' || !entry.link)
    return false;
  return entry.link.fingerprint !== entry.fingerprint || entry.standing !== undefined;
}

/**
 * An invoice that is cancelled is voided, unless money is applied to it or a person changed it: a void takes payments
 * off without a word (qbo-api.md 3.2). Where a person voided or deleted it before, nothing is left to do.
 */
export function decideWithdrawn(
  entry: Entry,
  { now, posted }: LinkedInvoice,
  company: CompanyFacts,
): Decision | Verdict {
  if (!now) {
    const { booksId = '', booksNumber, syncToken = '' } = entry.link ?? {};
    const adoption = { booksId, booksNumber, syncToken, total: ZERO };
    return { action: 'adopt', adoption, notes: ['cancelled in the source, and deleted in QuickBooks'] };
  }
  if (isVoided(now)) {
    const notes = ['cancelled in the source, and voided in QuickBooks'];
    return { action: 'adopt', adoption: adoptionOfInvoice(now), notes };
  }
  if (isPaid(now)) return paidThere(now, company.homeCurrency);
  const ours = posted === undefined ? undefined : sentDocument(posted, decimal(entry.link?.total ?? '0'));
  if (!isUntouched(now, entry, ours)) return changedThere(now);
  const closed = judgeDate(now.TxnDate, company);
  if (closed) return { state: 'error', ...closed };
  const changes = [{ field: 'total', from: moneyText(now.TotalAmt), to: moneyText(ZERO) }];
  return { action: 'void', target: targetOf(now), changes, notes: ['cancelled in the source'] };
}

function paidThere(now: Invoice, homeCurrency: string): Verdict {
  const payments = now.LinkedTxn.filter(({ TxnType }) => TxnType === 'Payment').map(({ TxnId }) => TxnId);
  const applied = now.TotalAmt.minus(now.Balance);
  const currency = now.CurrencyRef?.value ?? homeCurrency;
  const by = payments.length > 0 ? ` (payment id ${payments.join(', ')})` : '';
  return {
    state: 'error',
    code: 'CANCELLED_IN_SOURCE',
    reason: `Cancelled in the source, but in QuickBooks ${moneyForPeople(applied, currency)} of its ${moneyForPeople(now.TotalAmt, currency)} is applied to it${by}.`,
    fix: 'Decide in QuickBooks what becomes of that money: take the payment off the invoice, or refund it. Then run the same command again: it voids the invoice.',
  };
}

function changedThere(now: Invoice): Verdict {
  return {
    state: 'error',
    code: 'CANCELLED_IN_SOURCE',
    reason: `Cancelled in the source, but somebody changed it in QuickBooks (${now.TotalAmt.toFixed(2)} of ${now.TxnDate} there), so it is left alone.`,
    fix: 'Void it in QuickBooks (open the invoice → More → Void), then run the same command again.',
  };
}

/** For who only looks, and leaves the void to a plan. */
export function cancelledInSource(): Verdict {
  return {
    state: 'error',
    code: 'CANCELLED_IN_SOURCE',
    reason: 'Cancelled in the source, but it stands in QuickBooks.',
    fix: 'Run: qbsync sync-invoice {id}. It says whether it can be voided.',
  };
}
