import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// What the built program does to the machine it runs on, seen from below: hosts it talks to, rights of what it writes.

let space: Workspace;
let log: string;
beforeEach(() => {
  space = new Workspace();
  log = space.file('hooks.log', '');
});
afterEach(async () => space.dispose());

const HOOKS = fileURLToPath(new URL('./hooks.cjs', import.meta.url));
const noted = z.union([
  z.object({ host: z.string(), port: z.number() }),
  z.object({ file: z.string(), mode: z.string() }),
]);

/** The main job from nothing, each command in a process of its own; what the hooks saw. */
async function mainJob() {
  const sandbox = await space.sandbox();
  const env = { ...keysOf(sandbox), NODE_OPTIONS: `--require ${HOOKS}`, HOOK_LOG: log };
  const file = space.file('invoices.csv', invoicesCsv({}));
  const commands = [
    ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'],
    ['import', file],
    ['configure', '--accept-defaults'],
    ['sync-invoice', '--all', '--yes'],
    ['doctor'],
    ['companies', '--default', 'main'],
    ['disconnect', '--yes'],
  ];
  const umask = process.umask(0);
  try {
    for (const argv of commands) {
      const ran = await space.spawn(argv, { env }).ended;
      expect([argv[0], ran.exit, ran.stderr]).toEqual([argv[0], 0, expect.any(String)]);
    }
  } finally {
    process.umask(umask);
  }
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  const seen = lines.map((line) => noted.parse(JSON.parse(line)));
  return {
    sandbox,
    hosts: seen.flatMap((one) => ('host' in one ? [`${one.host}:${one.port}`] : [])),
    files: seen.flatMap((one) => ('file' in one ? [one] : [])),
  };
}

test('with no umask at all: files are for their owner only from their first byte on, in folders of their own; it talks to the one host it was given', async () => {
  const { sandbox, hosts, files } = await mainJob();
  expect(new Set(hosts)).toEqual(new Set([`127.0.0.1:${sandbox.port}`]));
  const stored = files.filter(({ file }) => file.startsWith(space.home));
  expect(stored.some(({ file }) => file.includes('connection.json'))).toBe(true);
  expect(stored.filter(({ mode }) => mode !== '600')).toEqual([]);
  for (const folder of ['.', 'companies', 'companies/main'])
    expect([folder, (statSync(join(space.home, folder)).mode & 0o777).toString(8)]).toEqual([folder, '700']);
});

describe('where certificates are not checked', () => {
  test('every command says so, in words that somebody can act on', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const ran = await space.spawn(['status'], { env }).ended;
    expect(ran.stderr).toMatch(/cannot tell QuickBooks from somebody who pretends.*Take it out/);
    expect((await space.spawn(['status']).ended).stderr).toBe('');
  });
});

test('a connection file that points elsewhere sends nothing there', async () => {
  const sandbox = await space.sandbox();
  await space.connect(sandbox);
  const path = join(space.home, 'companies', 'main', 'connection.json');
  const kept = z.looseObject({ url: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8')));
  writeFileSync(path, JSON.stringify({ ...kept, url: 'http://192.0.2.1:80' }));
  const env = { NODE_OPTIONS: `--require ${HOOKS}`, HOOK_LOG: log };
  const ran = await space.spawn(['sync-invoice', '--all', '--dry-run'], { env }).ended;
  expect(ran).toMatchObject({ exit: 2, stderr: expect.stringContaining('LOCAL_URL') as string });
  expect(readFileSync(log, 'utf8')).not.toContain('192.0.2.1');
});
