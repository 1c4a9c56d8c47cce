import type { Settings } from '../company/settings.ts';
import { moneyForPeople } from '../domain/money.ts';
import type { Finding } from '../domain/problems.ts';
import type { SourceCustomer, SourceInvoice, SourcePayment } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { CompanyFacts } from './company.ts';
import { cleanName, isEmail, isName, isSynthetic, lengthOf, NAME_LIMIT } from './names.ts';
import { invoiceBeforeStart } from './start-date.ts';
import { planTax } from './tax.ts';

/** A reason that keeps a record out of the books: `error` needs a person, `skip` does not. */
export interface Verdict extends Finding {
  state: 'error' | 'skip';
}

/** QuickBooks' limit for a document number (qbo-api.md 3.2). */
const NUMBER_LIMIT = 21;

/** What the customer's details lack for the books, in the words OpenSolar's users know. Needs no network. */
export function judgeCustomer(customer: SourceCustomer): Finding | undefined {
  const name = cleanName(customer.name);
  const problems: string[] = [];
  if (!isName(name)) problems.push('the name is missing');
  else if (lengthOf(name) > NAME_LIMIT) {
    problems.push(`the name has ${lengthOf(name)} characters, QuickBooks takes ${NAME_LIMIT}`);
  }
  const email = customer.email?.trim() ?? '';
  if (email === '' || isSynthetic(email)) problems.push('the e-mail is missing');
  else if (!isEmail(email)) problems.push('the e-mail is not a valid address');
  if (problems.length === 0) return undefined;
  return {
    code: 'CUSTOMER_CONTACT',
    reason: `Customer without a valid name or e-mail: ${problems.join('; ')}.`,
    fix: 'Correct the contact in OpenSolar, export and import again, then run: qbsync sync-invoice --all',
  };
}

/** A finding where the books would not take the number. */
export function judgeNumber(number: string, { numbers }: Pick<Settings, 'numbers'>): Finding | undefined {
  if (numbers !== 'source' || lengthOf(number) <= NUMBER_LIMIT) return undefined;
  return {
    code: 'NUMBER_TOO_LONG',
    reason: `The invoice number has ${lengthOf(number)} characters; QuickBooks takes ${NUMBER_LIMIT}.`,
    fix: 'Shorten the number in the source, or let QuickBooks number invoices: qbsync configure --set numbers=quickbooks',
  };
}

/**
 * Whether an invoice can be put into these books, as far as that can be told without asking them. The start date does
 * not concern one that stands there already (`linked`).
 */
export function judgeInvoice(
  invoice: SourceInvoice,
  company: CompanyFacts,
  settings: Settings,
  linked = false,
): Verdict | undefined {
  if (invoice.state === 'draft') {
    return {
      state: 'skip',
      code: 'NOT_ISSUED',
      reason: 'Not issued yet in the source.',
      fix: 'Send the invoice in OpenSolar; the next import brings it in.',
    };
  }
  if (invoice.state === 'cancelled') {
    return {
      state: 'skip',
      code: 'CANCELLED',
      reason: 'Cancelled in the source.',
      fix: 'Nothing to do; a corrected copy has a new number.',
    };
  }
  const early = linked ? undefined : invoiceBeforeStart(invoice, settings);
  if (early) return early;
  const contact = judgeCustomer(invoice.customer);
  if (contact) return { state: 'error', ...contact };
  const number = judgeNumber(invoice.number, settings);
  if (number) return { state: 'error', ...number };
  const totals = invoiceTotals(invoice);
  if (totals.total.lte(0)) {
    return {
      state: 'error',
      code: 'TOTAL_NOT_POSITIVE',
      reason: `The invoice's total is ${moneyForPeople(totals.total, invoice.currency ?? '')}; QuickBooks takes invoices above zero only.`,
      fix: 'If money goes back to the customer, enter a credit memo in QuickBooks; then run: qbsync ignore {id} --reason "credit memo entered by hand"',
    };
  }
  const currency = judgeCurrency(invoice.currency, company);
  if (currency) return { state: 'error', ...currency };
  const closed = judgeDate(invoice.issueDate, company);
  if (closed) return { state: 'error', ...closed };
  const unmapped = invoice.lines.find((line) => !settings.lineTypes[line.type]);
  if (unmapped) {
    return {
      state: 'error',
      code: 'LINE_TYPE_UNMAPPED',
      reason: `Lines of type "${unmapped.type}" have no item or income account.`,
      fix: `Run: qbsync configure (or qbsync configure --set line.${unmapped.type}=ITEM)`,
    };
  }
  const tax = planTax(totals, company, settings);
  return 'code' in tax ? { state: 'error', ...tax } : undefined;
}

/** As {@link judgeInvoice}, for a payment. */
export function judgePayment(payment: SourcePayment, company: CompanyFacts): Verdict | undefined {
  if (payment.state !== 'received') {
    const words = { pending: 'not settled yet', failed: 'failed', refunded: 'refunded' }[payment.state];
    return {
      state: 'skip',
      code: 'NOT_RECEIVED',
      reason: `The payment is ${words} in the source.`,
      fix:
        payment.state === 'refunded'
          ? 'If it was booked before, enter the refund in QuickBooks by hand.'
          : 'Nothing to do; once the money is there, the next import brings it in.',
    };
  }
  const currency = judgeCurrency(payment.currency, company);
  if (currency) return { state: 'error', ...currency };
  const closed = judgeDate(payment.date, company);
  return closed && { state: 'error', ...closed };
}

function judgeCurrency(currency: string | undefined, company: CompanyFacts): Finding | undefined {
  if (currency === undefined || currency === company.homeCurrency || company.multiCurrency) return undefined;
  return {
    code: 'CURRENCY',
    reason: `It is in ${currency}, but ${company.name} keeps its books in ${company.homeCurrency} only.`,
    fix: 'Correct the currency in the source, or switch on multicurrency in QuickBooks (Settings → Advanced → Currency).',
  };
}

/** A finding where nothing dated so may be written. */
export function judgeDate(date: string, company: CompanyFacts): Finding | undefined {
  if (!company.closedUntil || date > company.closedUntil) return undefined;
  return {
    code: 'BOOKS_CLOSED',
    reason: `It is dated ${date}, but the books are closed up to ${company.closedUntil}.`,
    fix: 'Have the accountant reopen the period in QuickBooks (Settings → Advanced → Accounting → Close the books) and run the same command again. Or enter it by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
}
