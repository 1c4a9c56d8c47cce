import type { Context } from '../context.ts';
import type { Repair, Result } from '../doctor/check.ts';
import type { Examined } from '../doctor/examine.ts';
import { EXIT } from '../domain/problems.ts';
import { clean } from '../terminal/clean.ts';
import { declined, requireYes } from './confirm.ts';
import { asOnlyRun } from './run.ts';

/** Something that `--fix` put right. */
export interface Mended {
  check: string;
  code: string;
  what: string;
}

/** Shows what can be mended here, asks, and does it. What is left shows when all is looked at once more. */
export async function mend(
  context: Context,
  examined: readonly Examined[],
  options: { yes?: boolean },
): Promise<Mended[]> {
  const { terminal } = context;
  const found = examined.flatMap(({ check, results }) =>
    results.flatMap((result) =>
      result.repair ? [{ check: check.code, code: result.code ?? '', repair: result.repair }] : [],
    ),
  );
  if (found.length === 0) {
    terminal.say('There is nothing that can be mended from here.');
    return [];
  }
  terminal.say('This can be mended from here, without changing anything in QuickBooks:');
  for (const { repair } of found) terminal.say(`  ${terminal.style.bold('·')} ${clean(repair.what)}`);
  if (!(await requireYes(context, options, 'Do it?'))) throw declined();
  // A lock file that cannot be used keeps a run from beginning.
  for (const { repair } of found) if (!repair.asRun) await repair.mend();
  const inRun = found.map(({ repair }) => repair).filter(({ asRun }) => asRun);
  if (inRun.length > 0) await asRun(context, inRun);
  return found.map(({ check, code, repair }) => ({ check, code, what: repair.what }));
}

async function asRun(context: Context, repairs: readonly Repair[]): Promise<void> {
  await asOnlyRun(context, 'doctor', async () => {
    for (const repair of repairs) await repair.mend();
    return { exit: EXIT.done };
  });
}

/** Whether a finding is one that `--fix` was meant to put right. */
export function isMended({ code }: Result, check: string, mended: readonly Mended[]): boolean {
  return mended.some((one) => one.check === check && one.code === code);
}
