import { business } from '../../faults.ts';
import { refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { keptCode, keptRate } from '../currency/transaction.ts';
import type { Draft } from './form.ts';

/** What a row puts on its customer's account: the total without what was paid with it. */
const onAccount = (row: JsonObject): Decimal => decimal(row.TotalAmt).minus(decimal(row.Deposit));

/** What is still open of a row in home currency: rows of single-currency days have one amount for both. */
export const homeOpen = (row: JsonObject): Decimal => decimal(row.HomeBalance ?? row.Balance);

/**
 * `Balance` and `HomeBalance` of a form on account after a change: what payments settled of it stays
 * settled, so its customer, currency and rate are fixed and its total cannot fall below (qbo-api.md 3.2).
 */
export function openBalance(draft: Draft, receivable: Decimal): JsonObject {
  const { books, before, currency, customerId } = draft;
  const was = before ?? {};
  const settled = onAccount(was).minus(decimal(was.Balance));
  if (before !== undefined && settled.gt(0)) {
    if (refId(before.CustomerRef) !== customerId) {
      throw business(
        'The customer of a transaction with payments cannot be changed. Unlink the payments first.',
      );
    }
    if (keptCode(books, before) !== currency.code || !keptRate(before).eq(currency.rate)) {
      throw business(
        'The exchange rate of a transaction with payments cannot be changed. Unlink the payments first.',
      );
    }
  }
  if (receivable.lt(settled)) {
    throw business(
      'The total of a transaction cannot be less than what payments have settled of it. Unlink the payments first.',
    );
  }
  const homeSettled = currency.home(onAccount(was)).minus(homeOpen(was));
  const HomeBalance = currency.home(receivable).minus(settled.gt(0) ? homeSettled : 0);
  return { Balance: amount(receivable.minus(settled)), ...currency.homeMembers({ HomeBalance }) };
}
