import { foldNumber } from '../domain/identity.ts';
import { sum, type Money } from '../domain/money.ts';
import type { SourceInvoice, SourcePayment } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Invoice, Payment } from '../qbo/entities.ts';
import type { Verdict } from './judge.ts';

// Whether an object of the books says what its record says, and the finding where it does not.

export type InvoiceInBooks = Pick<Invoice, 'DocNumber' | 'TxnDate' | 'CustomerRef' | 'TotalAmt'>;
export type PaymentInBooks = Pick<Payment, 'TxnDate' | 'TotalAmt' | 'Line'>;

/** What an invoice is held against beside its record. */
export interface InvoiceTerms {
  /** Whom it must be booked on; undefined where nobody knows: then anybody will do. */
  customerId: string | undefined;
  /** Whether the books carry the numbers of the source (`carriesNumbers` in company.ts). */
  numbered: boolean;
}

/** Whether total, date, customer and number agree. */
export function invoiceAgrees(record: SourceInvoice, now: InvoiceInBooks, terms: InvoiceTerms): boolean {
  return (
    now.TotalAmt.eq(invoiceTotals(record).total) &&
    now.TxnDate === record.issueDate &&
    onThatCustomer(now, terms) &&
    ofThatNumber(record, now, terms)
  );
}

function onThatCustomer(now: InvoiceInBooks, { customerId }: InvoiceTerms): boolean {
  return customerId === undefined || now.CustomerRef.value === customerId;
}

function ofThatNumber(record: SourceInvoice, now: InvoiceInBooks, { numbered }: InvoiceTerms): boolean {
  return !numbered || foldNumber(now.DocNumber ?? '') === foldNumber(record.number);
}

/** The finding for an invoice that does not agree, with what differs on both sides. */
export function invoiceDiffers(record: SourceInvoice, now: InvoiceInBooks, terms: InvoiceTerms): Verdict {
  const theirs = [`${now.TotalAmt.toFixed(2)} of ${now.TxnDate}`];
  const mine = [`${invoiceTotals(record).total.toFixed(2)} of ${record.issueDate}`];
  if (!onThatCustomer(now, terms)) {
    theirs.push(`for ${now.CustomerRef.name ?? 'another customer'} (customer id ${now.CustomerRef.value})`);
    mine.push(`for ${record.customer.name} (customer id ${terms.customerId || 'not there yet'})`);
  }
  const renumbered = !ofThatNumber(record, now, terms);
  if (renumbered) {
    theirs.push(now.DocNumber === undefined ? 'without a number' : `as ${now.DocNumber}`);
    mine.push(`as ${record.number}`);
  }
  return {
    state: 'error',
    code: 'DIFFERS_IN_BOOKS',
    reason: `QuickBooks has ${theirs.join(' ')}, the source ${mine.join(' ')}; somebody may have changed it there, so it is left alone.`,
    fix: `Compare the two and correct the one that is wrong (same customer, date, total${renumbered ? ' and number; or, where QuickBooks numbers invoices: qbsync configure --set numbers=quickbooks' : ''}); then run the same command again.`,
  };
}

/** Finds the id that an invoice has in the books by its number in the source, as far as it is known. */
export type InvoiceIds = (invoiceNumber: string) => string | undefined;

/** Whether amount and date agree, and what is applied to each invoice that is known. */
export function paymentAgrees(record: SourcePayment, now: PaymentInBooks, ids: InvoiceIds): boolean {
  return (
    now.TotalAmt.eq(record.amount) &&
    now.TxnDate === record.date &&
    appliedElsewhere(record, now, ids).length === 0
  );
}

/** Invoices to which the books apply another part of the payment than the source does. */
function appliedElsewhere(
  { applied }: SourcePayment,
  { Line }: PaymentInBooks,
  ids: InvoiceIds,
): { number: string; theirs: Money; mine: Money }[] {
  const numbers = new Map(applied.map(({ invoiceNumber }) => [foldNumber(invoiceNumber), invoiceNumber]));
  return [...numbers].flatMap(([folded, number]) => {
    const id = ids(number);
    if (id === undefined) return [];
    const own = applied.filter(({ invoiceNumber }) => foldNumber(invoiceNumber) === folded);
    const lines = Line.filter(({ LinkedTxn }) =>
      LinkedTxn.some(({ TxnId, TxnType }) => TxnType === 'Invoice' && TxnId === id),
    );
    const mine = sum(own.map(({ amount }) => amount));
    const theirs = sum(lines.map(({ Amount }) => Amount));
    return theirs.eq(mine) ? [] : [{ number, theirs, mine }];
  });
}

/** As {@link invoiceDiffers}, for a payment. */
export function paymentDiffers(record: SourcePayment, now: PaymentInBooks, ids: InvoiceIds): Verdict {
  const theirs = `${now.TotalAmt.toFixed(2)} of ${now.TxnDate}`;
  const mine = `${record.amount.toFixed(2)} of ${record.date}`;
  const parts = appliedElsewhere(record, now, ids).map(
    (part) => ` It applies ${part.theirs.toFixed(2)} to ${part.number}, the source ${part.mine.toFixed(2)}.`,
  );
  return {
    state: 'error',
    code: 'DIFFERS_IN_BOOKS',
    reason: `QuickBooks has this payment with ${theirs}${theirs === mine ? '' : `, the source ${mine}`}.${parts.join('')}`,
    fix: 'Correct the one that is wrong (in QuickBooks: Sales → All sales → the payment), then run the same command again.',
  };
}
