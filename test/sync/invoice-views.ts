import { customerKey } from '../../src/domain/identity.ts';
import type { SourceInvoice } from '../../src/domain/records.ts';
import type { Entry } from '../../src/ledger/ledger.ts';
import type { Invoice } from '../../src/qbo/entities.ts';
import type { PlannedCustomer, PlannedInvoice } from '../../src/sync/plan.ts';
import { planInvoice, type InvoiceView } from '../../src/sync/plan-invoices.ts';
import { aCompany, anEntry, anInvoice, someSettings } from '../support/builders.ts';

// What a plan sees of one invoice.

export const RECORD = anInvoice();

export function known(record: SourceInvoice): PlannedCustomer {
  const { customer } = record;
  const key = customerKey(customer);
  return {
    key,
    customer,
    action: 'known',
    displayName: customer.name,
    booksId: '58',
    currency: undefined,
    notes: [],
  };
}

export function view(record: SourceInvoice, parts: Partial<InvoiceView> = {}): InvoiceView {
  return {
    company: aCompany(),
    settings: someSettings(),
    customers: new Map([[customerKey(record.customer), known(record)]]),
    inBooks: new Map(),
    linked: new Map(),
    itemIds: {},
    ...parts,
  };
}

/** The books, with invoices under the source's number. */
export const holding = (...invoices: Invoice[]) => ({ inBooks: new Map([['inv-1', invoices]]) });
/** The linked object as it stands in the books now, and what we put there before. */
export const now = (invoice: Invoice | undefined, posted?: string) => ({
  linked: new Map([['145', { now: invoice, posted }]]),
});
export const short = ({ action, verdict }: PlannedInvoice) =>
  verdict ? `${action} ${verdict.code}` : action;

export function decide(
  record: SourceInvoice,
  entry: Partial<Entry> = {},
  parts: Partial<InvoiceView> = {},
): string {
  return short(planInvoice(anEntry(record, entry), record, view(record, parts)));
}
