import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, problemOf, standings } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const folder = () => join(space.home, 'companies', 'main');
const stored = () => readFileSync(join(folder(), 'connection.json'), 'utf8');
const KEY = { QBSYNC_KEY: 'a key that is long enough to be one' };
const PUSH = ['sync-invoice', '--all', '--yes'];
const SECRET = /"(clientSecret|accessToken|refreshToken)"/;

test.each([
  { what: 'a key file', argv: ['--key-file', 'the.key'], env: {}, says: 'the.key' },
  { what: 'an environment variable', argv: ['--key-env'], env: KEY, says: 'QBSYNC_KEY' },
])('$what: the sign-in is encrypted, used and renewed, and no secret is in any file', async ({ argv, env, says }) => {
  const sandbox = await company(space, { invoices: invoicesCsv({}) });
  expect(stored()).toMatch(SECRET);
  const ran = await space.qbsync(['encrypt', ...argv], { env });
  expect(ran).toMatchObject({ exit: 0, stdout: expect.stringContaining(says) as string });
  const before = stored();
  expect(before).not.toMatch(SECRET);
  sandbox.control('faults', { kind: 'unauthorized' });
  expect(await space.qbsync(PUSH, { env })).toMatchObject({ exit: 0 });
  expect(stored()).not.toBe(before);
  for (const file of readdirSync(folder())) {
    const bytes = readFileSync(join(folder(), file));
    expect(bytes.includes(sandbox.clientSecret), file).toBe(false);
  }
  expect((statSync(join(folder(), 'connection.json')).mode & 0o777).toString(8)).toBe('600');
  expect(booked(sandbox).invoices.filter(({ DocNumber }) => DocNumber === 'INV-1')).toHaveLength(1);
  expect(await space.qbsync(['encrypt', '--off'], { env })).toMatchObject({ exit: 0 });
  expect(stored()).toMatch(SECRET);
}); // prettier-ignore

test('without options it says how it stands, and how to begin', async () => {
  await company(space);
  expect((await space.qbsync(['encrypt'])).stdout).toMatch(/not encrypted[\s\S]*--key-file FILE/);
  await space.qbsync(['encrypt', '--key-env'], { env: KEY });
  const said = await space.qbsync(['encrypt'], { env: KEY });
  expect(said.stdout).toContain('Its key is in the environment variable QBSYNC_KEY');
  expect(said.stdout + said.stderr).not.toContain(KEY.QBSYNC_KEY);
});

describe('a key that is not there', () => {
  let sandbox: RunningSandbox;
  beforeEach(async () => {
    sandbox = await company(space, { invoices: invoicesCsv({}) });
    await space.qbsync(['encrypt', '--key-env'], { env: KEY });
  });

  test('stops what needs QuickBooks, with what to do; what does not goes on', async () => {
    const problem = await problemOf(space, PUSH);
    expect(problem).toMatchObject({ code: 'SEAL_KEY_MISSING', exit: 5 });
    expect(problem.fix).toContain('Set QBSYNC_KEY');
    const more = space.file('more.csv', invoicesCsv({ invoice_number: 'INV-2' }));
    expect(await space.qbsync(['import', more])).toMatchObject({ exit: 0 });
    expect((await standings(space)).size).toBe(2);
  });

  test('or is another one: said, and the file stays as it is', async () => {
    const before = stored();
    const env = { QBSYNC_KEY: 'another key that is long enough too' };
    expect(await problemOf(space, PUSH, { env })).toMatchObject({ code: 'SEAL_KEY_WRONG', exit: 5 });
    expect(stored()).toBe(before);
  });

  test('and is lost: the sign-in is forgotten, connecting brings a new one, and nothing is booked twice', async () => {
    expect(await space.qbsync(PUSH, { env: KEY })).toMatchObject({ exit: 0 });
    expect(await space.qbsync(['encrypt', '--off', '--forget-sign-in', '--yes'])).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    expect(await space.connect(await space.sandbox({ country: 'AU' }))).toMatchObject({ exit: 5 });
    expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
    expect(booked(sandbox).invoices.filter(({ DocNumber }) => DocNumber === 'INV-1')).toHaveLength(1);
  });
});

test('an encrypted sign-in is renewed by connect, under the same key', async () => {
  const sandbox = await company(space);
  await space.qbsync(['encrypt', '--key-env'], { env: KEY });
  const env = { ...keysOf(sandbox), ...KEY };
  const argv = ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'];
  expect(await space.qbsync(argv, { env })).toMatchObject({ exit: 0 });
  expect(stored()).not.toMatch(SECRET);
  rmSync(join(folder(), 'connection.json'));
  expect(await space.qbsync(argv, { env })).toMatchObject({ exit: 0 });
});
