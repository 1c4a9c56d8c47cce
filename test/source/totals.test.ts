import { describe, expect, test } from 'vitest';
import { moneyText } from '../../src/domain/money.ts';
import { amounts, csv, read } from './helpers.ts';

const HEADER =
  'invoice_number,customer_name,issue_date,line_type,quantity,unit_price,amount,tax_rate,tax_amount,total';
/** `type,quantity,unit price,amount,rate,tax,total`, a line each. */
const file = (...lines: string[]) => csv(HEADER, ...lines.map((line) => `INV-1,Acme,2026-01-05,${line}`));

async function refusal(...lines: string[]) {
  const { invoices, rejects } = await read(file(...lines));
  expect(invoices).toEqual([]);
  expect(rejects).toHaveLength(1);
  return rejects[0];
}

describe('quantity times unit price', () => {
  test.each(['3,33.335,100.01', '3,33.33,99.99', '0.5,0.01,0.01', '1,-500,-500.00', ',5,7', '2,,7'])(
    '%s fits',
    async (cells) => {
      expect((await read(file(`,${cells},,,`))).rejects).toEqual([]);
    },
  );
  test('must be the amount', async () => {
    const reject = await refusal(',3,33.33,100.00,,,');
    expect(reject).toMatchObject({ column: 'amount', columnNumber: 7 });
    expect(reject?.what).toBe('3 × 33.33 = 99.99, but amount says 100.00.');
  });
});

describe('tax of a line', () => {
  test.each(['10,10.00', '10,10.01', '10,9.99', ',0', ',0.00', '0,', '10%,'])(
    'rate,tax %s fits',
    async (cells) => {
      expect((await read(file(`,,,100.00,${cells},`))).rejects).toEqual([]);
    },
  );
  test('must be its rate of the amount', async () => {
    const reject = await refusal(',,,100.00,10,10.02,');
    expect(reject?.column).toBe('tax_amount');
    expect(reject?.what).toBe('10% of 100.00 is 10.00, but tax_amount says 10.02.');
  });
  test('needs a rate', async () => {
    expect((await refusal(',,,100.00,,10.00,'))?.expected).toContain('tax_rate');
  });
});

describe('the total', () => {
  test.each<[string, string[]]>([
    ['one line', [',,,100.00,10,,110.00']],
    ['written on one row only', [',,,100.00,10,,220', ',,,100.00,10,,']],
    ['sum of the taxes on the lines', [',,,100.00,10,10.01,110.01']],
    ['tax of the rate on the sum', [',,,0.05,10,,0.11', ',,,0.05,10,,0.11']],
    ['tax rounded line by line', [',,,0.05,10,,0.12', ',,,0.05,10,,0.12']],
    ['two rates', [',,,10.00,10,,21.00', ',,,10.00,0,,21.00']],
    ['nothing', [',,,0.00,10,,0.00']],
    ['below zero', [',,,-10.00,10,,-11.00']],
  ])('fits: %s', async (_, lines) => {
    const { invoices, rejects } = await read(file(...lines));
    expect(rejects).toEqual([]);
    expect(invoices[0]?.total).toBeDefined();
  });

  test('that does not fit is refused with the figures', async () => {
    const reject = await refusal(',,,900.00,10,,1000.00');
    expect(reject).toMatchObject({ column: 'total', recordId: 'INV-1', line: 2 });
    expect(reject?.what).toBe('lines 900.00 + tax 90.00 = 990.00, but total says 1000.00.');
  });

  test('a cent off is off', async () => {
    await refusal(',,,900.00,10,,990.01');
  });

  test('amounts that seem to include the tax', async () => {
    expect((await refusal(',,,110.00,10,,110.00'))?.expected).toContain('before tax');
  });

  test('totals that are those of the lines', async () => {
    const { invoices, rejects } = await read(file(',,,100.00,10,,110.00', ',,,50.00,10,,55.00'));
    expect(rejects).toEqual([]);
    expect(invoices[0]?.total && moneyText(invoices[0].total)).toBe('165.00');
  });

  test('totals that differ and are not those of the lines', async () => {
    const reject = await refusal(',,,100.00,10,,110.00', ',,,50.00,10,,56.00');
    expect(reject?.what).toContain('"110.00" on line 2 and "56.00" on line 3');
  });

  test('a row that was copied twice is not taken for a total of a line', async () => {
    await refusal(',,,100.00,10,,110.00', ',,,100.00,10,,110.00');
  });

  test('is not judged while a cell is unread', async () => {
    expect((await refusal(',,,ten,10,,110.00'))?.column).toBe('amount');
  });
});

describe.each(['discount', 'incentive'])('a %s without a minus', (type) => {
  test('is taken off where only that fits the total', async () => {
    const result = await read(file(',,,1000.00,10,,550', `${type},1,500,500.00,10,50,550`));
    expect(result.rejects).toEqual([]);
    expect(amounts(result)).toEqual(['1000.00', '-500.00']);
    const line = result.invoices[0]?.lines[1];
    expect(line?.unitPrice?.toFixed(2)).toBe('-500.00');
    expect(line?.taxAmount?.toFixed(2)).toBe('-50.00');
    expect(result.notes).toMatchObject([{ recordId: 'INV-1', line: 3 }]);
  });

  test('stays where the total fits as it is', async () => {
    const result = await read(file(',,,1000.00,,,1500', `${type},,,500.00,,,1500`));
    expect(amounts(result)).toEqual(['1000.00', '500.00']);
    expect(result.notes).toEqual([]);
  });

  test.each([
    ['there is no total', '', ''],
    ['the totals are those of the lines', '1000', '500'],
  ])('is refused where %s', async (_, one, two) => {
    const reject = await refusal(`,,,1000.00,,,${one}`, `${type},,,500.00,,,${two}`);
    expect(reject).toMatchObject({ column: 'amount', line: 3 });
    expect(reject?.expected).toContain('-500.00');
  });

  test('is refused where neither fits', async () => {
    const reject = await refusal(',,,1000.00,,,700', `${type},,,500.00,,,700`);
    expect(reject?.what).toBe('lines 1500.00 + tax 0.00 = 1500.00, but total says 700.00.');
  });

  test('is not judged by a total that could not be read', async () => {
    expect((await refusal(`${type},,,500.00,,,lots`))?.column).toBe('total');
  });

  test('with a minus needs no total', async () => {
    expect(amounts(await read(file(',,,1000.00,,,', `${type},,,-500.00,,,`)))).toEqual([
      '1000.00',
      '-500.00',
    ]);
  });
});
