import { closedBooks } from '../faults.ts';
import { textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Books } from './books.ts';

/** 6210 when a date that a write touches lies in a closed period (qbo-api.md 3.8, 7.2). */
export function checkOpenPeriod(books: Books, ...dates: readonly (Json | undefined)[]): void {
  const closed = textOf(books.preference('AccountingInfoPrefs', 'BookCloseDate'));
  if (closed === undefined) return;
  if (dates.some((date) => typeof date === 'string' && date <= closed)) throw closedBooks();
}

/** The day of a transaction that is written: as sent, as it was, or today. Neither it nor the former one may be closed. */
export function openDate(books: Books, payload: JsonObject, before: JsonObject | undefined): string {
  const date = textOf(payload.TxnDate) ?? textOf(before?.TxnDate) ?? books.today;
  checkOpenPeriod(books, date, before?.TxnDate);
  return date;
}
