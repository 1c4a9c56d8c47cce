import Big from 'big.js';
import type { Json } from './json.ts';

/**
 * Money is computed in decimals. A row keeps it as a JSON number, which is exact for the 15 digits that
 * QuickBooks allows because both ways go over the shortest decimal text, never over binary arithmetic.
 */
export type Decimal = Big;

export const ZERO: Decimal = new Big(0);

/** The decimal of a row's number, 0 when it is absent. */
export function decimal(value: Json | undefined | Decimal): Decimal {
  if (value instanceof Big) return value;
  if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return new Big(value);
  return ZERO;
}

/** Half-up to cents, away from zero for negatives (qbo-api.md 3.7). */
export function cents(value: Decimal): Decimal {
  return value.round(2, Big.roundHalfUp);
}

/** How a row keeps an amount: a JSON number of at most two places. */
export function amount(value: Decimal): number {
  return Number(cents(value).toFixed(2));
}

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** `1,861.07`: how fault texts print an amount (qbo-api.md 3.7, code 6070). */
export function withThousands(value: Decimal): string {
  const [whole = '0', fraction = '00'] = value.toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${fraction}`;
}
