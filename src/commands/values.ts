import { plainDate, type PlainDate } from '../domain/dates.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { ALL_FIELDS, isField } from '../source/fields.ts';
import { STATUSES, type Status } from '../domain/status.ts';

// Option values that people type, checked at the door.

export function usage(reason: string, fix: string): Problem {
  return new Problem({ code: 'USAGE', reason, fix, exit: EXIT.usage });
}

export function portNumber(text: string, least: number): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < least || port > 65_535)
    throw usage(`"${text}" is not a port number.`, `Give one from ${least} to 65535.`);
  return port;
}

export function statusNamed(text: string): Status {
  const wanted = text.trim().toLowerCase().replaceAll(/[-_]/g, ' ');
  const found = STATUSES.find((status) => status.toLowerCase() === wanted);
  if (!found) throw usage(`"${text}" is not a status.`, `Statuses are: ${STATUSES.join(', ')}.`);
  return found;
}

export function dayNamed(text: string): PlainDate {
  const date = plainDate(text.trim());
  if (!date) throw usage(`"${text}" is not a day.`, 'Write it as year-month-day, for instance 2026-01-31.');
  return date;
}

/** What a column of a file holds; `ignore` where it is left out. */
export function fieldNamed(text: string): string {
  if (isField(text) || text === 'ignore') return text;
  throw usage(
    `"${text}" is not a field that qbsync knows.`,
    `Fields are: ${ALL_FIELDS.join(', ')}; or ignore, to leave the column out.`,
  );
}

/** `name=value` pairs. The name ends at the first equals sign. */
export function pairs(given: string[], example: string): [string, string][] {
  return given.map((text) => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1)
      throw usage(`"${text}" is not of the form name=value.`, `For instance: ${example}`);
    return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  });
}
