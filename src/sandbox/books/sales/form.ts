import { business, missing } from '../../faults.ts';
import { compact, objectsOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { openDate } from '../closing.ts';
import { transactionCurrency } from '../currency/transaction.ts';
import type { TransactionCurrency } from '../currency/transaction.ts';
import type { WriteOptions } from '../entity.ts';
import { post } from '../ledger.ts';
import { moveStock } from './stock.ts';
import { transactionClass, transactionDepartment } from '../lists/tracking.ts';
import { referenced } from '../references.ts';
import { carriedOverride, isAutomated } from '../tax/automated.ts';
import { taxed } from '../tax/tax.ts';
import { contact } from './contact.ts';
import { readLines } from './lines.ts';
import { docNumber } from './numbers.ts';
import { formPostings } from './postings.ts';
import type { Settlement } from './postings.ts';

/** A form that is about to be written, as far as all forms go together. */
export interface Draft {
  readonly books: Books;
  readonly payload: JsonObject;
  readonly before: JsonObject | undefined;
  readonly customerId: string | undefined;
  readonly customer: JsonObject;
  readonly txnDate: string;
  readonly currency: TransactionCurrency;
  readonly total: Decimal;
}

/** What one kind of sales form has beside the others. */
export interface SalesForm {
  readonly entity: string;
  /** 1 for a sale; -1 where money or credit goes back to the customer. */
  readonly direction: 1 | -1;
  /** Members of its own, and where the total goes. Refuses what this form alone refuses. */
  readonly own: (draft: Draft) => {
    readonly members: JsonObject;
    readonly settlement: readonly Settlement[];
  };
}

/** Tax amounts of the stored row are no override for lines that a sparse update brings. */
function taxDetail(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  outsideUs: boolean,
): Json | undefined {
  const carried = before !== undefined && payload.TxnTaxDetail === before.TxnTaxDetail;
  if (!carried) return payload.TxnTaxDetail;
  const newLines = payload.Line !== before.Line;
  if (isAutomated(books)) return newLines ? undefined : carriedOverride(payload.TxnTaxDetail);
  return outsideUs && newLines ? undefined : payload.TxnTaxDetail;
}

/** What lines and tax come to, with the members of the row that say how. */
function computed(books: Books, payload: JsonObject, before: JsonObject | undefined) {
  const outsideUs = books.country !== 'US';
  const calculation = outsideUs
    ? { GlobalTaxCalculation: payload.GlobalTaxCalculation ?? 'TaxExcluded' }
    : {};
  const inclusive = outsideUs && payload.GlobalTaxCalculation === 'TaxInclusive';
  const lines = readLines(books, payload.Line, objectsOf(before?.Line), inclusive);
  const content = { ...payload, ...calculation, TxnTaxDetail: taxDetail(books, payload, before, outsideUs) };
  const result = taxed(books, content, lines);
  if (result.total.lt(0)) throw business('Transaction amount must be 0 or greater.');
  const members = {
    Line: [
      ...result.rows,
      { Amount: amount(result.subTotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ],
    TxnTaxDetail: result.TxnTaxDetail,
    TotalAmt: amount(result.total),
    ...(outsideUs ? calculation : { ApplyTaxAfterDiscount: payload.ApplyTaxAfterDiscount ?? false }),
  };
  return { members, total: result.total };
}

/** Makes the row of any sales form, and posts it (qbo-api.md 3.2). */
export function writeForm(
  form: SalesForm,
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  options: WriteOptions,
): JsonObject {
  if (objectsOf(payload.Line).length === 0) throw missing('Line');
  const customerId = refId(payload.CustomerRef);
  const customer = referenced(books, 'Customer', payload.CustomerRef);
  const txnDate = openDate(books, payload, before);
  const currency = transactionCurrency(books, payload, { txnDate, before, customer, required: true });
  const { members, total } = computed(books, payload, before);
  const draft = { books, payload, before, customerId, customer: customer ?? {}, txnDate, currency, total };
  const own = form.own(draft);
  const row = compact({
    ...(before === undefined ? books.newRow(form.entity) : books.changedRow(before)),
    CustomField: payload.CustomField ?? [],
    DocNumber: docNumber(books, form.entity, payload, before, options),
    TxnDate: txnDate,
    ...currency.members,
    PrivateNote: payload.PrivateNote,
    ProjectRef: payload.ProjectRef,
    CustomerRef: customerId === undefined ? undefined : books.refTo('Customer', customerId),
    CustomerMemo: payload.CustomerMemo,
    ClassRef: transactionClass(books, payload.ClassRef),
    DepartmentRef: transactionDepartment(books, payload.DepartmentRef),
    ...contact(draft),
    ShipDate: payload.ShipDate,
    TrackingNum: payload.TrackingNum,
    PrintStatus: payload.PrintStatus ?? 'NeedToPrint',
    ...members,
    ...currency.homeMembers({ HomeTotalAmt: currency.home(total) }),
    ...own.members,
  });
  books.put(form.entity, row);
  moveStock(books, form.entity, before, row);
  post(books, textOf(row.Id) ?? '', formPostings(form, draft, row, own.settlement));
  return row;
}
