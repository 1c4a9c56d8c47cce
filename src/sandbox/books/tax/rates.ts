import { badReference, business, inactiveReference } from '../../faults.ts';
import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum, ZERO } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';

export interface Rate {
  readonly id: string;
  /** Of what it applies to, as replies print it. */
  readonly percent: Decimal;
  /** Of the net: more than `percent` where the rate applies to another tax too. */
  readonly ofNet: Decimal;
}

/**
 * What a rate comes to of the net. One that applies to the amount plus tax, or to tax alone, names the
 * order of the rates that it stands on (TaxOnTaxOrder, qbo-api.md 3.6).
 */
function ofNet(
  detail: JsonObject,
  all: readonly JsonObject[],
  percent: (detail: JsonObject) => Decimal,
): Decimal {
  const own = percent(detail);
  const order = decimal(detail.TaxOrder);
  const under = all.filter(
    (other) => other.TaxOrder === detail.TaxOnTaxOrder && decimal(other.TaxOrder).lt(order),
  );
  const below = sum(under.map((other) => ofNet(other, all, percent)));
  switch (detail.TaxTypeApplicable) {
    case 'TaxOnAmountPlusTax':
      return own.times(below.plus(100)).div(100);
    case 'TaxOnTax':
      return own.times(below).div(100);
    default:
      return own;
  }
}

/** What a rate applies to, where the net is this: the net with the taxes below it, in cents. */
const baseOf = (rate: Rate, net: Decimal): Decimal =>
  rate.percent.eq(0) ? net : cents(net.times(rate.ofNet).div(rate.percent));

/** The tax of a net amount, half-up on what the rate applies to (qbo-api.md 3.7). */
export const taxOf = (rate: Rate, net: Decimal): Decimal =>
  cents(baseOf(rate, net).times(rate.percent).div(100));

/** Rates that a code charges on sales: a code is a group of rates (qbo-api.md 3.6). */
function salesRates(books: Books, code: JsonObject): readonly Rate[] {
  const details = objectsOf(objectOf(code.SalesTaxRateList).TaxRateDetail);
  const percentOf = (detail: JsonObject): Decimal =>
    decimal(books.get('TaxRate', refId(detail.TaxRateRef))?.RateValue);
  return details.map((detail) => ({
    id: refId(detail.TaxRateRef) ?? '',
    percent: percentOf(detail),
    ofNet: ofNet(detail, details, percentOf),
  }));
}

/** The sales rates of a code that a transaction names; refused when it is unknown, retired or for purchases only. */
export function ratesOf(books: Books, codeId: string): readonly Rate[] {
  const code = books.get('TaxCode', codeId);
  if (code === undefined) throw badReference('TaxCodes', codeId);
  if (code.Active === false) throw inactiveReference();
  const rates = salesRates(books, code);
  if (rates.length === 0) {
    throw business(
      `The tax code ${textOf(code.Name) ?? codeId} cannot be used on sales: it has no sales rate.`,
    );
  }
  return rates;
}

/** What one rate comes to on a transaction. */
export interface RateTotal {
  readonly rate: Rate;
  readonly net: Decimal;
  readonly tax: Decimal;
}

/** Adds up by rate, in order of first appearance. */
export class RateTotals {
  private readonly byRate = new Map<string, RateTotal>();

  add(rate: Rate, net: Decimal, tax: Decimal): void {
    // One rate may stand on other taxes in one code and alone in another.
    const key = `${rate.id} ${rate.ofNet.toString()}`;
    const before = this.byRate.get(key);
    this.byRate.set(key, {
      rate,
      net: (before?.net ?? ZERO).plus(net),
      tax: (before?.tax ?? ZERO).plus(tax),
    });
  }

  map(change: (total: RateTotal) => Decimal): void {
    for (const [id, total] of this.byRate) this.byRate.set(id, { ...total, tax: change(total) });
  }

  get list(): readonly RateTotal[] {
    return [...this.byRate.values()];
  }
}

/** One TaxLine per rate (qbo-api.md 3.7). */
export const taxLines = (totals: readonly RateTotal[]): readonly JsonObject[] =>
  totals.map(({ rate, net, tax }) => ({
    Amount: amount(tax),
    DetailType: 'TaxLineDetail',
    TaxLineDetail: {
      TaxRateRef: { value: rate.id },
      PercentBased: true,
      TaxPercent: Number(rate.percent.toString()),
      NetAmountTaxable: amount(baseOf(rate, net)),
    },
  }));
