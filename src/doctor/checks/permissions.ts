import { chmodSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, listed, NotChecked, pass, skip, warn, type Check, type Result } from '../check.ts';

const OTHERS = 0o077;

interface Mode {
  path: string;
  mode: number;
  owner: number;
  isFolder: boolean;
}

/** Sign-in and records are their owner's only. On Windows the folder of the user is, and modes say nothing. */
export const permissions: Check = {
  code: 'permissions',
  title: 'Files',
  area: 'settings',
  run: async (patient) => {
    await patient.folder();
    const { platform, machine } = patient.parts;
    if (platform === 'win32')
      return [skip(new NotChecked('folder', 'Windows keeps the files of a user apart by itself'))];
    const { folder } = patient.paths;
    const files = modesIn(folder);
    const results: Result[] = [];
    const foreign = files.filter(({ owner }) => machine.userId !== undefined && owner !== machine.userId);
    if (foreign.length > 0) {
      results.push(
        warn(
          'FILE_OWNER',
          `These files belong to another user of this computer than the one who runs qbsync now: ${names(foreign)} (in ${folder}). One of the two will be refused.`,
          `Run qbsync as the same user always; to give the files to one user: sudo chown -R USER "${folder}"`,
        ),
      );
    }
    const open = files.filter(({ mode }) => (mode & OTHERS) !== 0);
    if (open.length > 0) {
      results.push(
        fail(
          'FILE_PERMISSIONS',
          `Other users of this computer may read what is yours only: ${names(open)} (in ${folder}).`,
          'Run: qbsync doctor --fix',
          {
            what: `make ${names(open)} readable by you only`,
            mend: async () => {
              for (const { path, isFolder } of open) chmodSync(path, isFolder ? 0o700 : 0o600);
              return Promise.resolve();
            },
          },
        ),
      );
    }
    return results.length > 0 ? results : [pass(`What stands in ${folder} can be read by you only.`)];
  },
};

function modesIn(folder: string): Mode[] {
  const paths = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
  return paths.flatMap((path) => {
    // A lock or a log of the ledger may be gone the next moment.
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? [{ path, mode: found.mode, owner: found.uid, isFolder: found.isDirectory() }] : [];
  });
}

const names = (files: readonly Mode[]): string => listed(files.map(({ path }) => basename(path)));
