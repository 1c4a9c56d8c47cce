import { describe, expect, test } from 'vitest';
import { preferencesSchema } from '../../src/qbo/entities.ts';
import { companyFacts, countryCode } from '../../src/sync/company.ts';

const facts = (country: string | undefined, preferences: object = {}) =>
  companyFacts({ id: '1', name: 'N', environment: 'sandbox', country }, preferencesSchema.parse(preferences));

test.each([
  ['US', 'US'],
  ['USA', 'US'],
  [' aus ', 'AU'],
  ['GBR', 'GB'],
  ['UK', 'GB'],
  ['CAN', 'CA'],
  ['NZL', 'NZ'],
  ['FR', 'FR'],
  ['', undefined],
  [undefined, undefined],
])('country %s is %s', (given, code) => {
  expect(countryCode(given)).toBe(code);
});

describe('what a plan must know', () => {
  test('is read from the preferences', () => {
    const known = facts('AU', {
      TaxPrefs: { UsingSalesTax: true },
      SalesFormsPrefs: { CustomTxnNumbers: true },
      CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: 'AUD' } },
      AccountingInfoPrefs: { BookCloseDate: '2025-12-31' },
    });
    expect(known).toMatchObject({
      salesTax: true,
      ownNumbers: true,
      multiCurrency: true,
      homeCurrency: 'AUD',
      closedUntil: '2025-12-31',
      automatedTax: false,
    });
  });

  test('is taken strictly where the preferences do not say', () => {
    expect(facts('GB')).toMatchObject({
      salesTax: true,
      ownNumbers: false,
      multiCurrency: false,
      homeCurrency: 'GBP',
      closedUntil: undefined,
    });
    expect(facts(undefined).homeCurrency).toBe('USD');
  });

  test.each([
    ['US', true, true],
    ['US', false, false],
    ['US', undefined, false],
    ['CA', true, false],
  ])('automated tax in %s with %s is %s', (country, PartnerTaxEnabled, expected) => {
    expect(facts(country, { TaxPrefs: { PartnerTaxEnabled } }).automatedTax).toBe(expected);
  });
});
