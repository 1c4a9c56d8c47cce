import { fc } from '../support/property.ts';
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

  test('not applicable takes back what a reply says, and no other detail', () => {
    const send = (TxnTaxDetail: JsonObject) =>
      faultOf(
        qbo.post('invoice', {
          CustomerRef: ref('1'),
          Line: [line(20)],
          GlobalTaxCalculation: 'NotApplicable',
          TxnTaxDetail,
        }),
      ).code;
    expect([send({ TotalTax: 0 }), send({ TotalTax: 4 }), send({ TxnTaxCodeRef: ref('2') })]).toEqual([
      '',
      '6170',
      '6170',
    ]);
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

test('while tax is off no line needs a code, and none is charged', () => {
  const qbo = new Client({ country: 'AU' });
  qbo.control('company', { preferences: { TaxPrefs: { UsingSalesTax: false } } });
  const TxnTaxDetail = { TotalTax: 3 };
  const body = { CustomerRef: ref('1'), Line: [line(20), coded(10, '2')], TxnTaxDetail };
  expect(totals(qbo.made('Invoice', body))).toEqual([0, 30]);
});

/** Half-up division of whole numbers that are not negative. */
const halfUp = (value: bigint, by: bigint): bigint => (2n * value + by) / (2n * by);

test('any VAT invoice adds up: by rate on the summed net, or line by line where prices include it', () => {
  const qbo = new Client({ country: 'GB' });
  const percents = { '2': 20n, '3': 5n, '4': 0n } as const;
  const one = fc.tuple(fc.bigInt({ min: 1n, max: 9_999_999n }), fc.constantFrom('2', '3', '4'));
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), fc.boolean(), (lines, inclusive) => {
      const invoice = qbo.made('Invoice', {
        CustomerRef: ref('1'),
        GlobalTaxCalculation: inclusive ? 'TaxInclusive' : 'TaxExcluded',
        Line: lines.map(([cents, code]) => coded(Number(cents) / 100, code)),
      });
      const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
      const whole = sum(lines.map(([cents]) => cents));
      const excluded = Object.entries(percents).map(([code, percent]) =>
        halfUp(sum(lines.filter((each) => each[1] === code).map(([cents]) => cents)) * percent, 100n),
      );
      const included = lines.map(([cents, code]) => cents - halfUp(cents * 100n, 100n + percents[code]));
      const tax = sum(inclusive ? included : excluded);
      const total = inclusive ? whole : whole + tax;
      expect(totals(invoice)).toEqual([Number(tax) / 100, Number(total) / 100]);
    }),
    { numRuns: 100 },
  );
});

describe('Quebec', () => {
  const qbo = new Client({ country: 'CA' });
  const make = (lines: readonly JsonObject[], GlobalTaxCalculation = 'TaxExcluded') =>
    qbo.made('Invoice', { CustomerRef: ref('1'), GlobalTaxCalculation, Line: lines });
  const parts = (invoice: JsonObject) =>
    objectsOf(objectOf(invoice.TxnTaxDetail).TaxLine).map((tax) => {
      const { TaxPercent, NetAmountTaxable } = objectOf(tax.TaxLineDetail);
      return [tax.Amount, TaxPercent, NetAmountTaxable];
    });

  test('has TPS and TVQ of the net side by side', () => {
    const invoice = make([coded(4495.16, '9')]);
    expect(parts(invoice)).toEqual([
      [224.76, 5, 4495.16],
      [448.39, 9.975, 4495.16],
    ]);
  });

  test('had TVQ on the amount plus TPS: tax on tax', () => {
    const invoice = make([coded(100, '10'), coded(33.33, '10')]);
    // TPS 6.6665 is 6.67; TVQ is 9.5 % of 140.00.
    expect(parts(invoice)).toEqual([
      [6.67, 5, 133.33],
      [13.3, 9.5, 140],
    ]);
    expect(totals(invoice)).toEqual([19.97, 153.3]);
    const inclusive = make([coded(114.98, '10')], 'TaxInclusive');
    expect(totals(inclusive)).toEqual([14.98, 114.98]);
    expect(parts(inclusive)).toEqual([
      [5, 5, 100],
      [9.98, 9.5, 105],
    ]);
  });
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
