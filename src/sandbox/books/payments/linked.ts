import { without } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';

/**
 * Puts a row that another transaction was linked to or taken off. Whether that raises its SyncToken is U;
 * the reading that does is harder on clients.
 */
export function putLinked(books: Books, entity: string, row: JsonObject): void {
  if (books.readings.paymentTouchesInvoice) {
    books.put(entity, { ...row, ...without(books.changedRow(row), ['sparse']) });
  } else books.put(entity, books.touched(row));
}
