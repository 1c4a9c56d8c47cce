import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { axiosTransport, type Transport } from '../../src/qbo/http.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, standings, writesTo } from '../support/company.ts';
import { invoicesCsv, seeded } from '../support/exports.ts';
import { csvOf, expectInBooks, expectOnce, randomExport, until } from '../support/rounds.ts';
import { Workspace, type Spawned } from '../support/workspace.ts';

let space: Workspace;
let children: Spawned[];
beforeEach(() => {
  space = new Workspace();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map(async ({ ended }) => ended));
  await space.dispose();
});

const INVOICES = ['sync-invoice', '--all', '--yes'];
const PAYMENTS = ['sync-payment', '--all', '--yes'];

function spawn(argv: string[]): Spawned {
  const child = space.spawn(argv);
  children.push(child);
  return child;
}

const postsTo = (sandbox: RunningSandbox, path: string) =>
  writesTo(sandbox).filter((one) => one.path.endsWith(path)).length;
const ON_INVOICES = { match: { method: 'POST', pathContains: '/invoice' } };

describe('two runs at once', () => {
  test('the second says who is at work, sends nothing, and ends with exit 8', async () => {
    const given = randomExport(seeded(31), 3);
    const sandbox = await company(space, csvOf(given));
    const gate: { open: () => void } = { open: () => undefined };
    const opened = new Promise<void>((resolve) => (gate.open = resolve));
    const through = axiosTransport();
    // Whoever asks QuickBooks holds the lock already.
    const asked: { seen: () => void } = { seen: () => undefined };
    const holding = new Promise<void>((resolve) => (asked.seen = resolve));
    const transport: Transport = async (request) => {
      asked.seen();
      await opened;
      return through(request);
    };
    const first = space.qbsync(INVOICES, { world: { transport } });
    await holding;
    const second = await spawn([...INVOICES, '--json']).ended;
    expect(second.exit).toBe(8);
    const { error } = z.object({ error: z.record(z.string(), z.unknown()) }).parse(JSON.parse(second.stdout));
    expect(error).toMatchObject({ code: 'ANOTHER_RUN', exit: 8 });
    expect(second.stderr).toContain(`qbsync sync-invoice, process ${process.pid}, since 20`);
    expect(writesTo(sandbox)).toEqual([]);
    gate.open();
    expect(await first).toMatchObject({ exit: 0 });
    expect(await spawn(PAYMENTS).ended).toMatchObject({ exit: 0 });
    expectInBooks(sandbox, given);
  });

  test('many at once: whoever comes through, the books hold everything once', async () => {
    const given = randomExport(seeded(32), 6);
    const sandbox = await company(space, csvOf(given));
    const runs = await Promise.all([1, 2, 3].map(async () => spawn(INVOICES).ended));
    expect(runs.map(({ exit }) => exit).filter((exit) => exit !== 0 && exit !== 8)).toEqual([]);
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(await space.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
    await expectOnce(space, sandbox, given);
  });
});

describe('Ctrl-C', () => {
  test('finishes what is in flight, ends with exit 130, and the next run goes on', async () => {
    const given = randomExport(seeded(41), 5);
    const sandbox = await company(space, csvOf(given));
    sandbox.control('faults', { kind: 'slow', ms: 400, ...ON_INVOICES });
    const child = spawn(INVOICES);
    await until(child, () => postsTo(sandbox, '/invoice') === 1);
    child.kill('SIGINT');
    const ran = await child.ended;
    expect(ran).toMatchObject({ exit: 130 });
    expect(ran.stdout + ran.stderr).toContain('Stopped at your request');
    expect(booked(sandbox).invoices.length).toBe(1);
    const counts = [...(await standings(space)).values()].filter(({ kind }) => kind === 'invoice');
    expect(counts.map(({ status }) => status).sort()).toEqual([
      'Active',
      ...counts.slice(1).map(() => 'Not synced'),
    ]);
    expect(await spawn(INVOICES).ended).toMatchObject({ exit: 0 });
    expect(await spawn(PAYMENTS).ended).toMatchObject({ exit: 0 });
    await expectOnce(space, sandbox, given);
  });

  test('is heard while it waits for QuickBooks to take requests again', { timeout: 8_000 }, async () => {
    const sandbox = await company(space, { invoices: invoicesCsv({}) });
    sandbox.control('faults', { kind: 'status', status: 429, retryAfter: 120, times: 9, ...ON_INVOICES });
    const child = spawn(INVOICES);
    await until(child, () => postsTo(sandbox, '/invoice') === 1);
    child.kill('SIGINT');
    const ran = await child.ended;
    expect(ran).toMatchObject({ exit: 130 });
    expect(ran.stdout + ran.stderr).toContain('Stopped at your request');
    sandbox.control('faults', { clear: true });
    expect(await space.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices.length).toBe(1);
  });
});
