import { describe, expect, test } from 'vitest';
import { decimal } from '../../src/domain/money.ts';
import {
  accountSchema,
  itemSchema,
  paymentMethodSchema,
  preferencesSchema,
  taxCodeSchema,
  taxRateSchema,
} from '../../src/qbo/entities.ts';
import { proposeTaxCode, salesCodes, type CompanyLists } from '../../src/sync/proposals.ts';
import { proposeForType, proposeLineTarget, targetName } from '../../src/sync/propose-lines.ts';
import { proposePaymentMethod } from '../../src/sync/propose-methods.ts';
import { aCompany } from '../support/builders.ts';

const rate = (Id: string, RateValue: number, SpecialTaxType = 'NONE') =>
  taxRateSchema.parse({ Id, RateValue, SpecialTaxType });
const code = (Id: string, Name: string, rates: string[], parts: object = {}) =>
  taxCodeSchema.parse({
    Id,
    Name,
    SalesTaxRateList: { TaxRateDetail: rates.map((value) => ({ TaxRateRef: { value } })) },
    ...parts,
  });

function tax(
  of: string,
  country: string,
  taxCodes: CompanyLists['taxCodes'],
  parts: object = {},
): [string | undefined, string[]] {
  const taxRates = [
    ...[rate('r0', 0, 'ZERO_RATE'), rate('rx', 0), rate('r5', 5), rate('r9', 9.975)],
    ...[rate('r10', 10), rate('r10b', 10), rate('rc', 10, 'REVERSE_CHARGE')],
  ];
  const company = aCompany({ country, ...parts });
  const { safe, candidates } = proposeTaxCode(
    decimal(of),
    salesCodes({ taxCodes, taxRates }, company),
    company,
  );
  return [safe?.id, candidates.map(({ id }) => id)];
}

describe('the code for a tax rate', () => {
  const zero = code('3', 'GST free', ['r0']);
  const ten = code('2', 'GST', ['r10']);

  test('is the only one of that rate, by its rate and not by its name', () => {
    expect(tax('10', 'AU', [zero, ten, code('4', 'Ten percent off', ['r5'])])).toEqual(['2', ['2']]);
    expect(tax('14.975', 'CA', [code('6', 'TPS/TVQ QC - 9,975', ['r5', 'r9'])])).toEqual(['6', ['6']]);
  });

  test.each<[string, CompanyLists['taxCodes']]>([
    ['there are two of the rate', [ten, code('7', 'Other', ['r10b'])]],
    ['it is inactive', [code('2', 'GST', ['r10'], { Active: false })]],
    ['it is for purchases only', [taxCodeSchema.parse({ Id: '8', Name: 'GST on purchases' })]],
    ['it is a reverse charge', [code('9', '10% RC', ['rc'])]],
    ['one of its rates is not known', [code('2', 'GST', ['r10', 'gone'])]],
    ['there is none', []],
  ])('is not chosen where %s', (_, taxCodes) => {
    expect(tax('10', 'AU', taxCodes)[0]).toBeUndefined();
  });

  test('for 0% is the zero-rated one, which is not the exempt one', () => {
    const exempt = code('5', 'Exempt', ['rx']);
    expect(tax('0', 'GB', [exempt, zero])).toEqual(['3', ['5', '3']]);
    expect(tax('0', 'GB', [exempt, zero, code('11', '0% other', ['r0'])])[0]).toBeUndefined();
    expect(tax('0', 'GB', [exempt, code('12', 'No VAT', ['rx'])])[0]).toBeUndefined();
  });

  test('for 0% is never an exempt one by itself, whatever it is called', () => {
    expect(tax('0', 'GB', [code('5', 'Zero-rated', ['rx'])])).toEqual([undefined, ['5']]);
    expect(tax('0', 'GB', [code('5', '0.0% Z', ['r0'], { Taxable: false })])).toEqual([undefined, ['5']]);
  });

  test('is none with tax on tax: its rates do not add up to what is charged', () => {
    const detail = [
      { TaxRateRef: { value: 'r5' } },
      { TaxRateRef: { value: 'r10' }, TaxTypeApplicable: 'TaxOnAmountPlusTax' },
    ];
    expect(tax('15', 'CA', [code('9', 'Old', [], { SalesTaxRateList: { TaxRateDetail: detail } })])).toEqual([
      undefined,
      [],
    ]);
  });

  test('in the US is NON for 0%, also where it is not listed', () => {
    expect(tax('0', 'US', [code('NON', 'NON', [])])[0]).toBe('NON');
    expect(tax('0', 'US', [])[0]).toBe('NON');
    expect(tax('0', 'US', [code('40', 'Zero', ['rx'])])[0]).toBe('NON');
  });

  test('in the US is the group of the rate, or TAX where QuickBooks picks it', () => {
    expect(tax('5', 'US', [code('NON', 'NON', []), code('12', 'Reno', ['r5'])])).toEqual(['12', ['12']]);
    expect(tax('10', 'US', [code('12', 'Reno', ['r5'])])[0]).toBeUndefined();
    expect(tax('7.25', 'US', [], { automatedTax: true })[0]).toBe('TAX');
  });
});

describe('what lines are booked on', () => {
  const item = (Id: string, Name: string, parts: object = {}) =>
    itemSchema.parse({ Id, Name, Type: 'Service', IncomeAccountRef: { value: '79' }, ...parts });
  const account = (Id: string, AccountSubType: string, parts: object = {}) =>
    accountSchema.parse({ Id, Name: `A${Id}`, AccountType: 'Income', AccountSubType, ...parts });

  function target(
    items: CompanyLists['items'],
    accounts: CompanyLists['accounts'] = [],
    wanted?: string,
  ): string | undefined {
    const preferences = preferencesSchema.parse(
      wanted ? { OtherPrefs: { NameValue: [{ Name: 'SalesFormsPrefs.DefaultItem', Value: wanted }] } } : {},
    );
    const { safe } = proposeLineTarget({
      items,
      accounts,
      preferences,
    });
    return safe && targetName(safe);
  }

  test.each<[string, string | undefined, string | undefined]>([
    ['the default item of the company', target([item('1', 'A'), item('2', 'B')], [], '2'), 'B'],
    ['the only item', target([item('1', 'A')]), 'A'],
    ['the item QuickBooks starts with', target([item('1', 'A'), item('2', 'services')]), 'services'],
    ['none of two others', target([item('1', 'A'), item('2', 'B')]), undefined],
    [
      'no default item that is inactive',
      target([item('1', 'A', { Active: false }), item('2', 'B'), item('3', 'C')], [], '1'),
      undefined,
    ],
    [
      'no item without an income account',
      target([item('1', 'A', { IncomeAccountRef: undefined })]),
      undefined,
    ],
    ['no stock', target([item('1', 'A', { Type: 'Inventory' })]), undefined],
    ['the only income account', target([], [account('79', 'OtherPrimaryIncome')]), 'account A79'],
    [
      'the one for sales',
      target([], [account('79', 'ServiceFeeIncome'), account('80', 'DiscountsRefundsGiven')]),
      'account A79',
    ],
    [
      'none of two for sales',
      target([], [account('79', 'ServiceFeeIncome'), account('80', 'SalesOfProductIncome')]),
      undefined,
    ],
    [
      'no account where there are items',
      target([item('1', 'A'), item('2', 'B')], [account('79', 'ServiceFeeIncome')]),
      undefined,
    ],
  ])('is %s', (_, chosen, expected) => {
    expect(chosen).toBe(expected);
  });
});

describe('lines that take money off', () => {
  const item = (Id: string, Name: string, value: string) =>
    itemSchema.parse({ Id, Name, Type: 'Service', IncomeAccountRef: { value } });
  const accounts = [
    accountSchema.parse({
      Id: '1',
      Name: 'Sales',
      AccountType: 'Income',
      AccountSubType: 'ServiceFeeIncome',
    }),
    accountSchema.parse({
      Id: '2',
      Name: 'Given',
      AccountType: 'Income',
      AccountSubType: 'DiscountsRefundsGiven',
    }),
    accountSchema.parse({ Id: '3', Name: 'Owed', AccountType: 'Other Current Liability' }),
  ];
  const lists = (...items: CompanyLists['items']) => ({
    items,
    accounts,
    preferences: preferencesSchema.parse({}),
  });
  const chosen = (type: 'discount' | 'incentive' | 'other', ...items: CompanyLists['items']) => {
    const { safe, why } = proposeForType(type, lists(...items));
    return safe && [targetName(safe), why];
  };

  test('discounts go to the item whose account is for them, by its kind and not by its name', () => {
    const items = [item('1', 'Services', '1'), item('2', 'Rabais', '2'), item('3', 'Discount', '1')];
    expect(chosen('discount', ...items)).toEqual([
      'Rabais',
      'the only item on an account for discounts and refunds',
    ]);
    expect(chosen('discount', ...items, item('4', 'More', '2'))?.[0]).toBe('Services');
    expect(chosen('incentive', ...items)?.[0]).toBe('Services');
  });

  test('incentives go to the item that is named so, else with the others', () => {
    const items = [item('1', 'Services', '1'), item('2', 'State rebate', '1')];
    expect(chosen('incentive', ...items)?.[0]).toBe('State rebate');
    expect(chosen('incentive', ...items, item('3', 'Incentives', '1'))?.[0]).toBe('Services');
    expect(chosen('discount', ...items)?.[0]).toBe('Services');
  });

  test('nothing else goes to an item for discounts, or to one on a liability account', () => {
    expect(chosen('other', item('1', 'A', '1'), item('2', 'B', '2'), item('3', 'C', '3'))?.[0]).toBe('A');
    expect(chosen('other', item('2', 'B', '2'), item('3', 'C', '3'))).toBeUndefined();
  });
});

describe('the payment method', () => {
  const method = (Id: string, Name: string, parts: object = {}) =>
    paymentMethodSchema.parse({ Id, Name, ...parts });
  const card = { Type: 'CREDIT_CARD' };

  test.each<[string, string, CompanyLists['paymentMethods'], string | undefined]>([
    ['of the same name', 'bank Transfer', [method('1', 'Bank transfer'), method('2', 'Cash')], '1'],
    ['that means the same', 'cheque', [method('1', 'Check'), method('2', 'Cash')], '1'],
    ['for cards', 'card', [method('1', 'Cash'), method('2', 'Visa', card)], '2'],
    [
      'for cards in general among brands',
      'credit card',
      [method('1', 'Visa', card), method('2', 'Credit Card', card)],
      '2',
    ],
    [
      'that is none of two brands',
      'card',
      [method('1', 'Visa', card), method('2', 'Mastercard', card)],
      undefined,
    ],
    ['that is not inactive', 'cash', [method('1', 'Cash', { Active: false })], undefined],
    ['that is not guessed', 'finance', [method('1', 'Check'), method('2', 'Cash')], undefined],
    ['that is not part of a word', 'discard', [method('1', 'Visa', card)], undefined],
  ])('%s', (_, of, methods, expected) => {
    expect(proposePaymentMethod(of, methods).safe?.Id).toBe(expected);
  });
});
