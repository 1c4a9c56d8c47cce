import { readFileSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { bundleSchema, bundled, planted, SECRET_ENV } from './planted.ts';
import { Workspace } from '../support/workspace.ts';

// The archive for support, of a company whose every corner has something in it that nobody else may see.

let space: Workspace;
let secrets: string[];
let people: string[];
beforeAll(async () => {
  space = new Workspace();
  ({ secrets, people } = await planted(space));
});
afterAll(async () => space.dispose());

/** The lower-case text of everything in an archive, and of its bytes as they are. */
async function archive(name: string, ...more: string[]) {
  const ran = await space.qbsync(['doctor', '--bundle', name, '--json', ...more], { env: SECRET_ENV });
  const { bundle } = z.object({ bundle: z.string() }).parse(JSON.parse(ran.stdout));
  const entries = bundled(readFileSync(bundle));
  const all = [readFileSync(bundle).toString('latin1'), ...entries.keys(), ...entries.values()].join('\n');
  return { ran, bundle, entries, all, folded: all.toLowerCase() };
}

describe('without --include-contacts', () => {
  test('no secret, no e-mail and no name is in any byte of it', async () => {
    const { folded, entries } = await archive('plain.zip');
    expect(secrets.length).toBeGreaterThan(6);
    expect(people.length).toBeGreaterThan(12);
    expect(secrets.filter((one) => folded.includes(one.toLowerCase()))).toEqual([]);
    expect(people.filter((one) => folded.includes(one.toLowerCase()))).toEqual([]);
    expect([...entries.values()].join('\n')).not.toContain('@');
    // What was planted is spoken of all the same.
    const { records } = bundleSchema(entries);
    const codes = new Set(records.listed.map(({ code }) => code));
    expect([...codes].sort()).toEqual(['CUSTOMER_CONTACT', 'NUMBER_TAKEN', 'QBO_6000', 'TOTAL_NOT_POSITIVE']);
  });

  test('reasons can still be read, and one person is one name throughout', async () => {
    const { entries } = await archive('read.zip');
    const { records, doctor } = bundleSchema(entries);
    const taken = records.listed.find(({ code }) => code === 'NUMBER_TAKEN');
    expect(taken?.reason).toMatch(
      /^QuickBooks has another invoice INV-00002 \(name-\d+, 2026-03-02, 55\.00 USD\)/,
    );
    const contact = records.listed.find(({ code }) => code === 'CUSTOMER_CONTACT');
    expect(contact?.customer).toMatch(/^customer-\d+$/);
    const told = doctor.find(({ code }) => code === 'CUSTOMER_CONTACT');
    expect(told?.means).toContain(
      `${contact?.customer} (INV-00003): Customer without a valid name or e-mail`,
    );
  });

  test('it is its owner’s only, says before what is in it, and is never written over another file', async () => {
    const { ran, bundle } = await archive('once.zip');
    if (process.platform !== 'win32') expect(statSync(bundle).mode & 0o777).toBe(0o600);
    expect(ran.stderr).toMatch(/versions\.json[\s\S]*No keys, no sign-ins, no names/);
    const before = readFileSync(bundle);
    const again = await space.qbsync(['doctor', '--bundle', 'once.zip']);
    expect(again).toMatchObject({ exit: 2 });
    expect(again.stderr).toContain('BUNDLE_FILE');
    expect(readFileSync(bundle)).toEqual(before);
  });

  test('versions, settings, sizes and the last runs are in it', async () => {
    const { entries } = await archive('parts.zip');
    expect([...entries.keys()]).toEqual([
      'README.txt',
      'versions.json',
      'doctor.json',
      'settings.json',
      'connection.json',
      'ledger.json',
      'records.json',
      'faults.json',
    ]);
    const { ledger, settings, connection } = bundleSchema(entries);
    expect(ledger).toMatchObject({ rows: { records: 5 }, version: 4 });
    expect(ledger.runs.map(({ command }) => command)).toContain('sync-invoice');
    expect(settings).toMatchObject({ taxCodes: { 0: { id: 'NON', name: 'NON' } } });
    expect(connection).toMatchObject({ environment: 'local', country: 'US' });
  });
});

test('with --include-contacts names are in it, and secrets are not', async () => {
  const { folded, all } = await archive('contacts.zip', '--include-contacts');
  expect(secrets.filter((one) => folded.includes(one.toLowerCase()))).toEqual([]);
  expect(all).toContain('Brunhild Vexley');
});

test('--include-contacts alone means nothing', async () => {
  expect(await space.qbsync(['doctor', '--include-contacts'])).toMatchObject({ exit: 2 });
});
