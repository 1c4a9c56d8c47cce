import type { Problem } from '../domain/problems.ts';
import { clean } from './clean.ts';
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
