import { ALL_LINE_TYPES, type InvoiceState, type LineType, type PaymentState } from '../domain/records.ts';

const INVOICE_STATES: Record<InvoiceState, readonly string[]> = {
  draft: ['draft', 'not sent', 'unsent', 'not issued', 'scheduled'],
  issued: [
    'issued',
    'sent',
    'viewed',
    'open',
    'pending',
    'due',
    'overdue',
    'unpaid',
    'outstanding',
    'awaiting payment',
    'partially paid',
    'part paid',
    'partial',
  ],
  paid: ['paid', 'paid offline', 'paid in full', 'fully paid', 'complete', 'completed'],
  cancelled: ['cancelled', 'canceled', 'void', 'voided', 'credited'],
};

const PAYMENT_STATES: Record<PaymentState, readonly string[]> = {
  received: [
    'received',
    'paid',
    'paid offline',
    'complete',
    'completed',
    'confirmed',
    'succeeded',
    'success',
    'successful',
    'settled',
    'cleared',
  ],
  pending: ['pending', 'authorized', 'authorised', 'processing'],
  failed: ['failed', 'declined'],
  refunded: ['refunded', 'refund', 'reversed', 'chargeback', 'charge back'],
};

const YES = ['true', 'yes', 'y', '1', 'card', 'integrated', 'online'];
const NO = ['false', 'no', 'n', '0', 'manual', 'offline'];

// What OpenSolar and installers call the lines of an invoice.
const LINE_WORDS: Partial<Record<LineType, readonly string[]>> = {
  milestone: ['milestone payment', 'progress', 'progress payment', 'final', 'final payment'],
  deposit: ['deposits', 'deposit payment', 'deposit invoice', 'down payment', 'customer deposit'],
  standalone: ['stand alone', 'custom'],
  incentive: ['incentives', 'rebate', 'stc', 'tax credit'],
  discount: ['discounts'],
  surcharge: ['surcharges', 'card surcharge', 'card fee'],
  other: ['others', 'item'],
};

const INVOICE_STATE = tableOf(INVOICE_STATES);
const PAYMENT_STATE = tableOf(PAYMENT_STATES);
const LINE_TYPE = tableOf(LINE_WORDS);
for (const type of ALL_LINE_TYPES) LINE_TYPE.set(type, type);

/** The state an invoice's status word stands for; an empty cell is an issued invoice. */
export function invoiceState(text: string): InvoiceState | undefined {
  return text === '' ? 'issued' : INVOICE_STATE.get(plainWords(text));
}

/** The state a payment's status word stands for; an empty cell is money received. */
export function paymentState(text: string): PaymentState | undefined {
  return text === '' ? 'received' : PAYMENT_STATE.get(plainWords(text));
}

/** What a line stands for; an empty cell is a milestone, as CashFlow writes them. */
export function lineType(text: string): LineType | undefined {
  return text === '' ? 'milestone' : LINE_TYPE.get(plainWords(text));
}

/** Yes or no, as spreadsheets and people write it. */
export function yesOrNo(text: string): boolean | undefined {
  const word = plainWords(text);
  if (YES.includes(word)) return true;
  return NO.includes(word) ? false : undefined;
}

/** The words that are understood, for a message. */
export const STATUS_WORDS = {
  invoice: 'Draft, Not sent, Sent, Viewed, Pending, Overdue, Paid, Cancelled, Void',
  payment: 'Received, Paid, Completed, Pending, Failed, Refunded',
} as const;

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function tableOf<T extends string>(words: Partial<Record<T, readonly string[]>>): Map<string, T> {
  const table = new Map<string, T>();
  for (const key in words) for (const word of words[key] ?? []) table.set(word, key);
  return table;
}
