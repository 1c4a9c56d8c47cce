import { describe, expect, test } from 'vitest';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { objectOf, objectsOf, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, line, ref } from './client.ts';

const coded = (amount: number, code: string): JsonObject => line(amount, { TaxCodeRef: ref(code) });
const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);

function totals(invoice: JsonObject): readonly [unknown, unknown] {
  return [objectOf(invoice.TxnTaxDetail).TotalTax, invoice.TotalAmt];
}

describe('US manual sales tax', () => {
  const qbo = new Client({ country: 'US' });
  const make = (lines: readonly JsonObject[], more: JsonObject = {}) =>
    qbo.made('Invoice', { CustomerRef: ref('1'), Line: lines, ...more });

  test('is charged on TAX lines only, by the rate of the transaction code', () => {
    expect(totals(make([coded(335.25, 'TAX'), coded(100, 'NON')]))).toEqual([26.82, 462.07]);
    const tucson = make([coded(100, 'TAX')], { TxnTaxDetail: { TxnTaxCodeRef: ref('3') } });
    expect(totals(tucson)).toEqual([9.1, 109.1]);
    expect(objectsOf(objectOf(tucson.TxnTaxDetail).TaxLine)).toMatchObject([
      { Amount: 7.1, TaxLineDetail: { TaxPercent: 7.1, NetAmountTaxable: 100 } },
      { Amount: 2 },
    ]);
  });

  test('of a zero rate is a TAX line with no tax', () => {
    expect(totals(make([coded(100, 'TAX')], { TxnTaxDetail: { TxnTaxCodeRef: ref('4') } }))).toEqual([
      0, 100,
    ]);
  });

  test('rounds half-up on the sum', () => {
    expect(totals(make([coded(0.56, 'TAX'), coded(0.63, 'TAX')]))[0]).toBe(0.1);
    // 7.1 % of 15.00 is 1.065 exactly: half-up gives 1.07, half-even would give 1.06.
    expect(totals(make([coded(15, 'TAX')], { TxnTaxDetail: { TxnTaxCodeRef: ref('3') } }))[0]).toBe(1.37);
  });

  test('takes a discount before tax only when asked', () => {
    const discount = { Amount: 50, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} };
    expect(totals(make([coded(100, 'TAX'), discount]))).toEqual([8, 58]);
    expect(totals(make([coded(100, 'TAX'), discount], { ApplyTaxAfterDiscount: true }))).toEqual([4, 54]);
  });

  test('refuses other line codes and CustomSalesTax', () => {
    const code = (body: JsonObject) => faultOf(qbo.post('invoice', { CustomerRef: ref('1'), ...body })).code;
    expect(code({ Line: [coded(1, '2')] })).toBe('6100');
    expect(code({ Line: [coded(1, 'TAX')], TxnTaxDetail: { TxnTaxCodeRef: ref('CustomSalesTax') } })).toBe(
      '6160',
    );
    expect(code({ Line: [coded(1, 'TAX')], TxnTaxDetail: { TxnTaxCodeRef: ref('77') } })).toBe('2500');
  });
});

const words: readonly (readonly [SandboxCountry, string])[] = [
  ['AU', 'GST'],
  ['GB', 'VAT'],
  ['CA', 'GST/HST'],
];

test.each(words)('%s refuses a sales line without a numeric tax code, in its own word', (country, word) => {
  const qbo = new Client({ country });
  const expected = `Business Validation Error: Make sure all your transactions have a ${word} rate before you save.`;
  for (const wrong of [line(1), coded(1, 'NON'), coded(1, 'TAX')]) {
    const reply = faultOf(qbo.post('invoice', { CustomerRef: ref('1'), Line: [coded(1, '2'), wrong] }));
    expect(reply).toEqual({ status: 400, code: '6000', detail: expected });
  }
});

describe('GB VAT', () => {
  const qbo = new Client({ country: 'GB' });
  const make = (lines: readonly JsonObject[], GlobalTaxCalculation?: string, more: JsonObject = {}) =>
    qbo.made('Invoice', { CustomerRef: ref('1'), Line: lines, GlobalTaxCalculation, ...more });

  test('excluded is computed per rate on the summed net', () => {
    const invoice = make([coded(10.01, '2'), coded(10.01, '2'), coded(50, '3'), coded(30, '4')]);
    expect(totals(invoice)).toEqual([6.5, 106.52]);
    expect(invoice.GlobalTaxCalculation).toBe('TaxExcluded');
    expect(objectsOf(objectOf(invoice.TxnTaxDetail).TaxLine).map((tax) => tax.Amount)).toEqual([4, 2.5, 0]);
  });

  test('inclusive is rounded per line: five of 4.00 give 3.35, one of 20.00 gives 3.33', () => {
    expect(totals(make(times(5, coded(4, '2')), 'TaxInclusive'))).toEqual([3.35, 20]);
    const one = make([coded(20, '2')], 'TaxInclusive');
    expect(totals(one)).toEqual([3.33, 20]);
    expect(objectsOf(one.Line)[0]).toMatchObject({
      Amount: 16.67,
      SalesItemLineDetail: { TaxInclusiveAmt: 20 },
    });
    const sparse = qbo.made('Invoice', { Id: one.Id, SyncToken: '0', sparse: true, PrivateNote: 'x' });
    expect(totals(sparse)).toEqual([3.33, 20]);
  });

  test('not applicable has no tax and takes none', () => {
    expect(totals(make([line(20)], 'NotApplicable'))).toEqual([0, 20]);
    const TxnTaxDetail = {
      TaxLine: [{ Amount: 1, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxRateRef: ref('1') } }],
    };
    const body = {
      CustomerRef: ref('1'),
      Line: [line(20)],
      GlobalTaxCalculation: 'NotApplicable',
      TxnTaxDetail,
    };
    expect(faultOf(qbo.post('invoice', body)).code).toBe('6170');
  });

  test('amounts sent for a rate are taken within the tolerance', () => {
    const tax = (Amount: number) => ({
      TxnTaxDetail: {
        TaxLine: [{ Amount, DetailType: 'TaxLineDetail', TaxLineDetail: { TaxRateRef: ref('1') } }],
      },
    });
    expect(totals(make([coded(20, '2')], 'TaxExcluded', tax(4.02)))).toEqual([4.02, 24.02]);
    const far = { CustomerRef: ref('1'), Line: [coded(20, '2')], ...tax(4.2) };
    expect(faultOf(qbo.post('invoice', far)).code).toBe('6000');
  });

  test('refuses purchase-only, retired and unknown codes', () => {
    const code = (tax: string) =>
      faultOf(qbo.post('invoice', { CustomerRef: ref('1'), Line: [coded(1, tax)] })).code;
    expect([code('8'), code('9'), code('99')]).toEqual(['6000', '2500', '2500']);
  });

  test('spreads a discount over the rates', () => {
    const discount = { Amount: 10, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} };
    expect(totals(make([coded(50, '2'), coded(50, '4'), discount]))).toEqual([9, 99]);
  });
});

test('CA sums the rates of a two-rate code, also when prices include them', () => {
  const qbo = new Client({ country: 'CA' });
  const make = (GlobalTaxCalculation: string, amount: number) =>
    qbo.made('Invoice', { CustomerRef: ref('1'), GlobalTaxCalculation, Line: [coded(amount, '8')] });
  expect(totals(make('TaxExcluded', 100))).toEqual([12, 112]);
  const inclusive = make('TaxInclusive', 100);
  expect(totals(inclusive)).toEqual([10.71, 100]);
  expect(totals(qbo.made('Invoice', { CustomerRef: ref('1'), Line: [coded(99.99, '5')] }))).toEqual([
    13, 112.99,
  ]);
});

test('AU tells GST free from out of scope by the kind of the rate', () => {
  const qbo = new Client({ country: 'AU' });
  const kind = (code: string) => {
    const [detail = {}] = objectsOf(objectOf(qbo.get('TaxCode', code).SalesTaxRateList).TaxRateDetail);
    return qbo.get('TaxRate', objectOf(detail.TaxRateRef).value).SpecialTaxType;
  };
  expect([kind('3'), kind('4')]).toEqual(['ZERO_RATE', 'NONE']);
  expect(
    totals(qbo.made('Invoice', { CustomerRef: ref('1'), Line: [coded(1000, '2'), coded(500, '3')] })),
  ).toEqual([100, 1600]);
});

test('Amount against Qty x UnitPrice outside the US is refused, or replaced by the switch', () => {
  const qbo = new Client({ country: 'AU' });
  const body = {
    CustomerRef: ref('1'),
    Line: [line(10, { Qty: 3, UnitPrice: 3.335, TaxCodeRef: ref('3') })],
  };
  expect(faultOf(qbo.post('invoice', body)).code).toBe('6070');
  qbo.control('company', { readings: { nonUsAmount: 'replace' } });
  expect(qbo.made('Invoice', body).TotalAmt).toBe(10.01);
});

test('the tax service makes a code that can be used, and refuses its name twice', () => {
  const qbo = new Client({ country: 'AU' });
  const body = {
    TaxCode: 'GST 12.5',
    TaxRateDetails: [
      { TaxRateName: 'GST 12.5', RateValue: '12.5', TaxAgencyId: '1', TaxApplicableOn: 'Sales' },
    ],
  };
  const made = qbo.post('taxservice/taxcode', body);
  expect(made.body).toMatchObject({
    TaxCode: 'GST 12.5',
    TaxRateDetails: [{ TaxRateName: 'GST 12.5', RateValue: 12.5 }],
  });
  const invoice = qbo.made('Invoice', {
    CustomerRef: ref('1'),
    Line: [coded(80, textOf(made.body.TaxCodeId) ?? '')],
  });
  expect(totals(invoice)).toEqual([10, 90]);
  expect(faultOf(qbo.post('taxservice/taxcode', body)).code).toBe('6240');
});
