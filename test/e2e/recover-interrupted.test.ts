import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../src/context.ts';
import { Problem } from '../../src/domain/problems.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger as openReal } from '../../src/ledger/sqlite.ts';
import { problemOf, standings } from '../support/company.ts';
import { lost, recovered, RECOVER, synced, syncsNothing } from '../support/recovering.ts';
import { expectOnce, until } from '../support/rounds.ts';
import { Workspace } from '../support/workspace.ts';

// Recover that is stopped on its way: the same command again does the rest.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

/** A ledger whose disk is full when it comes to one thing. */
function fullAt(ledger: Ledger, method: keyof Ledger): Ledger {
  return new Proxy(ledger, {
    get: (target, name): unknown => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        if (name === method)
          throw new Problem({ code: 'DISK_FULL', reason: 'Full.', fix: 'Free some.', exit: 6 });
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
}

describe('nothing is lost', () => {
  test('or kept by a dry run', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    expect(await recovered(space, sandbox, ['recover', '--dry-run'])).toMatchObject({ exit: 0, kept: false });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Not synced', code: 'NOT_SENT' });
  });

  test('or kept without a yes', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    expect(await problemOf(space, ['recover'])).toMatchObject({ code: 'NOT_CONFIRMED', exit: 6 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Not synced', code: 'NOT_SENT' });
  });

  test.each([
    ['customers', 1],
    ['invoices', 3],
    ['payments', 5],
  ])('where the reading ends at the %s; run again it is all there', async (_, after) => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    const queries = { method: 'GET', pathContains: '/query' };
    sandbox.control('faults', { kind: 'status', status: 503, after, times: 60, match: queries });
    expect(await problemOf(space, RECOVER)).toMatchObject({ exit: 7 });
    expect([...(await standings(space)).values()].filter(({ status }) => status !== 'Not synced')).toEqual(
      [],
    );
    sandbox.control('faults', { clear: true });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, codes: [] });
    await expectOnce(space, sandbox, given);
  });

  test.each(['claimCustomers', 'settle', 'link', 'judge'] as const)(
    'where the disk is full at %s; run again it is all there',
    async (method) => {
      const { sandbox, given } = await synced(space);
      await lost(space, sandbox, given);
      const openLedger: World['openLedger'] = async (file, clock) =>
        fullAt(await openReal(file, clock), method);
      expect(await problemOf(space, RECOVER, { world: { openLedger } })).toMatchObject({ code: 'DISK_FULL' });
      expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, codes: [] });
      await expectOnce(space, sandbox, given);
    },
  );

  test('after Ctrl-C; run again it is all there', async () => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    const stop = new AbortController();
    stop.abort();
    expect(await problemOf(space, RECOVER, { world: { signal: stop.signal } })).toMatchObject({ exit: 130 });
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0 });
    await expectOnce(space, sandbox, given);
  });
});

describe('kill -9 of recover', () => {
  test.each([1, 3, 5, 7, 8])('at moment %i: the same command again does the rest', async (moment) => {
    const { sandbox, given } = await synced(space);
    await lost(space, sandbox, given);
    const child = space.spawn(RECOVER);
    const wanted = sandbox.requests.length + Math.min(moment, 7);
    await until(child, () => sandbox.requests.length >= wanted);
    // The last moment lies behind the reading, while the ledger is written.
    if (moment < 8) child.kill('SIGKILL');
    else setImmediate(() => child.kill('SIGKILL'));
    await child.ended;
    expect(await recovered(space, sandbox)).toMatchObject({ exit: 0, codes: [] });
    await expectOnce(space, sandbox, given);
    await syncsNothing(space, sandbox, 0);
  });
});
