import { business, missing } from '../../faults.ts';
import { compact, objectsOf, refId, textOf, without } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import { moneyAccount, systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import { checkOpenPeriod, openDate } from '../closing.ts';
import { transactionCurrency } from '../currency/transaction.ts';
import { checkNotDeposited } from '../deposits/deposited.ts';
import type { EntityRules } from '../entity.ts';
import { post } from '../ledger.ts';
import { activeRef, referenced } from '../references.ts';
import { voidNote } from '../sales/void.ts';
import { appliedOf, applications, applyAll, sumOf, unapplyAll } from './applications.ts';
import { toOldestInvoices } from './auto-apply.ts';
import { postPayment } from './postings.ts';

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  checkNotDeposited(before);
  const customerId = refId(payload.CustomerRef);
  if (customerId === undefined) throw missing('CustomerRef');
  if (payload.TotalAmt === undefined) throw business('You must set a transaction amount.');
  const total = cents(decimal(payload.TotalAmt));
  if (total.lt(0)) throw business('Transaction amount must be 0 or greater.');
  const customer = referenced(books, 'Customer', payload.CustomerRef);
  const txnDate = openDate(books, payload, before);
  const currency = transactionCurrency(books, payload, { txnDate, before, customer, required: true });
  const deposit = moneyAccount(books, payload.DepositToAccountRef) ?? systemAccount(books, 'undeposited');
  const wanted = applications(payload.Line);
  const method = activeRef(books, 'PaymentMethod', payload.PaymentMethodRef);

  if (before !== undefined) unapplyAll(books, before);
  const head = before === undefined ? books.newRow('Payment') : books.changedRow(before);
  const payer = { paymentId: textOf(head.Id) ?? '', customerId, currency: currency.code };
  const linked = applyAll(books, payer, wanted);
  const applied = appliedOf(books, { Line: linked });
  const credits = sumOf(applied, -1);
  const left = total.plus(credits).minus(sumOf(applied, 1));
  if (credits.gt(sumOf(applied, 1))) {
    throw business('The credits used are more than the amounts they are applied to.');
  }
  if (left.lt(0)) throw business('The amount applied is more than the amount of the payment.');
  const oldest = before === undefined ? toOldestInvoices(books, payer, left) : [];
  const unapplied = left.minus(sum(oldest.map(({ value }) => value)));
  const row = books.put(
    'Payment',
    compact({
      CustomerRef: books.refTo('Customer', customerId),
      DepositToAccountRef: { value: deposit },
      PaymentMethodRef: method,
      PaymentRefNum: payload.PaymentRefNum,
      TotalAmt: amount(total),
      UnappliedAmt: amount(unapplied),
      ProcessPayment: false,
      ...head,
      TxnDate: txnDate,
      ...currency.members,
      ...currency.homeMembers({ HomeTotalAmt: currency.home(total) }),
      PrivateNote: payload.PrivateNote,
      ProjectRef: payload.ProjectRef,
      Line: [...linked, ...applyAll(books, payer, oldest)],
    }),
  );
  postPayment(books, row);
  return row;
}

/** Takes a payment out of everything it settles and out of the ledger. */
function undo(books: Books, row: JsonObject): void {
  checkNotDeposited(row);
  checkOpenPeriod(books, row.TxnDate);
  unapplyAll(books, row);
  post(books, textOf(row.Id) ?? '', []);
}

/** Void zeroes the amounts, empties the lines and notes it; invoices are open again (qbo-api.md 3.3). */
function voided(books: Books, row: JsonObject): JsonObject {
  undo(books, row);
  return books.put('Payment', {
    ...row,
    ...books.changedRow(row),
    PrivateNote: voidNote(row.PrivateNote),
    TotalAmt: 0,
    UnappliedAmt: 0,
    ...(row.HomeTotalAmt === undefined ? {} : { HomeTotalAmt: 0 }),
    Line: [],
  });
}

/** qbo-api.md 3.3. */
export const paymentRules: EntityRules = {
  entity: 'Payment',
  readOnly: ['UnappliedAmt', 'LinkedTxn', 'ProcessPayment', 'DocNumber', 'HomeTotalAmt'],
  // The reference's own full update leaves the total out.
  kept: ['TotalAmt'],
  write,
  voidByUpdate: true,
  mayVoid: (readings) => readings.paymentVoidOperation,
  voided,
  remove: (books, row) => {
    undo(books, row);
    books.remove('Payment', textOf(row.Id) ?? '');
  },
  shown: (_books, row) => ({
    ...row,
    Line: objectsOf(row.Line).map((line) => without(line, ['HomeAmount'])),
  }),
};
