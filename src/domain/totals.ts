import { percentOf, plainText, sum, toCents, ZERO, type Money } from './money.ts';
import type { SourceInvoice, SourceLine } from './records.ts';

export interface RateTotal {
  /** Percent. */
  rate: Money;
  net: Money;
  /** As QuickBooks computes it: the rate on the summed net, half-up (qbo-api.md 3.7, tax excluded). */
  computedTax: Money;
  /** As the source states it line by line; equal to `computedTax` where it states nothing. */
  tax: Money;
}

export interface InvoiceTotals {
  net: Money;
  tax: Money;
  total: Money;
  byRate: RateTotal[];
}

/** Sums of an invoice, per tax rate in the order of appearance. */
export function invoiceTotals(invoice: Pick<SourceInvoice, 'lines' | 'total'>): InvoiceTotals {
  const groups = new Map<string, SourceLine[]>();
  for (const line of invoice.lines) {
    const rate = plainText(line.taxRate);
    groups.set(rate, [...(groups.get(rate) ?? []), line]);
  }
  const byRate = [...groups.values()].map(rateTotal);
  const net = sum(byRate.map((group) => group.net));
  const computed = net.plus(sum(byRate.map((group) => group.computedTax)));
  const stated = net.plus(sum(byRate.map((group) => group.tax)));
  // A source that gives a total but rounds its line taxes otherwise means the total.
  const useComputed = invoice.total !== undefined && invoice.total.eq(computed) && !invoice.total.eq(stated);
  const groupsUsed = useComputed ? byRate.map((group) => ({ ...group, tax: group.computedTax })) : byRate;
  const tax = sum(groupsUsed.map((group) => group.tax));
  return { net, tax, total: net.plus(tax), byRate: groupsUsed };
}

function rateTotal(lines: SourceLine[]): RateTotal {
  const rate = lines[0]?.taxRate ?? ZERO;
  const net = sum(lines.map((line) => line.amount));
  const computedTax = toCents(percentOf(net, rate));
  const stated = lines.map((line) => line.taxAmount).filter((tax) => tax !== undefined);
  return { rate, net, computedTax, tax: stated.length === lines.length ? sum(stated) : computedTax };
}
