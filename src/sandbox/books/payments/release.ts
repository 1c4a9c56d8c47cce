import { business } from '../../faults.ts';
import { objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { ZERO, amount, cents, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { appliedOf, sumOf } from './applications.ts';
import type { Applied } from './applications.ts';
import { moveItem } from './open-item.ts';
import type { ItemType } from './open-item.ts';
import { postPayment } from './postings.ts';

const paymentLinks = (row: JsonObject): readonly JsonObject[] =>
  objectsOf(row.LinkedTxn).filter((link) => link.TxnType === 'Payment');

/** Deleting needs unlinking first (qbo-api.md 3.2). */
export function checkUnlinked(row: JsonObject): void {
  if (paymentLinks(row).length > 0) {
    throw business('This transaction has payments linked to it. Unlink them before you delete it.');
  }
}

/** Takes an amount off the last lines of one side, and gives it back to what they had settled. */
function trimmed(
  books: Books,
  paymentId: string,
  applied: readonly Applied[],
  side: 1 | -1,
  excess: Decimal,
): readonly Applied[] {
  let left = excess;
  const kept = applied.toReversed().map((one) => {
    if (one.item.side !== side || left.lte(0)) return one;
    const own = left.lt(one.value) ? left : one.value;
    left = left.minus(own);
    const home = own.eq(one.value) ? one.home : cents(own.times(one.item.rate));
    const value = one.value.minus(own);
    moveItem(books, one.item, { own, home }, paymentId, value.gt(0));
    return { ...one, value, home: one.home.minus(home) };
  });
  return kept.toReversed().filter(({ value }) => value.gt(0));
}

/** A kept line with the amounts that are left of it. */
const reduced = ({ line, value, home }: Applied): JsonObject => ({
  ...line,
  Amount: amount(value),
  ...(line.HomeAmount === undefined && home.eq(value) ? {} : { HomeAmount: amount(home) }),
});

/**
 * Takes all payments off a transaction that is voided: what they applied becomes unapplied (qbo-api.md
 * 3.2). Credits that a payment used against it are free again, and what a voided credit had settled is open.
 */
export function releasePayments(books: Books, type: ItemType, row: JsonObject): void {
  for (const paymentId of new Set(paymentLinks(row).map((link) => textOf(link.TxnId)))) {
    const payment = books.get('Payment', paymentId);
    if (payment === undefined || paymentId === undefined) continue;
    const total = decimal(payment.TotalAmt);
    const others = appliedOf(books, payment).filter(({ item }) => item.type !== type || item.id !== row.Id);
    const over = sumOf(others, -1).minus(sumOf(others, 1));
    const fewer = trimmed(books, paymentId, others, -1, over.gt(0) ? over : ZERO);
    const short = sumOf(fewer, 1).minus(sumOf(fewer, -1)).minus(total);
    const kept = trimmed(books, paymentId, fewer, 1, short.gt(0) ? short : ZERO);
    const unapplied = total.minus(sumOf(kept, 1)).plus(sumOf(kept, -1));
    const changed = {
      ...payment,
      ...books.changedRow(payment),
      Line: kept.map(reduced),
      UnappliedAmt: amount(unapplied),
    };
    books.put('Payment', changed);
    postPayment(books, changed);
  }
}
