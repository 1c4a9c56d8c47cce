import { foldNumber } from '../domain/identity.ts';
import type { PlainDate } from '../domain/dates.ts';
import { forRecord } from '../domain/problems.ts';
import { ZERO, type Money } from '../domain/money.ts';
import type { SourcePayment } from '../domain/records.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Invoice, Payment } from '../qbo/entities.ts';
import { paymentAgrees, paymentDiffers, type InvoiceIds } from './agreement.ts';
import type { PaymentRefs } from './bodies.ts';
import type { CompanyFacts } from './company.ts';
import { judgePayment, type Verdict } from './judge.ts';
import { foundTwice, deleted, isVoided, voided } from './match.ts';
import { isMarkedFor, markedId } from './marker.ts';
import {
  alreadyPaid,
  changedAfterBooking,
  gone,
  noCustomer,
  notInBooks,
  partlyPaid,
  severalCustomers,
  tooMuch,
  unknownInvoice,
  withoutChoice,
  type OverOpen,
} from './payment-findings.ts';
import { ignored, pending } from './plan-invoices.ts';
import type { Adoption, PlannedPayment } from './plan.ts';
import { paymentBeforeStart } from './start-date.ts';

export interface PaymentView {
  company: CompanyFacts;
  /** Nothing dated before is pushed. */
  startDate?: PlainDate | undefined;
  /** Source invoices per folded number, as the ledger has them. */
  invoices: Map<string, Entry>;
  /** The invoices that are paid, as the books hold them, per books id. */
  inBooks: Map<string, Invoice>;
  /** What payments that were planned before will apply, per books id. */
  applied: ReadonlyMap<string, Money>;
  /** Payments of the books with one of the dates that are planned. */
  payments: Payment[];
  /** What was wrong with invoices that were left out at import, per folded number. */
  leftOut: Map<string, string>;
  /** Books id per source customer id, for money that is not applied. */
  customerIds: Map<string, string>;
}

/**
 * Decides payments in the given order. Pure. Open balances are counted down as the plan goes, so that two payments
 * planned together cannot overpay one invoice. What fits goes first; where a person is asked, it is about what that
 * leaves open. The question does not depend on other questions, which may stay without an answer; the part that would
 * be applied does, so that no answers together overpay an invoice either.
 */
export function planPayments(
  wanted: { entry: Entry; record: SourcePayment }[],
  view: PaymentView,
): PlannedPayment[] {
  const open = new Map(
    [...view.inBooks].map(([id, { Balance }]) => [id, Balance.minus(view.applied.get(id) ?? ZERO)]),
  );
  const planned = wanted.map(({ entry, record }) => {
    const one = planPayment(entry, record, view, open);
    if (one.action === 'create') takeOff(open, one);
    return one;
  });
  const left = new Map(open);
  return planned.map((one) => {
    if (one.action !== 'ask') return one;
    const asked = planPayment(one.entry, one.record, view, open);
    const after = planPayment(one.entry, one.record, view, left);
    takeOff(left, after);
    return { ...asked, action: after.action, refs: after.refs };
  });
}

function takeOff(open: Map<string, Money>, { refs }: PlannedPayment): void {
  for (const { invoiceId, amount } of refs?.applied ?? [])
    open.set(invoiceId, (open.get(invoiceId) ?? amount).minus(amount));
}

function planPayment(
  entry: Entry,
  record: SourcePayment,
  view: PaymentView,
  open: Map<string, Money>,
): PlannedPayment {
  const currency = record.currency ?? view.company.homeCurrency;
  const base = { kind: 'payment' as const, entry, record, currency, notes: [] };
  const stop = (verdict: Verdict): PlannedPayment => ({
    ...base,
    action: verdict.state,
    verdict: forRecord(verdict, record.sourceId),
  });

  if (entry.standing?.state === 'ignored') return stop(ignored(entry.standing.reason));
  if (entry.open) return stop(pending());
  const twice = foundTwice(entry.standing);
  if (twice) return stop(twice);
  const wrong = entry.standing?.state === 'error' && entry.standing.fingerprint === entry.fingerprint;
  if (entry.link?.fingerprint === entry.fingerprint && record.state === 'received' && !wrong) {
    return { ...base, action: 'none' };
  }
  const ours = view.payments.find(
    (candidate) => candidate.Id === entry.link?.booksId || isMarkedFor(record, candidate.PrivateNote),
  );
  if (ours && record.state === 'received') {
    if (isVoided(ours)) return stop(voided(ours.Id));
    const ids: InvoiceIds = (number) => view.invoices.get(foldNumber(number))?.link?.booksId;
    if (!paymentAgrees(record, ours, ids)) return stop(paymentDiffers(record, ours, ids));
    const adoption = adoptionOfPayment(ours);
    return { ...base, action: 'adopt', notes: ['already in QuickBooks'], adoption };
  }
  if (entry.link?.fingerprint === entry.fingerprint && record.state === 'received') {
    return stop(deleted(entry.link.booksId));
  }
  if (entry.link) return stop(changedAfterBooking(record, entry));
  const early = record.state === 'received' ? paymentBeforeStart(record, view.invoices, view) : undefined;
  const judged = early ?? judgePayment(record, view.company);
  if (judged) return stop(judged);
  const found = resolve(record, view, open, currency);
  if ('state' in found) return stop(found);
  const { refs, over } = found;
  const notes = lookAlikes(record, refs, view);
  if (!over) return { ...base, action: 'create', refs, notes };
  return { ...base, action: 'ask', verdict: forRecord(over, record.sourceId), refs, notes };
}

/** Money that came twice, or one payment under two ids: a person must tell, so the plan says it. */
function lookAlikes(record: SourcePayment, refs: PaymentRefs, view: PaymentView): string[] {
  const invoices = new Set(refs.applied.map(({ invoiceId }) => invoiceId));
  const alike = view.payments.filter(
    ({ TxnDate, TotalAmt, Line }) =>
      TxnDate === record.date &&
      TotalAmt.eq(record.amount) &&
      Line.some(({ LinkedTxn }) => LinkedTxn.some(({ TxnId }) => invoices.has(TxnId))),
  );
  return alike.map(
    ({ Id, PrivateNote }) =>
      `looks like ${markedId('payment', PrivateNote) ?? `id ${Id}`}, which is in QuickBooks: same invoice, day and amount`,
  );
}

/** Where a payment goes in the books; `over` says why that is less than the source applies. */
interface Resolved {
  refs: PaymentRefs;
  over: Verdict | undefined;
}

/** Finds the invoices a payment applies to in the books, or the reason why it cannot be booked. */
function resolve(
  record: SourcePayment,
  view: PaymentView,
  open: Map<string, Money>,
  currency: string,
): Resolved | Verdict {
  const applied: { invoiceId: string; amount: Money }[] = [];
  const customers = new Set<string>();
  const paid: string[] = [];
  const over: OverOpen[] = [];
  // One payment may name an invoice twice: its own first part is gone for the second.
  const used = new Map<string, Money>();
  for (const { invoiceNumber, amount } of record.applied) {
    const invoice = view.invoices.get(foldNumber(invoiceNumber));
    if (!invoice) return unknownInvoice(invoiceNumber, view.leftOut.get(foldNumber(invoiceNumber)));
    const inBooks = invoice.link && view.inBooks.get(invoice.link.booksId);
    if (!invoice.link) return notInBooks(invoiceNumber);
    if (!inBooks || isVoided(inBooks)) return gone(invoiceNumber);
    customers.add(inBooks.CustomerRef.value);
    const usedBefore = used.get(inBooks.Id) ?? ZERO;
    const left = (open.get(inBooks.Id) ?? inBooks.Balance).minus(usedBefore);
    const part = left.lt(amount) ? left : amount;
    used.set(inBooks.Id, usedBefore.plus(part));
    if (inBooks.Balance.eq(0)) paid.push(invoiceNumber);
    else if (part.lt(amount)) over.push({ number: invoiceNumber, amount, left });
    if (part.gt(0)) applied.push({ invoiceId: inBooks.Id, amount: part });
  }
  if (paid.length > 0 && paid.length === record.applied.length) return alreadyPaid(paid);
  if (customers.size > 1) return severalCustomers();
  const less = paid.length > 0 ? partlyPaid(paid) : over.length > 0 ? tooMuch(over, currency) : undefined;
  if (less && applied.length === 0) return withoutChoice(less);
  const [customerId = record.customerId && view.customerIds.get(record.customerId)] = customers;
  return customerId ? { refs: { customerId, applied }, over: less } : noCustomer();
}

export function adoptionOfPayment(
  payment: Pick<Payment, 'Id' | 'PaymentRefNum' | 'SyncToken' | 'TotalAmt'>,
): Adoption {
  const { Id, PaymentRefNum, SyncToken, TotalAmt } = payment;
  return { booksId: Id, booksNumber: PaymentRefNum, syncToken: SyncToken, total: TotalAmt };
}
