import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { heldBytes } from '../../src/source/file-bytes.ts';
import { textIn } from '../../src/source/file-text.ts';
import { eachValue, type FoundValue } from '../../src/source/json-text.ts';
import { amounts, plain, read } from './helpers.ts';

const line = (type: string, amount: unknown, more = {}) => ({ line_type: type, amount, ...more });
const invoice = (more = {}) => ({
  invoice_number: 'INV-1',
  customer_name: 'Acme',
  issue_date: '2026-01-05',
  lines: [line('milestone', '100.00')],
  ...more,
});
const payment = (more = {}) => ({
  payment_id: 'p1',
  date: '2026-02-01',
  amount: '150.00',
  applied: [{ invoice_number: 'INV-1', amount: '100.00' }],
  ...more,
});
const jsonl = (...objects: unknown[]) => objects.map((one) => `${JSON.stringify(one)}\n`).join('');

describe('invoices', () => {
  test('an object is an invoice; its lines keep their order', async () => {
    const lines = [
      line('milestone', '900.00', {
        description: 'Deposit',
        quantity: '2',
        unit_price: '450',
        tax_rate: '10',
      }),
      line('discount', '-100.00', { tax_rate: 10, tax_amount: '-10.00' }),
    ];
    const result = await read(
      jsonl(invoice({ invoice_id: 'a', total: '880.00', lines }), invoice({ invoice_number: 'B' })),
    );
    expect(result.rejects).toEqual([]);
    expect(result.understood[0]).toMatchObject({ format: 'jsonl', kind: 'invoice', encoding: 'utf-8' });
    expect(result.origins.map(({ line: at }) => at)).toEqual([1, 2]);
    expect(plain(result.invoices[0])).toMatchObject({
      sourceId: 'a',
      total: '880',
      lines: [
        { type: 'milestone', quantity: '2', unitPrice: '450', amount: '900', taxRate: '10' },
        { type: 'discount', amount: '-100', taxRate: '10', taxAmount: '-10' },
      ],
    });
  });

  test('keys are matched loosely, unknown ones are left alone', async () => {
    const object = {
      invoiceNumber: 'INV-1',
      Client: 'Acme',
      date: '2026-01-05',
      extra: { deep: [1] },
      lines: [{ Amount: '5', Qty: '1', note: null }],
    };
    const result = await read(jsonl(object));
    expect(result.rejects).toEqual([]);
    expect(result.understood[0]?.columns).toEqual([
      { name: 'invoiceNumber', field: 'invoice_number' },
      { name: 'Client', field: 'customer_name' },
      { name: 'date', field: 'issue_date' },
      { name: 'extra' },
      { name: 'lines[].Amount', field: 'amount' },
      { name: 'lines[].Qty', field: 'quantity' },
      { name: 'lines[].note' },
    ]);
  });

  test('a saved mapping holds for keys too', async () => {
    const object = { ...invoice(), invoice_number: undefined, beleg: 'R-1' };
    const { invoices } = await read(jsonl(object), { columns: { beleg: 'invoice_number' } });
    expect(invoices[0]?.number).toBe('R-1');
  });

  test('faults name the key path', async () => {
    const { rejects } = await read(
      jsonl(invoice({ lines: [line('milestone', '1'), line('milestone', 'x')] })),
    );
    expect(rejects).toMatchObject([
      { kind: 'invoice', column: 'lines[1].amount', line: 1, recordId: 'INV-1' },
    ]);
    expect(rejects[0]).not.toHaveProperty('columnNumber');
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no lines', { lines: [] }, 'no lines'],
    ['lines that are no list', { lines: 'x' }, 'not a list'],
    ['a line that is no object', { lines: ['x'] }, 'not an object'],
    ['an object for a text', { customer_name: { first: 'A' } }, 'a list or an object'],
    ['a tax amount beside the lines', { tax_amount: '10.00' }, 'beside the lines'],
    ['a total that does not fit', { total: '99' }, 'but total says 99.00'],
  ])('%s', async (_, more, what) => {
    const { invoices, rejects } = await read(jsonl(invoice({ invoice_number: 'INV-0' }), invoice(more)));
    expect(invoices.map(({ number }) => number)).toEqual(['INV-0']);
    expect(rejects).toMatchObject([{ kind: 'invoice', line: 2, recordId: 'INV-1' }]);
    expect(rejects[0]?.what).toContain(what);
  });

  test('two keys for one field: the canonical one wins, two others are refused', async () => {
    expect((await read(jsonl(invoice({ 'Invoice Number': 'X' })))).invoices[0]?.number).toBe('INV-1');
    const doubtful = { ...invoice({ 'Invoice No': 'X', invoiceNo: 'Y' }), invoice_number: undefined };
    expect((await read(jsonl(doubtful))).rejects[0]?.what).toContain('"Invoice No" and "invoiceNo"');
  });

  test('a rate beside the lines is theirs', async () => {
    const { invoices } = await read(jsonl(invoice({ tax_rate: '10', total: '110.00' })));
    expect(invoices[0]?.lines[0]?.taxRate.toFixed()).toBe('10');
  });

  test.each([
    ['by number', {}, {}],
    ['by id', { invoice_id: 'a' }, { invoice_id: 'a' }],
    ['by number under two ids', { invoice_id: 'a' }, { invoice_id: 'b' }],
  ])('twice in a file, %s: the second is refused', async (_, one, other) => {
    const { invoices, rejects } = await read(jsonl(invoice(one), invoice(other)));
    expect(invoices).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 2, recordId: 'INV-1' }]);
  });

  test('flat objects are rows', async () => {
    const { lines, ...head } = invoice();
    expect(lines).toHaveLength(1);
    const result = await read(jsonl({ ...head, amount: '1' }, { ...head, amount: '2' }));
    expect(amounts(result)).toEqual(['1.00', '2.00']);
  });

  test('a flat object of a wrong shape takes its invoice with it', async () => {
    const row = { invoice_number: 'INV-1', customer_name: 'Acme', issue_date: '2026-01-05', amount: '1' };
    const other = { ...row, invoice_number: 'B' };
    const { invoices, rejects } = await read(jsonl(row, other, { ...row, amount: ['2'] }));
    expect(invoices.map(({ number }) => number)).toEqual(['B']);
    expect(rejects).toMatchObject([{ line: 3, column: 'amount', recordId: 'INV-1' }]);
  });

  test('an object without number says nothing of the one before', async () => {
    const { invoices, rejects } = await read(jsonl(invoice(), { lines: [line('milestone', '1')] }));
    expect(invoices).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 2, column: 'invoice_number' }]);
  });

  test('keys that are missing', async () => {
    const { rejects } = await read(
      jsonl({ lines: [{ amount: '1' }], customer_name: 'A', issue_date: '2026-01-01' }),
    );
    expect(rejects).toMatchObject([{ kind: 'file', line: 1 }]);
    expect(rejects[0]?.what).toContain('invoice_number');
    expect(rejects[0]?.what).toContain('"lines[].amount"');
  });
});

describe('numbers', () => {
  test.each([
    ['1200.10', '1200.10'],
    ['0.1', '0.10'],
    ['-5', '-5.00'],
    ['1.2e3', '1200.00'],
    ['9999999999999.99', '9999999999999.99'],
    ['1200.100', '1200.10'],
  ])('%s is taken as it stands', async (text, expected) => {
    const body = JSON.stringify(invoice({ lines: [line('milestone', 'HERE')] })).replace('"HERE"', text);
    expect(amounts(await read(body))).toEqual([expected]);
  });

  test.each(['99999999999999.99', '1e40', '0.001', '1e999999999'])('%s is refused', async (text) => {
    const body = JSON.stringify(invoice({ lines: [line('milestone', 'HERE')] })).replace('"HERE"', text);
    expect((await read(body)).rejects).toMatchObject([{ column: 'lines[0].amount' }]);
  });

  test('a number may be an invoice number', async () => {
    expect((await read(jsonl(invoice({ invoice_number: 19 })))).invoices[0]?.number).toBe('19');
  });
});

describe('payments', () => {
  test('may be more than what is applied', async () => {
    const { payments, rejects } = await read(jsonl(payment({ integrated: true, fee: 1.5 })));
    expect(rejects).toEqual([]);
    expect(plain(payments)).toEqual([
      {
        kind: 'payment',
        sourceId: 'p1',
        date: '2026-02-01',
        integrated: true,
        state: 'received',
        amount: '150',
        applied: [{ invoiceNumber: 'INV-1', amount: '100' }],
        fee: '1.5',
      },
    ]);
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['less than what is applied', { amount: '99.99' }, 'amount', '99.99, but 100.00'],
    ['applied to nothing, customer unknown', { applied: [] }, '', 'whose money'],
    ['zero', { amount: '0', applied: [], customer_id: 'c' }, 'amount', 'zero'],
    ['nothing applied', { applied: [{ invoice_number: 'I', amount: '0' }] }, 'applied[0].amount', 'zero'],
    [
      'an application without invoice',
      { applied: [{ amount: '1' }] },
      'applied[0].invoice_number',
      'missing',
    ],
    ['an invoice beside the list', { invoice_number: 'INV-9' }, 'invoice_number', 'beside the list'],
    ['no amount', { amount: null }, 'amount', 'missing'],
    [
      'the same twice',
      {
        applied: [
          { invoice_number: 'I', amount: '1' },
          { invoice_number: 'I', amount: '1' },
        ],
      },
      'applied[1].invoice_number',
      'twice',
    ],
  ])('%s', async (_, more, column, what) => {
    const { payments, rejects } = await read(jsonl(payment({ payment_id: 'p0' }), payment(more)));
    expect(payments.map(({ sourceId }) => sourceId)).toEqual(['p0']);
    expect(rejects[0]).toMatchObject({ kind: 'payment', line: 2, recordId: 'p1' });
    if (column) expect(rejects[0]?.column).toBe(column);
    expect(rejects[0]?.what).toContain(what);
  });

  test('a credit with a customer', async () => {
    const { payments } = await read(jsonl(payment({ applied: [], customer_id: 'c' })));
    expect(plain(payments[0])).toMatchObject({ customerId: 'c', amount: '150', applied: [] });
  });

  test('twice in a file', async () => {
    const { payments, rejects } = await read(jsonl(payment(), payment()));
    expect(payments).toHaveLength(1);
    expect(rejects).toMatchObject([{ line: 2, recordId: 'p1' }]);
  });
});

describe('the shape of the file', () => {
  test.each([
    ['an array', JSON.stringify([invoice(), invoice({ invoice_number: 'B' })], null, 2), [2, 13]],
    ['one object over many lines', `\n${JSON.stringify(invoice(), null, 2)}\n`, [2]],
    [
      'lines with blank ones and CRLF',
      jsonl(invoice(), invoice({ invoice_number: 'B' })).replaceAll('\n', '\r\n\r\n'),
      [1, 3],
    ],
  ])('%s', async (_, text, lines) => {
    const { origins, rejects } = await read(text, {}, 'in.json');
    expect(rejects).toEqual([]);
    expect(origins.map(({ line: at }) => at)).toEqual(lines);
  });

  test('a bad line is named with its place; the others are kept', async () => {
    const bad = '{"invoice_number": "X", customer_name: 1}';
    const { invoices, rejects } = await read(
      `${jsonl(invoice())}${bad}\n${jsonl(invoice({ invoice_number: 'B' }))}`,
    );
    expect(invoices.map(({ number }) => number)).toEqual(['INV-1', 'B']);
    expect(rejects).toMatchObject([{ line: 2 }]);
    expect(rejects[0]?.what).toContain('position 25 of the line');
  });

  test('an array that breaks off: what came before is kept', async () => {
    const text = JSON.stringify([invoice(), invoice({ invoice_number: 'B' })], null, 1).slice(0, -20);
    const { invoices, rejects } = await read(text);
    expect(invoices.map(({ number }) => number)).toEqual(['INV-1']);
    expect(rejects).toHaveLength(1);
  });

  test.each(['1\n"x"\n', '[1, 2]', 'null'])('values that are no objects: %j', async (text) => {
    const { records, rejects } = await read(text, {}, 'in.jsonl');
    expect(records).toEqual([]);
    expect(rejects.length).toBeGreaterThan(0);
  });

  test('a file that is something else has one fault', async () => {
    expect((await read('hello\nworld\n', {}, 'in.jsonl')).rejects).toHaveLength(1);
  });

  test('a key that is written twice', async () => {
    const text =
      '{"invoice_number":"A","customer_name":"B","issue_date":"2026-01-01","amount":"1","amount":"2"}';
    const { rejects, records } = await read(text);
    expect(records).toEqual([]);
    expect(rejects[0]?.what).toContain('position 82 of the line: the key "amount" is written twice');
  });

  test.each([
    ['a key without quotes', '[\n{a: 1}]', 2, 'position 2 of the line: "a" does not belong there'],
    ['a comma too many', '[1,\n2,]', 2, 'position 3 of the line: "]" does not belong there'],
    ['a wrong bracket', '[1}', 1, 'position 3 of the line: "}" does not belong there'],
    ['no closing bracket', '[1\n', 2, 'position 1 of the line: it ends too early'],
    ['an open quote at the end', '[\n"a]', 2, 'position 4 of the line: it ends too early'],
    ['an open quote before the end', '["a\n", 1]', 1, 'the line ends inside a text in quotes'],
    ['a control character', '["\u0001"]', 1, 'position 3 of the line: there is a control character'],
    ['a missing comma', '["a" "b"]', 1, 'position 6 of the line: a quote does not belong there'],
    ['something after the array', '[1]\n\n x', 3, 'position 2 of the line: "x" does not belong there'],
    ['values nested too deep', '['.repeat(100_000), 1, 'nested too deep'],
  ])('%s: the place is named in plain words', async (_, text, line, what) => {
    const { rejects } = await read(text, {}, 'in.json');
    const fault = rejects.find((one) => one.what.startsWith(`Line ${line} is not JSON, at position`));
    expect(fault).toMatchObject({ kind: 'file', line });
    expect(fault?.what).toContain(what);
  });

  test('the key __proto__ is a key like any other', async () => {
    const { understood } = await read('{"__proto__": {"amount": "1"}}', { kind: 'payment' });
    expect(understood[0]?.columns).toEqual([{ name: '__proto__' }]);
  });
});

/** The values of a text, and what is wrong where it breaks off. */
async function valuesOf(text: string) {
  const values: FoundValue[] = [];
  const fault = await eachValue(textIn(heldBytes(Buffer.from(text)), 'utf-8', 0), (value) =>
    values.push(value),
  );
  return { values, fault };
}

describe('the items of an array', () => {
  test('are all found, each on its line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.json()), fc.constantFrom('\n', '\r\n', '\r'), async (items, end) => {
        const { values, fault } = await valuesOf(`[${end}${items.join(`,${end}`)}${end}]`);
        expect(fault).toBeUndefined();
        expect(values.map(({ line }) => line)).toEqual(items.map((_, at) => at + 2));
      }),
    );
  });

  test('are refused where they are not JSON, whatever the signs stand like', async () => {
    const noise = fc.string({
      unit: fc.constantFrom(...'{}[]",:\\1 \n'.split(''), '"a":1', 'null', '"a"'),
    });
    await fc.assert(
      fc.asyncProperty(noise, async (inner) => {
        const text = `[${inner}]`;
        const { fault } = await valuesOf(text);
        if (fault?.what.includes('written twice')) return;
        expect(fault === undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
