import type { RecordKind } from '../domain/records.ts';

/** The columns of an invoice file, one row a line; the same names are the keys of JSONL. */
export const INVOICE_FIELDS = [
  'invoice_id',
  'invoice_number',
  'project_id',
  'project_name',
  'customer_id',
  'customer_name',
  'first_name',
  'last_name',
  'company',
  'email',
  'phone',
  'address_line1',
  'city',
  'state',
  'postal_code',
  'country',
  'issue_date',
  'due_date',
  'status',
  'currency',
  'line_type',
  'description',
  'quantity',
  'unit_price',
  'amount',
  'tax_rate',
  'tax_amount',
  'total',
] as const;

/** The columns of a payment file, one row an application to an invoice. */
export const PAYMENT_FIELDS = [
  'payment_id',
  'invoice_number',
  'customer_id',
  'project_id',
  'date',
  'amount',
  'currency',
  'method',
  'integrated',
  'status',
  'reference',
  'fee',
] as const;

export type InvoiceField = (typeof INVOICE_FIELDS)[number];
export type PaymentField = (typeof PAYMENT_FIELDS)[number];
export type Field = InvoiceField | PaymentField;

/** Every canonical name, for checking a saved column mapping. */
export const ALL_FIELDS: readonly Field[] = [...new Set<Field>([...INVOICE_FIELDS, ...PAYMENT_FIELDS])];

/** The canonical fields of one kind of file, in the order of the documentation. */
export function fieldsOf(kind: RecordKind): readonly Field[] {
  return kind === 'invoice' ? INVOICE_FIELDS : PAYMENT_FIELDS;
}

/** Whether text is a canonical name. */
export function isField(text: string): text is Field {
  return ALL_FIELDS.some((field) => field === text);
}

/**
 * What must be there for a file of one kind to be readable: each entry is met by any one of its alternatives, an
 * alternative by all of its fields.
 */
export const REQUIRED: Record<RecordKind, readonly { what: string; anyOf: readonly (readonly Field[])[] }[]> =
  {
    invoice: [
      { what: 'the invoice number', anyOf: [['invoice_number']] },
      { what: 'the customer', anyOf: [['customer_name'], ['first_name', 'last_name'], ['company']] },
      { what: 'the issue date', anyOf: [['issue_date']] },
      { what: 'the amount of the line before tax', anyOf: [['amount']] },
    ],
    payment: [
      { what: 'the payment id', anyOf: [['payment_id']] },
      { what: 'the payment date', anyOf: [['date']] },
      { what: 'the amount', anyOf: [['amount']] },
    ],
  };
