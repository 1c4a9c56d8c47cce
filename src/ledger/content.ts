import * as z from 'zod';
import { fingerprint } from '../domain/fingerprint.ts';
import { plainDate } from '../domain/dates.ts';
import { decimal, moneyText, plainText } from '../domain/money.ts';
import {
  ALL_LINE_TYPES,
  type SourceInvoice,
  type SourcePayment,
  type SourceRecord,
} from '../domain/records.ts';

// How a record is kept in the ledger: JSON with every amount as text. Read back through the same door as anything else
// from outside, since a ledger may be old, restored or edited.

const amount = z.string().transform((text, context) => {
  try {
    return decimal(text);
  } catch {
    context.addIssue(`not an amount: ${text}`);
    return z.NEVER;
  }
});
const date = z.string().transform((text, context) => {
  const read = plainDate(text);
  if (read) return read;
  context.addIssue(`not a date: ${text}`);
  return z.NEVER;
});
const text = z.string().optional();

const invoiceContent = z.object({
  kind: z.literal('invoice'),
  sourceId: text,
  number: z.string(),
  projectId: text,
  projectName: text,
  customer: z.object({
    sourceId: text,
    name: z.string(),
    firstName: text,
    lastName: text,
    company: text,
    email: text,
    phone: text,
    address: z.object({ line1: text, city: text, state: text, postalCode: text, country: text }),
  }),
  issueDate: date,
  dueDate: date.optional(),
  state: z.enum(['draft', 'issued', 'paid', 'cancelled']),
  currency: text,
  lines: z.array(
    z.object({
      type: z.enum(ALL_LINE_TYPES),
      description: z.string(),
      quantity: amount.optional(),
      unitPrice: amount.optional(),
      amount,
      taxRate: amount,
      taxAmount: amount.optional(),
    }),
  ),
  total: amount.optional(),
});

const paymentContent = z.object({
  kind: z.literal('payment'),
  sourceId: z.string(),
  customerId: text,
  projectId: text,
  date,
  amount,
  currency: text,
  method: text,
  integrated: z.boolean(),
  state: z.enum(['received', 'pending', 'failed', 'refunded']),
  reference: text,
  fee: amount.optional(),
  applied: z.array(z.object({ invoiceNumber: z.string(), amount })),
});

const content = z.discriminatedUnion('kind', [invoiceContent, paymentContent]);

/** A record as it is kept, and what of it stands in the books. */
export function encodeRecord(record: SourceRecord): { content: string; fingerprint: string } {
  const content = JSON.stringify(record.kind === 'invoice' ? invoiceJson(record) : paymentJson(record));
  return { content, fingerprint: fingerprint(record) };
}

/** Throws where the text is not a record: the ledger is damaged then. */
export function decodeRecord(json: string): SourceRecord {
  return content.parse(JSON.parse(json));
}

function invoiceJson(invoice: SourceInvoice): z.input<typeof invoiceContent> {
  return {
    ...invoice,
    total: invoice.total && moneyText(invoice.total),
    lines: invoice.lines.map((line) => ({
      ...line,
      quantity: line.quantity && plainText(line.quantity),
      unitPrice: line.unitPrice && plainText(line.unitPrice),
      amount: plainText(line.amount),
      taxRate: plainText(line.taxRate),
      taxAmount: line.taxAmount && plainText(line.taxAmount),
    })),
  };
}

function paymentJson(payment: SourcePayment): z.input<typeof paymentContent> {
  return {
    ...payment,
    amount: plainText(payment.amount),
    fee: payment.fee && plainText(payment.fee),
    applied: payment.applied.map((application) => ({
      ...application,
      amount: plainText(application.amount),
    })),
  };
}
