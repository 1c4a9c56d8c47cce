import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultOrder } from '../../src/sandbox/index.ts';
import { company } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { keysOf, Workspace, type RunOptions } from '../support/workspace.ts';

let space: Workspace;
let screen: string;
const secrets = new Set<string>();
beforeEach(() => {
  space = new Workspace();
  screen = '';
  secrets.clear();
});
afterEach(async () => space.dispose());

const store = () => join(space.home, 'companies', 'main', 'connection.json');

/** Runs a command as loudly as it can be, keeps all that it said and every secret that it left in the store. */
async function run(argv: string[], options: RunOptions = {}): Promise<number> {
  const ran = await space.qbsync(argv, { ...options, env: { QBSYNC_DEBUG: '1', ...options.env } });
  screen += ran.stdout + ran.stderr;
  const kept = statSync(store(), { throwIfNoEntry: false }) ? readFileSync(store(), 'utf8') : '';
  for (const [, secret = ''] of kept.matchAll(/"(?:clientSecret|accessToken|refreshToken)":\s*"([^"]+)"/g))
    secrets.add(secret);
  return ran.exit;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

const E_MAIL = 'ann.private@customers.example';
const FAULTS: FaultOrder[] = [
  { kind: 'unauthorized' },
  { kind: 'invalid-grant', match: { pathContains: '/tokens/bearer' } },
  { kind: 'status', status: 503, body: 'html', times: 9 },
  { kind: 'broken-json', times: 9 },
  { kind: 'cut-before', times: 9 },
  { kind: 'revoke-token' },
];

test('no secret is on a screen at any verbosity, nor in a file but the store; no e-mail is in an error', async () => {
  const sandbox = await company(space, {
    invoices: invoicesCsv({ email: E_MAIL }, { invoice_number: 'INV-2', customer_id: 'c2', email: `${E_MAIL}@` }),
    payments: paymentsCsv({}),
  });
  const connect = ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'];
  for (const fault of FAULTS) {
    sandbox.control('faults', { kind: 'unauthorized' });
    sandbox.control('faults', fault);
    await run(['sync', '--yes']);
    await run(['sync-invoice', '--all', '--dry-run', '--json']);
    await run(['doctor', '--json']);
    sandbox.control('faults', { clear: true });
    await run(connect, { env: keysOf(sandbox) });
  }
  const wrong = { ...keysOf(sandbox), QBSYNC_CLIENT_SECRET: 'WRONG-SECRET-OF-SOMEBODY' };
  secrets.add('WRONG-SECRET-OF-SOMEBODY');
  await run(connect, { env: wrong });
  const lost = async () => Promise.reject(new Error('a fault of ours'));
  await run(['sync', '--yes'], { world: { transport: lost } });
  for (const argv of [['sync', '--yes'], ['recover', '--yes'], ['configure', '--show'], ['companies'], ['start'], ['encrypt'], ['disconnect', '--yes']])
    await run([...argv, '--json']);
  expect(secrets.size).toBeGreaterThan(10);
  for (const secret of secrets) expect(screen.includes(secret)).toBe(false);
  expect(screen).not.toContain(E_MAIL);
  for (const file of filesBelow(space.folder)) {
    if (file === store()) continue;
    const bytes = readFileSync(file);
    const found = [...secrets].filter((secret) => bytes.includes(secret));
    expect([relative(space.folder, file), found.length]).toEqual([relative(space.folder, file), 0]);
  }
}); // prettier-ignore
