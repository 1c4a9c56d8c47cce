import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { bundleEntries, contentsText } from '../doctor/bundle/content.ts';
import { zipOf } from '../doctor/bundle/zip.ts';
import type { Examined } from '../doctor/examine.ts';
import type { Patient } from '../doctor/patient.ts';
import { diskProblem, saidBy } from '../domain/disk.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { VERSION } from '../version.ts';

interface Terms {
  /** Without it, a name with the time in it, in the current folder. */
  file: string | undefined;
  contacts: boolean;
}

/** Writes the archive, for its owner only, and says before what is in it. Gives back where it stands. */
export async function writeBundle(
  context: Context,
  patient: Patient,
  examined: readonly Examined[],
  { file, contacts }: Terms,
): Promise<string> {
  const now = context.clock.now();
  const moment = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const path = resolve(context.cwd, file ?? `qbsync-support-${moment}.zip`);
  context.terminal.say(`An archive for support is written. In it:\n\n${contentsText(contacts)}\n`);
  const terms = { version: VERSION, arch: context.machine.arch, contacts };
  const bytes = zipOf(await bundleEntries(patient, examined, terms), now);
  try {
    // One that is there may be open to others, or be something else.
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw diskProblem('archive', path, error) ?? notWritten(path, error);
  }
  return path;
}

function notWritten(path: string, error: unknown): Problem {
  const there = saidBy(error) === 'EEXIST';
  return new Problem({
    code: 'BUNDLE_FILE',
    reason: there
      ? `${path} is there already, and was left as it is.`
      : `The archive ${path} cannot be written (${saidBy(error)}).`,
    fix: 'Give another name: qbsync doctor --bundle FILE',
    exit: EXIT.usage,
    cause: error,
  });
}
