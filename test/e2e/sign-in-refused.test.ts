import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { company, problemOf, standings, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// Intuit answers invalid_grant when a sign-in has ended, and when its own service is down (qbo-api.md 2.2).

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const PUSH = ['sync-invoice', '--all', '--yes'];
const stored = () => readFileSync(join(space.home, 'companies', 'main', 'connection.json'), 'utf8');

/** How Intuit answered each request for new tokens; the first of all is that of `connect`. */
const tokenRequests = ({ requests }: RunningSandbox) =>
  requests
    .filter(({ path }) => path.endsWith('/tokens/bearer'))
    .map(({ status }) => status)
    .slice(1);

/** A company with one invoice to push whose access token was just refused, so that a run renews it first. */
async function unauthorized(): Promise<RunningSandbox> {
  const sandbox = await company(space, { invoices: invoicesCsv({}) });
  sandbox.control('faults', { kind: 'unauthorized' });
  return sandbox;
}

describe('an outage at Intuit', () => {
  test('stands as Disconnected, and heals by itself in the next run', async () => {
    const sandbox = await unauthorized();
    sandbox.control('faults', { kind: 'invalid-grant' });
    const problem = await problemOf(space, PUSH);
    expect(problem).toMatchObject({
      code: 'DISCONNECTED',
      exit: 4,
      fix: expect.stringContaining('qbsync connect') as string,
    });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    expect((await space.json(['status'])).body).toMatchObject({ company: { connected: false } });
    expect(writesTo(sandbox)).toEqual([]);

    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
    expect((await space.json(['status'])).body).toMatchObject({ company: { connected: true } });
    expect(tokenRequests(sandbox)).toEqual([400, 200]);
    expect(stored()).not.toContain('disconnected');
  });

  test.each([['doctor'], ['sync-invoice', '--all', '--dry-run']])('heals also by %s', async (...argv) => {
    const sandbox = await unauthorized();
    sandbox.control('faults', { kind: 'invalid-grant' });
    await problemOf(space, PUSH);
    expect(await space.qbsync(argv)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Not synced' });
  });

  test('that goes on is asked once a run', async () => {
    const sandbox = await unauthorized();
    sandbox.control('faults', { kind: 'invalid-grant', times: 3 });
    for (const argv of [PUSH, ['sync', '--yes'], PUSH]) await problemOf(space, argv);
    expect(tokenRequests(sandbox)).toEqual([400, 400, 400]);
  });
});

describe('a sign-in that was ended in QuickBooks', () => {
  test('stays Disconnected, in the same words, until somebody connects again', async () => {
    const sandbox = await unauthorized();
    sandbox.control('company', { revokeTokens: true });
    const before = await problemOf(space, PUSH);
    expect(before).toMatchObject({ code: 'DISCONNECTED', exit: 4 });
    expect(before.reason).toContain('Intuit no longer accepts the saved sign-in');
    const again = await problemOf(space, PUSH);
    expect(again).toEqual(before);
    expect(await space.qbsync(['doctor'])).toMatchObject({ exit: 4 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    expect(tokenRequests(sandbox)).toEqual([400, 400, 400]);
    expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
    expect(stored()).not.toContain('disconnected');
    expect(await space.qbsync(PUSH)).toMatchObject({ exit: 0 });
  });

  test('can be forgotten with qbsync disconnect; then nothing is asked any more', async () => {
    const sandbox = await unauthorized();
    sandbox.control('company', { revokeTokens: true });
    await problemOf(space, PUSH);
    expect(await space.qbsync(['disconnect', '--yes'])).toMatchObject({ exit: 0 });
    expect(stored()).not.toContain('refreshToken');
    const asked = sandbox.requests.length;
    const problem = await problemOf(space, PUSH);
    expect(problem).toMatchObject({ code: 'DISCONNECTED', exit: 4 });
    expect(problem.reason).toContain('It was disconnected with qbsync disconnect.');
    expect(sandbox.requests.length).toBe(asked);
  });
});
