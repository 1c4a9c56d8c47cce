import { fc } from '../support/property.ts';
import { expect, test } from 'vitest';
import { decimal, moneyText, percentOf, plainText, sum, toCents } from '../../src/domain/money.ts';
import { INVOICE_FIELDS, type InvoiceField } from '../../src/source/fields.ts';
import { plain, read } from './helpers.ts';

/** Other spellings of the headings, as exports have them. */
const SPELLINGS: Partial<Record<InvoiceField, readonly string[]>> = {
  invoice_number: ['Invoice Number', 'invoice_no', 'INV #', 'Inv. No.'],
  customer_name: ['Customer', 'Client Name'],
  email: ['E-mail', 'Email Address'],
  issue_date: ['Date', 'Invoice Date', 'ISSUE DATE'],
  due_date: ['Due'],
  postal_code: ['Zip', 'Postcode'],
  tax_rate: ['Tax %', 'GST rate'],
  quantity: ['Qty'],
  unit_price: ['Price'],
  amount: ['Amount', 'Line Amount'],
  total: ['Total', 'Invoice Total'],
};

const word = fc
  .string({
    unit: fc.constantFrom('a', 'Z', ' ', 'é', '😀', ',', ';', '\t', '"', "'", ':', '\n', '\r\n', '-'),
  })
  .map((text) => text.trim());
const name = word.map((text) => text || 'Acme');
const cents = fc.integer({ min: -99_999_999, max: 999_999_999 }).map((n) => decimal(String(n)).div(100));
const rate = fc.constantFrom('0', '5', '8.875', '10', '13', '20').map(decimal);
const day = fc
  .integer({ min: 0, max: 330 })
  .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));

const line = fc.record({
  line_type: fc.constantFrom('milestone', 'standalone', 'surcharge', 'other'),
  description: word,
  amount: cents,
  tax_rate: rate,
});
const invoice = fc.record({
  customer_id: fc.constantFrom('', 'cus_1', 'cus_2'),
  customer_name: name,
  company: word,
  email: fc.constantFrom('', 'a@example.com', 'not an e-mail'),
  city: word,
  postal_code: fc.constantFrom('', '00501', 'BS1 4DJ'),
  issue_date: day,
  due_date: fc.option(day, { nil: '' }),
  currency: fc.constantFrom('', 'USD', 'AUD'),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
});
type Made = Omit<typeof invoice extends fc.Arbitrary<infer T> ? T : never, never>;

const layout = fc.record({
  order: fc.shuffledSubarray([...INVOICE_FIELDS], { minLength: INVOICE_FIELDS.length }),
  spelling: fc.nat(),
  delimiter: fc.constantFrom(',', ';', '\t'),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  encoding: fc.constantFrom('plain', 'bom', 'utf16le', 'utf16be'),
  quoteAll: fc.boolean(),
  apart: fc.boolean(),
  id: fc.boolean(),
});

const totalOf = ({ lines }: Made) =>
  sum(lines.map(({ amount, tax_rate }) => amount.plus(toCents(percentOf(amount, tax_rate)))));

function rowsOf(made: Made, at: number, id: boolean): Partial<Record<InvoiceField, string>>[] {
  const { lines, ...head } = made;
  return lines.map((one) => ({
    ...head,
    invoice_id: id ? `inv_${at}` : '',
    invoice_number: `INV-${at}`,
    line_type: one.line_type,
    description: one.description,
    amount: moneyText(one.amount),
    tax_rate: plainText(one.tax_rate),
    total: moneyText(totalOf(made)),
  }));
}

test('invoices survive any quoting, delimiter, line end, encoding, order of columns and spelling of headings', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(invoice, { minLength: 1, maxLength: 5 }), layout, async (all, how) => {
      const groups = all.map((made, at) => rowsOf(made, at, how.id));
      const deepest = Math.max(...groups.map((group) => group.length));
      const rows = how.apart
        ? Array.from({ length: deepest }, (_, at) =>
            groups.flatMap((group) => group.slice(at, at + 1)),
          ).flat()
        : groups.flat();
      const heading = (field: InvoiceField) => {
        const names = [field, ...(SPELLINGS[field] ?? [])];
        return names[how.spelling % names.length] ?? field;
      };
      const cell = (text: string) =>
        how.quoteAll || /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      const table = [
        how.order.map(heading),
        ...rows.map((row) => how.order.map((field) => row[field] ?? '')),
      ];
      const text = table.map((cells) => cells.map(cell).join(how.delimiter)).join(how.end) + how.end;
      const { invoices, rejects } = await read(encoded(text, how.encoding));
      expect(rejects).toEqual([]);
      expect(plain(invoices)).toEqual(all.map((made, at) => expected(made, at, how.id)));
    }),
    { numRuns: 200 },
  );
});

function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'plain') return Buffer.from(text);
  if (encoding === 'bom') return Buffer.from(`\ufeff${text}`);
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf16le' ? bytes : bytes.swap16();
}

const given = (key: string, text: string | null) => (text ? { [key]: text } : {});

function expected(made: Made, at: number, id: boolean): unknown {
  return {
    kind: 'invoice',
    ...(id ? { sourceId: `inv_${at}` } : {}),
    number: `INV-${at}`,
    customer: {
      ...given('sourceId', made.customer_id),
      name: made.customer_name,
      ...given('company', made.company),
      ...given('email', made.email),
      address: { ...given('city', made.city), ...given('postalCode', made.postal_code) },
    },
    issueDate: made.issue_date,
    ...given('dueDate', made.due_date),
    state: 'issued',
    ...given('currency', made.currency),
    lines: made.lines.map((one) => ({
      type: one.line_type,
      description: one.description,
      amount: plainText(one.amount),
      taxRate: plainText(one.tax_rate),
    })),
    total: plainText(totalOf(made)),
  };
}

test('payments survive, to the cent', async () => {
  const amount = fc.integer({ min: 1, max: 999_999_999_999 }).map((n) => decimal(String(n)).div(100));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(amount, { minLength: 1, maxLength: 4 }), { minLength: 1 }),
      async (all) => {
        const rows = all.flatMap((parts, id) =>
          parts.map((part, at) => `p${id},INV-${at},2026-01-05,${moneyText(part)}`),
        );
        const { payments, rejects } = await read(
          `Payment ID,Invoice #,Date Paid,Amount\n${rows.join('\n')}\n`,
        );
        expect(rejects).toEqual([]);
        expect(payments.map((one) => moneyText(one.amount))).toEqual(
          all.map((parts) => moneyText(sum(parts))),
        );
        expect(payments.map(({ applied }) => applied.map((one) => moneyText(one.amount)))).toEqual(
          all.map((parts) => parts.map(moneyText)),
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('any bytes end in events, never in an error', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', ',', '"', '\n', '\r', '{', '[', ']', '}', ':', '1', 'é', '\0'),
  });
  const header = fc.constantFrom(
    '',
    'invoice_number,customer_name,issue_date,amount\n',
    'payment_id,date,amount\n',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array(),
        fc.tuple(header, text).map(([a, b]) => Buffer.from(a + b)),
      ),
      async (bytes) => {
        const { records, rejects } = await read(bytes);
        for (const reject of rejects) expect(reject.line).toBeGreaterThan(0);
        expect(records.length).toBeLessThanOrEqual(bytes.length);
      },
    ),
    { numRuns: 300 },
  );
});
