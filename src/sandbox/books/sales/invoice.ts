import { business, closedBooks, duplicateNumber, missing, notSupported } from '../../faults.ts';
import { compact, objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import { addDays } from '../../times.ts';
import { freeForm } from '../lists/addresses.ts';
import type { Books } from '../books.ts';
import type { EntityRules, WriteOptions } from '../entity.ts';
import { moveCustomer } from '../ledger.ts';
import { readLines } from './lines.ts';
import { checkEmail } from '../lists/names.ts';
import { unlinkInvoice } from './payment-links.ts';
import { referenced } from '../references.ts';
import { taxed } from '../tax/tax.ts';

/** The last number before a company's own first invoice. */
const FIRST_NUMBER = 1000;

/** 6210 when a date that a write touches lies in a closed period (qbo-api.md 3.8, 7.2). */
export function checkOpenPeriod(books: Books, ...dates: readonly (Json | undefined)[]): void {
  const closed = textOf(books.preference('AccountingInfoPrefs', 'BookCloseDate'));
  if (closed === undefined) return;
  if (dates.some((date) => typeof date === 'string' && date <= closed)) throw closedBooks();
}

/** 6000 for a currency that a single-currency company does not keep (qbo-api.md 3.9). */
export function checkCurrency(books: Books, payload: JsonObject): void {
  const currency = refId(payload.CurrencyRef);
  if (currency === undefined || currency === books.facts.currency) return;
  throw business('Multicurrency should be enabled to perform this operation.');
}

function docNumber(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  options: WriteOptions,
): string | undefined {
  const sent = textOf(payload.DocNumber);
  if (books.preference('SalesFormsPrefs', 'CustomTxnNumbers') !== true) {
    if (sent !== undefined) return sent;
    return textOf(before?.DocNumber) ?? String(books.bump('docNumber:Invoice', FIRST_NUMBER));
  }
  if (sent === undefined || options.duplicateNumber || sent === before?.DocNumber) return sent;
  const other = (books.lookup('Invoice', 'DocNumber', sent) ?? []).find((row) => row.Id !== before?.Id);
  if (other !== undefined) throw duplicateNumber(sent, textOf(other.Id) ?? '');
  return sent;
}

/** DueDate as sent, else by the invoice's, the customer's or the company's terms (qbo-api.md 3.2). */
function due(books: Books, payload: JsonObject, txnDate: string, customer: JsonObject): JsonObject {
  const own = refId(payload.SalesTermRef) ?? refId(customer.SalesTermRef);
  referenced(books, 'Term', payload.SalesTermRef);
  const term = books.get('Term', own ?? refId(books.preference('SalesFormsPrefs', 'DefaultTerms')));
  const days = typeof term?.DueDays === 'number' ? term.DueDays : 0;
  return compact({
    SalesTermRef: own === undefined ? undefined : books.refTo('Term', own),
    DueDate: payload.DueDate ?? addDays(txnDate, days),
  });
}

function addresses(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  customer: JsonObject,
): JsonObject {
  const one = (member: 'BillAddr' | 'ShipAddr'): Json | undefined => {
    const sent = payload[member];
    if (sent === undefined) return customer[member];
    return before !== undefined && sent === before[member] ? sent : freeForm(books, sent, before?.[member]);
  };
  return { BillAddr: one('BillAddr'), ShipAddr: one('ShipAddr') };
}

/** Tax amounts of the stored row are no override for lines that a sparse update brings. */
function taxDetail(
  payload: JsonObject,
  before: JsonObject | undefined,
  outsideUs: boolean,
): Json | undefined {
  const carried = before !== undefined && payload.TxnTaxDetail === before.TxnTaxDetail;
  return outsideUs && carried && payload.Line !== before.Line ? undefined : payload.TxnTaxDetail;
}

function write(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  options: WriteOptions,
): JsonObject {
  if (refId(payload.CustomerRef) === undefined) throw missing('CustomerRef');
  if (objectsOf(payload.Line).length === 0) throw missing('Line');
  for (const member of ['BillEmail', 'BillEmailCc', 'BillEmailBcc']) checkEmail(payload, member);
  if (payload.EmailStatus === 'NeedToSend' && objectOf(payload.BillEmail).Address === undefined)
    throw missing('BillEmail');
  if (!decimal(payload.Deposit).eq(0) && books.preference('SalesFormsPrefs', 'AllowDeposit') !== true) {
    throw notSupported('Deposits on invoices are not turned on for this company.');
  }
  checkCurrency(books, payload);
  const customerId = refId(payload.CustomerRef) ?? '';
  const customer = referenced(books, 'Customer', payload.CustomerRef) ?? {};
  const txnDate = textOf(payload.TxnDate) ?? textOf(before?.TxnDate) ?? books.today;
  checkOpenPeriod(books, txnDate, before?.TxnDate);

  const outsideUs = books.country !== 'US';
  const calculation = outsideUs
    ? { GlobalTaxCalculation: payload.GlobalTaxCalculation ?? 'TaxExcluded' }
    : {};
  const inclusive = outsideUs && payload.GlobalTaxCalculation === 'TaxInclusive';
  const lines = readLines(books, payload.Line, objectsOf(before?.Line), inclusive);
  const result = taxed(
    books,
    { ...payload, ...calculation, TxnTaxDetail: taxDetail(payload, before, outsideUs) },
    lines,
  );
  if (result.total.lt(0)) throw business('Transaction amount must be 0 or greater.');

  const paid = decimal(before?.TotalAmt).minus(decimal(before?.Balance));
  if (paid.gt(0) && refId(before?.CustomerRef) !== customerId) {
    throw business('The customer of an invoice with payments cannot be changed. Unlink the payments first.');
  }
  if (result.total.lt(paid)) {
    throw business(
      'The total of an invoice cannot be less than what has been paid on it. Unlink the payments first.',
    );
  }
  const number = docNumber(books, payload, before, options);
  const row = compact({
    AllowIPNPayment: false,
    AllowOnlinePayment: false,
    AllowOnlineCreditCardPayment: false,
    AllowOnlineACHPayment: false,
    ...(before === undefined ? books.newRow('Invoice') : books.changedRow(before)),
    CustomField: payload.CustomField ?? [],
    DocNumber: number,
    TxnDate: txnDate,
    CurrencyRef: books.currencyRef,
    PrivateNote: payload.PrivateNote,
    LinkedTxn: before?.LinkedTxn ?? [],
    Line: [
      ...result.rows,
      { Amount: amount(result.subTotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ],
    TxnTaxDetail: result.TxnTaxDetail,
    CustomerRef: books.refTo('Customer', customerId),
    CustomerMemo: payload.CustomerMemo,
    ...addresses(books, payload, before, customer),
    ...due(books, payload, txnDate, customer),
    ShipDate: payload.ShipDate,
    TrackingNum: payload.TrackingNum,
    TotalAmt: amount(result.total),
    ...(outsideUs ? calculation : { ApplyTaxAfterDiscount: payload.ApplyTaxAfterDiscount ?? false }),
    PrintStatus: payload.PrintStatus ?? 'NeedToPrint',
    EmailStatus: payload.EmailStatus ?? 'NotSet',
    BillEmail: payload.BillEmail,
    BillEmailCc: payload.BillEmailCc,
    BillEmailBcc: payload.BillEmailBcc,
    Balance: amount(result.total.minus(paid)),
  });
  const formerId = refId(before?.CustomerRef) ?? customerId;
  if (before !== undefined) moveCustomer(books, formerId, decimal(before.TotalAmt).times(-1));
  moveCustomer(books, customerId, result.total);
  return books.put('Invoice', row);
}

/** Void: everything becomes zero, payments become unapplied, the number stays taken (qbo-api.md 3.2). */
function voided(books: Books, row: JsonObject): JsonObject {
  checkOpenPeriod(books, row.TxnDate);
  unlinkInvoice(books, textOf(row.Id) ?? '');
  const current = books.get('Invoice', textOf(row.Id)) ?? row;
  const note = textOf(current.PrivateNote);
  const marked = note === undefined ? 'Voided' : note.startsWith('Voided') ? note : `Voided - ${note}`;
  moveCustomer(books, refId(current.CustomerRef) ?? '', decimal(current.TotalAmt).times(-1));
  return books.put('Invoice', {
    ...current,
    ...books.changedRow(row),
    PrivateNote: marked,
    LinkedTxn: [],
    Line: objectsOf(current.Line).map(emptied),
    TxnTaxDetail: { TotalTax: 0 },
    TotalAmt: 0,
    Balance: 0,
  });
}

function emptied(line: JsonObject): JsonObject {
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

function remove(books: Books, row: JsonObject): void {
  checkOpenPeriod(books, row.TxnDate);
  if (objectsOf(row.LinkedTxn).some((link) => link.TxnType === 'Payment')) {
    throw business('This transaction has payments linked to it. Unlink them before you delete it.');
  }
  moveCustomer(books, refId(row.CustomerRef) ?? '', decimal(row.TotalAmt).times(-1));
  books.remove('Invoice', textOf(row.Id) ?? '');
}

/** qbo-api.md 3.2. */
export const invoiceRules: EntityRules = {
  entity: 'Invoice',
  readOnly: [
    'TotalAmt',
    'Balance',
    'LinkedTxn',
    'HomeTotalAmt',
    'HomeBalance',
    'AllowIPNPayment',
    'AllowOnlinePayment',
  ],
  kept: ['CustomField'],
  write,
  voided,
  remove,
};
