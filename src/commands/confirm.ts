import type { Context } from '../context.ts';
import { EXIT, Problem } from '../domain/problems.ts';

/** Asks before a change, unless `--yes` was given; without a terminal nothing is changed without it. */
export async function requireYes(
  context: Context,
  options: { yes?: boolean },
  question: string,
): Promise<boolean> {
  if (options.yes) return true;
  if (!context.terminal.interactive) {
    throw new Problem({
      code: 'NOT_CONFIRMED',
      reason: 'Nobody is at a terminal to confirm this, so nothing was sent to QuickBooks.',
      fix: 'Run it at a terminal, or add --yes to do it without being asked.',
      exit: EXIT.stopped,
    });
  }
  return context.terminal.confirm(question);
}

/** Somebody looked at what was asked and said no. */
export function declined(): Problem {
  return new Problem({
    code: 'DECLINED',
    reason: 'You did not confirm, so nothing was changed in QuickBooks.',
    fix: 'Run the same command again when you want it.',
    exit: EXIT.stopped,
  });
}
