import * as z from 'zod';
import { customerKey, foldNumber } from '../domain/identity.ts';
import { forRecord } from '../domain/problems.ts';
import type { SourceInvoice } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Settings } from '../company/settings.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Invoice } from '../qbo/entities.ts';
import { invoiceAgrees, invoiceDiffers, type InvoiceTerms } from './agreement.ts';
import { carriesNumbers, type CompanyFacts } from './company.ts';
import { judgeInvoice, type Verdict } from './judge.ts';
import { foundTwice, deleted, isVoided, matchInvoice, voided } from './match.ts';
import { isMarkedFor } from './marker.ts';
import type { Adoption, PlannedCustomer, PlannedInvoice } from './plan.ts';
import { planTax } from './tax.ts';

export interface InvoiceView {
  company: CompanyFacts;
  settings: Settings;
  customers: Map<string, PlannedCustomer | Verdict>;
  /** Invoices of the books that may be one of ours: by folded number, or, where QuickBooks numbers, by date. */
  inBooks: Map<string, Invoice[]>;
  /** Linked invoices that are looked at again, per books id. */
  linked: Map<string, LinkedInvoice>;
}

export interface LinkedInvoice {
  /** As the books hold it; undefined where it is gone. */
  now: Invoice | undefined;
  /** JSON text of what we last put there; undefined where it was adopted. */
  posted: string | undefined;
}

/** Decides one invoice. Pure: the same view gives the same plan. */
export function planInvoice(entry: Entry, record: SourceInvoice, view: InvoiceView): PlannedInvoice {
  const key = customerKey(record.customer);
  const currency = record.currency ?? view.company.homeCurrency;
  const base = { kind: 'invoice' as const, entry, record, customerKey: key, currency, notes: [] };
  const stop = (verdict: Verdict): PlannedInvoice => ({
    ...base,
    action: verdict.state,
    verdict: forRecord(verdict, record.number),
  });

  const before = beforeLooking(entry, record);
  if (before === 'up-to-date') return { ...base, action: 'none' };
  if (before) return stop(before);
  const judged = judgeInvoice(record, view.company, view.settings);
  if (judged) return stop(judged);
  const customer = view.customers.get(key);
  if (!customer) return stop(notPlanned());
  if ('state' in customer) return stop(customer);
  const tax = planTax(invoiceTotals(record), view.company, view.settings);
  if ('code' in tax) return stop({ state: 'error', ...tax });
  const ready = { ...base, tax, notes: customer.notes };
  const numbered = carriesNumbers(view.company, view.settings);

  if (entry.link) {
    const terms = { customerId: customer.booksId ?? '', numbered };
    const decided = decideChanged(entry, record, terms, view.linked.get(entry.link.booksId));
    if ('state' in decided) return stop(decided);
    const notes = [...ready.notes, ...(decided.notes ?? [])];
    return { ...ready, ...decided, notes };
  }
  const place = view.settings.numbers === 'source' ? foldNumber(record.number) : record.issueDate;
  const candidates = view.inBooks.get(place) ?? [];
  const found =
    view.settings.numbers === 'source'
      ? candidates
      : candidates.filter((candidate) => isMarkedFor(record, candidate.PrivateNote));
  const match = matchInvoice(record, found, customer.displayName);
  if (!match) return { ...ready, action: 'create' };
  if (match.type === 'stop') return stop(match.verdict);
  // One of ours tells whom it is booked on; only whom the ledger knows can speak against it.
  const terms = { customerId: customer.action === 'known' ? customer.booksId : undefined, numbered };
  if (!invoiceAgrees(record, match.invoice, terms)) return stop(invoiceDiffers(record, match.invoice, terms));
  return {
    ...ready,
    action: 'adopt',
    adoption: adoptionOfInvoice(match.invoice),
    notes: [...ready.notes, 'already in QuickBooks'],
  };
}

function beforeLooking(entry: Entry, record: SourceInvoice): Verdict | 'up-to-date' | undefined {
  if (entry.standing?.state === 'ignored') return ignored(entry.standing.reason);
  if (entry.open) return pending();
  const twice = foundTwice(entry.standing);
  if (twice) return twice;
  if (entry.link && record.state === 'cancelled') return cancelledInSource();
  const wrong = entry.standing?.state === 'error' && entry.standing.fingerprint === entry.fingerprint;
  return entry.link?.fingerprint === entry.fingerprint && !wrong ? 'up-to-date' : undefined;
}

type Decision = Pick<PlannedInvoice, 'action' | 'target' | 'adoption'> & { notes?: string[] };

/** The source changed (or something was wrong) after the invoice was put into the books. */
function decideChanged(
  entry: Entry,
  record: SourceInvoice,
  terms: InvoiceTerms,
  linked: LinkedInvoice | undefined,
): Decision | Verdict {
  const now = linked?.now;
  if (!now) return deleted(entry.link?.booksId ?? '');
  if (isVoided(now)) return voided(now.Id);
  const changedInSource = entry.link?.fingerprint !== entry.fingerprint;
  if (changedInSource && isUntouched(now, entry, linked.posted)) {
    if (now.CustomerRef.value !== terms.customerId) return customerChanged(record, now);
    return {
      action: 'update',
      target: { booksId: now.Id, syncToken: now.SyncToken, note: now.PrivateNote },
      notes: changes(record, now, linked.posted),
    };
  }
  return invoiceAgrees(record, now, terms)
    ? { action: 'adopt', adoption: adoptionOfInvoice(now) }
    : invoiceDiffers(record, now, terms);
}

/** A number that was used for somebody else must not turn one customer's invoice into another's. */
function customerChanged(record: SourceInvoice, now: Invoice): Verdict {
  return {
    state: 'error',
    code: 'CUSTOMER_CHANGED',
    reason: `The source now has ${record.number} for ${record.customer.name}, ${invoiceTotals(record).total.toFixed(2)}; in QuickBooks it is booked on ${now.CustomerRef.name ?? 'another customer'}, ${now.TotalAmt.toFixed(2)}.`,
    fix: 'If it is another invoice, give it its own number in the source. If the customer was renamed, rename it in QuickBooks too; then run the same command again.',
  };
}

/** What an update changes, old → new, for the reader of the plan. */
function changes(record: SourceInvoice, now: Invoice, posted: string | undefined): string[] {
  const { total } = invoiceTotals(record);
  const before = posted === undefined ? undefined : postedSchema.parse(JSON.parse(posted));
  const notes: string[] = [];
  if (!now.TotalAmt.eq(total)) notes.push(`total ${now.TotalAmt.toFixed(2)} → ${total.toFixed(2)}`);
  if (now.TxnDate !== record.issueDate) notes.push(`date ${now.TxnDate} → ${record.issueDate}`);
  if (record.dueDate !== undefined && record.dueDate !== now.DueDate) {
    notes.push(`due ${now.DueDate ?? 'never'} → ${record.dueDate}`);
  }
  // QuickBooks always has a due date, so there is nothing it could be changed to.
  if (record.dueDate === undefined && before?.DueDate !== undefined) {
    notes.push(`the source has no due date now; QuickBooks keeps ${before.DueDate}`);
  }
  return notes.length > 0 ? notes : ['lines or texts changed'];
}

const postedSchema = z.object({
  TxnDate: z.string(),
  DueDate: z.string().optional(),
  DocNumber: z.string().optional(),
  CustomerRef: z.object({ value: z.string() }),
  Line: z.array(z.object({ Amount: z.number(), Description: z.string().optional() })),
});

/**
 * Whether nobody changed what we put there. Content decides: QuickBooks raises the version counter also when a payment
 * is linked, which is no edit. What was adopted is not of our making, so there only the counter can tell.
 */
function isUntouched(now: Invoice, entry: Entry, posted: string | undefined): boolean {
  if (posted === undefined) return now.SyncToken === entry.link?.syncToken;
  const ours = postedSchema.parse(JSON.parse(posted));
  const lines = now.Line.filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail');
  return (
    now.TotalAmt.eq(entry.link?.total ?? 0) &&
    now.TxnDate === ours.TxnDate &&
    (ours.DueDate === undefined || now.DueDate === ours.DueDate) &&
    (ours.DocNumber === undefined || now.DocNumber === ours.DocNumber) &&
    now.CustomerRef.value === ours.CustomerRef.value &&
    lines.length === ours.Line.length &&
    ours.Line.every((line, at) => {
      const theirs = lines[at];
      return theirs?.Amount.eq(line.Amount) && (theirs.Description ?? '') === (line.Description ?? '');
    })
  );
}

export function adoptionOfInvoice(
  invoice: Pick<Invoice, 'Id' | 'DocNumber' | 'SyncToken' | 'TotalAmt' | 'CustomerRef'>,
): Adoption {
  return {
    booksId: invoice.Id,
    booksNumber: invoice.DocNumber,
    syncToken: invoice.SyncToken,
    total: invoice.TotalAmt,
    customer: { id: invoice.CustomerRef.value, name: invoice.CustomerRef.name },
  };
}

export function cancelledInSource(): Verdict {
  return {
    state: 'error',
    code: 'CANCELLED_IN_SOURCE',
    reason: 'Cancelled in the source, but it stands in QuickBooks.',
    fix: 'Void it in QuickBooks (open the invoice → More → Void), then run: qbsync ignore {id} --reason "voided in QuickBooks"',
  };
}

export function ignored(reason: string): Verdict {
  return {
    state: 'skip',
    code: 'IGNORED',
    reason: `Ignored: ${reason}`,
    fix: 'To take it up again, run: qbsync ignore --undo {id}',
  };
}

export function pending(): Verdict {
  return {
    state: 'skip',
    code: 'PENDING',
    reason: 'Sent before, and the outcome is still not known.',
    fix: 'Run the same command again later: it is looked up in QuickBooks first.',
  };
}

function notPlanned(): Verdict {
  return {
    state: 'error',
    code: 'CUSTOMER_UNKNOWN',
    reason: 'The customer could not be looked up in QuickBooks.',
    fix: 'Run the same command again.',
  };
}
