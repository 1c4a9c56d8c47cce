import * as z from 'zod';
import { decimal, plainText } from '../../domain/money.ts';
import type { MarkedKind, Sighting } from '../../ledger/ledger.ts';
import type { Customer, Entity, Invoice, Payment } from '../../qbo/entities.ts';
import { markedId } from '../marker.ts';

// What is kept of an object of the books while all of them are read: what a decision needs, as JSON with every amount
// as text; read back through a door, since it was on the disk meanwhile.

const amount = z.string().transform(decimal);
const text = z
  .string()
  .optional()
  .transform((value) => value ?? undefined);

const seenInvoice = z.object({
  Id: z.string(),
  SyncToken: z.string(),
  DocNumber: text,
  TxnDate: z.string(),
  CustomerRef: z.object({ value: z.string(), name: z.string().optional() }),
  TotalAmt: amount,
});
const seenPayment = z.object({
  Id: z.string(),
  SyncToken: z.string(),
  PaymentRefNum: text,
  TxnDate: z.string(),
  TotalAmt: amount,
  Line: z.array(
    z.object({
      Amount: amount,
      LinkedTxn: z.array(z.object({ TxnId: z.string(), TxnType: z.string() })),
    }),
  ),
});
const seenCustomer = z.object({ Id: z.string(), DisplayName: z.string() });

export type SeenInvoice = Pick<Invoice, keyof z.output<typeof seenInvoice>>;
export type SeenPayment = Pick<Payment, keyof z.output<typeof seenPayment>>;
export type SeenCustomer = Pick<Customer, keyof z.output<typeof seenCustomer>>;

/** One entity whose objects carry our mark: how they are kept, and read again. */
export interface Marked<N extends 'Customer' | 'Invoice' | 'Payment', S> {
  kind: MarkedKind;
  entity: N;
  sighting(object: Entity<N>): Sighting;
  read(sighting: Sighting): S;
}

export const INVOICES: Marked<'Invoice', SeenInvoice> = {
  kind: 'invoice',
  entity: 'Invoice',
  sighting: ({ Id, SyncToken, DocNumber, TxnDate, CustomerRef, TotalAmt, PrivateNote }) => {
    const seen = { Id, SyncToken, DocNumber, TxnDate, CustomerRef, TotalAmt: plainText(TotalAmt) };
    return sightingOf(seen, markedId('invoice', PrivateNote));
  },
  read: ({ content }) => seenInvoice.parse(JSON.parse(content)),
};

export const PAYMENTS: Marked<'Payment', SeenPayment> = {
  kind: 'payment',
  entity: 'Payment',
  sighting: ({ Id, SyncToken, PaymentRefNum, TxnDate, TotalAmt, Line, PrivateNote }) => {
    const lines = Line.map(({ Amount, LinkedTxn }) => ({ Amount: plainText(Amount), LinkedTxn }));
    const seen = { Id, SyncToken, PaymentRefNum, TxnDate, TotalAmt: plainText(TotalAmt), Line: lines };
    return sightingOf(seen, markedId('payment', PrivateNote));
  },
  read: ({ content }) => seenPayment.parse(JSON.parse(content)),
};

export const CUSTOMERS: Marked<'Customer', SeenCustomer> = {
  kind: 'customer',
  entity: 'Customer',
  sighting: ({ Id, DisplayName, Notes }) => sightingOf({ Id, DisplayName }, markedId('customer', Notes)),
  read: ({ content }) => seenCustomer.parse(JSON.parse(content)),
};

/** As it is written: amounts as text. */
type SeenText = z.input<typeof seenInvoice> | z.input<typeof seenPayment> | z.input<typeof seenCustomer>;

function sightingOf(seen: SeenText, mark: string | undefined): Sighting {
  return { booksId: seen.Id, mark, content: JSON.stringify(seen) };
}
