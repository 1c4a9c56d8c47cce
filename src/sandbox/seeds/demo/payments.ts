import type { Books } from '../../books/books.ts';
import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { add, named } from '../add.ts';
import type { Year } from './year.ts';

const openOf = (books: Books, invoice: string): Decimal => decimal(books.get('Invoice', invoice)?.Balance);

/** Bank transfers arrive at the bank; cards and cheques wait in Undeposited Funds. */
function howPaid(year: Year, books: Books): { readonly members: JsonObject; readonly waits: boolean } {
  const { dice, trade } = year;
  const way = dice.pick(['Bank Transfer', 'Bank Transfer', 'Visa', 'MasterCard', 'cheque'] as const);
  const PaymentMethodRef = named(books, 'PaymentMethod', way === 'cheque' ? trade.cheque : way);
  if (way === 'Bank Transfer') {
    return { members: { PaymentMethodRef, DepositToAccountRef: { value: '9' } }, waits: false };
  }
  const reference = way === 'cheque' ? { PaymentRefNum: String(dice.whole(100_100, 999_900)) } : {};
  return { members: { PaymentMethodRef, ...reference }, waits: true };
}

/** Money of a customer: onto the invoices that are named, the rest unapplied. */
export function receive(
  year: Year,
  books: Books,
  customer: JsonObject,
  total: Decimal,
  onto: readonly { readonly invoice: string; readonly value: Decimal }[],
): void {
  const { members, waits } = howPaid(year, books);
  const row = add(books, 'Payment', {
    CustomerRef: customer,
    CurrencyRef: { value: books.facts.currency },
    TxnDate: books.today,
    TotalAmt: amount(total),
    ...members,
    Line: onto.map(({ invoice, value }) => ({
      Amount: amount(value),
      LinkedTxn: [{ TxnId: invoice, TxnType: 'Invoice' }],
    })),
  });
  if (waits) wait(year, 'Payment', row);
}

/** Pays what is open on invoices with one payment; nothing where they are settled otherwise by then. */
export function payAll(year: Year, books: Books, customer: JsonObject, invoices: readonly string[]): void {
  const onto = invoices
    .map((invoice) => ({ invoice, value: openOf(books, invoice) }))
    .filter(({ value }) => value.gt(0));
  const total = sum(onto.map(({ value }) => value));
  if (total.gt(0)) receive(year, books, customer, total, onto);
}

/** Pays a part of one invoice, in whole units of the currency. */
export function payPart(year: Year, books: Books, customer: JsonObject, invoice: string): void {
  const value = openOf(books, invoice).times(year.dice.whole(30, 60)).div(100).round(0);
  if (value.gt(0)) receive(year, books, customer, value, [{ invoice, value }]);
}

/** Puts money among what the next bank deposit takes. */
export function wait(year: Year, entity: 'Payment' | 'SalesReceipt', row: JsonObject): void {
  year.waiting.push({
    Amount: row.TotalAmt,
    LinkedTxn: [{ TxnId: textOf(row.Id), TxnType: entity, TxnLineId: '0' }],
  });
}

/** Takes what waits to the bank. */
export function bankDeposit(year: Year, books: Books): void {
  const Line = year.waiting.splice(0);
  if (Line.length === 0) return;
  add(books, 'Deposit', {
    DepositToAccountRef: { value: '9' },
    TxnDate: books.today,
    CurrencyRef: { value: books.facts.currency },
    Line,
  });
}
