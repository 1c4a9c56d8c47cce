import { refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { cents, decimal } from '../../money.ts';
import { systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import { keptRate } from '../currency/transaction.ts';
import { balanced, post } from '../ledger.ts';
import type { Posting } from '../ledger.ts';
import { appliedOf } from './applications.ts';

/**
 * The double entry of a payment: money in, what it settles out of receivables at the rate of each item, the
 * rest to the payer's credit at the payment's own rate. What the rates differ by is realised exchange gain
 * or loss (qbo-api.md 3.9).
 */
export function postPayment(books: Books, row: JsonObject): void {
  const rate = keptRate(row);
  const total = decimal(row.TotalAmt);
  const unapplied = decimal(row.UnappliedAmt);
  const money = refId(row.DepositToAccountRef) ?? systemAccount(books, 'undeposited');
  const settled = appliedOf(books, row).map(({ item, value, home }): Posting => {
    const customer = { id: item.customerId, value: value.times(-item.side) };
    return { account: item.account, value: home.times(-item.side), customer };
  });
  const entry: readonly Posting[] = [
    { account: money, value: cents(total.times(rate)) },
    ...settled,
    {
      account: systemAccount(books, 'receivable'),
      value: cents(unapplied.times(rate)).times(-1),
      customer: { id: refId(row.CustomerRef) ?? '', value: unapplied.times(-1) },
    },
  ];
  const moved = entry.filter(({ value, customer }) => !value.eq(0) || customer?.value.eq(0) === false);
  post(
    books,
    textOf(row.Id) ?? '',
    balanced(moved, () => systemAccount(books, 'exchange')),
  );
}
