import type { Settings } from '../company/settings.ts';
import type { Preferences } from '../qbo/entities.ts';

/** What a plan must know of the company. */
export interface CompanyFacts {
  id: string;
  name: string;
  environment: string;
  /** Two letters; undefined where QuickBooks does not say. */
  country: string | undefined;
  homeCurrency: string;
  multiCurrency: boolean;
  salesTax: boolean;
  /** US companies whose tax engine picks the rate by address (qbo-api.md 3.6). */
  automatedTax: boolean;
  /** QuickBooks keeps the numbers it is given and refuses one that is taken. */
  ownNumbers: boolean;
  /** Nothing dated on or before this day may be written. */
  closedUntil: string | undefined;
}

export function companyFacts(
  company: { id: string; name: string; environment: string; country: string | undefined },
  preferences: Preferences,
): CompanyFacts {
  const { TaxPrefs: tax, CurrencyPrefs: currency } = preferences;
  return {
    ...company,
    homeCurrency: currency.HomeCurrency?.value ?? CURRENCY_OF[company.country ?? ''] ?? 'USD',
    multiCurrency: currency.MultiCurrencyEnabled ?? false,
    salesTax: tax.UsingSalesTax ?? true,
    automatedTax: company.country === 'US' && tax.PartnerTaxEnabled === true,
    ownNumbers: preferences.SalesFormsPrefs.CustomTxnNumbers ?? false,
    closedUntil: preferences.AccountingInfoPrefs.BookCloseDate,
  };
}

/** Whether invoices stand in the books under the numbers of the source. */
export function carriesNumbers(
  { ownNumbers }: Pick<CompanyFacts, 'ownNumbers'>,
  { numbers }: Pick<Settings, 'numbers'>,
): boolean {
  return ownNumbers && numbers === 'source';
}

const CURRENCY_OF: Record<string, string> = { US: 'USD', AU: 'AUD', GB: 'GBP', CA: 'CAD', NZ: 'NZD' };

const COUNTRY_CODES: Record<string, string> = {
  USA: 'US',
  AUS: 'AU',
  GBR: 'GB',
  UK: 'GB',
  CAN: 'CA',
  NZL: 'NZ',
};

/** CompanyInfo says `US` or, since 2025, may say `USA` (qbo-api.md 1.4). */
export function countryCode(country: string | undefined): string | undefined {
  const code = country?.trim().toUpperCase();
  return code ? (COUNTRY_CODES[code] ?? code) : undefined;
}
