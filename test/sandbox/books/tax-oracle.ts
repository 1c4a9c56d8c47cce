import type Big from 'big.js';
import type { SandboxCountry } from '../../../src/sandbox/index.ts';
import { objectOf, objectsOf, refId } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { ZERO, cents, money, sum } from './numbers.ts';

/**
 * Percentages of the tax codes that the random forms use. The same number under another name is another
 * rate: every rate is rounded for itself.
 */
export const CODES: Readonly<
  Record<SandboxCountry, Readonly<Record<string, Readonly<Record<string, number>>>>>
> = {
  US: { TAX: { California: 8 }, NON: {} },
  AU: { '2': { GST: 10 }, '3': { free: 0 } },
  GB: { '2': { standard: 20 }, '3': { reduced: 5 }, '4': { zero: 0 }, '5': { exempt: 0 } },
  CA: { '3': { zero: 0 }, '5': { HST: 13 }, '8': { GST: 5, PST: 7 } },
};

export interface Expected {
  readonly tax: Big;
  readonly total: Big;
  readonly subTotal: Big;
}

const sales = (form: JsonObject): readonly JsonObject[] =>
  objectsOf(form.Line).filter((line) => line.DetailType === 'SalesItemLineDetail');

const discount = (form: JsonObject): Big =>
  sum(
    objectsOf(form.Line)
      .filter((line) => line.DetailType === 'DiscountLineDetail')
      .map((line) => money(line.Amount)),
  );

/** Tax that comes on top, per rate on the summed net (qbo-api.md 3.7). */
function onTop(country: SandboxCountry, lines: readonly (readonly [string, Big])[]): Big {
  const nets = new Map<string, Big>();
  const percents = new Map<string, number>();
  for (const [code, net] of lines) {
    for (const [rate, percent] of Object.entries(CODES[country][code] ?? {})) {
      nets.set(rate, (nets.get(rate) ?? ZERO).plus(net));
      percents.set(rate, percent);
    }
  }
  return sum([...nets].map(([rate, net]) => cents(net.times(percents.get(rate) ?? 0).div(100))));
}

/** Spreads a discount over values by their size; the last takes what rounding leaves. */
function spread(values: readonly Big[], whole: Big): readonly Big[] {
  const all = sum(values);
  if (all.eq(0)) return values.map(() => ZERO);
  const shares = values.slice(0, -1).map((value) => cents(whole.times(value).div(all)));
  return [...shares, whole.minus(sum(shares))];
}

/**
 * What a form must come to, from its lines alone: worked out from qbo-api.md 3.7 and not by the sandbox's
 * code. Prices that include tax are taken apart line by line; tax on top is rounded per rate.
 */
export function expected(country: SandboxCountry, form: JsonObject): Expected {
  const off = discount(form);
  const lines = sales(form).map((line) => {
    const detail = objectOf(line.SalesItemLineDetail);
    return { code: refId(detail.TaxCodeRef) ?? '', shown: money(line.Amount), gross: detail.TaxInclusiveAmt };
  });
  if (form.GlobalTaxCalculation !== 'TaxInclusive') {
    const values = lines.map((line) => line.shown);
    // In the US a discount comes after tax unless the form says otherwise; elsewhere it lowers what is taxed.
    const shares = country === 'US' ? values.map(() => ZERO) : spread(values, off);
    const nets = lines.map(({ code, shown }, at) => [code, shown.minus(shares[at] ?? ZERO)] as const);
    const tax = onTop(country, nets);
    return { tax, subTotal: sum(values), total: sum(values).minus(off).plus(tax) };
  }
  const grosses = lines.map((line) => money(line.gross));
  const shares = spread(grosses, off);
  const net = (code: string, gross: Big): Big => {
    const percent = Object.values(CODES[country][code] ?? {}).reduce((all, one) => all + one, 0);
    return cents(gross.times(100).div(100 + percent));
  };
  const taxes = lines.map(({ code }, at) => {
    const gross = (grosses[at] ?? ZERO).minus(shares[at] ?? ZERO);
    return gross.minus(net(code, gross));
  });
  const subTotal = sum(lines.map(({ code }, at) => net(code, grosses[at] ?? ZERO)));
  return { tax: sum(taxes), subTotal, total: sum(grosses).minus(off) };
}
