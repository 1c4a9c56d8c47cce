import { badReference, inactiveReference, invalidEnumeration } from '../../faults.ts';
import type { JsonObject } from '../../json.ts';
import { textOf } from '../../json.ts';
import type { Books } from '../books.ts';

const CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const NAMES = new Intl.DisplayNames('en', { type: 'currency' });
/** Names that QuickBooks spells in its own way (recorded). */
const OWN_NAMES: Readonly<Record<string, string>> = {
  USD: 'United States Dollar',
  GBP: 'British Pound Sterling',
};

/** Whether the company keeps several currencies (qbo-api.md 3.9). */
export const multicurrency = (books: Books): boolean =>
  books.preference('CurrencyPrefs', 'MultiCurrencyEnabled') === true;

/** The name of a currency; 2170 when there is no such code. */
export function currencyName(code: string): string {
  if (!CODES.has(code)) throw invalidEnumeration(code, 'Code');
  return OWN_NAMES[code] ?? NAMES.of(code) ?? code;
}

/** `{value, name}` of a currency, as replies show it. */
export const currencyRefOf = (books: Books, code: string): JsonObject =>
  code === books.facts.currency ? books.currencyRef : { value: code, name: currencyName(code) };

/** The company's row of a foreign currency. */
export const companyCurrency = (books: Books, code: string): JsonObject | undefined =>
  (books.lookup('CompanyCurrency', 'Code', code) ?? []).find((row) => textOf(row.Code) === code);

/** 2500 for a currency that the company does not use. */
export function keptCurrency(books: Books, code: string): void {
  if (code === books.facts.currency) return;
  const row = companyCurrency(books, code);
  if (row === undefined) throw badReference('Currencies', code);
  if (row.Active === false) throw inactiveReference();
}
