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

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Level by level: where folders cannot be made though their parent is there (`/proc`), the recursive mkdir
 * of Node never ends, and no signal ends it.
 */
function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another sandbox that starts at the same moment may have made it.
    if (!isFolder(path)) throw error;
  }
}

/**
 * Sees to it that a state folder is there and is a sandbox's: new ones are for their owner alone (0700), one
 * that exists keeps its rights. Throws ForeignFolder, or what the operating system says.
 */
export function openStateFolder(folder: string, journal: string): void {
  makeFolder(resolve(folder));
  const found = readdirSync(folder);
  const foreign = found.find((name) => !name.startsWith(OWN));
  if (foreign !== undefined && !found.includes(journal)) throw new ForeignFolder(folder, foreign);
  accessSync(folder, constants.W_OK);
}
