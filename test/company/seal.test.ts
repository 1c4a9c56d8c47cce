import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newSealAt, sealAt, type Keychain, type KeySources } from '../../src/company/keys.ts';
import { companyFiles } from '../../src/company/open.ts';
import { companyPaths } from '../../src/company/paths.ts';
import { newKey, Seal, sealedSchema, type KeyPlace } from '../../src/company/seal.ts';
import { aConnection } from '../support/engine.ts';
import { fc } from '../support/property.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-seal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place: KeyPlace = { in: 'environment', name: 'QBSYNC_KEY' };
const sources = (parts: Partial<KeySources> = {}): KeySources => ({
  env: {},
  platform: 'linux',
  keychain: async () => Promise.resolve(undefined),
  ...parts,
});

describe('a sealed value', () => {
  const seal = new Seal(place, newKey());

  test('comes out as it went in, and nothing of it can be read on the way', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (value) => {
        const sealed = sealedSchema.parse(JSON.parse(JSON.stringify(seal.close({ ...value, token: 'AB11xyz' }))));
        expect(JSON.stringify(sealed)).not.toContain('AB11xyz');
        expect(seal.open(sealed)).toEqual({ ...value, token: 'AB11xyz' });
      }),
      { numRuns: 50 },
    );
  }); // prettier-ignore

  test('is another text each time, so that two of them cannot be compared', () => {
    const [first, second] = [seal.close({ a: 1 }), seal.close({ a: 1 })];
    expect(first.sealed.data).not.toBe(second.sealed.data);
  });

  test.each(['salt', 'nonce', 'tag', 'data'] as const)('is refused where its %s was changed', (member) => {
    const { sealed } = seal.close({ a: 1 });
    const bytes = Buffer.from(sealed[member], 'base64');
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    const changed = { sealed: { ...sealed, [member]: bytes.toString('base64') } };
    expect(() => seal.open(changed)).toThrow(expect.objectContaining({ code: 'SEAL_KEY_WRONG' }));
  });

  test('is not opened by another key', () => {
    const other = new Seal(place, newKey());
    expect(() => other.open(seal.close({ a: 1 }))).toThrow(
      expect.objectContaining({ code: 'SEAL_KEY_WRONG' }),
    );
  });
});

describe('where a key is kept', () => {
  test('a key file is made once, for its owner only, and is never written over', async () => {
    const path = join(folder, 'key');
    const before = process.umask(0);
    const sealed = await newSealAt({ in: 'file', path }, sources())
      .then((seal) => seal.close({ a: 1 }))
      .finally(() => process.umask(before));
    const key = readFileSync(path, 'utf8');
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    const again = await newSealAt({ in: 'file', path }, sources());
    expect(readFileSync(path, 'utf8')).toBe(key);
    expect(again.open(sealed)).toEqual({ a: 1 });
  });

  test('a key file that others may read is refused, but on Windows, which has no such modes', async () => {
    const path = join(folder, 'key');
    writeFileSync(path, newKey());
    chmodSync(path, 0o644);
    await expect(sealAt({ in: 'file', path }, sources())).rejects.toMatchObject({ code: 'SEAL_KEY_OPEN' });
    await expect(sealAt({ in: 'file', path }, sources({ platform: 'win32' }))).resolves.toBeInstanceOf(Seal);
  });

  test('a keychain gets a key once', async () => {
    const kept = new Map<string, string>();
    const keychain: Keychain = {
      read: (account) => kept.get(account),
      write: (account, secret) => void kept.set(account, secret),
    };
    const from = sources({ keychain: async () => Promise.resolve(keychain) });
    const there: KeyPlace = { in: 'keychain', account: 'main' };
    const sealed = (await newSealAt(there, from)).close({ a: 1 });
    expect((await newSealAt(there, from)).open(sealed)).toEqual({ a: 1 });
    expect([...kept.keys()]).toEqual(['main']);
  });

  test.each([
    { what: 'a variable that is not set', at: place, code: 'SEAL_KEY_MISSING' },
    { what: 'a file that is gone', at: { in: 'file', path: '/nowhere/key' } as const, code: 'SEAL_KEY_MISSING' },
    { what: 'a keychain without its module', at: { in: 'keychain', account: 'main' } as const, code: 'KEYCHAIN_MISSING' },
  ])('$what: said, with what to do', async ({ at, code }) => {
    await expect(sealAt(at, sources())).rejects.toMatchObject({ code, fix: expect.stringMatching(/./) as string });
  }); // prettier-ignore

  test('a short key is refused', async () => {
    const env = { QBSYNC_KEY: 'summer2026' };
    await expect(sealAt(place, sources({ env }))).rejects.toMatchObject({ code: 'SEAL_KEY_WEAK' });
  });
});

test('a sign-in that another process encrypted meanwhile is not taken for none, nor written over', () => {
  const paths = companyPaths(folder, 'main');
  const open = companyFiles(paths);
  open.saveConnection(aConnection());
  const other = companyFiles(paths);
  other.reseal(new Seal(place, newKey()));
  const sealed = readFileSync(paths.connection, 'utf8');
  expect(() => open.connection()).toThrow(expect.objectContaining({ code: 'SEAL_CHANGED', exit: 8 }));
  expect(readFileSync(paths.connection, 'utf8')).toBe(sealed);
});
