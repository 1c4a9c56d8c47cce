import { business } from '../../faults.ts';
import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { ZERO, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { salesLines } from './sales-lines.ts';

/** Which way a sales form moves what is on hand. */
const OUT: Readonly<Record<string, 1 | -1>> = {
  Invoice: 1,
  SalesReceipt: 1,
  CreditMemo: -1,
  RefundReceipt: -1,
};

/** Inventory items of a form with their quantities. A line without Qty moves nothing. */
function quantities(books: Books, row: JsonObject | undefined): ReadonlyMap<string, Decimal> {
  const found = new Map<string, Decimal>();
  for (const line of salesLines(objectsOf(row?.Line))) {
    const detail = objectOf(line.SalesItemLineDetail);
    const id = refId(detail.ItemRef) ?? '';
    if (books.get('Item', id)?.Type !== 'Inventory') continue;
    found.set(id, (found.get(id) ?? ZERO).plus(decimal(detail.Qty)));
  }
  return found;
}

/** A sale before the stock was first counted is refused, or taken (U). */
function checkStarted(books: Books, item: JsonObject | undefined, row: JsonObject): void {
  const start = textOf(item?.InvStartDate);
  if (start === undefined || books.readings.saleBeforeStock) return;
  if ((textOf(row.TxnDate) ?? start) < start) {
    throw business(
      `The transaction date is before the inventory start date of ${textOf(item?.Name) ?? ''}, which is ${start}.`,
    );
  }
}

/**
 * Takes what a sales form sells off QtyOnHand, or puts it back: `before` is the form as it was, `after` as
 * it is now; undefined where there is none. Quantities may fall below zero, as in QuickBooks.
 */
export function moveStock(
  books: Books,
  entity: string,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): void {
  const [former, present] = [quantities(books, before), quantities(books, after)];
  for (const id of new Set([...former.keys(), ...present.keys()])) {
    const item = books.get('Item', id);
    if (after !== undefined && present.has(id)) checkStarted(books, item, after);
    const sold = (present.get(id) ?? ZERO).minus(former.get(id) ?? ZERO).times(OUT[entity] ?? 0);
    if (item === undefined || sold.eq(0)) continue;
    const left = decimal(item.QtyOnHand).minus(sold);
    books.put('Item', books.touched({ ...item, QtyOnHand: Number(left.toString()) }));
  }
}
