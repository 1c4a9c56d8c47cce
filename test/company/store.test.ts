import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fc } from '../support/property.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ALL_LINE_TYPES } from '../../src/domain/records.ts';
import { Problem } from '../../src/domain/problems.ts';
import { settingsSchema, type Settings } from '../../src/company/settings.ts';
import { Store } from '../../src/company/store.ts';
import { connectionSchema } from '../../src/qbo/connection.ts';
import { aConnection } from '../support/engine.ts';
import { day, someSettings } from '../support/builders.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-store-'));
  file = join(folder, 'companies', 'main', 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = () => Store.open(file, settingsSchema, 'settings');
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** The problem that reading a file comes to; the file must be as it was. */
function refusal(content: string): Problem | undefined {
  open().write(someSettings());
  writeFileSync(file, content);
  const before = readdirSync(dirname(file));
  try {
    open().read();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(readFileSync(file, 'utf8')).toBe(content);
    expect(readdirSync(dirname(file))).toEqual(before);
    return error;
  }
  return undefined;
}

describe('what is stored', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 12 });
  const named = fc.record({ id: fc.string({ minLength: 1, maxLength: 6 }), name });
  const keys = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((key) => key !== '__proto__');
  const settings: fc.Arbitrary<Settings> = fc.record({
    taxCodes: fc.dictionary(
      fc.constantFrom('0', '10', '14.975', '8.25'),
      fc.record({ id: fc.string({ minLength: 1 }), name, rates: fc.array(fc.string()) }),
    ),
    lineTypes: fc.dictionary(
      fc.constantFrom(...ALL_LINE_TYPES),
      fc.oneof(fc.record({ item: named }), fc.record({ account: named })),
    ),
    paymentMethods: fc.dictionary(keys, named),
    manualPayments: fc.constantFrom('when-invoice-paid' as const, 'when-received' as const, 'never' as const),
    numbers: fc.constantFrom('source' as const, 'quickbooks' as const),
    deposits: fc.constantFrom('invoice' as const, 'liability' as const),
    startDate: fc.constantFrom(undefined, day('2026-01-01')),
    importFolders: fc.array(name),
    columns: fc.dictionary(keys, name),
  });

  test('is read back as it was, also by another process', () => {
    fc.assert(
      fc.property(settings, (value) => {
        open().write(value);
        expect(JSON.parse(JSON.stringify(open().read()))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 30 },
    );
  });

  test('keeps points in names apart from levels', () => {
    const taxCodes = { '14.975': { id: '6', name: 'TPS/TVQ QC - 9,975', rates: ['61', '62'] } };
    open().write(someSettings({ taxCodes, columns: { 'a.b.c': 'number' } }));
    expect(open().read()?.taxCodes).toEqual(taxCodes);
    expect(Object.keys(open().read()?.columns ?? {})).toEqual(['a.b.c']);
  });

  test('is nothing at first, and nothing is written by looking', () => {
    expect(open().read()).toBeUndefined();
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  test('is seen at once where another process wrote it', () => {
    const [mine, theirs] = [open(), open()];
    mine.write(someSettings({ numbers: 'source' }));
    theirs.write(someSettings({ numbers: 'quickbooks' }));
    expect(mine.read()?.numbers).toBe('quickbooks');
  });

  test('replaces what was there, whole', () => {
    open().write(someSettings({ depositAccount: { id: '35', name: 'Bank' } }));
    open().write(someSettings());
    expect(open().read()?.depositAccount).toBeUndefined();
  });

  test('can be forgotten', () => {
    const store = open();
    store.write(someSettings());
    store.clear();
    expect(open().read()).toBeUndefined();
  });
});

describe.skipIf(process.platform === 'win32')('only its owner', () => {
  test('may read a file or enter the folder', () => {
    const store = Store.open(join(dirname(file), 'connection.json'), connectionSchema, 'connection file');
    store.write(aConnection());
    store.write(aConnection({ companyName: 'Other' }));
    expect(modeOf(join(dirname(file), 'connection.json'))).toBe('600');
    expect([modeOf(dirname(file)), modeOf(join(folder, 'companies'))]).toEqual(['700', '700']);
  });

  test('may read it again after somebody opened it to all', () => {
    const store = open();
    store.write(someSettings());
    chmodSync(file, 0o644);
    store.write(someSettings());
    expect(modeOf(file)).toBe('600');
  });
});

describe('a write', () => {
  test('never changes the bytes of the old file: it puts a new one in its place', () => {
    const store = open();
    store.write(someSettings({ numbers: 'source' }));
    const old = join(folder, 'old.json');
    linkSync(file, old);
    const before = readFileSync(old, 'utf8');
    store.write(someSettings({ numbers: 'quickbooks' }));
    expect(readFileSync(old, 'utf8')).toBe(before);
    expect(open().read()?.numbers).toBe('quickbooks');
  });

  test('leaves nothing else behind', () => {
    const store = open();
    for (let time = 0; time < 5; time++) store.write(someSettings());
    expect(readdirSync(dirname(file))).toEqual(['settings.json']);
  });

  test('that cannot be made says so, and that nothing was sent', () => {
    const blocked = join(folder, 'a-file');
    writeFileSync(blocked, '');
    expect(() => Store.open(join(blocked, 'settings.json'), settingsSchema, 'settings')).toThrow(
      expect.objectContaining({ code: 'HOME_FOLDER', exit: 6 }),
    );
  });
});

test('a folder in the place of a file cannot be read, and is left', () => {
  mkdirSync(file, { recursive: true });
  expect(() => open().read()).toThrow(expect.objectContaining({ code: 'STORE_ACCESS', exit: 6 }));
  expect(statSync(file).isDirectory()).toBe(true);
});

describe('a damaged file', () => {
  test.each([
    ['half of it', '{"taxCodes":{'],
    ['nothing', ''],
    ['something else', 'taxCodes: none'],
    ['a list', '[1, 2]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a setting that does not exist', '{"colour":"red"}'],
    ['a setting of the wrong kind', '{"numbers":"roman"}'],
    ['a tax code without an id', '{"taxCodes":{"0":{"id":"","name":"x"}}}'],
  ])('with %s is left as it is', (_, content) => {
    const problem = refusal(content);
    expect(problem).toMatchObject({ code: 'STORE_DAMAGED', exit: 5, posted: 'nothing' });
    expect(problem?.message).toContain(file);
    expect(problem?.fix).toContain('Do not delete ledger.sqlite');
  });

  test('of tokens is reported without showing them', () => {
    const connection = join(dirname(file), 'connection.json');
    const store = Store.open(connection, connectionSchema, 'connection file');
    store.write(aConnection());
    writeFileSync(connection, readFileSync(connection, 'utf8').replace('"accessToken"', '"token"'));
    try {
      store.read();
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'STORE_DAMAGED' });
      expect(error instanceof Problem ? `${error.message}${error.fix}` : '').not.toMatch(
        /access-1|refresh-1|secret/,
      );
    }
  });
});
