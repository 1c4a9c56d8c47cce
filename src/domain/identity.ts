import type { SourceCustomer } from './records.ts';

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
