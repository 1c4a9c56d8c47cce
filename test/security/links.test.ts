import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problemOf } from '../support/company.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

let space: Workspace;
let companies: string;
beforeEach(() => {
  space = new Workspace();
  companies = join(space.home, 'companies');
});
afterEach(async () => space.dispose());

test.each(['connection.json', 'settings.json', 'sign-in.json'])(
  'a link in the place of %s is refused: nothing is read or written through it',
  async (name) => {
    const sandbox = await space.sandbox();
    const target = space.file('elsewhere.json', '{}');
    mkdirSync(join(companies, 'main'), { recursive: true });
    symlinkSync(target, join(companies, 'main', name));
    const argv = ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'];
    const problem = await problemOf(space, argv, { env: keysOf(sandbox) });
    expect(problem).toMatchObject({ code: 'STORE_LINK', exit: 6 });
    expect(problem.reason).toContain(name);
    expect(readFileSync(target, 'utf8')).toBe('{}');
  },
);

test('a link in the place of the folder of a company is refused too', async () => {
  const sandbox = await space.sandbox();
  await space.connect(sandbox);
  const moved = join(space.folder, 'moved');
  renameSync(join(companies, 'main'), moved);
  symlinkSync(moved, join(companies, 'main'));
  const before = readFileSync(join(moved, 'connection.json'), 'utf8');
  expect(await problemOf(space, ['sync-invoice', '--all', '--yes'])).toMatchObject({ code: 'STORE_LINK' });
  expect(readFileSync(join(moved, 'connection.json'), 'utf8')).toBe(before);
});

test('a key file is not written over through a link either', async () => {
  const sandbox = await space.sandbox();
  await space.connect(sandbox);
  const target = space.file('mine.txt', 'mine');
  symlinkSync(target, join(space.folder, 'the.key'));
  const ran = await space.qbsync(['encrypt', '--key-file', 'the.key']);
  expect(ran.exit).not.toBe(0);
  expect(readFileSync(target, 'utf8')).toBe('mine');
  symlinkSync(join(space.folder, 'nowhere'), join(space.folder, 'dangling.key'));
  const argv = ['encrypt', '--key-file', 'dangling.key'];
  expect(await problemOf(space, argv)).toMatchObject({ code: 'SEAL_KEY_FILE', exit: 2 });
});
