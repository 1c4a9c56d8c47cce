import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { Clock } from '../domain/clock.ts';
import { guarded, makePrivate, type Database } from './database.ts';
import { lockProblem } from './problems.ts';

/** Who holds a lock, for the one who has to wait. */
export interface Holder {
  pid: number;
  command: string;
  since: string;
}

const holderSchema = z.object({ pid: z.number(), command: z.string(), since: z.string() });

/**
 * A lock between processes of one machine that dies with its holder: an exclusive transaction on a small SQLite file,
 * which the operating system ends when the process ends, however it ends. There is no stale lock to clean up, on any
 * platform. Returns undefined where another process holds it.
 */
export async function tryLock(file: string, holder: Holder): Promise<(() => void) | undefined> {
  const { DatabaseSync } = await import('@photostructure/sqlite');
  const take = () => {
    makePrivate(file);
    const database: Database = new DatabaseSync(file);
    try {
      database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    } catch (error) {
      database.close();
      if (error instanceof Error && /locked|busy/i.test(error.message)) return undefined;
      throw error;
    }
    writeFileSync(holderFile(file), JSON.stringify(holder), { mode: 0o600 });
    return () => {
      database.exec('ROLLBACK');
      database.close();
    };
  };
  return guarded(file, take, lockProblem);
}

/** Waits for the lock, looking again every now and then, for as long as `patience` milliseconds. */
export async function waitForLock(
  file: string,
  holder: Holder,
  clock: Clock,
  patience: number,
): Promise<(() => void) | undefined> {
  const end = clock.now().getTime() + patience;
  for (;;) {
    const release = await tryLock(file, holder);
    if (release) return release;
    if (clock.now().getTime() >= end) return undefined;
    await clock.sleep(50);
  }
}

/**
 * Whether a process holds the lock now, without taking it: whoever holds it lets nobody read. Throws the `Problem` of a
 * file that cannot be a lock.
 */
export async function isLocked(file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const { DatabaseSync } = await import('@photostructure/sqlite');
  const look = () => {
    const database: Database = new DatabaseSync(file);
    try {
      database.exec('PRAGMA busy_timeout = 0');
      database.prepare('SELECT count(*) FROM sqlite_master').get();
      return false;
    } catch (error) {
      if (error instanceof Error && /locked|busy/i.test(error.message)) return true;
      throw error;
    } finally {
      database.close();
    }
  };
  return guarded(file, look, lockProblem);
}

/** The last process that took the lock; undefined where that cannot be read. */
export function holderOf(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(holderFile(file), 'utf8')));
  } catch {
    return undefined;
  }
}

function holderFile(file: string): string {
  return `${file}.holder.json`;
}
