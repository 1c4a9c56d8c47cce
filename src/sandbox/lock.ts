import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { DatabaseSync } from '@photostructure/sqlite';

const LOCK = 'sandbox.lock';
const HOLDER = 'sandbox.pid';

/** A state folder that another sandbox works on. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';

  constructor(folder: string, holder: number | undefined) {
    const who = holder === undefined ? 'Another sandbox' : `The sandbox of process ${holder}`;
    super(`${who} works on ${folder}`);
  }
}

function holder(folder: string): number | undefined {
  try {
    const id = Number(readFileSync(join(folder, HOLDER), 'utf8').trim());
    return Number.isInteger(id) && id > 0 ? id : undefined;
  } catch {
    // Just taken, and not written yet.
    return undefined;
  }
}

/**
 * Keeps a state folder to one sandbox, and gives what lets it go. The lock is an exclusive transaction on a
 * small SQLite file: the operating system ends it with the process, however that ends, so there is no lock
 * of a dead process to take over, and nothing to race for, on any platform. Throws FolderInUse.
 */
export function lockFolder(folder: string): () => void {
  const database = new DatabaseSync(join(folder, LOCK));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message))
      throw new FolderInUse(folder, holder(folder));
    throw error;
  }
  writeFileSync(join(folder, HOLDER), `${pid}\n`, { mode: 0o600 });
  return () => {
    database.exec('ROLLBACK');
    database.close();
  };
}
