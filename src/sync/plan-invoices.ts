import { customerKey, foldNumber } from '../domain/identity.ts';
import { forRecord } from '../domain/problems.ts';
import type { LineType, SourceInvoice } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Settings } from '../company/settings.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Invoice } from '../qbo/entities.ts';
import { invoiceAgrees, invoiceDiffers } from './agreement.ts';
import { carriesNumbers, type CompanyFacts } from './company.ts';
import { judgeInvoice, type Verdict } from './judge.ts';
import { foundTwice, matchInvoice } from './match.ts';
import { isMarkedFor } from './marker.ts';
import type { PlannedCustomer, PlannedInvoice } from './plan.ts';
import {
  adoptionOfInvoice,
  askAbout,
  decideLinked,
  type Decision,
  type LinkedInvoice,
} from './plan-linked.ts';
import { decideWithdrawn } from './plan-withdrawn.ts';
import { planTax } from './tax.ts';

export interface InvoiceView {
  company: CompanyFacts;
  settings: Settings;
  customers: Map<string, PlannedCustomer | Verdict>;
  /** Invoices of the books that may be one of ours: by folded number, or, where QuickBooks numbers, by date. */
  inBooks: Map<string, Invoice[]>;
  /** Linked invoices that are looked at again, per books id. */
  linked: Map<string, LinkedInvoice>;
  /** Items of the books per line type, as far as they are there. */
  itemIds: Partial<Record<LineType, string>>;
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

  const follow = (decided: Decision | Verdict, notes: string[] = []): PlannedInvoice =>
    'state' in decided ? stop(decided) : { ...base, ...decided, notes: [...notes, ...decided.notes] };

  const before = beforeLooking(entry);
  if (before === 'up-to-date') return { ...base, action: 'none' };
  if (before) return stop(before);
  const linked = entry.link && view.linked.get(entry.link.booksId);
  if (entry.link && record.state === 'cancelled')
    return follow(
      linked
        ? decideWithdrawn(entry, linked, view.company)
        : notLookedUp('INVOICE_NOT_LOOKED_UP', 'The invoice'),
    );
  const judged = judgeInvoice(record, view.company, view.settings, entry.link !== undefined);
  if (judged) return stop(judged);
  const customer = view.customers.get(key);
  if (!customer) return stop(notLookedUp('CUSTOMER_UNKNOWN', 'The customer'));
  if ('state' in customer) return stop(customer);
  const tax = planTax(invoiceTotals(record), view.company, view.settings);
  if ('code' in tax) return stop({ state: 'error', ...tax });
  const wish = { entry, record, customer, tax, ...view };

  if (entry.link) {
    const decided = linked ? decideLinked(wish, linked) : notLookedUp('INVOICE_NOT_LOOKED_UP', 'The invoice');
    return { ...follow(decided, customer.notes), tax };
  }
  const place = view.settings.numbers === 'source' ? foldNumber(record.number) : record.issueDate;
  const candidates = view.inBooks.get(place) ?? [];
  const found =
    view.settings.numbers === 'source'
      ? candidates
      : candidates.filter((candidate) => isMarkedFor(record, candidate.PrivateNote));
  const match = matchInvoice(record, found, customer.displayName);
  if (!match) return { ...base, tax, action: 'create', notes: customer.notes };
  if (match.type === 'stop') return stop(match.verdict);
  const { invoice } = match;
  // One of ours tells whom it is booked on; only whom the ledger knows can speak against it.
  const terms = {
    customerId: customer.action === 'known' ? customer.booksId : undefined,
    numbered: carriesNumbers(view.company, view.settings),
  };
  if (!invoiceAgrees(record, invoice, terms)) {
    const sameCustomer = invoice.CustomerRef.value === customer.booksId;
    return {
      ...follow(sameCustomer ? askAbout(wish, invoice) : invoiceDiffers(record, invoice, terms)),
      tax,
    };
  }
  const notes = ['already in QuickBooks'];
  return { ...follow({ action: 'adopt', adoption: adoptionOfInvoice(invoice), notes }, customer.notes), tax };
}

function beforeLooking(entry: Entry): Verdict | 'up-to-date' | undefined {
  if (entry.standing?.state === 'ignored') return ignored(entry.standing.reason);
  if (entry.open) return pending();
  const twice = foundTwice(entry.standing);
  if (twice) return twice;
  const wrong = entry.standing?.state === 'error' && entry.standing.fingerprint === entry.fingerprint;
  return entry.link?.fingerprint === entry.fingerprint && !wrong ? 'up-to-date' : undefined;
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

function notLookedUp(code: 'CUSTOMER_UNKNOWN' | 'INVOICE_NOT_LOOKED_UP', what: string): Verdict {
  return {
    state: 'error',
    code,
    reason: `${what} could not be looked up in QuickBooks.`,
    fix: 'Run the same command again.',
  };
}
