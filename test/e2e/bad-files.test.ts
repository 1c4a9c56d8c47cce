import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { problemOf, standings } from '../support/company.ts';
import { invoicesCsv, type InvoiceRow } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const imported = z.object({
  files: z.array(z.object({ encoding: z.string().nullable(), records: z.number() })),
  rejects: z.array(
    z.object({
      line: z.number(),
      column: z.string().nullable(),
      record: z.string().nullable(),
      what: z.string(),
      expected: z.string(),
    }),
  ),
});

async function importText(text: string | Uint8Array, name = 'export.csv', ...more: string[]) {
  const path = space.file(name, text);
  const ran = await space.json(['import', path, ...more]);
  return { exit: ran.exit, ...imported.parse(ran.body) };
}

describe('a file that cannot be read', () => {
  test.each([
    { what: 'is not there', path: 'missing.csv', says: 'does not exist' },
    { what: 'is below a file', path: 'export.csv/inner.csv', says: 'does not exist' },
    { what: 'cannot be read', path: '/proc/self/mem', says: 'cannot be read' },
  ])('$what: named, exit 2, and nothing of the other files is kept', async ({ path, says }) => {
    const good = space.file('export.csv', invoicesCsv({}));
    const problem = await problemOf(space, ['import', good, path]);
    expect(problem).toMatchObject({ code: 'SOURCE_FILE', exit: 2 });
    expect(problem.reason).toContain(says);
    expect(problem.reason).toContain(path);
    expect((await standings(space)).size).toBe(0);
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('may not be read', async () => {
    const path = space.file('secret.csv', invoicesCsv({}));
    chmodSync(path, 0o000);
    expect(await problemOf(space, ['import', path])).toMatchObject({ code: 'SOURCE_FILE', exit: 2 });
  });
});

describe('how a file is written', () => {
  const NAME = 'José Núñez';
  const text = invoicesCsv({ customer_name: NAME, description: 'roof,\n"south" side' });
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  test.each([
    { what: 'plain UTF-8', bytes: Buffer.from(text), more: [] },
    { what: 'a byte order mark', bytes: Buffer.from(`\uFEFF${text}`), more: [] },
    { what: 'CRLF', bytes: Buffer.from(text.replaceAll('\n', '\r\n')), more: [] },
    { what: 'UTF-16', bytes: utf16, more: [] },
    {
      what: 'windows-1252, said so',
      bytes: Buffer.from(text, 'latin1'),
      more: ['--encoding', 'windows-1252'],
    },
  ])('$what, with a quoted newline: one record, letter by letter', async ({ bytes, more }) => {
    expect(await importText(bytes, 'export.csv', ...more)).toMatchObject({ exit: 0, rejects: [] });
    expect((await standings(space)).get('INV-1')).toMatchObject({ customer: NAME, total: '100.00' });
  });

  test('windows-1252 that is not said so: refused with its line and the way out, nothing kept', async () => {
    const { exit, rejects } = await importText(Buffer.from(text, 'latin1'));
    expect(exit).toBe(3);
    expect(rejects[0]).toMatchObject({ line: 2 });
    expect(rejects[0]?.what).toContain('not written in UTF-8');
    expect(rejects[0]?.expected).toContain('--encoding windows-1252');
    expect([...(await standings(space)).values()].filter(({ status }) => status !== 'Error')).toEqual([]);
  });
});

describe('rows that cannot be right', () => {
  const two = (row: InvoiceRow): InvoiceRow[] => [
    { invoice_number: 'INV-1' },
    { invoice_number: 'INV-1', ...row },
  ];
  test.each([
    { what: 'another customer', rows: two({ customer_name: 'Zoe Ash' }), line: 2, column: 'customer_name', says: 'Zoe Ash' },
    { what: 'another date', rows: two({ issue_date: '2026-03-03' }), line: 2, column: 'issue_date', says: '2026-03-03' },
    { what: 'a total that is not its lines', rows: [{ total: '99.99' }], line: 2, column: 'total', says: '99.99' },
    { what: 'an unknown currency', rows: [{ currency: 'ZZQ' }], line: 2, column: 'currency', says: 'ZZQ' },
    { what: 'no number', rows: [{ invoice_number: '' }], line: 2, column: 'invoice_number', says: 'missing' },
    { what: 'no customer', rows: [{ customer_name: '' }], line: 2, column: 'customer_name', says: 'missing' },
    { what: 'an ambiguous date', rows: [{ issue_date: '03/04/2026' }], line: 2, column: 'issue_date', says: '03/04/2026' },
    { what: 'a day that does not exist', rows: [{ issue_date: '2026-02-30' }], line: 2, column: 'issue_date', says: '2026-02-30' },
    { what: 'an amount that is none', rows: [{ amount: '12,50 $' }], line: 2, column: 'amount', says: '12,50' },
    { what: 'three decimals', rows: [{ amount: '1.005' }], line: 2, column: 'amount', says: '1.005' },
  ])('$what: named by line and column, the good row is kept', async ({ rows, line, column, says }) => {
    const csv = invoicesCsv(...rows, { invoice_number: 'GOOD-1', customer_name: 'Good Customer' });
    const { exit, rejects } = await importText(csv);
    expect(exit).toBe(3);
    const [reject] = rejects;
    expect(reject).toMatchObject({ column });
    expect([line, line + 1]).toContain(reject?.line);
    expect(`${reject?.what ?? ''} ${reject?.expected ?? ''}`).toContain(says);
    expect(reject?.expected).not.toBe('');
    const records = await standings(space);
    expect(records.get('GOOD-1')).toMatchObject({ status: 'Not synced' });
    expect([...records.values()].filter(({ status }) => status === 'Error').length).toBe(1);
    const shown = await space.qbsync(['import', join(space.folder, 'export.csv')]);
    expect(shown.stdout).toMatch(/export\.csv, line \d+, column "/);
    expect(shown.stdout).toContain('Right would be:');
  }); // prettier-ignore

  test('a required column that is missing: what is missing, and how to say which it is', async () => {
    const { exit, rejects } = await importText('Number,Customer,Date\nINV-1,Ann Baker,2026-03-02\n', 'x.csv', '--kind', 'invoices');
    expect(exit).toBe(3);
    expect(`${rejects[0]?.what ?? ''} ${rejects[0]?.expected ?? ''}`).toMatch(/amount/i);
    expect(`${rejects[0]?.what ?? ''} ${rejects[0]?.expected ?? ''}`).toContain('--columns');
  }); // prettier-ignore
});
