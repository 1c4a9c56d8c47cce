import { duplicateNumber } from '../../faults.ts';
import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { WriteOptions } from '../entity.ts';

/** The last number before a company's own first sales form. */
const FIRST_NUMBER = 1000;

/** Forms that take their numbers from one run. */
const NUMBERED = ['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt'] as const;

/** 6140 when another transaction of these kinds has the number (qbo-api.md 3.2, 7.2). */
export function checkNumber(
  books: Books,
  entities: readonly string[],
  number: string,
  before: JsonObject | undefined,
): void {
  for (const entity of entities) {
    const rows = books.lookup(entity, 'DocNumber', number) ?? [];
    const other = rows.find((row) => row.Id !== before?.Id);
    if (other !== undefined) throw duplicateNumber(number, entity, textOf(other.Id) ?? '');
  }
}

/**
 * The number of a sales form: as sent where the company numbers its own forms, and then unique; else
 * counted by the server, though one that is sent is kept (qbo-api.md 3.2).
 */
export function docNumber(
  books: Books,
  entity: string,
  payload: JsonObject,
  before: JsonObject | undefined,
  options: WriteOptions,
): string | undefined {
  const sent = textOf(payload.DocNumber);
  if (books.preference('SalesFormsPrefs', 'CustomTxnNumbers') !== true) {
    return sent ?? textOf(before?.DocNumber) ?? String(books.bump('docNumber:sales', FIRST_NUMBER));
  }
  if (sent === undefined || options.duplicateNumber || sent === before?.DocNumber) return sent;
  const others = books.readings.numbersUniqueAcross === 'sales-forms' ? NUMBERED : [entity];
  checkNumber(books, others, sent, before);
  return sent;
}
