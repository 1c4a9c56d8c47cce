import { createHash } from 'node:crypto';
import { moneyText, plainText } from './money.ts';
import type { SourceCustomer, SourceInvoice, SourcePayment, SourceRecord } from './records.ts';

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Who a customer is, across files and runs: the source's own id, or, where it gives none, name and e-mail together. A
 * name alone is never an identity: two people may share it.
 */
export function customerKey(customer: Pick<SourceCustomer, 'sourceId' | 'name' | 'email'>): string {
  if (customer.sourceId) return `id:${customer.sourceId}`;
  return `name:${foldName(customer.name)}|${(customer.email ?? '').trim().toLowerCase()}`;
}

/** A name as QuickBooks compares it: blanks collapsed, case ignored (qbo-api.md 3.1). */
export function foldName(name: string): string {
  return name.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Half a character (a lone surrogate) cannot be sent anywhere: shown as the mark for what cannot be shown. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\uFFFD');
}

/** A number, an id or a project's name as people compare it. */
export function foldNumber(number: string): string {
  return foldName(number);
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
