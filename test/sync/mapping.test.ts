import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/company/settings.ts';
import {
  accountSchema,
  itemSchema,
  paymentMethodSchema,
  preferencesSchema,
  taxCodeSchema,
  taxRateSchema,
} from '../../src/qbo/entities.ts';
import { LINE_TYPES } from '../../src/domain/records.ts';
import { checkMapping } from '../../src/sync/mapping/check.ts';
import type { CompanyLists } from '../../src/sync/proposals.ts';
import { aCompany, someSettings } from '../support/builders.ts';
import { jargonIn } from '../support/plain-words.ts';

const account = (Id: string, AccountType: string, parts: object = {}) =>
  accountSchema.parse({ Id, Name: `A${Id}`, AccountType, ...parts });
const item = (Id: string, value: string, parts: object = {}) =>
  itemSchema.parse({ Id, Name: `I${Id}`, Type: 'Service', IncomeAccountRef: { value }, ...parts });
const code = (Id: string, rate: string, parts: object = {}) =>
  taxCodeSchema.parse({
    Id,
    Name: `C${Id}`,
    SalesTaxRateList: { TaxRateDetail: [{ TaxRateRef: { value: rate } }] },
    ...parts,
  });

const LISTS: CompanyLists = {
  accounts: [
    account('1', 'Income'),
    account('2', 'Bank'),
    account('3', 'Other Current Liability'),
    account('4', 'Other Current Liability', { AccountSubType: 'GlobalTaxPayable' }),
    account('5', 'Income', { Active: false }),
  ],
  items: [
    item('7', '1'),
    item('8', '3'),
    item('9', '5'),
    item('10', '2'),
    item('11', '1', { Active: false }),
    item('12', '1', { Type: 'Category' }),
    item('13', '1', { IncomeAccountRef: undefined }),
    item('14', '1', { Type: 'Inventory' }),
  ],
  paymentMethods: [paymentMethodSchema.parse({ Id: '1', Name: 'Cash' })],
  taxCodes: [
    code('20', 'r10'),
    code('21', 'r0'),
    code('22', 'rx'),
    code('23', 'r0', { Active: false }),
    code('24', 'r0', { SalesTaxRateList: undefined }),
  ],
  taxRates: [
    taxRateSchema.parse({ Id: 'r10', RateValue: 10 }),
    taxRateSchema.parse({ Id: 'r0', RateValue: 0, SpecialTaxType: 'ZERO_RATE' }),
    taxRateSchema.parse({ Id: 'rx', RateValue: 0, SpecialTaxType: 'NONE' }),
  ],
  preferences: preferencesSchema.parse({}),
};

const AU = aCompany({ country: 'AU' });
const tax = (id: string, rate = '0') => ({ taxCodes: { [rate]: { id, name: `C${id}`, rates: [] } } });
const onItem = (id: string) => ({ item: { id, name: `I${id}` } });
const onAccount = (id: string) => ({ account: { id, name: `A${id}` } });
const discount = (target: ReturnType<typeof onItem> | ReturnType<typeof onAccount>) => ({
  lineTypes: { discount: target },
});

function found(parts: Partial<Settings>, company = AU): string[][] {
  const settings = someSettings({ ...tax('21'), ...parts });
  const findings = checkMapping(settings, LISTS, company);
  expect(findings.flatMap(({ reason, fix }) => [reason, fix].flatMap(jargonIn))).toEqual([]);
  return findings.map(({ settings, code, level }) => [settings.join(' '), code, level]);
}

describe('what was chosen', () => {
  test('holds: nothing is found', () => {
    expect(found({})).toEqual([]);
    expect(found(tax('20', '10'))).toEqual([]);
    expect(found(discount(onItem('14')))).toEqual([]);
    expect(found({ deposits: 'liability', lineTypes: { deposit: onItem('8') } })).toEqual([]);
    expect(found({ deposits: 'liability', lineTypes: { deposit: onAccount('3') } })).toEqual([]);
    expect(found({ depositAccount: { id: '2', name: 'A2' }, paymentMethods: { cash: { id: '1', name: 'Cash' } } })).toEqual([]);
  }); // prettier-ignore

  test.each<[string, Partial<Settings>, string[]]>([
    ['a code that is inactive', tax('23'), ['tax.0', 'TAX_CODE_GONE', 'error']],
    ['a code that is gone', tax('99'), ['tax.0', 'TAX_CODE_GONE', 'error']],
    ['a code of another rate', tax('20'), ['tax.0', 'TAX_CODE_RATE', 'error']],
    ['an exempt code beside a zero-rated one', tax('22'), ['tax.0', 'TAX_ZERO_EXEMPT', 'warning']],
    ['a code for purchases', tax('24'), ['tax.0', 'TAX_CODE_NOT_FOR_SALES', 'error']],
    ['a category', discount(onItem('12')), ['line.discount', 'ITEM_TYPE', 'error']],
    ['an item without an account', discount(onItem('13')), ['line.discount', 'ITEM_NO_INCOME', 'error']],
    ['an inactive item', discount(onItem('11')), ['line.discount', 'ITEM_GONE', 'error']],
    ['an item whose account is inactive', discount(onItem('9')), ['line.discount', 'LINE_ACCOUNT_GONE', 'error']],
    ['an inactive account', discount(onAccount('5')), ['line.discount', 'LINE_ACCOUNT_GONE', 'error']],
    ['an item on a bank account', discount(onItem('10')), ['line.discount', 'LINE_ACCOUNT_TYPE', 'warning']],
    ['a bank account', discount(onAccount('2')), ['line.discount', 'LINE_ACCOUNT_TYPE', 'error']],
    ['deposits as owed without an item', { deposits: 'liability' }, ['line.deposit', 'DEPOSIT_ITEM_MISSING', 'error']],
    ['deposits as owed on income', { deposits: 'liability', lineTypes: { deposit: onItem('7') } }, ['line.deposit', 'LINE_ACCOUNT_TYPE', 'error']],
    ['deposits as owed on the account for tax', { deposits: 'liability', lineTypes: { deposit: onAccount('4') } }, ['line.deposit', 'LINE_ACCOUNT_TYPE', 'error']],
    ['deposits as income on a liability', { lineTypes: { deposit: onItem('8') } }, ['line.deposit', 'LINE_ACCOUNT_TYPE', 'error']],
    ['payments into income', { depositAccount: { id: '1', name: 'A1' } }, ['deposit', 'DEPOSIT_ACCOUNT_TYPE', 'error']],
    ['payments into nothing', { depositAccount: { id: '98', name: 'x' } }, ['deposit', 'DEPOSIT_ACCOUNT_GONE', 'error']],
    ['a payment method that is gone', { paymentMethods: { card: { id: '9', name: 'x' } } }, ['method.card', 'PAYMENT_METHOD_GONE', 'error']],
  ])('is %s', (_, parts, expected) => {
    expect(found(parts)).toEqual([expected]);
  }); // prettier-ignore

  test('of the US needs no code for TAX and NON; without sales tax none is looked at', () => {
    expect(found({ ...tax('NON') }, aCompany())).toEqual([]);
    expect(found({ ...tax('NON') }, aCompany({ country: undefined }))).toEqual([]);
    expect(found({ ...tax('NON') })).toEqual([['tax.0', 'TAX_CODE_GONE', 'error']]);
    expect(found({ ...tax('99') }, aCompany({ country: 'AU', salesTax: false }))).toEqual([]);
  });

  test('of the US goes by how the company works tax out', () => {
    const byRates = [['tax.8', 'AUTOMATED_TAX', 'error']];
    expect(found(tax('TAX', '8'), aCompany())).toEqual(byRates);
    expect(found(tax('TAX', '8'), aCompany({ automatedTax: true }))).toEqual([]);
    expect(found(tax('20', '10'), aCompany({ automatedTax: true }))).toEqual([['tax.10', 'AUTOMATED_TAX', 'error']]);
  }); // prettier-ignore
});

describe('one item for several types of lines', () => {
  const all = (target: object) => Object.fromEntries(LINE_TYPES.map((type) => [type, target]));
  const fixes = (parts: Partial<Settings>) =>
    checkMapping(someSettings({ ...tax('21'), ...parts }), LISTS, AU).map(({ settings, reason, fix }) => [
      settings.length,
      `${reason} ${fix}`,
    ]);

  test('is named once, with a command that changes them all', () => {
    const gone = onItem('11');
    expect(fixes({ lineTypes: all(gone) })).toEqual([
      [6, expect.stringMatching(/for all lines is.*--set "line=NAME"$/)],
    ]);
    expect(fixes({ lineTypes: { ...all(gone), deposit: gone } })).toEqual([
      [7, expect.stringMatching(/--set "line=NAME" "line\.deposit=NAME"$/)],
    ]);
    expect(fixes({ lineTypes: { other: gone, discount: gone } })).toEqual([
      [2, expect.stringMatching(/of type discount, other is.*"line\.discount=NAME" "line\.other=NAME"$/)],
    ]);
  });

  test('is judged apart where deposits are owed', () => {
    const income = onItem('7');
    expect(found({ deposits: 'liability', lineTypes: { ...all(income), deposit: income } })).toEqual([
      ['line.deposit', 'LINE_ACCOUNT_TYPE', 'error'],
    ]);
  });
});

describe('a remedy', () => {
  const remedied = (parts: Partial<Settings>) => {
    const before = someSettings({ ...tax('21'), ...parts });
    const [finding] = checkMapping(before, LISTS, AU);
    return finding?.remedy?.on(before);
  };

  test('is the one safe choice, and changes nothing else', () => {
    expect(remedied({ ...tax('99', '10'), numbers: 'quickbooks' })).toMatchObject({
      taxCodes: { 10: { id: '20', name: 'C20', rates: ['r10'] } },
      numbers: 'quickbooks',
    });
    expect(remedied({ paymentMethods: { cash: { id: '9', name: 'x' } } })).toMatchObject({
      paymentMethods: { cash: { id: '1', name: 'Cash' } },
    });
  });

  test('is none where a person must choose', () => {
    expect(remedied(tax('99', '8'))).toBeUndefined();
    expect(remedied(tax('22'))).toBeUndefined();
    expect(remedied({ paymentMethods: { barter: { id: '9', name: 'x' } } })).toBeUndefined();
  });
});
