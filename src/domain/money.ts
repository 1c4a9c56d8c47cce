import Big from 'big.js';

/** A decimal amount in one currency, never a binary float. The currency travels beside it. */
export type Money = Big;

// Half-up is how QuickBooks rounds (qbo-api.md 3.7).
const HALF_UP = 1;

/** Cents of every currency that QuickBooks Online keeps: two places on the wire (qbo-api.md 3). */
const PLACES = 2;

export const ZERO: Money = new Big(0);

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
// A group never begins with 0: `0,500` is a decimal comma.
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/;

/**
 * Reads decimal text as people and spreadsheets write it: `1200.10`, `1,200.10`, `$1,200.10`, `(50.00)` for minus fifty.
 * Returns undefined for anything else, among them `1.200,10`, where the reading would be a guess.
 */
export function parseDecimal(text: string): Money | undefined {
  let body = text.trim().replace(/[\u2212\u2013]/g, '-');
  let negative = false;
  if (/^\(.*\)$/.test(body)) {
    negative = true;
    body = body.slice(1, -1).trim();
  }
  body = body.replace(/^([+-]?)\s*[$£€]\s*/, '$1');
  if (negative && body.startsWith('-')) return undefined;
  if (GROUPED.test(body)) body = body.replaceAll(',', '');
  if (!DECIMAL.test(body)) return undefined;
  const value = new Big(body.replace(/^\+/, '').replace(/\.$/, ''));
  return negative ? value.neg() : value;
}

/** Decimal text of our own making (ledger, settings). Throws on anything `big.js` does not read: that is a bug. */
export function decimal(text: string): Money {
  return new Big(text);
}

/**
 * A number from a JSON body. Amounts have at most 15 significant digits (qbo-api.md 3), for which the shortest text of
 * the parsed double is the text that was sent, so nothing is lost.
 */
export function fromWire(value: number): Money {
  return new Big(String(value));
}

/** The JSON number for an amount; exact for the same reason as {@link fromWire}. */
export function toWire(value: Money): number {
  return Number(value.toFixed());
}

/** Rounds to cents, half away from zero. */
export function toCents(value: Money): Money {
  return value.round(PLACES, HALF_UP);
}

export function sum(values: Iterable<Money>): Money {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

/** `percent` of `net`, unrounded. */
export function percentOf(net: Money, percent: Money): Money {
  return net.times(percent).div(100);
}

/** Plain text with two places, for the ledger, JSON and CSV: `1200.10`. */
export function moneyText(value: Money): string {
  return toCents(value).toFixed(PLACES);
}

/** The shortest decimal text: a rate of ten percent is `10`, never `10.00`, so that it can be a key. */
export function plainText(value: Money): string {
  return value.toFixed();
}

/** Digits of a whole number for people: `1,200`. */
export function groupedDigits(whole: string): string {
  return whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
}

/** Text for people: `1,200.10 USD`. */
export function moneyForPeople(value: Money, currency: string): string {
  return amountForPeople(moneyText(value), currency);
}

/** As {@link moneyForPeople}, for an amount that is decimal text with two places already. */
export function amountForPeople(text: string, currency: string): string {
  const [whole = '0', cents = '00'] = text.replace('-', '').split('.');
  const sign = text.startsWith('-') && /[1-9]/.test(text) ? '-' : '';
  return `${sign}${groupedDigits(whole)}.${cents}${currency ? ` ${currency}` : ''}`;
}
