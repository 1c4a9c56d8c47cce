import { badReference, business, inactiveReference } from '../../faults.ts';
import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal, ZERO } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';

export interface Rate {
  readonly id: string;
  readonly percent: Decimal;
}

/** Rates that a code charges on sales: a code is a group of rates (qbo-api.md 3.6). */
function salesRates(books: Books, code: JsonObject): readonly Rate[] {
  return objectsOf(objectOf(code.SalesTaxRateList).TaxRateDetail).map((detail) => {
    const id = refId(detail.TaxRateRef) ?? '';
    return { id, percent: decimal(books.get('TaxRate', id)?.RateValue) };
  });
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
    const before = this.byRate.get(rate.id);
    this.byRate.set(rate.id, {
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
      NetAmountTaxable: amount(net),
    },
  }));
