import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import { Problem } from '../../domain/problems.ts';
import { holderOf, isLocked } from '../../ledger/lock.ts';
import { fail, pass, warn, type Check, type Result } from '../check.ts';
import type { Patient } from '../patient.ts';

const HOUR_MS = 3_600_000;
/** The longest of runs, all of a company's history, takes less. */
const TOO_LONG_MS = 6 * HOUR_MS;

/** Who is at work. Locks end with the process that holds them: one that is held is held by a process that lives. */
export const otherRuns: Check = {
  code: 'process',
  title: 'Other runs',
  area: 'settings',
  run: async (patient) => {
    await patient.folder();
    const { runLock, refreshLock } = patient.paths;
    const results = [await lockResult(runLock, patient), await lockResult(refreshLock, patient)];
    const found = results.filter((result) => result !== undefined);
    return found.length > 0 ? found : [pass('No other run is at work on this company.')];
  },
};

async function lockResult(file: string, patient: Patient): Promise<Result | undefined> {
  try {
    return (await isLocked(file)) ? held(file, patient) : undefined;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { code, message } = error;
    const name = basename(file);
    return fail(code, message, 'Run: qbsync doctor --fix', {
      what: `take the lock file ${name} away; it holds no records, and the next run makes a new one`,
      mend: async () => {
        for (const end of ['', '-journal', '.holder.json'])
          rmSync(`${file}${end}`, { force: true, recursive: true });
        return Promise.resolve();
      },
    });
  }
}

function held(file: string, patient: Patient): Result {
  const { clock, platform } = patient.parts;
  const holder = holderOf(file);
  if (!holder)
    return warn('ANOTHER_RUN', 'Another qbsync is at work on this company.', 'Wait until it has ended');
  const { command, pid, since } = holder;
  const who = `qbsync ${command}, process ${pid}, since ${since}`;
  const end = platform === 'win32' ? `taskkill /PID ${pid} /F` : `kill ${pid}`;
  const age = clock.now().getTime() - Date.parse(since);
  if (age > TOO_LONG_MS) {
    return fail(
      'RUN_HANGS',
      `Another run is at work on this company for more than ${Math.floor(age / HOUR_MS)} hours (${who}); nothing else can run.`,
      `End it: ${end} (what it had sent is looked up by the next run; nothing is posted twice)`,
    );
  }
  return warn(
    'ANOTHER_RUN',
    `Another run is at work on this company: ${who}.`,
    `Wait until it has ended; if it hangs, end it: ${end}`,
  );
}
