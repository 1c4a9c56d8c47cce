import { afterEach, expect, test } from 'vitest';
import { handle } from '../../src/sandbox/index.ts';
import type { JsonObject } from '../../src/sandbox/index.ts';
import { objectOf, textOf } from '../../src/sandbox/json.ts';
import { pdfDocument } from '../../src/sandbox/pdf/document.ts';
import { fontText } from '../../src/sandbox/pdf/text.ts';
import { Client, faultOf, idOf, line, linked, ref } from './client.ts';
import type { Options } from './client.ts';

let client: Client;
afterEach(() => client.close());

const PDF = { accept: 'application/pdf' };

/** The file as it is sent: one character a byte. */
function pdf(entity: string, id: unknown): string {
  const answer = handle(client.sandbox, {
    method: 'GET',
    path: `/v3/company/${client.realmId}/${entity}/${String(id)}/pdf`,
    query: new URLSearchParams(),
    headers: { authorization: `Bearer ${client.access}`, ...PDF },
    body: '',
  });
  expect(answer.status).toBe(200);
  expect(answer.headers['Content-Type']).toBe('application/pdf');
  return Buffer.from(answer.body).toString('latin1');
}

/** The texts that a file shows, in the order of the file. */
const texts = (file: string): string =>
  [...file.matchAll(/\((.*)\) Tj/g)].map(([, text = '']) => text.replace(/\\(.)/g, '$1')).join('\n');

/** Every entry of the cross-reference table must lead to the object of its number. */
function checkStructure(file: string): void {
  expect(file.startsWith('%PDF-1.4\n')).toBe(true);
  expect(file.endsWith('%%EOF\n')).toBe(true);
  const start = Number(/startxref\n(\d+)\n/.exec(file)?.[1]);
  const table = file.slice(start);
  const [, size = '0'] = /^xref\n0 (\d+)\n/.exec(table) ?? [];
  const entries = [...table.matchAll(/^(\d{10}) (\d{5}) ([nf]) $/gm)];
  expect(entries).toHaveLength(Number(size));
  for (const [number, [, offset, , kind]] of entries.entries()) {
    if (kind === 'n') expect(file.slice(Number(offset)).startsWith(`${number} 0 obj\n`)).toBe(true);
  }
  for (const found of file.matchAll(/\/Length (\d+) >>\nstream\n/g)) {
    const end = found.index + found[0].length + Number(found[1]);
    expect(file.slice(end).startsWith('endstream\nendobj\n')).toBe(true);
  }
}

function invoice(lines: readonly JsonObject[], options: Options = {}, name = 'Ada (Solar) Ltd'): JsonObject {
  client = new Client(options);
  const customer = client.made('Customer', {
    DisplayName: name,
    BillAddr: { Line1: '1 Main Street', City: 'Fresno', CountrySubDivisionCode: 'CA', PostalCode: '93704' },
  });
  return client.made('Invoice', {
    CustomerRef: ref(customer.Id),
    DocNumber: 'S-77',
    TxnDate: '2026-03-01',
    Line: lines,
    CustomerMemo: { value: 'Thank you!' },
  });
}

test('an invoice is a file with company, customer, number, date, lines, totals and balance', () => {
  const row = invoice([{ ...line(1234.5, { Qty: 3, UnitPrice: 411.5 }), Description: 'Panels \\ "A"' }]);
  client.made('Payment', { CustomerRef: row.CustomerRef, TotalAmt: 34.5, Line: [linked(row.Id, 34.5)] });
  const file = pdf('invoice', row.Id);
  checkStructure(file);
  const shown = texts(file);
  const wanted = [
    'INVOICE',
    'Ada (Solar) Ltd',
    '1 Main Street',
    'Fresno CA 93704',
    'S-77',
    '2026-03-01',
    'Services',
  ];
  for (const text of [
    ...wanted,
    'Panels \\ "A"',
    '411.5',
    '1,234.50',
    '1,200.00',
    'Thank you!',
    'Page 1 of 1',
  ]) {
    expect(shown).toContain(text);
  }
  expect(shown).toMatch(/BALANCE DUE +1,200\.00/);
});

test('tax stands between the lines and the total', () => {
  const row = invoice([line(100, { TaxCodeRef: ref('2') })], { country: 'AU' });
  const shown = texts(pdf('invoice', row.Id));
  expect(shown).toMatch(/Subtotal +100\.00\n.*10\.00\n *TOTAL +110\.00/);
});

test('as many pages as the lines need', () => {
  const row = invoice(
    Array.from({ length: 120 }, (_, at) => ({ ...line(1), Description: `Line number ${at}` })),
  );
  const file = pdf('invoice', row.Id);
  checkStructure(file);
  const pages = Number(/\/Count (\d+)/.exec(file)?.[1]);
  expect(pages).toBeGreaterThan(2);
  expect([...file.matchAll(/\/Type \/Page /g)]).toHaveLength(pages);
  const shown = texts(file);
  for (let at = 0; at < 120; at++) expect(shown).toContain(`Line number ${at}`);
});

test('a voided invoice says so', () => {
  const row = invoice([line(50)]);
  client.post('invoice', { Id: row.Id, SyncToken: '0' }, { operation: 'void' });
  expect(texts(pdf('invoice', row.Id))).toContain('INVOICE (VOIDED)');
});

test('a payment shows what it was applied to', () => {
  const row = invoice([line(50)]);
  const payment = client.made('Payment', {
    CustomerRef: row.CustomerRef,
    TotalAmt: 60,
    PaymentRefNum: '4711',
    Line: [linked(row.Id, 50)],
  });
  const file = pdf('payment', payment.Id);
  checkStructure(file);
  expect(texts(file)).toMatch(
    /PAYMENT RECEIPT[^]*4711[^]*Invoice S-77 +50\.00[^]*TOTAL +60\.00\n *NOT APPLIED +10\.00/,
  );
});

test.each(['SalesReceipt', 'CreditMemo', 'RefundReceipt'])('%s has one too', (entity) => {
  const { CustomerRef } = invoice([line(50)]);
  const bank = client.rows('Account', "WHERE AccountType = 'Bank'")[0];
  const form = client.made(entity, {
    CustomerRef,
    Line: [line(25)],
    ...(entity === 'RefundReceipt' ? { DepositToAccountRef: ref(bank?.Id) } : {}),
  });
  const file = pdf(entity.toLowerCase(), form.Id);
  checkStructure(file);
  expect(texts(file)).toMatch(/TOTAL +25\.00/);
});

test('letters that the fonts lack are replaced, and nothing in a text breaks the file', () => {
  expect(fontText('Zoë – 10 € „Ångström“ Łódź 日本')).toBe(
    'Zo\xeb \x96 10 \x80 \x84\xc5ngstr\xf6m\x93 ?\xf3dz ??',
  );
  const row = invoice([{ ...line(1), Description: ') Tj ET\nendstream\n(\\' }], {}, 'Żółw');
  const file = pdf('invoice', row.Id);
  checkStructure(file);
  expect(texts(file)).toContain(') Tj ET');
});

test('a document without any text is a file too', () => {
  client = new Client();
  checkStructure(Buffer.from(pdfDocument('', [[]])).toString('latin1'));
});

test('Accept without application/pdf: both readings', () => {
  const { Id } = invoice([line(1)]);
  const ask = () => client.call('GET', `invoice/${idOf({ Id })}/pdf`);
  expect(faultOf(ask())).toMatchObject({ status: 400, code: '500' });
  client.control('company', { readings: { pdfWithoutAccept: 'send' } });
  expect(ask().status).toBe(200);
});

test.each([
  ['invoice/99999/pdf', '610'],
  ['invoice/x/pdf', '2030'],
  ['customer/1/pdf', '500'],
  ['nothing/1/pdf', '500'],
])('refuses %s', (path, code) => {
  client = new Client();
  const reply = client.call('GET', path, undefined, {
    headers: { accept: 'application/pdf, application/json' },
  });
  expect(faultOf(reply)).toMatchObject({ status: 400, code });
});

test('an invoice has a link for its customer only when a read asks for it', () => {
  const { Id } = invoice([line(50)]);
  expect(client.get('Invoice', Id).InvoiceLink).toBeUndefined();
  const reply = client.call('GET', `invoice/${idOf({ Id })}`, undefined, {
    query: { include: 'invoiceLink' },
  });
  const link = new URL(textOf(objectOf(reply.body.Invoice).InvoiceLink) ?? '');
  const page = client.raw('GET', link.pathname);
  expect([page.status, page.headers['Content-Type']]).toEqual([200, 'application/pdf']);
  expect(client.raw('GET', link.pathname.replace(/-[0-9a-f]{64}$/, `-${'0'.repeat(64)}`)).status).toBe(404);
  client.post('invoice', { Id, SyncToken: '0' }, { operation: 'delete' });
  expect(client.raw('GET', link.pathname).status).toBe(404);
});
