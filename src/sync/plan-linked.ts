import { isCancelled } from '../domain/fingerprint.ts';
import { forRecord } from '../domain/problems.ts';
import { decimal } from '../domain/money.ts';
import type { LineType, SourceInvoice } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Settings } from '../company/settings.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Invoice } from '../qbo/entities.ts';
import { invoiceAgrees, invoiceDiffers } from './agreement.ts';
import { invoiceBody } from './bodies.ts';
import { carriesNumbers, type CompanyFacts } from './company.ts';
import { differences, type Change } from './differences.ts';
import { bookedDocument, sentDocument, type InvoiceDocument } from './documents.ts';
import type { Verdict } from './judge.ts';
import { deleted, isVoided, voided } from './match.ts';
import type { Adoption, PlannedCustomer, PlannedInvoice, Target } from './plan.ts';
import type { TaxPlan } from './tax.ts';
import { wordsOf } from './words.ts';

// What is decided about an invoice that stands in the books, once the source says otherwise.

export interface LinkedInvoice {
  /** As the books hold it; undefined where it is gone. */
  now: Invoice | undefined;
  /** JSON text of what we last put there; undefined where it was adopted. */
  posted: string | undefined;
}

/** What the source wants to stand in the books. */
export interface Wish {
  entry: Entry;
  record: SourceInvoice;
  customer: PlannedCustomer;
  tax: TaxPlan;
  company: CompanyFacts;
  settings: Settings;
  itemIds: Partial<Record<LineType, string>>;
}

export type Decision = Pick<PlannedInvoice, 'action' | 'target' | 'adoption' | 'changes' | 'verdict'> & {
  notes: string[];
};

/** The source changed (or something was wrong) after the invoice was put into the books. */
export function decideLinked(wish: Wish, { now, posted }: LinkedInvoice): Decision | Verdict {
  const { entry, record, customer } = wish;
  if (!now) return deleted(entry.link?.booksId ?? '');
  if (isVoided(now)) return isCancelled(entry.link?.fingerprint ?? '') ? issuedAgain(now) : voided(now.Id);
  const ours = posted === undefined ? undefined : sentDocument(posted, decimal(entry.link?.total ?? '0'));
  const sameCustomer = now.CustomerRef.value === customer.booksId;
  if (entry.link?.fingerprint !== entry.fingerprint && isUntouched(now, entry, ours)) {
    return sameCustomer ? update(wish, now, ours) : customerChanged(record, now);
  }
  if (invoiceAgrees(record, now, termsOf(wish)))
    return { action: 'adopt', adoption: adoptionOfInvoice(now), notes: keptNotes(changesOf(wish, now)) };
  // Where a person moved it to another customer, it may be moved back; where the source changed the customer, it is
  // another invoice.
  const mayChoose = sameCustomer || (ours !== undefined && ours.customerId === customer.booksId);
  return mayChoose ? askAbout(wish, now) : invoiceDiffers(record, now, termsOf(wish));
}

function update(wish: Wish, now: Invoice, ours: InvoiceDocument | undefined): Decision {
  const changes = changesOf(wish, now);
  const notes = changes.length > 0 ? [] : ['what changed in the source does not show there'];
  // QuickBooks always has a due date, so there is nothing it could be changed to.
  if (wish.record.dueDate === undefined && ours?.dueDate !== undefined)
    notes.push(`the source has no due date now; QuickBooks keeps ${ours.dueDate}`);
  return { action: 'update', target: targetOf(now), changes, notes };
}

/** A person entered it with the same customer, date and total: what else they changed is theirs, but it is said. */
function keptNotes(changes: Change[]): string[] {
  const most = 4;
  if (changes.length === 0) return [];
  const fields = changes.slice(0, most).map(({ field }) => field);
  const more = changes.length > most ? ` and ${changes.length - most} more` : '';
  return [`kept as QuickBooks has it: ${fields.join(', ')}${more}`];
}

const termsOf = ({ customer, company, settings }: Wish) => ({
  customerId: customer.booksId ?? '',
  numbered: carriesNumbers(company, settings),
});

/** Both versions stand, and a person must say which is right. */
export function askAbout(wish: Wish, now: Invoice): Decision {
  const { reason, ...verdict } = invoiceDiffers(wish.record, now, termsOf(wish));
  const fix =
    'Choose at a terminal: qbsync sync-invoice {id} shows both. In a script: --prefer books keeps what QuickBooks has, --prefer source puts what the source has. Or correct the one that is wrong.';
  return {
    action: 'ask',
    verdict: forRecord({ ...verdict, reason, fix }, wish.record.number),
    target: targetOf(now),
    adoption: adoptionOfInvoice(now),
    changes: changesOf(wish, now),
    notes: [],
  };
}

function changesOf(wish: Wish, now: Invoice): Change[] {
  const { record, customer, tax, company, settings, itemIds } = wish;
  const refs = { customerId: customer.booksId ?? '', itemIds };
  const body = invoiceBody(record, refs, tax, company, settings.numbers);
  const sent = sentDocument(JSON.stringify(body), invoiceTotals(record).total);
  return differences(bookedDocument(now), sent, wordsOf(settings, itemIds, customer, now));
}

/**
 * Whether nobody changed what we put there. Content decides: QuickBooks raises the version counter also when a payment
 * is linked, which is no edit. What was adopted is not of our making, so there only the counter can tell.
 */
export function isUntouched(now: Invoice, entry: Entry, ours: InvoiceDocument | undefined): boolean {
  if (ours === undefined) return now.SyncToken === entry.link?.syncToken;
  return differences(bookedDocument(now), ours, IDS).length === 0;
}

const asIs = (id: string) => id;
const IDS = { customer: asIs, item: asIs, taxCode: asIs };

export function targetOf({ Id, SyncToken, PrivateNote }: Invoice): Target {
  return { booksId: Id, syncToken: SyncToken, note: PrivateNote };
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

function issuedAgain({ Id }: Invoice): Verdict {
  return {
    state: 'error',
    code: 'VOIDED_IN_BOOKS',
    reason: `It was cancelled in the source and voided in QuickBooks (id ${Id}); now it is issued in the source again, and qbsync does not make it again.`,
    fix: 'Issue a copy with a new number in the source, or enter it in QuickBooks by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
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
