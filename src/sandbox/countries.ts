export const countryCodes = ['US', 'AU', 'GB', 'CA'] as const;

export type SandboxCountry = (typeof countryCodes)[number];

export interface CountryFacts {
  readonly currency: string;
  readonly currencyName: string;
  /** The word of the 6000 that asks for a tax code on every line (qbo-api.md 3.7). */
  readonly taxWord: string;
  readonly iso3: string;
}

export const countries: Readonly<Record<SandboxCountry, CountryFacts>> = {
  US: { currency: 'USD', currencyName: 'United States Dollar', taxWord: 'sales tax', iso3: 'USA' },
  AU: { currency: 'AUD', currencyName: 'Australian Dollar', taxWord: 'GST', iso3: 'AUS' },
  GB: { currency: 'GBP', currencyName: 'British Pound Sterling', taxWord: 'VAT', iso3: 'GBR' },
  CA: { currency: 'CAD', currencyName: 'Canadian Dollar', taxWord: 'GST/HST', iso3: 'CAN' },
};

export function isCountry(value: unknown): value is SandboxCountry {
  return typeof value === 'string' && Object.hasOwn(countries, value);
}
