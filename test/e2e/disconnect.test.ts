import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { World } from '../../src/context.ts';
import { tryLock } from '../../src/ledger/lock.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { company, problemOf, standings, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

let space: Workspace;
let folder: string;
beforeEach(() => {
  space = new Workspace();
  folder = join(space.home, 'companies', 'main');
});
afterEach(async () => space.dispose());

const connectionFile = () => join(folder, 'connection.json');
const stored = () => (existsSync(connectionFile()) ? readFileSync(connectionFile(), 'utf8') : undefined);
const tokensOf = (text: string | undefined) =>
  z
    .object({ tokens: z.object({ accessToken: z.string(), refreshToken: z.string() }) })
    .parse(JSON.parse(text ?? '{}')).tokens;

function local(sandbox: RunningSandbox, ...more: string[]): string[] {
  return ['connect', '--environment', 'local', '--url', sandbox.url, ...more];
}

describe('disconnect', () => {
  test('ends the sign-in at Intuit; connecting again loses nothing', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    const { accessToken, refreshToken } = tokensOf(stored());
    const ended = await space.json(['disconnect', '--yes']);
    expect(ended).toMatchObject({ exit: 0, body: { disconnected: true, revoked: true } });
    expect(stored()).not.toContain(refreshToken);
    const asked = await fetch(
      `${sandbox.url}/v3/company/${sandbox.companyId}/companyinfo/${sandbox.companyId}`,
      { headers: { Authorization: `Bearer ${accessToken}` } },
    );
    expect(asked.status).toBe(401);
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    const push = ['sync-invoice', '--all', '--yes'];
    expect(await problemOf(space, push)).toMatchObject({ code: 'DISCONNECTED', exit: 4 });

    expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
    const before = sandbox.requests.length;
    expect(await space.qbsync(push)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox, before)).toEqual([]);
  });

  test('waits its turn: not while a run is at work', async () => {
    await company(space);
    const before = stored();
    const holder = { pid: 1, command: 'sync', since: '2026-03-02T00:00:00.000Z' };
    const release = await tryLock(join(folder, 'run.lock'), holder);
    const problem = await problemOf(space, ['disconnect', '--yes']);
    release?.();
    expect(problem).toMatchObject({ code: 'ANOTHER_RUN', exit: 8 });
    expect(stored()).toBe(before);
    expect(await space.qbsync(['disconnect', '--yes'])).toMatchObject({ exit: 0 });
  });

  test('needs --yes off a terminal, and says when no company is connected', async () => {
    expect(await problemOf(space, ['disconnect', '--yes'])).toMatchObject({ code: 'NOT_CONNECTED', exit: 4 });
    await space.connect(await space.sandbox());
    const before = stored();
    expect(await problemOf(space, ['disconnect'])).toMatchObject({ code: 'NOT_CONFIRMED', exit: 6 });
    expect(stored()).toBe(before);
  });

  test('a second time is no failure to tell Intuit', async () => {
    await space.connect(await space.sandbox());
    await space.qbsync(['disconnect', '--yes']);
    const again = await space.qbsync(['disconnect', '--yes']);
    expect(again).toMatchObject({ exit: 0 });
    expect(again.stdout).not.toContain('could not be told');
  });

  test('where Intuit cannot be told, it is said how to end it there', async () => {
    const sandbox = await space.sandbox();
    await space.connect(sandbox);
    sandbox.control('faults', { kind: 'status', status: 503, times: 5, match: { pathContains: '/revoke' } });
    const ran = await space.qbsync(['disconnect', '--yes']);
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stdout).toContain('Manage apps');
    expect(stored()).not.toContain('accessToken');
  });
});

describe('secrets', () => {
  test('no token, code or client secret is ever shown, also not with QBSYNC_DEBUG', async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    const { accessToken, refreshToken } = tokensOf(stored());
    const secrets = new Set([accessToken, refreshToken, sandbox.clientSecret]);
    const shown: string[] = [];
    const show = async (argv: string[], world: Partial<World> = {}) => {
      const ran = await space.qbsync(argv, { env: { ...keysOf(sandbox), QBSYNC_DEBUG: '1' }, world });
      shown.push(ran.stdout, ran.stderr);
    };
    for (const json of [[], ['--json']]) {
      await show([...local(sandbox, '--yes'), ...json]);
      await show(['doctor', ...json]);
      await show(['status', ...json]);
      sandbox.control('faults', { kind: 'unauthorized' });
      await show(['sync-invoice', '--all', '--yes', ...json]);
      await show(['sync-invoice', '--all', '--yes', ...json], {
        transport: async () => Promise.reject(new Error('boom')),
      });
      for (const token of Object.values(tokensOf(stored()))) secrets.add(token);
      await show(['disconnect', '--yes', ...json]);
      await show(['doctor', ...json]);
      await show(['connect', '--environment', 'local', '--url', sandbox.url, '--yes', '--nope', ...json]);
    }
    const text = shown.join('\n');
    for (const secret of secrets) expect(text.includes(secret)).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('files are for their owner only', async () => {
    await space.connect(await space.sandbox());
    for (const path of [space.home, join(space.home, 'companies'), folder]) {
      expect(statSync(path).mode & 0o777).toBe(0o700);
    }
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(connectionFile()).mode & 0o777).toBe(0o600);
  });
});
