import { fault } from '../../faults.ts';
import { compact, objectOf, refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import type { Lines } from '../sales/lines.ts';
import { salesLines } from '../sales/sales-lines.ts';
import { codeAt } from './automated-codes.ts';
import { isAutomated, withOverride } from './automated.ts';
import { taxLocation } from './location.ts';
import { RateTotals, ratesOf, taxLines, taxOf } from './rates.ts';
import type { Taxed } from './tax.ts';

const markOf = (row: JsonObject): string | undefined => refId(objectOf(row.SalesItemLineDetail).TaxCodeRef);

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

/** The code of the transaction: by its place under automated tax, whatever was sent (qbo-api.md 3.6). */
function codeOf(books: Books, payload: JsonObject, automated: boolean): string | undefined {
  if (!automated) return group(books, payload);
  const location = taxLocation(books, payload);
  return location === undefined ? undefined : codeAt(books, location);
}

/**
 * Lines that are taxed at all: not those of an exempt customer, nor any while sales tax is off, or is
 * automated and not set up (PartnerTaxEnabled false, qbo-api.md 3.8).
 */
function taxableLines(
  books: Books,
  payload: JsonObject,
  sales: readonly JsonObject[],
): readonly JsonObject[] {
  const exempt = books.get('Customer', refId(payload.CustomerRef))?.Taxable === false;
  const off =
    books.preference('TaxPrefs', 'UsingSalesTax') !== true ||
    books.preference('TaxPrefs', 'PartnerTaxEnabled') === false;
  return exempt || off ? [] : sales.filter((row) => markOf(row) === 'TAX');
}

/**
 * US sales tax: lines say TAX or NON, and one code gives the rates of the whole, that of the transaction
 * where tax is manual, that of the place where it is automated (qbo-api.md 3.6, 3.7).
 */
export function taxInUs(books: Books, payload: JsonObject, lines: Lines): Taxed {
  const sales = salesLines(lines.rows);
  for (const row of sales) checkMark(markOf(row));
  const total = (rows: readonly JsonObject[]): Decimal => sum(rows.map((row) => decimal(row.Amount)));
  const taxable = taxableLines(books, payload, sales);
  const subTotal = total(sales);
  const untaxed = subTotal.minus(lines.discount);
  const automated = isAutomated(books);
  const code = codeOf(books, payload, automated);
  const totals = new RateTotals();
  if (code !== undefined && taxable.length > 0) {
    const whole = total(taxable);
    const base =
      payload.ApplyTaxAfterDiscount === true ? afterDiscount(whole, subTotal, lines.discount) : whole;
    for (const rate of ratesOf(books, code)) totals.add(rate, base, taxOf(rate, base));
  }
  const computed = taxLines(totals.list);
  const TaxLine = automated ? withOverride(books, payload, computed) : computed;
  const tax = sum(TaxLine.map((line) => decimal(line.Amount)));
  return {
    rows: lines.rows,
    subTotal,
    total: untaxed.plus(tax),
    TxnTaxDetail:
      TaxLine.length === 0
        ? { TotalTax: 0 }
        : compact({ TxnTaxCodeRef: { value: code }, TotalTax: amount(tax), TaxLine }),
  };
}

/** The taxable part's share of a discount that is taken before tax. */
const afterDiscount = (taxable: Decimal, subTotal: Decimal, discount: Decimal): Decimal =>
  subTotal.eq(0) ? taxable : taxable.minus(cents(discount.times(taxable).div(subTotal)));
