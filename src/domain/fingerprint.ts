import { createHash } from 'node:crypto';
import { customerKey } from './identity.ts';
import { moneyText, plainText } from './money.ts';
import type { SourceInvoice, SourcePayment, SourceRecord } from './records.ts';

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * What of a record stands in the books. Two records with one fingerprint need no update: a status that went from sent
 * to paid, a corrected phone number or another project title do not touch the books.
 */
export function fingerprint(record: SourceRecord): string {
  return sha256(JSON.stringify(record.kind === 'invoice' ? invoiceParts(record) : paymentParts(record)));
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
      line.type,
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
