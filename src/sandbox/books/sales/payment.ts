import { business, missing } from '../../faults.ts';
import { compact, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { checkCurrency, checkOpenPeriod } from './invoice.ts';
import { moveAccount, moveCustomer, undepositedFunds } from '../ledger.ts';
import { applications, link, unlinkPayment } from './payment-links.ts';
import { activeRef, referenced } from '../references.ts';

const DEPOSIT_TYPES = ['Bank', 'Other Current Asset'];

/** Where the money goes: as sent, else Undeposited Funds (qbo-api.md 3.3). */
function depositAccount(books: Books, payload: JsonObject): string | undefined {
  const account = referenced(books, 'Account', payload.DepositToAccountRef);
  if (account === undefined) return undepositedFunds(books);
  if (!DEPOSIT_TYPES.includes(textOf(account.AccountType) ?? '')) {
    throw business('The account to deposit to must be a Bank or an Other Current Asset account.');
  }
  return refId(payload.DepositToAccountRef);
}

/** Takes a payment's money out of the balances it is in. */
function undo(books: Books, row: JsonObject): void {
  unlinkPayment(books, row);
  moveCustomer(books, refId(row.CustomerRef) ?? '', decimal(row.TotalAmt));
  moveAccount(books, refId(row.DepositToAccountRef), decimal(row.TotalAmt).times(-1));
}

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const customerId = refId(payload.CustomerRef);
  if (customerId === undefined) throw missing('CustomerRef');
  if (payload.TotalAmt === undefined) throw business('You must set a transaction amount.');
  const total = cents(decimal(payload.TotalAmt));
  if (total.lt(0)) throw business('Transaction amount must be 0 or greater.');
  checkCurrency(books, payload);
  referenced(books, 'Customer', payload.CustomerRef);
  const txnDate = textOf(payload.TxnDate) ?? textOf(before?.TxnDate) ?? books.today;
  checkOpenPeriod(books, txnDate, before?.TxnDate);
  const deposit = depositAccount(books, payload);
  const wanted = applications(payload.Line);
  const applied = sum(wanted.map((application) => application.amount));
  if (applied.gt(total)) throw business('The amount applied is more than the amount of the payment.');
  const method = activeRef(books, 'PaymentMethod', payload.PaymentMethodRef);

  if (before !== undefined) undo(books, before);
  const head = before === undefined ? books.newRow('Payment') : books.changedRow(before);
  const lines = link(books, textOf(head.Id) ?? '', customerId, wanted);
  moveCustomer(books, customerId, total.times(-1));
  moveAccount(books, deposit, total);
  return books.put(
    'Payment',
    compact({
      CustomerRef: books.refTo('Customer', customerId),
      DepositToAccountRef: deposit === undefined ? undefined : { value: deposit },
      PaymentMethodRef: method,
      PaymentRefNum: payload.PaymentRefNum,
      TotalAmt: amount(total),
      UnappliedAmt: amount(total.minus(applied)),
      ProcessPayment: false,
      ...head,
      TxnDate: txnDate,
      CurrencyRef: books.currencyRef,
      PrivateNote: payload.PrivateNote,
      Line: lines,
    }),
  );
}

/** Void zeroes the amounts, empties the lines and notes it; invoices are open again (qbo-api.md 3.3). */
function voided(books: Books, row: JsonObject): JsonObject {
  checkOpenPeriod(books, row.TxnDate);
  undo(books, row);
  const note = textOf(row.PrivateNote);
  const marked = note === undefined ? 'Voided' : note.startsWith('Voided') ? note : `Voided - ${note}`;
  return books.put('Payment', {
    ...row,
    ...books.changedRow(row),
    PrivateNote: marked,
    TotalAmt: 0,
    UnappliedAmt: 0,
    Line: [],
  });
}

/** qbo-api.md 3.3. */
export const paymentRules: EntityRules = {
  entity: 'Payment',
  readOnly: ['UnappliedAmt', 'LinkedTxn', 'ProcessPayment', 'DocNumber'],
  // The reference's own full update leaves the total out.
  kept: ['TotalAmt'],
  write,
  voided,
  remove: (books, row) => {
    checkOpenPeriod(books, row.TxnDate);
    undo(books, row);
    books.remove('Payment', textOf(row.Id) ?? '');
  },
};
