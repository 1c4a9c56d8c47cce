import { missing } from '../../faults.ts';
import { refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { moneyAccount, systemAccount } from '../accounts.ts';
import { checkNotDeposited } from '../deposits/deposited.ts';
import type { EntityRules } from '../entity.ts';
import { activeRef } from '../references.ts';
import { writeForm } from './form.ts';
import type { Draft, SalesForm } from './form.ts';
import { removeForm, voidForm } from './void.ts';

/** A form whose money moves at once: nothing of it stays open. */
function paid(draft: Draft, account: string): ReturnType<SalesForm['own']> {
  const { books, payload, before, currency, total } = draft;
  const method = refId(activeRef(books, 'PaymentMethod', payload.PaymentMethodRef));
  const members: JsonObject = {
    LinkedTxn: before?.LinkedTxn,
    Balance: 0,
    ...currency.homeMembers({ HomeBalance: total.times(0) }),
    DepositToAccountRef: books.refTo('Account', account),
    PaymentMethodRef: method === undefined ? undefined : books.refTo('PaymentMethod', method),
    PaymentRefNum: payload.PaymentRefNum,
  };
  return { members, settlement: [{ account, value: total }] };
}

const salesReceipt: SalesForm = {
  entity: 'SalesReceipt',
  direction: 1,
  own: (draft) => {
    const sent = moneyAccount(draft.books, draft.payload.DepositToAccountRef);
    return paid(draft, sent ?? systemAccount(draft.books, 'undeposited'));
  },
};

const refundReceipt: SalesForm = {
  entity: 'RefundReceipt',
  direction: -1,
  own: (draft) => {
    const account = moneyAccount(draft.books, draft.payload.DepositToAccountRef);
    if (account === undefined) throw missing('DepositToAccountRef');
    return paid(draft, account);
  },
};

const COMPUTED = ['TotalAmt', 'Balance', 'LinkedTxn', 'HomeTotalAmt', 'HomeBalance'];

/** A sale paid on the spot. One that is in a deposit cannot be changed (recorded, 6540). */
export const salesReceiptRules: EntityRules = {
  entity: 'SalesReceipt',
  required: ['Line'],
  readOnly: COMPUTED,
  kept: ['CustomField'],
  write: (books, payload, before, options) => {
    checkNotDeposited(before);
    return writeForm(salesReceipt, books, payload, before, options);
  },
  voidByUpdate: true,
  mayVoid: (readings) => readings.salesReceiptVoidOperation,
  voided: (books, row) => {
    checkNotDeposited(row);
    return voidForm(books, 'SalesReceipt', row);
  },
  remove: (books, row) => {
    checkNotDeposited(row);
    removeForm(books, 'SalesReceipt', row);
  },
};

/** Money given back. Intuit's reference has no void of it. */
export const refundReceiptRules: EntityRules = {
  entity: 'RefundReceipt',
  required: ['Line', 'DepositToAccountRef'],
  readOnly: COMPUTED,
  kept: ['CustomField'],
  write: (books, payload, before, options) => writeForm(refundReceipt, books, payload, before, options),
  remove: (books, row) => {
    removeForm(books, 'RefundReceipt', row);
  },
};
