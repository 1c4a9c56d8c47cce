import type { Problem } from '../domain/problems.ts';
import { clean } from './clean.ts';
import { asIs, type Naming } from './named.ts';
import type { Outcome } from './outcome.ts';
import type { Style } from './style.ts';

/** A problem as people read it: what happened, what was posted, what to do. */
export function problemText(problem: Problem, style: Style): string {
  const lines = [`${style.bad('✖')} ${style.bold(clean(problem.message))}`];
  if (problem.posted === 'see-status')
    lines.push('  What was posted before stands: qbsync status shows every record.');
  lines.push(
    `  ${style.dim('What to do:')} ${clean(problem.fix)}`,
    style.dim(`  (${problem.code}; more: qbsync explain ${problem.code})`),
  );
  return `${lines.join('\n')}\n`;
}

export function problemJson(problem: Problem): object {
  return {
    error: {
      code: problem.code,
      reason: problem.message,
      fix: problem.fix,
      retry: problem.retry,
      posted: problem.posted,
      exit: problem.exit,
    },
  };
}

/** Members with commands in them. All others may come from outside and stay as they are. */
const WITH_COMMANDS = new Set(['fix', 'next']);

/** A result as `--json` prints it. */
export function jsonText(json: object, naming: Naming = asIs): string {
  const member = (name: string, value: unknown) =>
    WITH_COMMANDS.has(name) ? namedValue(value, naming) : value;
  return `${JSON.stringify(json, naming === asIs ? undefined : member, 2)}\n`;
}

function namedValue(value: unknown, naming: Naming): unknown {
  if (typeof value === 'string') return naming(value);
  return Array.isArray(value) ? value.map((one: unknown) => namedValue(one, naming)) : value;
}

/** A result in the form that was asked for. */
export function outcomeText(
  outcome: Outcome,
  form: { json?: boolean; csv?: boolean },
  style: Style,
  naming: Naming,
): string {
  if (form.json) return outcome.json ? jsonText(outcome.json, naming) : '';
  if (form.csv && outcome.csv) return outcome.csv(naming);
  return naming(outcome.text(style));
}
