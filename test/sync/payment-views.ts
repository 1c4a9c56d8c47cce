import { decimal } from '../../src/domain/money.ts';
import type { SourcePayment } from '../../src/domain/records.ts';
import type { Entry } from '../../src/ledger/ledger.ts';
import type { Invoice } from '../../src/qbo/entities.ts';
import type { PlannedPayment } from '../../src/sync/plan.ts';
import { planPayments, type PaymentView } from '../../src/sync/plan-payments.ts';
import { aCompany, anEntryLink, anEntry, anInvoice, aPayment, inBooks } from '../support/builders.ts';

// What a plan sees of payments and their invoices.

export const RECORD = aPayment();

/** An invoice of the ledger and of the books, under the id `number`. */
export function booked(
  number: string,
  parts: Record<string, unknown> = {},
): { entry: Entry; invoice: Invoice } {
  const record = anInvoice({ sourceId: `S-${number}`, number });
  return {
    entry: anEntry(record, { link: anEntryLink(record, { booksId: number }) }),
    invoice: inBooks(record, { Id: number, ...parts }),
  };
}

export function view(
  invoices: { entry: Entry; invoice?: Invoice }[],
  parts: Partial<PaymentView> = {},
): PaymentView {
  return {
    company: aCompany(),
    invoices: new Map(invoices.map(({ entry }) => [(entry.number ?? '').toLowerCase(), entry])),
    inBooks: new Map(invoices.flatMap(({ invoice }) => (invoice ? [[invoice.Id, invoice]] : []))),
    applied: new Map(),
    payments: [],
    leftOut: new Map(),
    customerIds: new Map(),
    ...parts,
  };
}

export const short = ({ action, verdict }: PlannedPayment) =>
  verdict ? `${action} ${verdict.code}` : action;

export function decide(record: SourcePayment, of: PaymentView, entry: Partial<Entry> = {}): string {
  const [planned] = planPayments([{ entry: anEntry(record, entry), record }], of);
  return planned ? short(planned) : 'nothing';
}

export const paying = (...parts: [string, string][]) =>
  parts.map(([invoiceNumber, amount]) => ({ invoiceNumber, amount: decimal(amount) }));
/** What a payment of the books applies to an invoice. */
export const lineOn = (TxnId: string, Amount: number) => ({
  Amount,
  LinkedTxn: [{ TxnId, TxnType: 'Invoice' }],
});
export const open = booked('INV-1');
export const usual = view([open]);
