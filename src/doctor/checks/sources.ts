import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { whyOf } from '../../domain/disk.ts';
import { isExport } from '../../source/exports.ts';
import { fail, listed, pass, warn, type Check, type Result } from '../check.ts';
import type { Patient } from '../patient.ts';

const DAY_MS = 86_400_000;
/** The source cannot be asked, so an export that nobody renewed is what a night's run works with. */
const FRESH_DAYS = 7;

interface Export {
  path: string;
  /** When it was written. */
  written: number;
  /** When it came to stand there. */
  arrived: number;
}

/** Folders that `sync` imports from: there, readable, and with exports of these days that were imported. */
export const sources: Check = {
  code: 'sources',
  title: 'Import folders',
  area: 'settings',
  run: async (patient) => {
    const { importFolders } = await patient.settings();
    if (importFolders.length === 0) return [pass('No import folder is set: files are imported by hand.')];
    const seen = await seenFiles(patient);
    const results: Result[] = [];
    const exports: Export[] = [];
    for (const folder of importFolders) {
      const found = exportsIn(folder);
      if ('level' in found) results.push(found);
      else exports.push(...found);
    }
    if (results.length === 0) results.push(...freshness(exports, importFolders, patient));
    const strange = notImported(exports, seen);
    if (strange.length > 0) {
      const folders = [...new Set(strange.map((path) => `"${dirname(path)}"`))];
      results.push(
        warn(
          'EXPORT_NOT_IMPORTED',
          `These files were not imported yet: ${listed(strange)}.`,
          `Run: qbsync import ${folders.join(' ')}`,
        ),
      );
    }
    return results.length > 0
      ? results
      : [pass(`The import folders have exports of the last ${FRESH_DAYS} days.`)];
  },
};

function exportsIn(folder: string): Export[] | Result {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found?.isDirectory()) {
    return fail(
      'IMPORT_FOLDER',
      `The import folder ${folder} of the settings is not there.`,
      'Put the folder back (is a drive not connected?), or take the setting back: qbsync configure --set import-folder=none',
    );
  }
  try {
    const paths = readdirSync(folder)
      .filter(isExport)
      .map((name) => join(folder, name));
    return paths.map((path) => {
      accessSync(path, constants.R_OK);
      const { mtimeMs, ctimeMs } = statSync(path);
      return { path, written: mtimeMs, arrived: ctimeMs };
    });
  } catch (error) {
    return fail(
      'IMPORT_FOLDER_ACCESS',
      `The import folder ${folder} of the settings cannot be read (${whyOf(error)}).`,
      'See to it that you may read the folder and all files in it',
    );
  }
}

function freshness(exports: readonly Export[], folders: readonly string[], patient: Patient): Result[] {
  const where = listed(folders);
  const again = `Export invoices and payments in OpenSolar again, into ${where}`;
  if (exports.length === 0) return [warn('EXPORT_NONE', `No export file stands in ${where}.`, again)];
  const newest = Math.max(...exports.map(({ written }) => written));
  const days = Math.floor((patient.parts.clock.now().getTime() - newest) / DAY_MS);
  if (days < FRESH_DAYS) return [];
  return [
    warn(
      'EXPORT_OLD',
      `The newest export in ${where} is ${days} days old; what changed since is not known.`,
      again,
    ),
  ];
}

interface Seen {
  files: ReadonlySet<string>;
  lastSync: number;
}

/**
 * Files that came after all that was read. A record knows the last file that had it, so an older file may be known by
 * nothing any more.
 */
function notImported(exports: readonly Export[], { files, lastSync }: Seen): string[] {
  const known = exports.filter(({ path }) => files.has(path)).map(({ arrived }) => arrived);
  const readUntil = Math.max(lastSync, ...known);
  return exports.flatMap(({ path, arrived }) => (!files.has(path) && arrived > readUntil ? [path] : []));
}

async function seenFiles(patient: Patient): Promise<Seen> {
  const [ledger, entries] = [await patient.ledger(), await patient.entries()];
  const runs = await ledger.runs(100);
  const lastSync = runs.find(({ command, endedAt }) => command === 'sync' && endedAt !== undefined);
  return {
    files: new Set([...entries, ...(await ledger.rejects())].map(({ file }) => file)),
    lastSync: lastSync ? Date.parse(lastSync.startedAt) : 0,
  };
}
