import { fault } from '../../faults.ts';
import { compact, objectOf, refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum, ZERO } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import type { Lines } from '../sales/lines.ts';
import { RateTotals, ratesOf, taxLines } from './rates.ts';
import type { Taxed } from './tax.ts';

function checkMark(code: string | undefined): void {
  if (code === undefined || code === 'TAX' || code === 'NON') return;
  throw fault(
    '6100',
    'Invalid Line Tax Code',
    `Invalid Tax Code : the tax code of a line must be TAX or NON. Supplied value:${code}`,
    'Line.SalesItemLineDetail.TaxCodeRef',
  );
}

/** The group whose rates apply: as sent, else the customer's, else the company's (qbo-api.md 3.7). */
function group(books: Books, payload: JsonObject): string | undefined {
  const sent = refId(objectOf(payload.TxnTaxDetail).TxnTaxCodeRef);
  if (sent === 'CustomSalesTax') {
    throw fault(
      '6160',
      'Invalid Tax Code',
      'CustomSalesTax cannot be used as a transaction tax code.',
      'TxnTaxDetail.TxnTaxCodeRef',
    );
  }
  if (sent === 'TAX' || sent === 'NON') {
    throw fault(
      '6100',
      'Invalid Tax Code',
      `Invalid transaction tax code. Supplied value:${sent}`,
      'TxnTaxDetail.TxnTaxCodeRef',
    );
  }
  const customer = books.get('Customer', refId(payload.CustomerRef));
  return sent ?? refId(customer?.DefaultTaxCodeRef) ?? refId(books.preference('TaxPrefs', 'TaxGroupCodeRef'));
}

/** US manual sales tax: lines say TAX or NON, one transaction code gives the rates (qbo-api.md 3.6). */
export function taxInUs(books: Books, payload: JsonObject, lines: Lines): Taxed {
  let taxable = ZERO;
  const subTotal = sum(
    lines.rows.filter((row) => row.DetailType === 'SalesItemLineDetail').map((row) => decimal(row.Amount)),
  );
  for (const row of lines.rows) {
    const code = refId(objectOf(row.SalesItemLineDetail).TaxCodeRef);
    checkMark(code);
    if (code === 'TAX') taxable = taxable.plus(decimal(row.Amount));
  }
  const before = subTotal.minus(lines.discount);
  const code = group(books, payload);
  const exempt = books.get('Customer', refId(payload.CustomerRef))?.Taxable === false;
  const off = books.preference('TaxPrefs', 'UsingSalesTax') !== true;
  const marked = lines.rows.some((row) => refId(objectOf(row.SalesItemLineDetail).TaxCodeRef) === 'TAX');
  if (code === undefined || exempt || off || !marked) {
    return { rows: lines.rows, subTotal, total: before, TxnTaxDetail: { TotalTax: 0 } };
  }
  const totals = new RateTotals();
  const base =
    payload.ApplyTaxAfterDiscount === true ? afterDiscount(taxable, subTotal, lines.discount) : taxable;
  for (const rate of ratesOf(books, code)) totals.add(rate, base, cents(base.times(rate.percent).div(100)));
  const tax = sum(totals.list.map((total) => total.tax));
  return {
    rows: lines.rows,
    subTotal,
    total: before.plus(tax),
    TxnTaxDetail: compact({
      TxnTaxCodeRef: { value: code },
      TotalTax: amount(tax),
      TaxLine: taxLines(totals.list),
    }),
  };
}

/** The taxable part's share of a discount that is taken before tax. */
const afterDiscount = (taxable: Decimal, subTotal: Decimal, discount: Decimal): Decimal =>
  subTotal.eq(0) ? taxable : taxable.minus(cents(discount.times(taxable).div(subTotal)));
