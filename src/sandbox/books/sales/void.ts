import { objectOf, objectsOf, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { checkOpenPeriod } from '../closing.ts';
import { post } from '../ledger.ts';
import { moveStock } from './stock.ts';
import { innerLines, withInner } from './sales-lines.ts';

/** The note that QuickBooks puts on a voided transaction (recorded; qbo-api.md 3.2, 3.3). */
export function voidNote(note: Json | undefined): string {
  const text = textOf(note);
  if (text === undefined) return 'Voided';
  return text.startsWith('Voided') ? text : `Voided - ${text}`;
}

/** Amounts, quantities and gross prices of a line become zero; unit prices stay. */
function emptied(line: JsonObject): JsonObject {
  if (line.DetailType === 'GroupLineDetail') return withInner(line, innerLines(line).map(emptied));
  const detail = objectOf(line.SalesItemLineDetail);
  if (line.Amount === undefined) return line;
  if (line.SalesItemLineDetail === undefined) return { ...line, Amount: 0 };
  const { TaxInclusiveAmt, Qty, ...rest } = detail;
  return {
    ...line,
    Amount: 0,
    SalesItemLineDetail: {
      ...rest,
      ...(Qty === undefined ? {} : { Qty: 0 }),
      ...(TaxInclusiveAmt === undefined ? {} : { TaxInclusiveAmt: 0 }),
    },
  };
}

const AMOUNTS = ['TotalAmt', 'Balance', 'RemainingCredit', 'Deposit', 'HomeTotalAmt', 'HomeBalance'] as const;

/** Void: everything becomes zero and leaves the ledger, the number stays taken (qbo-api.md 3.2). */
export function voidForm(books: Books, entity: string, row: JsonObject): JsonObject {
  checkOpenPeriod(books, row.TxnDate);
  post(books, textOf(row.Id) ?? '', []);
  const zeros = AMOUNTS.filter((member) => row[member] !== undefined).map((member) => [member, 0] as const);
  moveStock(books, entity, row, undefined);
  return books.put(entity, {
    ...row,
    ...books.changedRow(row),
    PrivateNote: voidNote(row.PrivateNote),
    Line: objectsOf(row.Line).map(emptied),
    TxnTaxDetail: { TotalTax: 0 },
    ...Object.fromEntries(zeros),
    ...(row.LinkedTxn === undefined ? {} : { LinkedTxn: [] }),
  });
}

/** Delete: the row is gone, and so is its entry in the ledger. */
export function removeForm(books: Books, entity: string, row: JsonObject): void {
  checkOpenPeriod(books, row.TxnDate);
  const id = textOf(row.Id) ?? '';
  post(books, id, []);
  moveStock(books, entity, row, undefined);
  books.remove(entity, id);
}
