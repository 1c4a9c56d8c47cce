import { business, missing, notSupported } from '../../faults.ts';
import { compact, refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { addDays } from '../../times.ts';
import { moneyAccount, systemAccount } from '../accounts.ts';
import type { EntityRules } from '../entity.ts';
import { checkUnlinked, releasePayments } from '../payments/release.ts';
import { referenced } from '../references.ts';
import { writeForm } from './form.ts';
import type { Draft, SalesForm } from './form.ts';
import { openBalance } from './open-balance.ts';
import { removeForm, voidForm } from './void.ts';

/** DueDate as sent, else by the invoice's, the customer's or the company's terms (qbo-api.md 3.2). */
function due({ books, payload, txnDate, customer }: Draft): JsonObject {
  const own = refId(payload.SalesTermRef) ?? refId(customer.SalesTermRef);
  referenced(books, 'Term', payload.SalesTermRef);
  const term = books.get('Term', own ?? refId(books.preference('SalesFormsPrefs', 'DefaultTerms')));
  const days = typeof term?.DueDays === 'number' ? term.DueDays : 0;
  return compact({
    SalesTermRef: own === undefined ? undefined : books.refTo('Term', own),
    DueDate: payload.DueDate ?? addDays(txnDate, days),
  });
}

/** What was paid with the invoice itself, where the company takes deposits (qbo-api.md 3.2). */
function deposit({ books, payload, total }: Draft): Decimal {
  const value = cents(decimal(payload.Deposit));
  if (value.eq(0)) return value;
  if (books.preference('SalesFormsPrefs', 'AllowDeposit') !== true) {
    throw notSupported('Deposits on invoices are not turned on for this company.');
  }
  if (value.lt(0) || value.gt(total)) {
    throw business('The deposit on an invoice must be between 0 and its total.');
  }
  return value;
}

const invoice: SalesForm = {
  entity: 'Invoice',
  direction: 1,
  own: (draft) => {
    const { books, payload, before, customerId, total } = draft;
    if (customerId === undefined) throw missing('CustomerRef');
    const paid = deposit(draft);
    const receivable = total.minus(paid);
    const account = paid.eq(0)
      ? undefined
      : (moneyAccount(books, payload.DepositToAccountRef) ?? systemAccount(books, 'undeposited'));
    return {
      members: {
        AllowIPNPayment: false,
        AllowOnlinePayment: false,
        AllowOnlineCreditCardPayment: false,
        AllowOnlineACHPayment: false,
        LinkedTxn: before?.LinkedTxn ?? [],
        ...due(draft),
        ...(account === undefined
          ? {}
          : { Deposit: amount(paid), DepositToAccountRef: books.refTo('Account', account) }),
        ...openBalance(draft, receivable),
      },
      settlement: [
        { account: systemAccount(books, 'receivable'), value: receivable, customer: customerId },
        ...(account === undefined ? [] : [{ account, value: paid }]),
      ],
    };
  },
};

/** qbo-api.md 3.2. */
export const invoiceRules: EntityRules = {
  entity: 'Invoice',
  required: ['Line', 'CustomerRef'],
  readOnly: [
    'TotalAmt',
    'Balance',
    'LinkedTxn',
    'HomeTotalAmt',
    'HomeBalance',
    'AllowIPNPayment',
    'AllowOnlinePayment',
  ],
  kept: ['CustomField'],
  write: (books, payload, before, options) => writeForm(invoice, books, payload, before, options),
  voided: (books, row) => {
    releasePayments(books, 'Invoice', row);
    return voidForm(books, 'Invoice', row);
  },
  remove: (books, row) => {
    checkUnlinked(row);
    removeForm(books, 'Invoice', row);
  },
};
