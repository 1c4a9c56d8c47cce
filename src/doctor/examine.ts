import { EXIT, Problem, type ExitCode } from '../domain/problems.ts';
import { failed, NotChecked, skip, type Check, type Result } from './check.ts';
import { CHECKS } from './checks.ts';
import type { Patient } from './patient.ts';

export interface Examined {
  check: Check;
  results: Result[];
}

/** Makes all checks, or those that are named, at once. None keeps another from being made. */
export async function examine(patient: Patient, only?: ReadonlySet<string>): Promise<Examined[]> {
  const wanted = CHECKS.filter(({ code }) => only?.has(code) ?? true);
  return Promise.all(wanted.map(async (check) => ({ check, results: await resultsOf(check, patient) })));
}

async function resultsOf(check: Check, patient: Patient): Promise<Result[]> {
  try {
    return await check.run(patient);
  } catch (error) {
    if (error instanceof NotChecked) return [skip(error)];
    if (error instanceof Problem && error.exit !== EXIT.interrupted) return [failed(error)];
    throw error;
  }
}

const EXIT_OF = { connect: EXIT.reconnect, settings: EXIT.settings, records: EXIT.needsPerson } as const;

/**
 * The first thing that must be mended decides: QuickBooks that cannot be reached just now is not mended by connecting
 * again; then the sign-in, settings, what keeps every run from beginning, and records.
 */
const ORDER: readonly ExitCode[] = [
  EXIT.unavailable,
  EXIT.reconnect,
  EXIT.settings,
  EXIT.busy,
  EXIT.stopped,
  EXIT.needsPerson,
];

export function exitOf(examined: readonly Examined[]): ExitCode {
  const exits = (level: Result['level']) =>
    examined.flatMap(({ check, results }) =>
      results
        .filter((result) => result.level === level)
        .flatMap(({ exit }) => exit ?? (level === 'fail' ? EXIT_OF[check.area] : [])),
    );
  const failures = exits('fail');
  // With --only the check that names the cause may not have been made.
  const found = new Set(failures.length > 0 ? failures : exits('skip'));
  return ORDER.find((exit) => found.has(exit)) ?? [...found][0] ?? EXIT.done;
}
