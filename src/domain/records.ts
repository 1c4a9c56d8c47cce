import type { PlainDate } from './dates.ts';
import type { Money } from './money.ts';

/** What a line of an invoice stands for; each is mapped to an item of the books. */
export const LINE_TYPES = ['milestone', 'standalone', 'incentive', 'discount', 'surcharge', 'other'] as const;

/**
 * A deposit is the milestone that is paid before the work begins, where the source says so. It is mapped only where it is
 * booked in its own way (sync/deposits.ts).
 */
export const ALL_LINE_TYPES = [...LINE_TYPES, 'deposit'] as const;
export type LineType = (typeof ALL_LINE_TYPES)[number];

export interface Address {
  line1?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
}

/** The person or company an invoice is made out to, as the source has it: text is as it was written, only trimmed. */
export interface SourceCustomer {
  sourceId?: string;
  /** The one name shown to people: `customer_name`, else first and last name. */
  name: string;
  firstName?: string;
  lastName?: string;
  company?: string;
  email?: string;
  phone?: string;
  address: Address;
}

export interface SourceLine {
  type: LineType;
  description: string;
  quantity?: Money;
  unitPrice?: Money;
  /** Before tax; negative for incentives and discounts. */
  amount: Money;
  /** Percent: `10` is ten percent. */
  taxRate: Money;
  /** Tax on this line as the source states it, where it does. */
  taxAmount?: Money;
}

/** `draft`: not issued yet, so not for the books. `cancelled`: withdrawn in the source. */
export type InvoiceState = 'draft' | 'issued' | 'paid' | 'cancelled';

export interface SourceInvoice {
  kind: 'invoice';
  sourceId?: string;
  /** The number shown to people: `INV-00019`. */
  number: string;
  projectId?: string;
  projectName?: string;
  customer: SourceCustomer;
  issueDate: PlainDate;
  dueDate?: PlainDate;
  state: InvoiceState;
  /** ISO 4217; absent where the source does not say: the company's home currency. */
  currency?: string;
  lines: SourceLine[];
  /** Tax included, as the source states it; absent where it does not. */
  total?: Money;
}

/** `received`: the money is there. Everything else is not posted. */
export type PaymentState = 'received' | 'pending' | 'failed' | 'refunded';

export interface Application {
  invoiceNumber: string;
  amount: Money;
}

export interface SourcePayment {
  kind: 'payment';
  sourceId: string;
  customerId?: string;
  projectId?: string;
  date: PlainDate;
  /** All that was received; may exceed what is applied (a credit left on the customer). */
  amount: Money;
  currency?: string;
  /** `card`, `bank transfer`, … as the source writes it. */
  method?: string;
  /** Taken by OpenSolar itself (card or local bank payment), not marked paid by hand. */
  integrated: boolean;
  state: PaymentState;
  reference?: string;
  /** What the payment provider kept; reported, not booked. */
  fee?: Money;
  applied: Application[];
}

export type SourceRecord = SourceInvoice | SourcePayment;
export type RecordKind = SourceRecord['kind'];
