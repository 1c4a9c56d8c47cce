import { business, missing } from '../../faults.ts';
import { refId } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { currencyRefOf, keptCurrency, multicurrency } from './currencies.ts';
import { rateOn } from './exchange-rate.ts';

/** The currency of a transaction, and home units for one of its units. */
export interface TransactionCurrency {
  readonly code: string;
  readonly rate: Decimal;
  /** Members of the row: `CurrencyRef`, and `ExchangeRate` in a company of several currencies. */
  readonly members: JsonObject;
  /** An amount of the transaction in home currency. */
  readonly home: (value: Decimal) => Decimal;
  /** Members that say amounts in home currency: none in a company of one currency (qbo-api.md 3.9). */
  readonly homeMembers: (members: Readonly<Record<string, Decimal>>) => JsonObject;
}

interface CurrencyContext {
  readonly txnDate: string;
  readonly before: JsonObject | undefined;
  /** The customer whose currency it must be. */
  readonly customer?: JsonObject | undefined;
  /** Whether a company of several currencies must be told which one it is (qbo-api.md 3.9). */
  readonly required: boolean;
}

function singleCurrency(books: Books, payload: JsonObject): TransactionCurrency {
  const code = refId(payload.CurrencyRef) ?? books.facts.currency;
  if (code !== books.facts.currency) {
    throw business('Multicurrency should be enabled to perform this operation.');
  }
  const members = { CurrencyRef: books.currencyRef };
  return { code, rate: decimal(1), members, home: (value) => value, homeMembers: () => ({}) };
}

function codeOf(books: Books, payload: JsonObject, context: CurrencyContext): string {
  const sent = refId(payload.CurrencyRef);
  const own = refId(context.customer?.CurrencyRef);
  if (sent === undefined) {
    const mustSay = context.required && books.readings.missingCurrency === 'refuse';
    if (mustSay) throw missing('CurrencyRef');
    return own ?? books.facts.currency;
  }
  if (own !== undefined && sent !== own) {
    throw business(`The currency of the transaction (${sent}) differs from the customer's (${own}).`);
  }
  keptCurrency(books, sent);
  return sent;
}

function rateOf(books: Books, payload: JsonObject, code: string, context: CurrencyContext): Decimal {
  const { before, txnDate } = context;
  if (code === books.facts.currency) return decimal(1);
  if (payload.ExchangeRate === undefined) {
    const same = before?.ExchangeRate !== undefined && refId(before.CurrencyRef) === code;
    return same ? decimal(before.ExchangeRate) : rateOn(books, code, txnDate);
  }
  const sent = decimal(payload.ExchangeRate);
  if (sent.lte(0)) throw business('The exchange rate must be greater than 0.');
  return sent;
}

/**
 * The currency that a payload names, or its customer has. Refused: a foreign one where one currency is
 * kept, none where several are, one that is not the customer's (qbo-api.md 3.9; the last two texts are U).
 */
export function transactionCurrency(
  books: Books,
  payload: JsonObject,
  context: CurrencyContext,
): TransactionCurrency {
  if (!multicurrency(books)) return singleCurrency(books, payload);
  const code = codeOf(books, payload, context);
  const rate = rateOf(books, payload, code, context);
  const home = (value: Decimal): Decimal => cents(value.times(rate));
  return {
    code,
    rate,
    members: { CurrencyRef: currencyRefOf(books, code), ExchangeRate: Number(rate.toString()) },
    home,
    homeMembers: (members) =>
      Object.fromEntries(Object.entries(members).map(([name, value]) => [name, amount(value)])),
  };
}

/** The rate of a row that is kept already; 1 in home currency. */
export const keptRate = (row: JsonObject): Decimal =>
  row.ExchangeRate === undefined ? decimal(1) : decimal(row.ExchangeRate);

/** The currency of a row that is kept already. */
export const keptCode = (books: Books, row: JsonObject): string =>
  refId(row.CurrencyRef) ?? books.facts.currency;
