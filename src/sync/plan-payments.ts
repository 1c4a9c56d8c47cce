import { foldNumber } from '../domain/identity.ts';
import { forRecord } from '../domain/problems.ts';
import { moneyForPeople, ZERO, type Money } from '../domain/money.ts';
import type { SourcePayment } from '../domain/records.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Invoice, Payment } from '../qbo/entities.ts';
import { paymentAgrees, paymentDiffers, type InvoiceIds } from './agreement.ts';
import type { PaymentRefs } from './bodies.ts';
import type { CompanyFacts } from './company.ts';
import { judgePayment, type Verdict } from './judge.ts';
import { foundTwice, deleted, isVoided, voided } from './match.ts';
import { isMarkedFor, markedId } from './marker.ts';
import { ignored, pending } from './plan-invoices.ts';
import type { Adoption, PlannedPayment } from './plan.ts';

export interface PaymentView {
  company: CompanyFacts;
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
 * planned together cannot overpay one invoice.
 */
export function planPayments(
  wanted: { entry: Entry; record: SourcePayment }[],
  view: PaymentView,
): PlannedPayment[] {
  const open = new Map(
    [...view.inBooks].map(([id, { Balance }]) => [id, Balance.minus(view.applied.get(id) ?? ZERO)]),
  );
  return wanted.map(({ entry, record }) => {
    const planned = planPayment(entry, record, view, open);
    if (planned.action === 'create') {
      for (const { invoiceId, amount } of planned.refs?.applied ?? []) {
        open.set(invoiceId, (open.get(invoiceId) ?? amount).minus(amount));
      }
    }
    return planned;
  });
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
  const judged = judgePayment(record, view.company);
  if (judged) return stop(judged);
  const refs = resolve(record, view, open, currency);
  if ('state' in refs) return stop(refs);
  return { ...base, action: 'create', refs, notes: lookAlikes(record, refs, view) };
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

/** Finds the invoices a payment applies to in the books, or the reason why it cannot be booked. */
function resolve(
  record: SourcePayment,
  view: PaymentView,
  open: Map<string, Money>,
  currency: string,
): PaymentRefs | Verdict {
  const applied: { invoiceId: string; amount: Money }[] = [];
  const customers = new Set<string>();
  const paid: string[] = [];
  // One payment may name an invoice twice: its own first part is gone for the second.
  const used = new Map<string, Money>();
  for (const { invoiceNumber, amount } of record.applied) {
    const invoice = view.invoices.get(foldNumber(invoiceNumber));
    if (!invoice) return unknownInvoice(invoiceNumber, view.leftOut.get(foldNumber(invoiceNumber)));
    const inBooks = invoice.link && view.inBooks.get(invoice.link.booksId);
    if (!invoice.link) return notInBooks(invoiceNumber);
    if (!inBooks) return gone(invoiceNumber);
    if (isVoided(inBooks)) return gone(invoiceNumber);
    customers.add(inBooks.CustomerRef.value);
    const usedBefore = used.get(inBooks.Id) ?? ZERO;
    const left = (open.get(inBooks.Id) ?? inBooks.Balance).minus(usedBefore);
    used.set(inBooks.Id, usedBefore.plus(amount));
    if (inBooks.Balance.eq(0)) paid.push(invoiceNumber);
    else if (left.lt(amount)) return tooMuch(invoiceNumber, amount, left, currency);
    applied.push({ invoiceId: inBooks.Id, amount });
  }
  if (paid.length > 0) return alreadyPaid(paid, record.applied.length);
  if (customers.size > 1) return severalCustomers();
  const [customerId = record.customerId && view.customerIds.get(record.customerId)] = customers;
  return customerId ? { customerId, applied } : noCustomer();
}

function unknownInvoice(number: string, leftOut: string | undefined): Verdict {
  if (leftOut !== undefined) {
    return {
      state: 'error',
      code: 'INVOICE_UNKNOWN',
      reason: `It pays invoice ${number}, which was left out at import: ${leftOut}`,
      fix: `Mend that first: qbsync status ${number}`,
    };
  }
  return {
    state: 'error',
    code: 'INVOICE_UNKNOWN',
    reason: `It pays invoice ${number}, which is in no file that was imported.`,
    fix: 'Import the file that has this invoice (qbsync import FILE), or correct the number in the payment.',
  };
}

function notInBooks(number: string): Verdict {
  return {
    state: 'error',
    code: 'INVOICE_NOT_IN_BOOKS',
    reason: `Its invoice ${number} is not in QuickBooks yet.`,
    fix: `See why, and mend that first: qbsync status ${number}. Then run: qbsync sync-payment --status error`,
  };
}

function gone(number: string): Verdict {
  return {
    state: 'error',
    code: 'INVOICE_GONE',
    reason: `Its invoice ${number} was deleted or voided in QuickBooks.`,
    fix: 'Look at the invoice in QuickBooks; if the money was received, enter it there by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
}

function tooMuch(number: string, amount: Money, left: Money, currency: string): Verdict {
  return {
    state: 'error',
    code: 'MORE_THAN_OPEN',
    reason: `It applies ${moneyForPeople(amount, currency)} to invoice ${number}, of which ${moneyForPeople(left, currency)} is open in QuickBooks.`,
    fix: 'Compare the payments of this invoice in QuickBooks with the source and correct the amount, or enter the open part in QuickBooks by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
}

function alreadyPaid(numbers: string[], of: number): Verdict {
  const all = numbers.length === of;
  return {
    state: all ? 'skip' : 'error',
    code: 'ALREADY_PAID',
    reason: all
      ? `Invoice ${numbers.join(', ')} is already paid in QuickBooks; no second payment is pushed.`
      : `Of the invoices it pays, ${numbers.join(', ')} is already paid in QuickBooks.`,
    fix: all
      ? 'Nothing to do. If the payment there is not this one, look at the invoice in QuickBooks.'
      : 'Enter the part for the other invoices in QuickBooks by hand, then run: qbsync ignore {id} --reason "entered by hand"',
  };
}

function severalCustomers(): Verdict {
  return {
    state: 'error',
    code: 'CUSTOMERS_DIFFER',
    reason: 'It pays invoices of different customers; QuickBooks books a payment on one customer.',
    fix: 'Split the payment in the source, one for each customer.',
  };
}

function noCustomer(): Verdict {
  return {
    state: 'error',
    code: 'CUSTOMER_NOT_IN_BOOKS',
    reason: 'It is not applied to an invoice, and its customer is not in QuickBooks through qbsync yet.',
    fix: 'Sync an invoice of this customer first, then run the payment again.',
  };
}

export function adoptionOfPayment(
  payment: Pick<Payment, 'Id' | 'PaymentRefNum' | 'SyncToken' | 'TotalAmt'>,
): Adoption {
  const { Id, PaymentRefNum, SyncToken, TotalAmt } = payment;
  return { booksId: Id, booksNumber: PaymentRefNum, syncToken: SyncToken, total: TotalAmt };
}

export function changedAfterBooking(record: SourcePayment, entry: Entry): Verdict {
  return {
    state: 'error',
    code: 'CHANGED_AFTER_BOOKING',
    reason:
      record.state === 'received'
        ? `It changed in the source after it was booked (${entry.link?.total ?? ''} then, ${record.amount.toFixed(2)} now); payments in QuickBooks are not changed unasked.`
        : `It is ${record.state} in the source now, but it was booked as received.`,
    fix: 'Correct or void the payment in QuickBooks, then run the same command again (or qbsync ignore {id} --reason "corrected by hand").',
  };
}
