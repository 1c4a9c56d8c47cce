import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Problem } from '../../src/domain/problems.ts';
import { csv, read, readPath } from './helpers.ts';

const HEADER = 'invoice_number,customer_name,issue_date,amount';
const ROW = 'INV-1,Acme,2026-01-05,100.00';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qbsync-file-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function problemOf(file: string, options = {}): Promise<Problem> {
  const thrown: unknown = await readPath(file, options).catch((error: unknown) => error);
  if (!(thrown instanceof Problem)) throw new Error(`Not a problem: ${String(thrown)}`);
  return thrown;
}

describe('a file that cannot be opened', () => {
  test('is missing', async () => {
    const problem = await problemOf(join(folder, 'none.csv'));
    expect(problem).toMatchObject({ code: 'SOURCE_FILE', exit: 2 });
    expect(problem.message).toContain('none.csv does not exist');
  });

  test('lies below something that is no folder', async () => {
    await writeFile(join(folder, 'plain.txt'), 'x');
    expect(await problemOf(join(folder, 'plain.txt', 'a.csv'))).toMatchObject({
      code: 'SOURCE_FILE',
      exit: 2,
    });
  });

  test('is a folder', async () => {
    const problem = await problemOf(folder);
    expect(problem).toMatchObject({ code: 'SOURCE_FILE', exit: 2 });
    expect(problem.message).toContain('is a folder');
  });

  // Root reads everything, and Windows has no such rights.
  test.skipIf(process.getuid === undefined || process.getuid() === 0)('may not be read', async () => {
    const file = join(folder, 'secret.csv');
    await writeFile(file, 'x');
    await chmod(file, 0o000);
    expect((await problemOf(file)).message).toContain('may not be read');
  });

  test('is to be read in an encoding that does not exist', async () => {
    const file = join(folder, 'a.csv');
    await writeFile(file, csv(HEADER, ROW));
    expect(await problemOf(file, { encoding: 'utf-99' })).toMatchObject({ code: 'SOURCE_ENCODING', exit: 2 });
  });
});

describe('encodings', () => {
  const text = csv(HEADER, 'INV-1,José Núñez,2026-01-05,100.00');
  const utf16 = (littleEndian: boolean) => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return littleEndian ? bytes : bytes.swap16();
  };
  test.each([
    ['UTF-8', Buffer.from(text), undefined, 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`), undefined, 'utf-8'],
    ['UTF-8 with a mark, another named', Buffer.from(`\ufeff${text}`), 'windows-1252', 'utf-8'],
    ['UTF-16 little endian', utf16(true), undefined, 'utf-16le'],
    ['UTF-16 big endian', utf16(false), undefined, 'utf-16be'],
    ['windows-1252, named', Buffer.from(text, 'latin1'), 'windows-1252', 'windows-1252'],
    ['Latin-1, named', Buffer.from(text, 'latin1'), 'iso-8859-1', 'windows-1252'],
  ])('%s', async (_, bytes, encoding, expected) => {
    const result = await read(bytes, encoding === undefined ? {} : { encoding });
    expect(result.rejects).toEqual([]);
    expect(result.invoices[0]?.customer.name).toBe('José Núñez');
    expect(result.understood[0]?.encoding).toBe(expected);
  });

  test('windows-1252 has quotes, dashes and the euro where Latin-1 has control characters', async () => {
    const bytes = Buffer.from(csv(HEADER, 'INV-1,O\x92Neil \x96 \x80 \x9f,2026-01-05,100.00'), 'latin1');
    const { invoices } = await read(bytes, { encoding: 'windows-1252' });
    expect(invoices[0]?.customer.name).toBe('O’Neil – € Ÿ');
  });

  test.each([
    ['at once', '', 2],
    ['after a block of clean text', 'é'.repeat(5_000) + '\n', 3],
    ['after lines that end in CR', 'a\rb\r', 4],
  ])('bytes that are not UTF-8 are refused with their line, %s', async (_, before, line) => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEADER}\n${before}`),
      Buffer.from('INV-1,Jos\xe9 X', 'latin1'),
    ]);
    const { rejects, records } = await read(bytes);
    expect(records).toEqual([]);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({ kind: 'file', line });
    expect(rejects[0]?.what).toContain('0xE9');
    expect(rejects[0]?.what).toContain('"é"');
    expect(rejects[0]?.expected).toContain('CSV UTF-8 (Comma delimited)');
    expect(rejects[0]?.expected).toContain('--encoding windows-1252');
  });

  test('a UTF-8 character that is cut off at the end', async () => {
    const bytes = Buffer.concat([Buffer.from(csv(HEADER, ROW)), Buffer.from([0xe2, 0x82])]);
    expect((await read(bytes)).rejects[0]).toMatchObject({ kind: 'file', line: 3 });
  });

  test('UTF-16 without a mark, and other binary files', async () => {
    const { rejects } = await read(Buffer.from(csv(HEADER, ROW), 'utf16le'));
    expect(rejects).toHaveLength(1);
    expect(rejects[0]?.what).toContain('NUL byte');
  });

  test('a broken UTF-16 file', async () => {
    const { rejects } = await read(Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x00, 0xd8]));
    expect(rejects[0]).toMatchObject({ kind: 'file', what: 'The file is not written in utf-16le.' });
  });

  test.each([
    ['xlsx', [0x50, 0x4b, 0x03, 0x04, 0x14], 'Excel workbook (.xlsx)'],
    ['xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], 'Excel workbook (.xls)'],
    ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d], 'PDF'],
    ['gzip', [0x1f, 0x8b, 0x08], 'gzip'],
  ])('%s given as CSV', async (_, bytes, name) => {
    const { rejects, understood } = await read(Buffer.from(bytes));
    expect(understood).toEqual([]);
    expect(rejects).toHaveLength(1);
    expect(rejects[0]).toMatchObject({ kind: 'file', line: 1 });
    expect(rejects[0]?.what).toContain(name);
  });
});

describe('empty files', () => {
  test.each([
    ['nothing', '', 'in.csv'],
    ['a mark only', '\ufeff', 'in.csv'],
    ['blank lines', '\n \r\n\n', 'in.csv'],
    ['nothing, JSON', '', 'in.jsonl'],
    ['blank lines, JSON', '\n\n', 'in.jsonl'],
  ])('%s', async (_, text, name) => {
    const { rejects, records } = await read(text, {}, name);
    expect(records).toEqual([]);
    expect(rejects).toMatchObject([{ what: 'The file is empty.' }]);
  });

  test.each([
    ['a header only', `${HEADER}\n`, 'in.csv'],
    ['a header without a line end', HEADER, 'in.csv'],
    ['an empty array', '[]', 'in.json'],
  ])('%s: no records, no complaint', async (_, text, name) => {
    const { rejects, records } = await read(text, {}, name);
    expect([rejects, records]).toEqual([[], []]);
  });
});
