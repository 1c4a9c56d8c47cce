import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/company/settings.ts';
import { decimal } from '../../src/domain/money.ts';
import type { SourceLine } from '../../src/domain/records.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import { planTax, type TaxPlan } from '../../src/sync/tax.ts';
import type { Finding } from '../../src/domain/problems.ts';
import type { CompanyFacts } from '../../src/sync/company.ts';
import { aCompany, aLine } from '../support/builders.ts';

/** `amount @ rate`, and the tax the source states where it does. */
const line = (amount: string, rate: string, tax?: string): SourceLine =>
  aLine(amount, { taxRate: decimal(rate), ...(tax === undefined ? {} : { taxAmount: decimal(tax) }) });

const code = (id: string, ...rates: string[]) => ({ id, name: id, rates });
const AMERICAN: Settings['taxCodes'] = { '0': code('NON'), '8.25': code('12', '22'), '6': code('13', '23') };
const CODED: Settings['taxCodes'] = { '0': code('3', '31'), '10': code('2', '21'), '20': code('9', '91') };

function plan(lines: SourceLine[], company: CompanyFacts, taxCodes: Settings['taxCodes']): TaxPlan | Finding {
  return planTax(invoiceTotals({ lines }), company, { taxCodes });
}

const codesOf = (made: TaxPlan | Finding) =>
  'lineCodes' in made ? Object.fromEntries(made.lineCodes) : made.code;
const detailOf = (made: TaxPlan | Finding) => ('lineCodes' in made ? made.detail : made.code);
const calculationOf = (made: TaxPlan | Finding) => ('lineCodes' in made ? made.globalCalculation : made.code);
const us = aCompany();
const ast = aCompany({ automatedTax: true });
const au = aCompany({ country: 'AU', homeCurrency: 'AUD' });

describe('a US company', () => {
  test('marks lines without tax as NON and says nothing of tax', () => {
    const made = plan([line('100', '0')], us, AMERICAN);
    expect(codesOf(made)).toEqual({ '0': 'NON' });
    expect([detailOf(made), calculationOf(made)]).toEqual([undefined, undefined]);
  });

  test('marks taxed lines as TAX and names the rate for the whole invoice', () => {
    const made = plan([line('100', '8.25'), line('50', '0')], us, AMERICAN);
    expect(codesOf(made)).toEqual({ '8.25': 'TAX', '0': 'NON' });
    expect(detailOf(made)).toEqual({ TxnTaxCodeRef: { value: '12' } });
    expect(calculationOf(made)).toBeUndefined();
  });

  test('may keep a group of 0% of its own', () => {
    const made = plan([line('100', '0')], us, { '0': code('40', '41') });
    expect([codesOf(made), detailOf(made)]).toEqual([{ '0': 'TAX' }, { TxnTaxCodeRef: { value: '40' } }]);
  });

  test('has one rate an invoice beside 0%', () => {
    const made = plan([line('100', '8.25'), line('50', '6')], us, AMERICAN);
    expect(made).toMatchObject({ code: 'TAX_RATES_MIXED' });
    expect(made).toHaveProperty('reason', expect.stringContaining('8.25% and 6%'));
    // One code for two rates would tax one of them wrongly.
    const one = { '0': code('NON'), '8.25': code('TAX'), '6': code('TAX') };
    expect(plan([line('100', '8.25'), line('50', '6')], us, one)).toMatchObject({ code: 'TAX_RATES_MIXED' });
  });

  test('cannot book a tax that is rounded otherwise', () => {
    const made = plan([line('0.05', '10', '0.01'), line('0.05', '10', '0.01')], us, { '10': code('12') });
    expect(made).toMatchObject({ code: 'TAX_ROUNDING' });
    expect(made).toHaveProperty(
      'reason',
      expect.stringContaining('0.02 tax at 10%, QuickBooks would compute 0.01'),
    );
  });

  test('with automated tax sends the amount of the source', () => {
    const auto = { '0': code('NON'), '8.25': code('TAX') };
    expect(detailOf(plan([line('100', '8.25')], ast, auto))).toEqual({ TotalTax: 8.25 });
    expect(detailOf(plan([line('100', '8.25', '8.24')], ast, auto))).toEqual({ TotalTax: 8.24 });
    expect(detailOf(plan([line('100', '0')], ast, auto))).toBeUndefined();
  });
});

describe.each([
  ['Australia', au, CODED],
  ['Great Britain', aCompany({ country: 'GB', homeCurrency: 'GBP' }), CODED],
  ['Canada', aCompany({ country: 'CA', homeCurrency: 'CAD' }), CODED],
])('a company in %s', (_, company, taxCodes) => {
  test('has a code on every line, and amounts before tax', () => {
    const made = plan([line('100', '10'), line('50', '0'), line('10', '20')], company, taxCodes);
    expect(codesOf(made)).toEqual({ '10': '2', '0': '3', '20': '9' });
    expect([calculationOf(made), detailOf(made)]).toEqual(['TaxExcluded', undefined]);
  });

  test('has a code on lines without tax too', () => {
    const made = plan([line('100', '0')], company, taxCodes);
    expect([codesOf(made), calculationOf(made)]).toEqual([{ '0': '3' }, 'TaxExcluded']);
  });

  test('gets the tax of the source for every rate where one is rounded otherwise', () => {
    const made = plan(
      [line('0.05', '10', '0.01'), line('0.05', '10', '0.01'), line('50', '0')],
      company,
      taxCodes,
    );
    expect(detailOf(made)).toEqual({
      TotalTax: 0.02,
      TaxLine: [
        {
          Amount: 0.02,
          DetailType: 'TaxLineDetail',
          TaxLineDetail: {
            TaxRateRef: { value: '21' },
            PercentBased: true,
            TaxPercent: 10,
            NetAmountTaxable: 0.1,
          },
        },
        {
          Amount: 0,
          DetailType: 'TaxLineDetail',
          TaxLineDetail: {
            TaxRateRef: { value: '31' },
            PercentBased: true,
            TaxPercent: 0,
            NetAmountTaxable: 50,
          },
        },
      ],
    });
  });

  test('cannot split the tax of the source over the parts of a code', () => {
    const quebec = { ...taxCodes, '14.975': code('6', '61', '62') };
    const made = plan([line('0.05', '14.975', '0.02')], company, quebec);
    expect(made).toMatchObject({ code: 'TAX_ROUNDING' });
    expect(codesOf(plan([line('100', '14.975')], company, quebec))).toEqual({ '14.975': '6' });
  });

  test('names the rate that is rounded otherwise, not another', () => {
    const several = { ...taxCodes, '14.975': code('6', '61', '62') };
    const made = plan([line('100', '14.975'), line('0.05', '10', '0.02')], company, several);
    expect(made).toHaveProperty(
      'reason',
      expect.stringContaining('0.02 tax at 10%, QuickBooks would compute 0.01'),
    );
  });
});

describe('a rate without a code', () => {
  test.each([
    ['US', us, AMERICAN],
    ['AU', au, CODED],
  ])('%s', (_, company, taxCodes) => {
    const made = plan([line('100', '0'), line('100', '7.5')], company, taxCodes);
    expect(made).toMatchObject({ code: 'TAX_RATE_UNMAPPED' });
    expect(made).toHaveProperty('fix', expect.stringContaining('tax.7.5=CODE'));
  });

  test('is asked for 0% too', () => {
    expect(plan([line('100', '0')], au, {})).toMatchObject({ code: 'TAX_RATE_UNMAPPED' });
  });
});

describe('where sales tax is switched off', () => {
  const off = { salesTax: false };

  test('an invoice without tax needs no code', () => {
    const american = plan([line('100', '0')], aCompany(off), {});
    expect([codesOf(american), detailOf(american)]).toEqual([{ '0': 'NON' }, undefined]);
    const other = plan([line('100', '0')], aCompany({ ...off, country: 'AU' }), {});
    expect([codesOf(other), calculationOf(other), detailOf(other)]).toEqual([{}, 'NotApplicable', undefined]);
  });

  test.each([
    ['unmapped', {}],
    ['mapped before', { '0': code('3', '31'), '10': code('2', '21') }],
    ['0% first', { '10': code('2', '21') }],
  ])('an invoice with tax is refused, not booked without it: %s', (_, taxCodes) => {
    for (const country of ['US', 'AU', 'GB', 'CA']) {
      const made = plan([line('50', '0'), line('100', '10')], aCompany({ ...off, country }), taxCodes);
      expect(made).toMatchObject({ code: 'SALES_TAX_OFF' });
      expect(made).toHaveProperty('reason', expect.stringContaining('has 10.00 tax'));
    }
  });
});
