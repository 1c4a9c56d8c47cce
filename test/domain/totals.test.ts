import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { decimal, moneyText, plainText, sum, type Money } from '../../src/domain/money.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import { aLine } from '../support/builders.ts';

const taxed = (amount: string, rate: string, tax?: string) =>
  aLine(amount, { taxRate: decimal(rate), ...(tax === undefined ? {} : { taxAmount: decimal(tax) }) });

function texts({ net, tax, total }: { net: Money; tax: Money; total: Money }): string[] {
  return [net, tax, total].map(moneyText);
}

describe('tax of an invoice', () => {
  test('is computed on the sum of a rate, not line by line', () => {
    const lines = [taxed('0.05', '10'), taxed('0.05', '10'), taxed('0.05', '10')];
    expect(texts(invoiceTotals({ lines }))).toEqual(['0.15', '0.02', '0.17']);
  });

  test('is rounded for each rate on its own', () => {
    const lines = [taxed('0.05', '10'), taxed('0.10', '5')];
    expect(texts(invoiceTotals({ lines }))).toEqual(['0.15', '0.02', '0.17']);
  });

  test('of 10 and 10.0 percent is one rate', () => {
    expect(invoiceTotals({ lines: [taxed('1', '10'), taxed('2', '10.0')] }).byRate).toHaveLength(1);
  });

  test('is what the source states, where it states it for all lines of the rate', () => {
    const lines = [taxed('0.05', '10', '0.01'), taxed('0.05', '10', '0.01')];
    const totals = invoiceTotals({ lines });
    expect(texts(totals)).toEqual(['0.10', '0.02', '0.12']);
    expect(totals.byRate[0]?.computedTax.toFixed(2)).toBe('0.01');
  });

  test('is computed where one line of the rate says nothing', () => {
    const lines = [taxed('1.00', '10', '0.11'), taxed('1.00', '10')];
    expect(texts(invoiceTotals({ lines }))).toEqual(['2.00', '0.20', '2.20']);
  });

  test('follows the stated total where only the line taxes are rounded otherwise', () => {
    const lines = [taxed('0.05', '10', '0.01'), taxed('0.05', '10', '0.01')];
    expect(texts(invoiceTotals({ lines, total: decimal('0.11') }))).toEqual(['0.10', '0.01', '0.11']);
    expect(texts(invoiceTotals({ lines, total: decimal('0.12') }))).toEqual(['0.10', '0.02', '0.12']);
  });

  test('comes off for a discount', () => {
    const lines = [taxed('1000.00', '10'), taxed('-500.00', '10')];
    expect(texts(invoiceTotals({ lines }))).toEqual(['500.00', '50.00', '550.00']);
  });

  test('of no lines is nothing', () => {
    expect(texts(invoiceTotals({ lines: [] }))).toEqual(['0.00', '0.00', '0.00']);
  });
});

describe('for any lines', () => {
  const cents = fc.integer({ min: -10_000_000, max: 10_000_000 });
  const rates = fc.constantFrom(0, 5, 10, 14.975, 20, 8.25);
  const money = (units: number) => (units / 100).toFixed(2);
  const lines = fc.array(
    fc.record({ amount: cents, rate: rates, tax: fc.option(fc.integer({ min: -999, max: 999 })) }),
    { minLength: 1, maxLength: 12 },
  );

  test('the total is the sum of the lines and the tax, and the tax that of its rates', () => {
    fc.assert(
      fc.property(lines, fc.option(cents), (drawn, total) => {
        const made = drawn.map(({ amount, rate, tax }) =>
          taxed(money(amount), String(rate), tax === null ? undefined : money(tax)),
        );
        const totals = invoiceTotals({
          lines: made,
          ...(total === null ? {} : { total: decimal(money(total)) }),
        });
        const net = sum(made.map(({ amount }) => amount));
        expect(totals.net.eq(net)).toBe(true);
        expect(totals.total.eq(net.plus(totals.tax))).toBe(true);
        expect(totals.tax.eq(sum(totals.byRate.map(({ tax }) => tax)))).toBe(true);
        expect(totals.net.eq(sum(totals.byRate.map((one) => one.net)))).toBe(true);
        expect(new Set(totals.byRate.map(({ rate }) => plainText(rate))).size).toBe(totals.byRate.length);
      }),
    );
  });

  test('computed tax is half-up on whole numbers', () => {
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 12 }), rates, (amounts, rate) => {
        const net = amounts.reduce((one, other) => one + BigInt(other), 0n);
        const millis = BigInt(Math.round(rate * 1000));
        const size = net < 0n ? -net : net;
        const expected = (size * millis * 2n + 100_000n) / 200_000n;
        const totals = invoiceTotals({ lines: amounts.map((one) => taxed(money(one), String(rate))) });
        expect(totals.tax.times(100).abs().eq(expected.toString())).toBe(true);
        expect(totals.tax.times(net < 0n ? -1 : 1).gte(0)).toBe(true);
      }),
    );
  });

  test('the order of the lines does not matter', () => {
    fc.assert(
      fc.property(lines, (drawn) => {
        const made = drawn.map(({ amount, rate }) => taxed(money(amount), String(rate)));
        expect(texts(invoiceTotals({ lines: made.toReversed() }))).toEqual(
          texts(invoiceTotals({ lines: made })),
        );
      }),
    );
  });
});
