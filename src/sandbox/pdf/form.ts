import type { Books } from '../books/books.ts';
import { objectOf, objectsOf, refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { decimal, withThousands } from '../money.ts';
import type { Decimal } from '../money.ts';
import { pdfDocument } from './document.ts';
import { WIDTH, paged, tableRow, wrapped } from './layout.ts';
import type { Column, Line } from './layout.ts';

/** What has a PDF, by the words at its head (qbo-api.md 1.2). */
const TITLES: Readonly<Record<string, string>> = {
  Invoice: 'INVOICE',
  SalesReceipt: 'SALES RECEIPT',
  CreditMemo: 'CREDIT MEMO',
  RefundReceipt: 'REFUND RECEIPT',
  Payment: 'PAYMENT RECEIPT',
};

const HALVES: readonly Column[] = [{ width: 46 }, { width: 16 }, { width: 22 }];
const ITEMS: readonly Column[] = [
  { width: 46 },
  { width: 10, right: true },
  { width: 14, right: true },
  { width: 14, right: true },
];
const TOTALS: readonly Column[] = [{ width: 46 }, { width: 22 }, { width: 16, right: true }];

const FORM_HEADS = ['Description', 'Qty', 'Rate', 'Amount'];
const PAYMENT_HEADS = ['Applied to', '', '', 'Amount'];

const BLANK: Line = { text: '' };
const RULE: Line = { text: '-'.repeat(WIDTH) };

const money = (value: Json | undefined): string => (value === undefined ? '' : withThousands(decimal(value)));

function addressLines(address: Json | undefined): readonly string[] {
  const { Line1, Line2, Line3, Line4, Line5, City, CountrySubDivisionCode, PostalCode } = objectOf(address);
  const place = [City, CountrySubDivisionCode, PostalCode].map(textOf).filter((each) => each !== undefined);
  const lines = [Line1, Line2, Line3, Line4, Line5].map(textOf).filter((each) => each !== undefined);
  return [...lines, ...(place.length === 0 ? [] : [place.join(' ')])];
}

function companyLines(books: Books): readonly Line[] {
  const info = objectOf(books.get('CompanyInfo', '1'));
  const lines = [...addressLines(info.CompanyAddr), textOf(objectOf(info.Email).Address) ?? ''];
  return [
    ...wrapped(textOf(info.CompanyName) ?? '', WIDTH).map((text) => ({ text, bold: true })),
    ...lines.filter((line) => line !== '').flatMap((line) => wrapped(line, WIDTH).map((text) => ({ text }))),
  ];
}

/** The customer at the left, the facts of the transaction at the right. */
function headLines(books: Books, row: JsonObject): readonly Line[] {
  const customerId = refId(row.CustomerRef);
  const name = customerId === undefined ? '' : textOf(books.refTo('Customer', customerId).name);
  const left = [name ?? '', ...addressLines(row.BillAddr ?? books.get('Customer', customerId)?.BillAddr)];
  const term = refId(row.SalesTermRef);
  const method = refId(row.PaymentMethodRef);
  const right: readonly (readonly [string, Json | undefined])[] = [
    ['Number', row.DocNumber ?? row.PaymentRefNum],
    ['Date', row.TxnDate],
    ['Due', row.DueDate],
    ['Terms', term === undefined ? undefined : books.refTo('Term', term).name],
    ['Paid by', method === undefined ? undefined : books.refTo('PaymentMethod', method).name],
    ['Currency', refId(row.CurrencyRef)],
  ];
  const facts = right.flatMap(([label, value]) =>
    textOf(value) === undefined ? [] : [[label, textOf(value) ?? '']],
  );
  const height = Math.max(left.length, facts.length);
  return Array.from({ length: height }, (_, at) =>
    tableRow(HALVES, [left[at] ?? '', ...(facts[at] ?? [])], at === 0),
  ).flat();
}

function itemLines(books: Books, line: JsonObject): readonly Line[] {
  const detail = objectOf(line.SalesItemLineDetail);
  const item = refId(detail.ItemRef);
  const named = item === undefined ? undefined : textOf(books.refTo('Item', item).name);
  const payments = objectsOf(line.LinkedTxn).map(
    ({ TxnType, TxnId }) =>
      `${textOf(TxnType) ?? ''} ${appliedTo(books, textOf(TxnType) ?? '', textOf(TxnId) ?? '')}`,
  );
  const kind = line.DiscountLineDetail === undefined ? '' : 'Discount';
  const text = [named ?? kind, textOf(line.Description) ?? '', ...payments]
    .filter((each) => each !== '')
    .join('\n');
  const quantity = detail.Qty === undefined ? '' : decimal(detail.Qty).toString();
  const rate = detail.UnitPrice === undefined ? '' : price(decimal(detail.UnitPrice));
  return tableRow(ITEMS, [text, quantity, rate, money(line.Amount)]);
}

/** Two places, or as many as a price has. */
const price = (value: Decimal): string =>
  value.round(2).eq(value) ? withThousands(value) : value.toString();

const appliedTo = (books: Books, entity: string, id: string): string =>
  textOf(books.get(entity, id)?.DocNumber) ?? id;

function totalLines(books: Books, entity: string, row: JsonObject): readonly Line[] {
  const taxes = objectsOf(objectOf(row.TxnTaxDetail).TaxLine).map(
    ({ Amount, TaxLineDetail }): [string, string] => {
      const rate = refId(objectOf(TaxLineDetail).TaxRateRef);
      const name = rate === undefined ? undefined : textOf(books.refTo('TaxRate', rate).name);
      return [name ?? 'Tax', money(Amount)];
    },
  );
  const subTotal = objectsOf(row.Line).find((line) => line.DetailType === 'SubTotalLineDetail');
  const rows: readonly (readonly [string, string])[] = [
    ...(subTotal === undefined ? [] : [['Subtotal', money(subTotal.Amount)] as const]),
    ...taxes,
    ['TOTAL', money(row.TotalAmt)],
    ...(entity === 'Invoice' ? [['BALANCE DUE', money(row.Balance)] as const] : []),
    ...(entity === 'CreditMemo' ? [['CREDIT LEFT', money(row.Balance)] as const] : []),
    ...(entity === 'Payment' ? [['NOT APPLIED', money(row.UnappliedAmt)] as const] : []),
  ];
  return rows.flatMap(([label, value]) =>
    tableRow(TOTALS, ['', label, value], label === label.toUpperCase()),
  );
}

/** Whether an entity has a PDF at all. */
export const hasPdf = (entity: string): boolean => TITLES[entity] !== undefined;

/** The PDF of a transaction: plain, but with everything on it that the customer is told. */
export function formPdf(books: Books, entity: string, row: JsonObject): Uint8Array {
  const title = TITLES[entity] ?? entity;
  const lines = objectsOf(row.Line).filter((line) => line.DetailType !== 'SubTotalLineDetail');
  const memo = textOf(objectOf(row.CustomerMemo).value);
  const voided = textOf(row.PrivateNote)?.startsWith('Voided') === true && decimal(row.TotalAmt).eq(0);
  const number = textOf(row.DocNumber) ?? textOf(row.PaymentRefNum) ?? textOf(row.Id) ?? '';
  return pdfDocument(
    `${title} ${number}`,
    paged([
      ...companyLines(books),
      BLANK,
      { text: voided ? `${title} (VOIDED)` : title, bold: true },
      BLANK,
      ...headLines(books, row),
      BLANK,
      ...tableRow(ITEMS, entity === 'Payment' ? PAYMENT_HEADS : FORM_HEADS, true),
      RULE,
      ...lines.flatMap((line) => itemLines(books, line)),
      RULE,
      ...totalLines(books, entity, row),
      ...(memo === undefined ? [] : [BLANK, ...wrapped(memo, WIDTH).map((text) => ({ text }))]),
    ]),
  );
}
