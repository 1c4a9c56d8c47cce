import type { Settings } from '../company/settings.ts';
import type { SourceInvoice, SourcePayment } from '../domain/records.ts';
import { foldNumber } from '../domain/identity.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Verdict } from './judge.ts';

// Before the start date the books are somebody else's: what is dated earlier is not pushed. What is linked already is
// ours, and goes on as always.

type Start = Pick<Settings, 'startDate'>;

export function startsBefore(invoice: Pick<SourceInvoice, 'issueDate'>, { startDate }: Start): boolean {
  return startDate !== undefined && invoice.issueDate < startDate;
}

export function invoiceBeforeStart(invoice: SourceInvoice, settings: Start): Verdict | undefined {
  if (settings.startDate === undefined || !startsBefore(invoice, settings)) return undefined;
  return verdict(`It is dated ${invoice.issueDate}`, settings.startDate);
}

/** A payment that is too early itself, or that pays an invoice which is left out for that. */
export function paymentBeforeStart(
  payment: SourcePayment,
  invoices: ReadonlyMap<string, Entry>,
  { startDate }: Start,
): Verdict | undefined {
  if (startDate === undefined) return undefined;
  if (payment.date < startDate) return verdict(`It is dated ${payment.date}`, startDate);
  for (const { invoiceNumber } of payment.applied) {
    const invoice = invoices.get(foldNumber(invoiceNumber));
    if (invoice && !invoice.link && invoice.date < startDate)
      return verdict(`It pays invoice ${invoiceNumber}, which is dated ${invoice.date}`, startDate);
  }
  return undefined;
}

function verdict(what: string, startDate: string): Verdict {
  return {
    state: 'skip',
    code: 'BEFORE_START_DATE',
    reason: `${what}, before the start date ${startDate} that is set for this company.`,
    fix: 'Nothing to do if it was entered in QuickBooks otherwise. To push it, set an earlier day: qbsync configure --set start-date=YYYY-MM-DD (none takes it back).',
  };
}
