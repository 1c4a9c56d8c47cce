import * as z from 'zod';
import { fromWire, type Money } from '../domain/money.ts';
import type { Invoice } from '../qbo/entities.ts';

/** A line of an invoice, as far as both the books and what we send can show it. */
export interface DocumentLine {
  description: string;
  /** Before tax. */
  amount: Money;
  quantity: Money | undefined;
  price: Money | undefined;
  itemId: string | undefined;
  taxCodeId: string | undefined;
}

/** An invoice as it stands in the books or as it is sent there. What a sent one does not state, the books keep. */
export interface InvoiceDocument {
  customerId: string;
  number: string | undefined;
  date: string;
  dueDate: string | undefined;
  /** Tax included. */
  total: Money;
  currency: string | undefined;
  email: string | undefined;
  /** In the US: the sales tax of the whole invoice. */
  taxCodeId: string | undefined;
  lines: DocumentLine[];
}

/** An invoice of the books. The subtotal that QuickBooks adds to every answer (qbo-api.md 3.2) is no line of ours. */
export function bookedDocument(invoice: Invoice): InvoiceDocument {
  return {
    customerId: invoice.CustomerRef.value,
    number: invoice.DocNumber,
    date: invoice.TxnDate,
    dueDate: invoice.DueDate,
    total: invoice.TotalAmt,
    currency: invoice.CurrencyRef?.value,
    email: invoice.BillEmail?.Address,
    taxCodeId: invoice.TxnTaxDetail?.TxnTaxCodeRef?.value,
    lines: invoice.Line.filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail').map((line) => ({
      description: line.Description ?? '',
      amount: line.Amount,
      quantity: line.SalesItemLineDetail?.Qty,
      price: line.SalesItemLineDetail?.UnitPrice,
      itemId: line.SalesItemLineDetail?.ItemRef?.value,
      taxCodeId: line.SalesItemLineDetail?.TaxCodeRef?.value,
    })),
  };
}

const reference = z.object({ value: z.string().optional() }).optional();
const money = z.number().transform(fromWire);

const bodySchema = z.object({
  CustomerRef: z.object({ value: z.string() }),
  DocNumber: z.string().optional(),
  TxnDate: z.string(),
  DueDate: z.string().optional(),
  CurrencyRef: reference,
  BillEmail: z.object({ Address: z.string().optional() }).optional(),
  TxnTaxDetail: z.object({ TxnTaxCodeRef: reference, TotalTax: z.number().optional() }).optional(),
  Line: z.array(
    z.object({
      Amount: money,
      Description: z.string().optional(),
      SalesItemLineDetail: z
        .object({
          ItemRef: reference,
          Qty: money.optional(),
          UnitPrice: money.optional(),
          TaxCodeRef: reference,
        })
        .optional(),
    }),
  ),
});

/**
 * An invoice as it was or will be sent, from the JSON text of the request. `total` is what it comes to: QuickBooks adds
 * up by itself. Where the tax is sent as an amount, QuickBooks may put a code of its own beside it (qbo-api.md 3.7).
 */
export function sentDocument(body: string, total: Money): InvoiceDocument {
  const sent = bodySchema.parse(JSON.parse(body));
  const tax = sent.TxnTaxDetail;
  return {
    customerId: sent.CustomerRef.value,
    number: sent.DocNumber,
    date: sent.TxnDate,
    dueDate: sent.DueDate,
    total,
    currency: sent.CurrencyRef?.value,
    email: sent.BillEmail?.Address,
    taxCodeId: tax?.TotalTax === undefined ? tax?.TxnTaxCodeRef?.value : undefined,
    lines: sent.Line.map(({ Amount, Description, SalesItemLineDetail: detail }) => ({
      description: Description ?? '',
      amount: Amount,
      quantity: detail?.Qty,
      price: detail?.UnitPrice,
      itemId: detail?.ItemRef?.value,
      taxCodeId: detail?.TaxCodeRef?.value,
    })),
  };
}
