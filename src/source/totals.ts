import { moneyText, percentOf, plainText, sum, toCents, type Money } from '../domain/money.ts';
import type { SourceLine } from '../domain/records.ts';

type Taxed = Pick<SourceLine, 'amount' | 'taxRate' | 'taxAmount'>;

/** Sum of the lines before tax. */
export function netOf(lines: readonly Taxed[]): Money {
  return sum(lines.map(({ amount }) => amount));
}

/**
 * The taxes that a source may have come to, best first: what it states on the lines (else the rate's), each rate on the
 * sum of its lines, each line rounded by itself. They differ by cents, and all are in use.
 */
export function possibleTaxes(lines: readonly Taxed[]): [Money, Money, Money] {
  const stated = lines.flatMap(({ taxAmount }) => (taxAmount ? [taxAmount] : []));
  const unstated = lines.filter(({ taxAmount }) => !taxAmount);
  return [sum(stated).plus(taxPerRate(unstated)), taxPerRate(lines), sum(lines.map(taxOfLine))];
}

/** Tax of one line by its rate, in cents. */
export function taxOfLine({ amount, taxRate }: Taxed): Money {
  return toCents(percentOf(amount, taxRate));
}

/** Whether the total is the lines and one of their possible taxes. */
export function fits(lines: readonly Taxed[], total: Money): boolean {
  const net = netOf(lines);
  return possibleTaxes(lines).some((tax) => net.plus(tax).eq(total));
}

/** What does not add up, with the figures, and what to do about it. */
export function misfit(lines: readonly Taxed[], total: Money): { what: string; expected: string } {
  const net = netOf(lines);
  const [tax] = possibleTaxes(lines);
  const inclusive = net.eq(total) && tax.gt(0);
  return {
    what:
      `lines ${moneyText(net)} + tax ${moneyText(tax)} = ${moneyText(net.plus(tax))}, ` +
      `but total says ${moneyText(total)}.`,
    expected: inclusive
      ? 'The amounts seem to include the tax already: write each line before tax.'
      : 'The total must be the sum of the lines plus tax. Look for a line that is missing, written twice or has a wrong amount or tax rate.',
  };
}

function taxPerRate(lines: readonly Taxed[]): Money {
  const nets = new Map<string, { rate: Money; net: Money }>();
  for (const { amount, taxRate } of lines) {
    const key = plainText(taxRate);
    const before = nets.get(key);
    nets.set(key, { rate: taxRate, net: before ? before.net.plus(amount) : amount });
  }
  return sum([...nets.values()].map(({ rate, net }) => toCents(percentOf(net, rate))));
}
