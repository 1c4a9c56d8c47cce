import { business, fault } from '../../faults.ts';
import { objectOf, objectsOf, refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import type { Lines } from '../sales/lines.ts';
import { mapSalesLines, salesLines } from '../sales/sales-lines.ts';
import { RateTotals, ratesOf, taxLines, taxOf } from './rates.ts';
import type { Rate } from './rates.ts';
import type { Taxed } from './tax.ts';

/** A sales line with its rates. Its value is net, or gross when prices include tax. */
interface TaxedLine {
  readonly row: JsonObject;
  readonly rates: readonly Rate[];
  readonly value: Decimal;
}

function rates(books: Books, row: JsonObject): readonly Rate[] {
  const code = refId(objectOf(row.SalesItemLineDetail).TaxCodeRef);
  if (code === undefined || !/^\d+$/.test(code)) {
    throw business(`Make sure all your transactions have a ${books.facts.taxWord} rate before you save.`);
  }
  return ratesOf(books, code);
}

/** Spreads a discount over the lines by value; the last line takes what rounding leaves. */
function discounted(lines: readonly TaxedLine[], discount: Decimal): readonly TaxedLine[] {
  const whole = sum(lines.map((line) => line.value));
  if (discount.eq(0) || whole.eq(0)) return lines;
  let left = discount;
  return lines.map((line, at) => {
    const share = at === lines.length - 1 ? left : cents(discount.times(line.value).div(whole));
    left = left.minus(share);
    return { ...line, value: line.value.minus(share) };
  });
}

/** Net of one gross value: each rate is rounded, the last takes the rest, so net plus tax is the gross. */
function split(line: TaxedLine, totals: RateTotals): Decimal {
  const percent = sum(line.rates.map((rate) => rate.ofNet));
  const net = cents(line.value.times(100).div(percent.plus(100)));
  let left = line.value.minus(net);
  line.rates.forEach((rate, at) => {
    const exact = cents(line.value.times(rate.ofNet).div(percent.plus(100)));
    const tax = at === line.rates.length - 1 ? left : exact;
    left = left.minus(tax);
    totals.add(rate, net, tax);
  });
  return net;
}

/** Tax amounts sent for rates replace the computed ones, within a tolerance (qbo-api.md 3.7, U). */
function override(books: Books, payload: JsonObject, totals: RateTotals): void {
  const sent = new Map<string, Decimal>();
  for (const line of objectsOf(objectOf(payload.TxnTaxDetail).TaxLine)) {
    const rate = refId(objectOf(line.TaxLineDetail).TaxRateRef);
    if (rate !== undefined && line.Amount !== undefined) sent.set(rate, cents(decimal(line.Amount)));
  }
  const used = new Set(totals.list.map((total) => total.rate.id));
  const stray = [...sent.keys()].find((rate) => !used.has(rate));
  if (stray !== undefined)
    throw business(`The tax rate ${stray} is not used by any line of this transaction.`);
  totals.map(({ rate, tax }) => {
    const wanted = sent.get(rate.id);
    if (wanted === undefined) return tax;
    if (wanted.minus(tax).abs().gt(books.readings.taxOverrideTolerance)) {
      throw business(
        `The tax amount ${wanted.toFixed(2)} differs too much from the computed ${tax.toFixed(2)}.`,
      );
    }
    return wanted;
  });
}

const withGross = (row: JsonObject, net: Decimal, gross: Decimal, shown: 'net' | 'gross'): JsonObject => ({
  ...row,
  Amount: amount(shown === 'net' ? net : gross),
  SalesItemLineDetail: { ...objectOf(row.SalesItemLineDetail), TaxInclusiveAmt: amount(gross) },
});

/** 6170 for a TxnTaxDetail that says something; the empty one of a reply that is sent back says nothing. */
function checkNoDetail(payload: JsonObject): void {
  const { TaxLine, TotalTax, TxnTaxCodeRef } = objectOf(payload.TxnTaxDetail);
  if (objectsOf(TaxLine).length === 0 && decimal(TotalTax).eq(0) && refId(TxnTaxCodeRef) === undefined)
    return;
  throw fault(
    '6170',
    'Invalid Tax Detail',
    'TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable.',
    'TxnTaxDetail',
  );
}

/** GST, HST and VAT: a code on every line, amounts net or gross (qbo-api.md 3.7). */
export function taxOutsideUs(books: Books, payload: JsonObject, lines: Lines): Taxed {
  const sales = salesLines(lines.rows);
  const whole = sum(sales.map((row) => decimal(row.Amount)));
  const off = books.preference('TaxPrefs', 'UsingSalesTax') !== true;
  if (off || payload.GlobalTaxCalculation === 'NotApplicable') {
    if (!off) checkNoDetail(payload);
    return {
      rows: lines.rows,
      subTotal: whole,
      total: whole.minus(lines.discount),
      TxnTaxDetail: { TotalTax: 0 },
    };
  }
  const totals = new RateTotals();
  const each = sales.map((row) => ({ row, rates: rates(books, row), value: decimal(row.Amount) }));
  const reduced = discounted(each, lines.discount);
  const inclusive = payload.GlobalTaxCalculation === 'TaxInclusive';
  if (inclusive) {
    for (const line of reduced) split(line, totals);
  } else {
    for (const { rates: each, value } of reduced) {
      for (const rate of each) totals.add(rate, value, taxOf(rate, value));
    }
    if (books.readings.taxRounding === 'per-rate') totals.map(({ rate, net }) => taxOf(rate, net));
  }
  override(books, payload, totals);
  const tax = sum(totals.list.map((total) => total.tax));
  const detail = { TotalTax: amount(tax), TaxLine: taxLines(totals.list) };
  const total = whole.minus(lines.discount);
  if (!inclusive) return { rows: lines.rows, subTotal: whole, total: total.plus(tax), TxnTaxDetail: detail };

  const net = new Map(each.map((line) => [line.row, split(line, new RateTotals())]));
  const rows = mapSalesLines(lines.rows, (row) =>
    withGross(row, net.get(row) ?? decimal(row.Amount), decimal(row.Amount), books.readings.inclusiveAmount),
  );
  const subTotal = sum(salesLines(rows).map((row) => decimal(row.Amount)));
  return { rows, subTotal, total, TxnTaxDetail: detail };
}
