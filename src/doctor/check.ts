import { EXIT, type ExitCode, type FindingCode, type Problem } from '../domain/problems.ts';
import type { Patient } from './patient.ts';

/** Which exit code a failure stands for: `connect` 4, `settings` 5, `records` 3. */
export type Area = 'connect' | 'settings' | 'records';

/** `skip`: it could not be looked at, for a reason that another check names. */
export type Level = 'pass' | 'warn' | 'fail' | 'skip';

/** What `--fix` does about a finding. Nothing of it reaches QuickBooks. */
export interface Repair {
  /** What will be done, as a line of a list: `make settings.json readable for you only`. */
  what: string;
  /** It writes to the ledger, so no other run may be at work. */
  asRun?: boolean;
  mend(): Promise<void>;
}

export interface Result {
  level: Level;
  /** Of the catalogue (domain/catalogue/): `CLOCK_OFF`; what the ledger kept may be older. Of all that is not well. */
  code?: string;
  /** What was found, and what it means. */
  means: string;
  /** The command, or the way through QuickBooks' menus, that mends it. */
  fix?: string;
  repair?: Repair | undefined;
  /** Where it is not that of the check's area. */
  exit?: ExitCode;
}

export interface Check {
  /** Stable, for scripts and for `--only`: `tokens`. */
  code: string;
  title: string;
  area: Area;
  /** Rejects with {@link NotChecked} where a part of the patient cannot be had. */
  run(patient: Patient): Promise<Result[]>;
}

/** Parts of a patient that checks look at; each has one check that says what is wrong with it. */
export type Part = 'folder' | 'settings' | 'connection' | 'ledger' | 'company' | 'online';

/** A part cannot be had, so what looks at it is not checked. */
export class NotChecked extends Error {
  readonly part: Part;
  /** What is wrong with it; undefined where it is only not there yet. */
  readonly problem: Problem | undefined;

  /** `because`: the end of "Not checked, because …". */
  constructor(part: Part, because: string, problem?: Problem) {
    super(because, { cause: problem });
    this.name = 'NotChecked';
    this.part = part;
    this.problem = problem;
  }
}

export const pass = (means: string): Result => ({ level: 'pass', means });
export const warn = (code: FindingCode, means: string, fix: string, repair?: Repair): Result => ({
  level: 'warn',
  code,
  means,
  fix,
  repair,
});
export const fail = (code: FindingCode, means: string, fix: string, repair?: Repair): Result => ({
  level: 'fail',
  code,
  means,
  fix,
  repair,
});
/** A failure that is about single records, in a check that is about something else. */
export const failOfRecords = (code: FindingCode, means: string, fix: string): Result => ({
  ...fail(code, means, fix),
  exit: EXIT.needsPerson,
});
export const failed = ({ code, message, fix, exit }: Problem): Result => ({
  ...fail(code, message, fix),
  exit,
});
export const skip = ({ message, problem }: NotChecked): Result => ({
  level: 'skip',
  means: `Not checked, because ${message}.`,
  ...(problem ? { exit: problem.exit } : {}),
});

/** What keeps a part from being had, where that is for this check to say; else the check is not made. */
export async function problemWith(own: Part, had: Promise<unknown>): Promise<Problem | undefined> {
  try {
    await had;
    return undefined;
  } catch (error) {
    if (!(error instanceof NotChecked) || error.part !== own || !error.problem) throw error;
    return error.problem;
  }
}

const MOST_NAMED = 6;

/** `INV-1, INV-2 and 4 more`. */
export function listed(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return rest > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${rest} more` : names.join(', ');
}
