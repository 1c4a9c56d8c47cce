import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readFileSource } from '../../src/source/file.ts';
import { readPath } from './helpers.ts';

// What is too large to be held: text that is not in UTF-8 waits in a temporary file.

let folder: string;
let temporary: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qbsync-large-'));
  temporary = join(folder, 'temporary');
  await mkdir(temporary);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const RECORDS = 60_000;
const TEXT = [
  'invoice_number,customer_name,issue_date,amount,description',
  ...Array.from(
    { length: RECORDS },
    (_, at) => `INV-${at},Zoë,2026-01-05,100.00,Abschlagszahlung für den Aufbau einer Anlage`,
  ),
  '',
].join('\n');

const inFile = async (bytes: Uint8Array) => {
  const file = join(folder, 'in.csv');
  await writeFile(file, bytes);
  return file;
};

describe('a large file', () => {
  test.each([
    { encoding: 'utf-16le', bytes: Buffer.from(`\ufeff${TEXT}`, 'utf16le'), options: {} },
    { encoding: 'windows-1252', bytes: Buffer.from(TEXT, 'latin1'), options: { encoding: 'windows-1252' } },
  ])('in $encoding is read whole, beside its text in a file that is gone afterwards', async (given) => {
    const file = await inFile(given.bytes);
    const { understood, invoices, rejects } = await readPath(file, given.options);
    expect({ understood, rejects }).toMatchObject({
      understood: [{ encoding: given.encoding }],
      rejects: [],
    });
    expect(invoices).toHaveLength(RECORDS);
    expect(invoices.at(-1)).toMatchObject({ number: `INV-${RECORDS - 1}`, customer: { name: 'Zoë' } });
    expect(await readdir(temporary)).toEqual([]);
  });

  test('that is not in the encoding it should be in leaves nothing behind', async () => {
    const file = await inFile(
      Buffer.concat([Buffer.from(`\ufeff${TEXT}`, 'utf16le'), Buffer.from([0x00, 0xd8])]),
    );
    const { records, rejects } = await readPath(file);
    expect({ records, rejects }).toMatchObject({ records: [], rejects: [{ kind: 'file', line: 1 }] });
    expect(await readdir(temporary)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('says so where its text cannot be kept', async () => {
    const file = await inFile(Buffer.from(TEXT, 'latin1'));
    vi.stubEnv('TMPDIR', join(temporary, 'nowhere'));
    await expect(readPath(file, { encoding: 'windows-1252' })).rejects.toMatchObject({
      code: 'SOURCE_FILE',
      message: expect.stringContaining(
        'the folder for temporary files (it or its folder is not there)',
      ) as string,
    });
  });
});

test('a file that is written to while it is read is refused', async () => {
  const file = await inFile(Buffer.from(TEXT));
  const reading = async () => {
    for await (const event of readFileSource(file, {})) {
      if (event.type === 'understood') await appendFile(file, 'INV-X,Zoë,2026-01-05,100.00,x\n');
    }
  };
  await expect(reading()).rejects.toMatchObject({
    code: 'SOURCE_FILE',
    message: expect.stringContaining('was written to while it was read') as string,
  });
});
