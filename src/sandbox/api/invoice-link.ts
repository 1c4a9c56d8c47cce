import { createHmac } from 'node:crypto';
import { Books } from '../books/books.ts';
import { objectOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { formPdf } from '../pdf/form.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';

/** The page at which a customer sees an invoice without signing in. */
export const PORTAL = '/portal/app/CommerceNetwork/view/';

const LINK = /^scs-v1-(\d+)-(\d+)-([0-9a-f]{64})$/;

const ticket = ({ clientSecret }: Sandbox, realmId: string, id: string): string =>
  createHmac('sha256', clientSecret).update(`invoice/${realmId}/${id}`).digest('hex');

/** A read's reply with `InvoiceLink`, which comes only when `include=invoiceLink` asks for it (qbo-api.md 3.2). */
export function withInvoiceLink(
  sandbox: Sandbox,
  books: Books,
  request: SandboxRequest,
  body: JsonObject,
): JsonObject {
  const include = request.query.getAll('include').flatMap((value) => value.split(','));
  const { Invoice } = body;
  if (Invoice === undefined || !include.includes('invoiceLink')) return body;
  const id = textOf(objectOf(Invoice).Id) ?? '';
  const place = `scs-v1-${books.realmId}-${id}-${ticket(sandbox, books.realmId, id)}`;
  return { ...body, Invoice: { ...objectOf(Invoice), InvoiceLink: `${books.serviceUrl}${PORTAL}${place}` } };
}

/** What an `InvoiceLink` leads to: the PDF of the invoice as it is now. */
export function showInvoice(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer {
  const [, realmId = '', id = '', sent] = LINK.exec(request.path.slice(PORTAL.length)) ?? [];
  const books = new Books(sandbox.store, sandbox.indexes, realmId, now);
  const row = sent === ticket(sandbox, realmId, id) ? books.get('Invoice', id) : undefined;
  if (row === undefined) {
    return {
      status: 404,
      headers: { 'Content-Type': 'text/plain;charset=utf-8' },
      body: 'This invoice is no longer available.',
    };
  }
  return {
    status: 200,
    headers: { 'Content-Type': 'application/pdf' },
    body: formPdf(books, 'Invoice', row),
  };
}
