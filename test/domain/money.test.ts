import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  decimal,
  fromWire,
  moneyForPeople,
  moneyText,
  parseDecimal,
  percentOf,
  plainText,
  sum,
  toCents,
  toWire,
} from '../../src/domain/money.ts';

/** Decimal text of an integer number of units of 10^-places. */
function written(units: bigint, places: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const part = places > 0 ? `.${digits.slice(-places)}` : '';
  return `${units < 0n ? '-' : ''}${whole}${part}`;
}

/** Half away from zero, in whole numbers only. */
function roundedDivision(value: bigint, by: bigint): bigint {
  const size = value < 0n ? -value : value;
  const rounded = (size * 2n + by) / (by * 2n);
  return value < 0n ? -rounded : rounded;
}

const cents = fc.bigInt({ min: -(10n ** 13n) + 1n, max: 10n ** 13n - 1n });

describe('reading amounts', () => {
  test.each([
    ['1200.10', '1200.1'],
    [' 1,200.10 ', '1200.1'],
    ['$1,200.10', '1200.1'],
    ['-$1,200.10', '-1200.1'],
    ['£5', '5'],
    ['€ 5.5', '5.5'],
    ['(50.00)', '-50'],
    ['($1,050.00)', '-1050'],
    ['\u221250', '-50'],
    ['\u201350', '-50'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1,234,567.891', '1234567.891'],
    ['0', '0'],
  ])('%s is %s', (text, expected) => {
    const read = parseDecimal(text);
    expect(read && plainText(read)).toBe(expected);
  });

  test.each([
    ['a decimal comma', '1.200,10'],
    ['a decimal comma of two places', '12,50'],
    ['a decimal comma behind a zero', '0,500'],
    ['groups of the wrong size', '12,34,567'],
    ['a group of four', '1,2000'],
    ['two minus signs', '--5'],
    ['a minus in brackets', '(-5)'],
    ['scientific notation', '1e3'],
    ['hexadecimal', '0x10'],
    ['two points', '1.2.3'],
    ['words', 'ten'],
    ['infinity', 'Infinity'],
    ['not a number', 'NaN'],
    ['nothing', ''],
    ['only a sign', '-'],
    ['only a point', '.'],
    ['only a currency', '$'],
    ['Arabic digits', '١٢٣'],
    ['a blank inside', '1 200'],
  ])('%s is refused: %s', (_, text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  test('gives exactly what is written, for any number of digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(9), (units, places) => {
        const text = written(units, places);
        const read = parseDecimal(text);
        expect(read?.toFixed(places)).toBe(text === `-${'0'.repeat(text.length - 1)}` ? '0' : text);
      }),
    );
  });

  test('gives the same with thousands grouped', () => {
    fc.assert(
      fc.property(cents, (units) => {
        const text = written(units, 2);
        const grouped = text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
        expect(parseDecimal(grouped)?.eq(decimal(text))).toBe(true);
      }),
    );
  });
});

describe('rounding to cents', () => {
  test.each([
    ['1861.075', '1861.08'],
    ['-1861.075', '-1861.08'],
    ['1.005', '1.01'],
    ['0.0049999', '0.00'],
    ['0.005', '0.01'],
    ['2.675', '2.68'],
    ['-0.005', '-0.01'],
  ])('%s is %s', (exact, rounded) => {
    expect(moneyText(decimal(exact))).toBe(rounded);
    expect(toCents(decimal(exact)).eq(decimal(rounded))).toBe(true);
  });

  test('goes half away from zero, whatever the digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.integer({ min: 3, max: 9 }),
        (n, p) => {
          const exact = decimal(written(n, p));
          const expected = roundedDivision(n, 10n ** BigInt(p - 2));
          expect(toCents(exact).eq(decimal(written(expected, 2)))).toBe(true);
        },
      ),
    );
  });

  test('never shows a negative zero', () => {
    expect(moneyText(decimal('-0.001'))).toBe('0.00');
    expect(moneyText(decimal('0').neg())).toBe('0.00');
    expect(Object.is(toWire(toCents(decimal('-0.001'))), 0)).toBe(true);
  });
});

describe('arithmetic', () => {
  test('a sum of cents is exact', () => {
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 60 }), (units) => {
        const total = units.reduce((one, other) => one + other, 0n);
        expect(sum(units.map((one) => decimal(written(one, 2)))).eq(decimal(written(total, 2)))).toBe(true);
      }),
    );
  });

  test('a tax is exact before it is rounded, and half-up after', () => {
    fc.assert(
      fc.property(cents, fc.bigInt({ min: 0n, max: 100_000n }), (net, rate) => {
        // The rate in thousandths of a percent: 14975 is 14.975%.
        const tax = percentOf(decimal(written(net, 2)), decimal(written(rate, 3)));
        expect(tax.eq(decimal(written(net * rate, 7)))).toBe(true);
        expect(toCents(tax).eq(decimal(written(roundedDivision(net * rate, 100_000n), 2)))).toBe(true);
      }),
    );
  });
});

describe('numbers on the wire', () => {
  test('come back as they were, up to fifteen digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }),
        fc.integer({ min: 0, max: 7 }),
        (units, places) => {
          const value = decimal(written(units, places));
          const sent = JSON.stringify({ Amount: toWire(value) });
          const { Amount } = z.object({ Amount: z.number() }).parse(JSON.parse(sent));
          expect(fromWire(Amount).eq(value)).toBe(true);
        },
      ),
    );
  });

  test('are plain decimals in JSON for every amount of money', () => {
    fc.assert(
      fc.property(cents, (units) => {
        expect(JSON.stringify(toWire(decimal(written(units, 2))))).toMatch(/^-?\d+(\.\d{1,2})?$/);
      }),
    );
  });
});

describe('text', () => {
  test.each([
    ['1200.1', 'USD', '1,200.10 USD'],
    ['1234567.895', 'AUD', '1,234,567.90 AUD'],
    ['-50', 'GBP', '-50.00 GBP'],
    ['-0.001', '', '0.00'],
    ['999.999', '', '1,000.00'],
    ['0', 'CAD', '0.00 CAD'],
  ])('%s %s reads %s', (amount, currency, text) => {
    expect(moneyForPeople(decimal(amount), currency)).toBe(text);
  });

  test('for people can be read back to the cent', () => {
    fc.assert(
      fc.property(cents, (units) => {
        const value = decimal(written(units, 2));
        expect(parseDecimal(moneyForPeople(value, ''))?.eq(value)).toBe(true);
      }),
    );
  });

  test.each([
    ['10.00', '10'],
    ['14.975', '14.975'],
    ['0.00', '0'],
    ['1e-7', '0.0000001'],
  ])('of a rate is its shortest: %s is %s', (rate, key) => {
    expect(plainText(decimal(rate))).toBe(key);
  });
});
