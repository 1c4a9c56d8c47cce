import { describe, expect, test } from 'vitest';
import { readColumns } from '../../src/source/columns.ts';
import { fieldsOf } from '../../src/source/fields.ts';
import { matchHeading } from '../../src/source/headings.ts';
import { csv, read } from './helpers.ts';

describe('headings of invoices', () => {
  test.each([
    ['Invoice Number', 'invoice_number'],
    ['invoice_no', 'invoice_number'],
    ['INV #', 'invoice_number'],
    ['Inv. No.', 'invoice_number'],
    ['INVOICENO', 'invoice_number'],
    ['invoiceNumber', 'invoice_number'],
    ['Invoice', 'invoice_number'],
    ['Invoice-ID', 'invoice_id'],
    ['Customer', 'customer_name'],
    ['Client Name', 'customer_name'],
    ['Bill To', 'customer_name'],
    ['Client ID', 'customer_id'],
    ['First Name', 'first_name'],
    ['Surname', 'last_name'],
    ['Business Name', 'company'],
    ['E-mail', 'email'],
    ['Customer E-Mail Address', 'email'],
    ['Mobile', 'phone'],
    ['Phone No.', 'phone'],
    ['Street Address', 'address_line1'],
    ['Billing City', 'city'],
    ['Suburb', 'city'],
    ['Province', 'state'],
    ['Zip', 'postal_code'],
    ['ZIP Code', 'postal_code'],
    ['Postcode', 'postal_code'],
    ['Date', 'issue_date'],
    ['Invoice Date', 'issue_date'],
    ['Due', 'due_date'],
    ['Due Date', 'due_date'],
    ['Invoice Status', 'status'],
    ['Line Type', 'line_type'],
    ['Qty', 'quantity'],
    ['Price', 'unit_price'],
    ['Unit Price ($)', 'unit_price'],
    ['AMOUNT', 'amount'],
    ['Amount (USD)', 'amount'],
    ['Amount ex GST', 'amount'],
    ['Tax %', 'tax_rate'],
    ['GST rate', 'tax_rate'],
    ['VAT %', 'tax_rate'],
    ['HST/GST Rate', 'tax_rate'],
    ['GST', 'tax_amount'],
    ['Tax Amount', 'tax_amount'],
    ['Invoice Total', 'total'],
    ['Project', 'project_name'],
    ['Job No', 'project_id'],
  ])('%s is %s', (heading, field) => {
    expect(matchHeading(heading, 'invoice')?.field).toBe(field);
  });

  test.each(['Amount inc GST', 'Gross', 'Balance', 'Notes', '', 'constructor', '__proto__', 'Amount Paid'])(
    '%j names no field',
    (heading) => {
      expect(matchHeading(heading, 'invoice')).toBeUndefined();
    },
  );
});

test.each([
  ['Payment ID', 'payment_id'],
  ['Transaction ID', 'payment_id'],
  ['Receipt No.', 'payment_id'],
  ['Invoice #', 'invoice_number'],
  ['Date Paid', 'date'],
  ['Payment Date', 'date'],
  ['Amount Received', 'amount'],
  ['Payment Method', 'method'],
  ['Cheque No', 'reference'],
  ['Processing Fee', 'fee'],
  ['Integrated?', 'integrated'],
])('of payments: %s is %s', (heading, field) => {
  expect(matchHeading(heading, 'payment')?.field).toBe(field);
});

test.each(['invoice', 'payment'] as const)('every canonical %s column names itself', (kind) => {
  for (const field of fieldsOf(kind)) {
    expect(matchHeading(field, kind)).toEqual({ field, rank: 'exact' });
    expect(matchHeading(field.replaceAll('_', ' ').toUpperCase(), kind)?.field).toBe(field);
  }
});

describe('the kind of a file', () => {
  test.each([
    ['Invoice No,Customer,Date,Amount', 'invoice'],
    ['ID,Invoice No,Customer,Date,Amount', 'invoice'],
    ['Payment ID,Invoice,Date,Amount', 'payment'],
    ['ID,Invoice,Payment Date,Amount,Method', 'payment'],
    ['Payment ID,Invoice,Customer,Date,Amount', 'payment'],
    // A payment list without ids must not pass for invoices.
    ['Invoice,Customer,Date,Amount,Method', 'payment'],
    ['invoice_number,date,amount,method', 'payment'],
  ])('%s: %s', (header, kind) => {
    expect(readColumns(header.split(','), {}).kind).toBe(kind);
  });

  test('cannot be told', async () => {
    const { rejects, understood } = await read('Number,Date,Amount\n1,2026-01-01,5\n');
    expect(understood).toEqual([]);
    expect(rejects).toMatchObject([{ kind: 'file', line: 1 }]);
    expect(rejects[0]?.what).toContain('cannot be told');
  });

  test('what the user says wins', () => {
    expect(readColumns(['Payment ID', 'Invoice', 'Date', 'Amount'], { kind: 'invoice' })).toMatchObject({
      ok: false,
      kind: 'invoice',
    });
  });
});

describe('two columns for one field', () => {
  test('are refused by name', async () => {
    const { rejects, records } = await read(
      csv('Invoice No,Inv #,Customer,Date,Amount', '1,2,Acme,2026-01-05,1.00'),
    );
    expect(records).toEqual([]);
    expect(rejects).toMatchObject([{ kind: 'file', line: 1 }]);
    expect(rejects[0]?.what).toContain('"Invoice No" and "Inv #"');
  });

  test('the exact canonical name wins, the other is not used', async () => {
    const { invoices, understood } = await read(
      csv('invoice_number,Inv #,Customer,Date,Amount', '1,2,Acme,2026-01-05,1.00'),
    );
    expect(invoices[0]?.number).toBe('1');
    expect(understood[0]?.columns[1]).toEqual({ name: 'Inv #' });
  });

  test('one canonical name twice', () => {
    expect(readColumns(['amount', 'Amount', 'customer', 'date', 'invoice_number'], {}).ok).toBe(false);
  });

  test('a column that numbers the rows gives way', async () => {
    const { invoices } = await read(csv('#,Invoice No,Customer,Date,Amount', '1,INV-7,Acme,2026-01-05,1.00'));
    expect(invoices[0]?.number).toBe('INV-7');
  });
});

describe('a saved mapping', () => {
  const text = csv('Beleg,Kunde,Datum,Betrag,Amount', 'R-1,Acme,2026-01-05,7.00,9.00');
  const columns = { Beleg: 'invoice_number', kunde: 'customer_name', Datum: 'issue_date', Betrag: 'amount' };

  test('wins over guesses', async () => {
    const { invoices, understood } = await read(text, { columns });
    expect(invoices[0]).toMatchObject({ number: 'R-1', customer: { name: 'Acme' } });
    expect(invoices[0]?.lines[0]?.amount.toFixed(2)).toBe('7.00');
    expect(understood[0]?.columns).toEqual([
      { name: 'Beleg', field: 'invoice_number' },
      { name: 'Kunde', field: 'customer_name' },
      { name: 'Datum', field: 'issue_date' },
      { name: 'Betrag', field: 'amount' },
      { name: 'Amount' },
    ]);
  });

  test('can leave a column out', async () => {
    const two = csv('Invoice No,Inv #,Customer,Date,Amount', '1,2,Acme,2026-01-05,1.00');
    expect((await read(two, { columns: { 'Inv #': 'ignore' } })).invoices[0]?.number).toBe('1');
  });

  test('may name headings that this file does not have', async () => {
    expect((await read(text, { columns: { ...columns, Nirgends: 'email' } })).rejects).toEqual([]);
  });

  test('that names no field is refused', async () => {
    const { rejects } = await read(text, { columns: { Beleg: 'number' } });
    expect(rejects).toMatchObject([{ kind: 'file' }]);
    expect(rejects[0]?.what).toContain('"number"');
  });

  test('that gives one field two columns is refused', async () => {
    const { rejects } = await read(text, { columns: { ...columns, Amount: 'amount' } });
    expect(rejects[0]?.what).toContain('"Betrag" and "Amount"');
  });
});

describe('columns that are missing', () => {
  const full = ['invoice_number', 'customer_name', 'issue_date', 'amount', 'line_type'];
  test.each(['invoice_number', 'customer_name', 'issue_date', 'amount'])(
    'invoice file without %s',
    async (gone) => {
      const { rejects, understood } = await read(
        `${full.filter((name) => name !== gone).join(',')}\n1,2,3,4\n`,
      );
      expect(understood).toHaveLength(1);
      expect(rejects).toMatchObject([{ kind: 'file', line: 1 }]);
      expect(rejects[0]?.what).toContain(gone);
      expect(rejects[0]?.what).toContain('"line_type"');
      expect(rejects[0]?.expected).toContain(`--columns "Your heading=${gone}"`);
    },
  );

  test.each([
    ['first_name,last_name', 'Ann,Lee', 'Ann Lee'],
    ['company', 'Acme', 'Acme'],
  ])('the customer may be %s', async (header, value, name) => {
    const text = csv(`invoice_number,${header},issue_date,amount`, `1,${value},2026-01-05,1.00`);
    expect((await read(text)).invoices[0]?.customer.name).toBe(name);
  });

  test('a first name alone is no customer', () => {
    expect(readColumns(['invoice_number', 'first_name', 'issue_date', 'amount'], {}).ok).toBe(false);
  });

  test('payments without an id say why one is needed', async () => {
    const { rejects } = await read('invoice_number,date,amount,method\nINV-1,2026-01-05,5,card\n');
    expect(rejects).toMatchObject([{ kind: 'file' }]);
    expect(rejects[0]?.what).toContain('payment_id');
    expect(rejects[0]?.what).toContain('cannot be told from a second one');
  });

  test('columns that are not used are listed without a field', async () => {
    const { understood } = await read(csv('Invoice,Customer,Date,Amount,Notes', '1,A,2026-01-05,1,hi'));
    expect(understood[0]?.columns.at(-1)).toEqual({ name: 'Notes' });
  });
});
