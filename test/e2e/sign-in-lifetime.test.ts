import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, problemOf, standings, take } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// How long a sign-in lives (qbo-api.md 2.2): an hour, a hundred days without use, five years. One clock for qbsync and Intuit.

let space: Workspace;
let time: Date;
beforeEach(() => {
  space = new Workspace();
  time = new Date('2026-03-02T06:00:00Z');
});
afterEach(async () => space.dispose());

const DAY_MS = 86_400_000;
const clock = () => new Date(time);
const later = (days: number) => (time = new Date(time.getTime() + days * DAY_MS));
const world = { clock: { now: clock, sleep: async () => nextTurn() } };
const run = (argv: string[], env: Record<string, string> = {}) => space.qbsync(argv, { world, env });
const PUSH = ['sync-invoice', '--all', '--yes'];

async function ready(): Promise<RunningSandbox> {
  const sandbox = await space.sandbox({ clock });
  expect(await connect(sandbox)).toMatchObject({ exit: 0 });
  await take(space, { invoices: invoicesCsv({}) });
  expect(await run(['configure', '--accept-defaults'])).toMatchObject({ exit: 0 });
  return sandbox;
}

const connect = (sandbox: RunningSandbox) =>
  run(['connect', '--environment', 'local', '--url', sandbox.url, '--yes'], keysOf(sandbox));

/** One more invoice, as each night's export brings. */
const exported = async (number: number) =>
  take(space, { invoices: invoicesCsv({ invoice_number: `INV-9${number}` }) });

describe.each([
  { rotation: 'none', grace: false },
  { rotation: '24h', grace: false },
  { rotation: '24h', grace: true },
  { rotation: 'always', grace: false },
  { rotation: 'always', grace: true },
] as const)('refresh values change: $rotation, the former lives on: $grace', (oauth) => {
  test('a company that is used every 99 days is never asked to connect again, for more than four years', async () => {
    const sandbox = await ready();
    sandbox.control('company', { oauth });
    for (let use = 0; use < 16; use++) {
      later(99);
      await exported(use);
      expect(await run(PUSH)).toMatchObject({ exit: 0 });
    }
    expect(booked(sandbox).invoices.filter(({ DocNumber }) => DocNumber?.startsWith('INV-'))).toHaveLength(
      17,
    );
  });

  test('runs side by side share one sign-in, also where a stale value would end it', async () => {
    const sandbox = await ready();
    sandbox.control('company', { oauth: { ...oauth, staleRefreshRevokes: true } });
    for (let night = 0; night < 3; night++) {
      later(1);
      const runs = await Promise.all([run(['doctor']), run([...PUSH, '--dry-run']), run(['doctor'])]);
      expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    }
  });
});

describe('what Intuit demands is said in good time', () => {
  const warned = async () => (await run(['status'])).stderr;

  test('100 days without use: a warning in the last twenty, gone once it is used, Disconnected after', async () => {
    const sandbox = await ready();
    later(70);
    expect(await warned()).toBe('');
    later(15);
    expect(await warned()).toMatch(/runs out on 2026-06-1\d, unless qbsync is used before.*qbsync doctor/);
    expect(await run(['doctor'])).toMatchObject({ exit: 0 });
    expect(await warned()).toBe('');
    later(102);
    expect(await warned()).toContain('has run out');
    expect(await run(PUSH)).toMatchObject({ exit: 4 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    expect(await connect(sandbox)).toMatchObject({ exit: 0 });
    expect(await run(PUSH)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
  });

  test('five years: warned at every run of the last sixty days, then one connect is all it takes', async () => {
    const sandbox = await ready();
    // No refresh moves this end on, so the company is used until it comes.
    for (let day = 0; day < 5 * 365 - 50; day += 90) {
      later(Math.min(90, 5 * 365 - 50 - day));
      expect(await run([...PUSH, '--dry-run'])).toMatchObject({ exit: 0 });
    }
    const { stderr } = await run([...PUSH, '--dry-run']);
    expect(stderr).toMatch(/five years at most.*ends on 2031-0\d-\d\d.*Run qbsync connect before that day/);
    later(60);
    expect(await run(PUSH)).toMatchObject({ exit: 4 });
    expect(await connect(sandbox)).toMatchObject({ exit: 0 });
    expect(await warned()).toBe('');
    expect(await run(PUSH)).toMatchObject({ exit: 0 });
  });
});

describe('keys of the app that were changed at Intuit', () => {
  const file = () => join(space.home, 'companies', 'main', 'connection.json');
  const kept = z.looseObject({ clientSecret: z.string() });
  const stored = () => kept.parse(JSON.parse(readFileSync(file(), 'utf8')));

  test('stand as Disconnected on every record, and connect with the new ones loses nothing', async () => {
    const sandbox = await ready();
    expect(await run(PUSH)).toMatchObject({ exit: 0 });
    writeFileSync(file(), JSON.stringify({ ...stored(), clientSecret: 'x'.repeat(40) }));
    later(1);
    const problem = await problemOf(space, PUSH, { world });
    expect(problem).toMatchObject({ code: 'DISCONNECTED', exit: 4 });
    expect(problem.reason).toContain('no longer accepts the keys of your app');
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Disconnected' });
    // The saved keys are known to be refused: a script is told so, not sent to Intuit with them once more.
    const saved = await problemOf(space, ['connect', '--yes'], { world });
    expect(saved).toMatchObject({ code: 'APP_KEYS_MISSING', exit: 2 });
    expect(await connect(sandbox)).toMatchObject({ exit: 0 });
    expect((await standings(space)).get('INV-1')).toMatchObject({ status: 'Active' });
    expect(stored()).not.toHaveProperty('keysRefused');
    expect(await run(PUSH)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices.filter(({ DocNumber }) => DocNumber === 'INV-1')).toHaveLength(1);
  });
});
