import { foldName } from '../domain/identity.ts';
import { moneyForPeople, type Money } from '../domain/money.ts';
import type { Standing } from '../domain/status.ts';
import type { SourceCustomer, SourceInvoice } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Customer, Invoice } from '../qbo/entities.ts';
import type { Verdict } from './judge.ts';
import { isMarkedFor, isMarkedWith, markedId } from './marker.ts';
import { isEmail } from './names.ts';

/** A void leaves the document with zero amounts (qbo-api.md 3.2); qbsync never makes a document of zero itself. */
export function isVoided(object: { TotalAmt: Money }): boolean {
  return object.TotalAmt.eq(0);
}

/** Whether money is applied to an invoice: payments, credits, a deposit taken with it. A void would take it off. */
export function isPaid({ TotalAmt, Balance, LinkedTxn }: Invoice): boolean {
  return !TotalAmt.eq(Balance) || LinkedTxn.some(({ TxnType }) => TxnType === 'Payment');
}

export type InvoiceMatch =
  | { type: 'ours'; invoice: Invoice }
  | { type: 'equal'; invoice: Invoice }
  | { type: 'stop'; verdict: Verdict };

/**
 * Compares the invoices of the books that carry the number of a source invoice. Ours by its mark; equal when customer,
 * date and total agree (typed in by a person, or by another connector); anything else stops, with both figures.
 */
export function matchInvoice(
  invoice: SourceInvoice,
  found: Invoice[],
  customerName: string,
): InvoiceMatch | undefined {
  if (found.length === 0) return undefined;
  const ours = found.find((candidate) => isMarkedFor(invoice, candidate.PrivateNote));
  if (ours)
    return isVoided(ours) ? { type: 'stop', verdict: voided(ours.Id) } : { type: 'ours', invoice: ours };
  const { total } = invoiceTotals(invoice);
  const equal = found.find(
    (candidate) =>
      markedId('invoice', candidate.PrivateNote) === undefined &&
      candidate.TotalAmt.eq(total) &&
      candidate.TxnDate === invoice.issueDate &&
      foldName(candidate.CustomerRef.name ?? '') === foldName(customerName),
  );
  if (equal) return { type: 'equal', invoice: equal };
  const [other] = found;
  if (!other) return undefined;
  const currency = other.CurrencyRef?.value ?? invoice.currency ?? '';
  const theirs = `${other.CustomerRef.name ?? 'another customer'}, ${other.TxnDate}, ${moneyForPeople(other.TotalAmt, currency)}`;
  const mine = `${customerName}, ${invoice.issueDate}, ${moneyForPeople(total, currency)}`;
  return {
    type: 'stop',
    verdict: {
      state: 'error',
      code: 'NUMBER_TAKEN',
      reason: `QuickBooks has another invoice ${invoice.number} (${theirs}) than the source (${mine}).`,
      fix: 'Look at it in QuickBooks: correct it there so that customer, date and total agree, or give it another number; then run the same command again.',
    },
  };
}

export function voided(booksId: string): Verdict {
  return {
    state: 'error',
    code: 'VOIDED_IN_BOOKS',
    reason: `It was voided in QuickBooks (id ${booksId}); qbsync does not make it again.`,
    fix: 'If that was meant, run: qbsync ignore {id} --reason "voided in QuickBooks". If not, restore it in QuickBooks.',
  };
}

export function deleted(booksId: string): Verdict {
  return {
    state: 'error',
    code: 'DELETED_IN_BOOKS',
    reason: `It was deleted in QuickBooks (id ${booksId}); qbsync does not make it again.`,
    fix: 'If that was meant, run: qbsync ignore {id} --reason "deleted in QuickBooks". If not, enter it again in QuickBooks by hand.',
  };
}

export const BOOKED_TWICE = 'BOOKED_TWICE';

/** A double booking stays until it is taken back: only a reading of the whole books finds it (recover/decide.ts). */
export function foundTwice(standing: Standing | undefined): Verdict | undefined {
  return standing?.code === BOOKED_TWICE ? { ...standing, code: BOOKED_TWICE, state: 'error' } : undefined;
}

/**
 * The customer of the books that is this one: by our mark; else by name, when no e-mail speaks against it. Another
 * person of the same name is not a match.
 */
export function matchCustomer(
  customer: SourceCustomer,
  key: string,
  found: Customer[],
): Customer | undefined {
  const marked = found.find((candidate) => isMarkedWith('customer', key, candidate.Notes));
  if (marked) return marked;
  const email = customer.email?.trim().toLowerCase() ?? '';
  return found.find((candidate) => {
    if (markedId('customer', candidate.Notes) !== undefined) return false;
    const theirs = candidate.PrimaryEmailAddr?.Address?.trim().toLowerCase();
    return !theirs || !isEmail(email) || theirs.split(/[,;\s]+/).includes(email);
  });
}
