import { EXIT, type ExitCode } from '../domain/problems.ts';
import type { Check, Patient, Result } from './check.ts';
import { company } from './company.ts';
import { connection } from './connection.ts';
import { contacts } from './contacts.ts';
import { mapping } from './mapping.ts';
import { taxes } from './taxes.ts';
import { tokens } from './tokens.ts';
import { waiting } from './waiting.ts';

const CHECKS: Check[] = [connection, tokens, company, taxes, mapping, contacts, waiting];

export interface Examined {
  check: Check;
  results: Result[];
}

/** Runs every check on what was gathered. Pure. */
export function examine(patient: Patient): Examined[] {
  return CHECKS.map((check) => ({ check, results: check.run(patient) })).filter(
    ({ results }) => results.length > 0,
  );
}

const EXIT_OF = { connect: EXIT.reconnect, settings: EXIT.settings, records: EXIT.needsPerson } as const;

/** The first thing that must be mended decides: reaching the company, then settings, then records. */
export function exitOf(examined: Examined[], patient: Patient): ExitCode {
  const failing = new Set(
    examined
      .filter(({ results }) => results.some(({ level }) => level === 'fail'))
      .map(({ check }) => check.area),
  );
  // QuickBooks that cannot be reached just now is not mended by connecting again.
  const { online } = patient;
  if (online && !online.ok && online.problem.exit !== EXIT.reconnect) return online.problem.exit;
  for (const area of ['connect', 'settings', 'records'] as const) if (failing.has(area)) return EXIT_OF[area];
  return EXIT.done;
}
