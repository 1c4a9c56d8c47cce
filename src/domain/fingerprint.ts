import { createHash } from 'node:crypto';
import { customerKey } from './identity.ts';
import { moneyText, plainText } from './money.ts';
import type { SourceInvoice, SourcePayment, SourceRecord } from './records.ts';

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The first 96 bits of SHA-256 of a text, in 16 characters: for many that are kept in memory and compared. */
export function shortDigest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest().toString('base64url', 0, 12);
}

/** Stands before the fingerprint of an invoice that was cancelled in the source. */
const CANCELLED = 'cancelled:';

/**
 * What of a record stands in the books. Two records with one fingerprint need no update: a status that went from sent
 * to paid, a corrected phone number or another project title do not touch the books. A cancellation does.
 */
export function fingerprint(record: SourceRecord): string {
  if (record.kind === 'payment') return sha256(JSON.stringify(paymentParts(record)));
  const print = sha256(JSON.stringify(invoiceParts(record)));
  return record.state === 'cancelled' ? CANCELLED + print : print;
}

/** Whether a fingerprint is that of a cancelled invoice. */
export function isCancelled(print: string): boolean {
  return print.startsWith(CANCELLED);
}

function invoiceParts(invoice: SourceInvoice): unknown[] {
  return [
    'invoice',
    invoice.number,
    customerKey(invoice.customer),
    invoice.issueDate,
    invoice.dueDate ?? null,
    invoice.currency ?? null,
    invoice.lines.map((line) => [
      // Deposits were read as milestones once: what is in the books since then has not changed.
      line.type === 'deposit' ? 'milestone' : line.type,
      line.description,
      line.quantity ? plainText(line.quantity) : null,
      line.unitPrice ? plainText(line.unitPrice) : null,
      moneyText(line.amount),
      plainText(line.taxRate),
      line.taxAmount ? moneyText(line.taxAmount) : null,
    ]),
  ];
}

function paymentParts(payment: SourcePayment): unknown[] {
  return [
    'payment',
    payment.date,
    moneyText(payment.amount),
    payment.currency ?? null,
    payment.method ?? null,
    payment.reference ?? null,
    payment.applied.map((application) => [application.invoiceNumber, moneyText(application.amount)]),
  ];
}
