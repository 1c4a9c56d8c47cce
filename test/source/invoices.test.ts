import { describe, expect, test } from 'vitest';
import { amounts, csv, plain, read } from './helpers.ts';

/** One row of an invoice file with some cells of its own. */
const BASE = {
  invoice_number: 'INV-1',
  customer_name: 'Acme',
  issue_date: '2026-01-05',
  amount: '100.00',
};
type Cells = Record<string, string | undefined>;
function file(...rows: Cells[]): string {
  const names = [...new Set([...Object.keys(BASE), ...rows.flatMap((row) => Object.keys(row))])];
  const lines = rows.map((row) => {
    const all: Cells = { ...BASE, ...row };
    return names.map((name) => `"${(all[name] ?? '').replaceAll('"', '""')}"`).join(',');
  });
  return csv(names.join(','), ...lines);
}

test('an invoice with everything', async () => {
  const { invoices, rejects, notes } = await read(
    file({
      invoice_id: 'inv_1',
      project_id: '77',
      project_name: 'Roof',
      customer_id: 'cus_1',
      first_name: 'Ann',
      last_name: 'Lee',
      company: 'Acme',
      email: 'a@example.com',
      phone: '555-0100',
      address_line1: '1 Main St',
      city: 'Austin',
      state: 'TX',
      postal_code: '78701',
      country: 'US',
      due_date: '2026-01-19',
      status: 'Paid',
      currency: 'usd',
      line_type: 'Surcharge',
      description: 'Steep roof',
      quantity: '3',
      unit_price: '33.3333',
      tax_rate: '10%',
      tax_amount: '10.00',
      total: '110.00',
    }),
  );
  expect([rejects, notes]).toEqual([[], []]);
  expect(plain(invoices)).toEqual([
    {
      kind: 'invoice',
      sourceId: 'inv_1',
      number: 'INV-1',
      projectId: '77',
      projectName: 'Roof',
      customer: {
        sourceId: 'cus_1',
        name: 'Acme',
        firstName: 'Ann',
        lastName: 'Lee',
        company: 'Acme',
        email: 'a@example.com',
        phone: '555-0100',
        address: { line1: '1 Main St', city: 'Austin', state: 'TX', postalCode: '78701', country: 'US' },
      },
      issueDate: '2026-01-05',
      dueDate: '2026-01-19',
      state: 'paid',
      currency: 'USD',
      lines: [
        {
          type: 'surcharge',
          description: 'Steep roof',
          quantity: '3',
          unitPrice: '33.3333',
          amount: '100',
          taxRate: '10',
          taxAmount: '10',
        },
      ],
      total: '110',
    },
  ]);
});

test('the least that is an invoice', async () => {
  expect(plain((await read(file({}))).invoices)).toEqual([
    {
      kind: 'invoice',
      number: 'INV-1',
      customer: { name: 'Acme', address: {} },
      issueDate: '2026-01-05',
      state: 'issued',
      lines: [{ type: 'milestone', description: '', amount: '100', taxRate: '0' }],
    },
  ]);
});

describe('rows of one invoice', () => {
  test('are put together by number, also when they are apart; the first row gives the line', async () => {
    const result = await read(file({ amount: '1' }, { invoice_number: 'INV-2' }, { amount: '2' }));
    expect(result.invoices.map(({ number }) => number)).toEqual(['INV-1', 'INV-2']);
    expect(amounts(result)).toEqual(['1.00', '2.00']);
    expect(result.origins.map(({ line }) => line)).toEqual([2, 3]);
  });

  test('are put together by id, and a row without id by its number', async () => {
    const rows = [{ amount: '1' }, { invoice_id: 'a', amount: '2' }, { amount: '3' }];
    const result = await read(file(...rows));
    expect(amounts(result)).toEqual(['1.00', '2.00', '3.00']);
    expect(result.invoices[0]?.sourceId).toBe('a');
  });

  test('say optional things once', async () => {
    const { invoices, rejects } = await read(
      file(
        { amount: '1' },
        { amount: '2', currency: 'AUD', due_date: '2026-02-01', status: 'Paid', email: 'a@b.co' },
      ),
    );
    expect(rejects).toEqual([]);
    expect(invoices[0]).toMatchObject({ currency: 'AUD', dueDate: '2026-02-01', state: 'paid' });
  });

  test.each([
    ['customer_name', 'Acme', 'Apex'],
    ['customer_id', 'c1', 'c2'],
    ['email', 'a@example.com', 'b@example.com'],
    ['issue_date', '2026-01-05', '2026-01-06'],
    ['due_date', '2026-02-05', '2026-02-06'],
    ['status', 'Paid', 'Sent'],
    ['currency', 'USD', 'AUD'],
    ['project_id', '1', '2'],
    ['project_name', 'Roof', 'Barn'],
  ])('disagree on %s: the invoice goes, naming both lines and values', async (column, one, other) => {
    const { invoices, rejects } = await read(
      file({ [column]: one }, { [column]: other }, { invoice_number: 'INV-2', [column]: one }),
    );
    expect(invoices.map(({ number }) => number)).toEqual(['INV-2']);
    expect(rejects).toMatchObject([{ kind: 'invoice', recordId: 'INV-1', line: 3, column }]);
    for (const part of [`"${one}"`, 'line 2', `"${other}"`, 'line 3'])
      expect(rejects[0]?.what).toContain(part);
  });

  test('disagree on the number under one id', async () => {
    const { invoices, rejects } = await read(
      file({ invoice_id: 'a' }, { invoice_id: 'a', invoice_number: 'INV-2' }),
    );
    expect(invoices).toEqual([]);
    expect(rejects).toMatchObject([{ column: 'invoice_number', line: 3 }]);
  });

  test.each([
    ['issue_date', '2026-01-05', '5 Jan 2026'],
    ['currency', 'USD', 'usd'],
    ['status', 'Sent', 'VIEWED'],
    ['email', 'A@example.com', 'a@example.com'],
  ])('agree in two spellings of %s', async (column, one, other) => {
    expect((await read(file({ [column]: one }, { [column]: other }))).rejects).toEqual([]);
  });

  test('one number under two ids: the second is refused, once', async () => {
    const { invoices, rejects } = await read(
      file({ invoice_id: 'a' }, { invoice_id: 'b' }, { invoice_id: 'b' }, { invoice_id: 'a' }),
    );
    expect(invoices.map(({ sourceId }) => sourceId)).toEqual(['a']);
    expect(invoices[0]?.lines).toHaveLength(2);
    expect(rejects).toMatchObject([{ line: 3, recordId: 'INV-1' }]);
  });

  test('one bad row takes the invoice with it, and every bad cell is told', async () => {
    const { invoices, rejects } = await read(
      file({}, { amount: 'ten', issue_date: '2026-02-30', currency: 'XYZ' }, { invoice_number: 'INV-2' }),
    );
    expect(invoices.map(({ number }) => number)).toEqual(['INV-2']);
    expect(rejects.map(({ column }) => column).sort()).toEqual(['amount', 'currency', 'issue_date']);
    expect(rejects.every(({ recordId, line }) => recordId === 'INV-1' && line === 3)).toBe(true);
  });

  test('a row without number may be the rest of the invoice above, which is left out with it', async () => {
    const { invoices, rejects } = await read(
      file({ invoice_number: 'INV-0' }, {}, { invoice_number: '', customer_name: '', issue_date: '' }),
    );
    expect(invoices.map(({ number }) => number)).toEqual(['INV-0']);
    expect(rejects).toMatchObject([{ line: 4, column: 'invoice_number' }]);
    expect(rejects[0]?.what).toContain('INV-1');
  });

  test('a whole row without number stands for itself', async () => {
    const { invoices, rejects } = await read(file({}, { invoice_number: '' }));
    expect(invoices).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 3 }]);
  });

  test('two rows that are alike are told, where no total says how many there are', async () => {
    expect((await read(file({}, {}))).notes).toMatchObject([{ recordId: 'INV-1', line: 3 }]);
    expect((await read(file({ total: '200' }, { total: '200' }))).notes).toEqual([]);
  });
});

describe('cells', () => {
  test.each([
    ['invoice_number', '', 'missing'],
    ['customer_name', '', 'missing'],
    ['issue_date', '', 'missing'],
    ['amount', '', 'missing'],
    ['issue_date', '03/04/2026', 'March 4, 2026 (month first) or 3 April 2026 (day first)'],
    ['due_date', '03/04/2026', 'March 4, 2026'],
    ['issue_date', '2026-02-30', 'not a day that exists'],
    ['issue_date', 'soon', 'not a date'],
    ['amount', 'ten', 'not a number'],
    ['amount', '1.200,10', 'not a number'],
    ['amount', '1e3', 'not a number'],
    ['amount', '10.005', 'more than two decimals'],
    ['amount', '12345678901234.56', 'more than 15 digits'],
    ['amount', '9'.repeat(5000), 'more than 15 digits'],
    ['quantity', 'x', 'not a number'],
    ['unit_price', '1..2', 'not a number'],
    ['tax_rate', '-1', 'not a tax rate'],
    ['tax_rate', '100.01', 'not a tax rate'],
    ['tax_rate', 'GST', 'not a tax rate'],
    ['tax_amount', '1.001', 'more than two decimals'],
    ['total', '1.001', 'more than two decimals'],
    ['currency', 'US$', 'not a currency'],
    ['currency', 'XYZ', 'not a currency'],
    ['status', 'Somehow', 'not known'],
  ])('%s %j is refused', async (column, value, what) => {
    const number = column === 'invoice_number' ? { invoice_id: 'a' } : {};
    const { invoices, rejects } = await read(file({ ...number, [column]: value }));
    expect(invoices).toEqual([]);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({ kind: 'invoice', line: 2, column });
    expect(rejects[0]?.columnNumber).toBeGreaterThan(0);
    expect(rejects[0]?.what).toContain(what);
    expect(rejects[0]?.expected).not.toBe('');
    expect(rejects[0]?.what.length).toBeLessThan(250);
  });

  test('an ambiguous date says how to settle it, and --date-format settles it', async () => {
    const text = file({ issue_date: '03/04/2026' });
    expect((await read(text)).rejects[0]?.expected).toMatch(/--date-format mdy.*--date-format dmy/);
    expect((await read(text, { dateOrder: 'mdy' })).invoices[0]?.issueDate).toBe('2026-03-04');
    expect((await read(text, { dateOrder: 'dmy' })).invoices[0]?.issueDate).toBe('2026-04-03');
  });

  test('unknown status words are answered with the known ones', async () => {
    expect((await read(file({ status: 'x' }))).rejects[0]?.expected).toContain('Paid, Cancelled');
  });

  test.each([
    ['', 'issued'],
    ['Not sent', 'draft'],
    ['unsent', 'draft'],
    ['SCHEDULED', 'draft'],
    ['Viewed', 'issued'],
    ['pending', 'issued'],
    ['Partially-paid', 'issued'],
    ['overdue', 'issued'],
    ['Paid Offline', 'paid'],
    ['complete', 'paid'],
    ['Canceled', 'cancelled'],
    ['Cancelled', 'cancelled'],
    ['voided', 'cancelled'],
    ['Credited', 'cancelled'],
  ])('status %j is %s', async (status, state) => {
    expect((await read(file({ status }))).invoices[0]?.state).toBe(state);
  });

  test.each([
    ['10', '10'],
    ['10%', '10'],
    ['10.0', '10'],
    ['8.875 %', '8.875'],
    ['0', '0'],
    ['', '0'],
    ['100', '100'],
  ])('tax rate %j is %s', async (text, rate) => {
    expect((await read(file({ tax_rate: text }))).invoices[0]?.lines[0]?.taxRate.toFixed()).toBe(rate);
  });

  test.each([
    ['', 'milestone'],
    ['Milestone Payment', 'milestone'],
    ['STAND-ALONE', 'standalone'],
    ['Discount', 'discount'],
    ['surcharges', 'surcharge'],
  ])('line type %j is %s', async (text, type) => {
    const { invoices, notes } = await read(file({ line_type: text, amount: '-1' }));
    expect(invoices[0]?.lines[0]?.type).toBe(type);
    expect(notes).toEqual([]);
  });

  test('an unknown line type is "other", with a note', async () => {
    const { invoices, notes } = await read(file({ line_type: 'Gizmo' }));
    expect(invoices[0]?.lines[0]?.type).toBe('other');
    expect(notes).toMatchObject([{ recordId: 'INV-1', line: 2 }]);
    expect(notes[0]?.what).toContain('"Gizmo"');
  });

  test('values in messages are cut at 60 characters, never inside one', async () => {
    const { rejects } = await read(file({ amount: '😀'.repeat(80) }));
    expect(rejects[0]?.what).toBe(`"${'😀'.repeat(60)}…" is not a number.`);
  });
});

test('what is judged later is kept as it is', async () => {
  const names = [
    '.',
    'a'.repeat(600),
    'Smith: Ann',
    "O'Neil",
    'Zoë 😀',
    'tab\there',
    'line\nbreak',
    '\u0001bell',
  ];
  const rows = names.map((name, at) => ({
    invoice_number: `INV-${'9'.repeat(30)}-${at}`,
    customer_name: name,
    email: at % 2 ? '' : 'nonsense',
    amount: at % 3 ? '0.00' : '-5.00',
  }));
  const { invoices, rejects } = await read(file(...rows));
  expect(rejects).toEqual([]);
  expect(invoices.map(({ customer }) => customer.name)).toEqual(names);
});
