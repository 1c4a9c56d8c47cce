import { describe, expect, test } from 'vitest';
import { csv, plain, read } from './helpers.ts';

const BASE = { payment_id: 'p1', invoice_number: 'INV-1', date: '2026-02-01', amount: '100.00' };
type Cells = Record<string, string>;
function file(...rows: Cells[]): string {
  const names = [...new Set([...Object.keys(BASE), ...rows.flatMap((row) => Object.keys(row))])];
  return csv(
    names.join(','),
    ...rows.map((row) => {
      const all: Cells = { ...BASE, ...row };
      return names.map((name) => all[name] ?? '').join(',');
    }),
  );
}

test('a payment with everything', async () => {
  const { payments, rejects, origins } = await read(
    file({
      customer_id: 'c1',
      project_id: '7',
      currency: 'usd',
      method: 'Visa card',
      integrated: 'yes',
      status: 'Settled',
      reference: 'ch_1',
      fee: '3.20',
    }),
  );
  expect(rejects).toEqual([]);
  expect(origins[0]?.line).toBe(2);
  expect(plain(payments)).toEqual([
    {
      kind: 'payment',
      sourceId: 'p1',
      customerId: 'c1',
      projectId: '7',
      date: '2026-02-01',
      amount: '100',
      currency: 'USD',
      method: 'Visa card',
      integrated: true,
      state: 'received',
      reference: 'ch_1',
      fee: '3.2',
      applied: [{ invoiceNumber: 'INV-1', amount: '100' }],
    },
  ]);
});

describe('rows that share an id', () => {
  test('are one payment, also when they are apart', async () => {
    const { payments } = await read(
      file({ fee: '1.00' }, { payment_id: 'p2' }, { invoice_number: 'INV-2', amount: '0.10', fee: '1.00' }),
    );
    expect(plain(payments[0])).toMatchObject({
      amount: '100.1',
      fee: '1',
      applied: [
        { invoiceNumber: 'INV-1', amount: '100' },
        { invoiceNumber: 'INV-2', amount: '0.1' },
      ],
    });
  });

  test('with a fee each have the sum of them', async () => {
    const { payments } = await read(file({ fee: '1.00' }, { invoice_number: 'INV-2', fee: '2.50' }));
    expect(payments[0]?.fee?.toFixed(2)).toBe('3.50');
  });

  test.each([
    ['date', '2026-02-01', '2026-02-02'],
    ['customer_id', 'a', 'b'],
    ['currency', 'USD', 'AUD'],
    ['method', 'card', 'check'],
    ['integrated', 'true', 'no'],
    ['status', 'Received', 'Pending'],
  ])('must agree on %s', async (column, one, other) => {
    const { payments, rejects } = await read(
      file(
        { [column]: one },
        { invoice_number: 'INV-2', [column]: other },
        { payment_id: 'p2', [column]: one },
      ),
    );
    expect(payments.map(({ sourceId }) => sourceId)).toEqual(['p2']);
    expect(rejects).toMatchObject([{ kind: 'payment', recordId: 'p1', line: 3, column }]);
    for (const part of [`"${one}"`, `"${other}"`, 'line 2', 'line 3'])
      expect(rejects[0]?.what).toContain(part);
  });

  test('with one invoice and one amount twice are refused', async () => {
    const { payments, rejects } = await read(file({}, {}));
    expect(payments).toEqual([]);
    expect(rejects).toMatchObject([{ recordId: 'p1', line: 3 }]);
    expect(rejects[0]?.what).toContain('twice, on lines 2 and 3');
  });

  test('with one invoice and two amounts are added up, with a note', async () => {
    const { payments, notes } = await read(file({}, { amount: '5' }));
    expect(plain(payments[0]?.applied)).toEqual([{ invoiceNumber: 'INV-1', amount: '105' }]);
    expect(notes).toMatchObject([{ recordId: 'p1' }]);
  });
});

describe('money on no invoice', () => {
  test('is a credit of the customer', async () => {
    const { payments } = await read(
      file({ customer_id: 'c' }, { customer_id: 'c', invoice_number: '', amount: '25.50' }),
    );
    expect(plain(payments[0])).toMatchObject({
      amount: '125.5',
      applied: [{ invoiceNumber: 'INV-1', amount: '100' }],
    });
  });
  test('needs a customer', async () => {
    const { rejects } = await read(file({ invoice_number: '' }));
    expect(rejects).toMatchObject([{ column: 'invoice_number', recordId: 'p1' }]);
    expect(rejects[0]?.expected).toContain('customer_id');
  });
});

describe('cells', () => {
  test.each([
    ['payment_id', '', 'missing'],
    ['date', '', 'missing'],
    ['date', '01/02/2026', 'January 2, 2026'],
    ['amount', '', 'missing'],
    ['amount', '0.00', 'zero'],
    ['amount', '-5.00', 'refunds are not pushed'],
    ['amount', '1.005', 'two decimals'],
    ['fee', '-1', 'below zero'],
    ['currency', 'dollars', 'not a currency'],
    ['integrated', 'maybe', 'not known'],
    ['status', 'Somehow', 'not known'],
  ])('%s %j is refused', async (column, value, what) => {
    const { payments, rejects } = await read(file({ [column]: value }));
    expect(payments).toEqual([]);
    expect(rejects).toMatchObject([{ kind: 'payment', line: 2, column }]);
    expect(rejects[0]?.what).toContain(what);
  });

  test.each([
    ['', 'received'],
    ['Paid', 'received'],
    ['SUCCEEDED', 'received'],
    ['cleared', 'received'],
    ['authorized', 'pending'],
    ['Processing', 'pending'],
    ['declined', 'failed'],
    ['Charge-back', 'refunded'],
    ['chargeback', 'refunded'],
    ['Reversed', 'refunded'],
  ])('status %j is %s', async (status, state) => {
    expect((await read(file({ status }))).payments[0]?.state).toBe(state);
  });

  test.each([
    ['', '', false],
    ['', 'Credit card', true],
    ['', 'cardboard box', false],
    ['no', 'card', false],
    ['Y', 'check', true],
    ['1', '', true],
    ['0', '', false],
    ['Card', '', true],
    ['manual', '', false],
  ])('integrated %j with method %j is %s', async (integrated, method, expected) => {
    expect((await read(file({ integrated, method }))).payments[0]?.integrated).toBe(expected);
  });
});

test('a row with a wrong number of cells takes its payment with it', async () => {
  const text = `${file({}, { payment_id: 'p2' })}p1,INV-2,2026-02-01\n`;
  const { payments, rejects } = await read(text);
  expect(payments.map(({ sourceId }) => sourceId)).toEqual(['p2']);
  expect(rejects).toMatchObject([{ kind: 'payment', recordId: 'p1', line: 4 }]);
});
