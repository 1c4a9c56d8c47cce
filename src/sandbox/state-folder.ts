import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Every file of a sandbox in its folder begins so: the journal, its lock and who holds it. */
const OWN = 'sandbox.';

/** A folder with somebody's files in it: a sandbox puts nothing among them. */
export class ForeignFolder extends Error {
  override readonly name = 'ForeignFolder';

  constructor(folder: string, file: string) {
    super(`${folder} is no folder of a sandbox: it holds ${file}`);
  }
}

/** What stands at a path. Asked below a file, some versions of Node throw and some find nothing. */
function found(path: string): 'folder' | 'file' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/**
 * Level by level: where folders cannot be made though their parent is there (`/proc`), the recursive mkdir
 * of Node never ends, and no signal ends it.
 */
function makeFolder(path: string): void {
  if (found(path) === 'folder') return;
  const parent = dirname(path);
  if (found(parent) === 'file') throw Object.assign(new Error(`${parent} is a file`), { code: 'ENOTDIR' });
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another sandbox that starts at the same moment may have made it.
    if (found(path) !== 'folder') throw error;
  }
}

/**
 * Sees to it that a state folder is there and is a sandbox's: new ones are for their owner alone (0700), one
 * that exists keeps its rights. Throws ForeignFolder, or what the operating system says.
 */
export function openStateFolder(folder: string, journal: string): void {
  makeFolder(resolve(folder));
  const files = readdirSync(folder);
  const foreign = files.find((name) => !name.startsWith(OWN));
  if (foreign !== undefined && !files.includes(journal)) throw new ForeignFolder(folder, foreign);
  accessSync(folder, constants.W_OK);
}
