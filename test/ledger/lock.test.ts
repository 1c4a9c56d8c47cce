import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holderOf, tryLock, waitForLock } from '../../src/ledger/lock.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const ME = { pid: 4711, command: 'sync', since: '2026-03-02T09:00:00.000Z' };
let folder: string;
let file: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-lock-'));
  file = join(folder, 'run.lock');
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Another process that takes the lock as ours does, and holds it until it is killed. */
async function heldByAnother(): Promise<void> {
  const sqlite = createRequire(import.meta.url).resolve('@photostructure/sqlite');
  const program = `
    const { DatabaseSync } = require(${JSON.stringify(sqlite)});
    const database = new DatabaseSync(${JSON.stringify(file)});
    database.exec('BEGIN EXCLUSIVE');
    process.stdout.write('held');
    setInterval(() => database.isTransaction, 1000);`;
  child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout) await once(child.stdout, 'data');
}

/** Whether another process gets the lock now. */
async function takenByAnother(): Promise<boolean> {
  const sqlite = createRequire(import.meta.url).resolve('@photostructure/sqlite');
  const program = `
    const { DatabaseSync } = require(${JSON.stringify(sqlite)});
    new DatabaseSync(${JSON.stringify(file)}).exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');`;
  const other = spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
  await once(other, 'exit');
  return other.exitCode === 0;
}

async function kill(): Promise<void> {
  if (!child) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  child = undefined;
}

describe('a lock', () => {
  test('is held by one', async () => {
    const release = await tryLock(file, ME);
    expect(release).toBeDefined();
    expect(await tryLock(file, ME)).toBeUndefined();
    release?.();
    const again = await tryLock(file, ME);
    expect(again).toBeDefined();
    again?.();
  });

  test('stays held when this process tries for it again', async () => {
    const release = await tryLock(file, ME);
    expect(await tryLock(file, ME)).toBeUndefined();
    expect(await takenByAnother()).toBe(false);
    release?.();
    expect(await takenByAnother()).toBe(true);
  });

  test('says who holds it', async () => {
    const release = await tryLock(file, ME);
    expect(holderOf(file)).toEqual(ME);
    release?.();
  });

  test('says nothing where that cannot be read', async () => {
    expect(holderOf(file)).toBeUndefined();
    const release = await tryLock(file, ME);
    writeFileSync(`${file}.holder.json`, '{"pid":');
    expect(holderOf(file)).toBeUndefined();
    release?.();
  });

  test('that fails leaves the name of who holds it', async () => {
    const release = await tryLock(file, ME);
    await tryLock(file, { ...ME, pid: 1 });
    expect(holderOf(file)?.pid).toBe(4711);
    release?.();
  });

  test('of one company is not that of another', async () => {
    const one = await tryLock(file, ME);
    const other = await tryLock(join(folder, 'other.lock'), ME);
    expect(other).toBeDefined();
    one?.();
    other?.();
  });

  test('is not taken over a file that is something else, which stays as it is', async () => {
    const letter = 'Dear accountant, '.repeat(400);
    writeFileSync(file, letter);
    await expect(tryLock(file, ME)).rejects.toMatchObject({ name: 'Problem' });
    expect(readFileSync(file, 'utf8')).toBe(letter);
  });
});

describe('a lock of another process', () => {
  test('keeps us out, and is free once that process is killed', async () => {
    await heldByAnother();
    expect(await tryLock(file, ME)).toBeUndefined();
    await kill();
    const release = await tryLock(file, ME);
    expect(release).toBeDefined();
    release?.();
  });

  test('is waited for as long as we are patient', async () => {
    await heldByAnother();
    const clock = new VirtualClock();
    expect(await waitForLock(file, ME, clock, 1000)).toBeUndefined();
    expect(clock.slept).toHaveLength(20);
  });

  test('is taken as soon as it is free', async () => {
    await heldByAnother();
    const clock = new VirtualClock();
    const waiting = waitForLock(
      file,
      ME,
      {
        now: () => clock.now(),
        sleep: async (milliseconds) => {
          await clock.sleep(milliseconds);
          if (clock.slept.length === 3) await kill();
        },
      },
      90_000,
    );
    const release = await waiting;
    expect(release).toBeDefined();
    expect(clock.slept).toHaveLength(3);
    release?.();
  });
});
