import { resolve } from 'node:path';
import type { Context } from '../../context.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { problemText } from '../../terminal/show.ts';
import type { Outcome } from '../../terminal/outcome.ts';
import { configure } from '../configure.ts';
import { importFiles } from '../import.ts';
import { standpoint } from '../standpoint.ts';
import { start } from '../start.ts';
import { syncRecords } from '../sync-records.ts';

/**
 * From a company that is connected to the first plan, step by step, at a terminal. A step that is done is passed over, so
 * whoever left comes back to where they were. Sends nothing to QuickBooks but what `configure` asks about.
 */
export async function walkOn(context: Context): Promise<Outcome> {
  const planned = (await importStep(context)) && (await mappingStep(context)) && (await planStep(context));
  return start(context, { planned });
}

/** False where the person leaves it for later. */
async function importStep(context: Context): Promise<boolean> {
  const { terminal } = context;
  if ((await standpoint(context)).records > 0) return true;
  terminal.say(
    '\nStep 2 of 5 · Read an export of your invoices (docs/import-files.md says what may be in it).',
  );
  let read = 0;
  for (;;) {
    const question =
      read === 0 ? 'File to read (Enter: later)' : 'Another file, for instance payments (Enter: no)';
    const file = unquoted(await terminal.ask(question), context.platform);
    if (file === '') return read > 0;
    if (await shown(context, () => importFiles(context, [resolve(context.cwd, file)], {}))) read++;
  }
}

async function mappingStep(context: Context): Promise<boolean> {
  const { terminal } = context;
  if ((await standpoint(context)).mapped) return true;
  terminal.say('\nStep 3 of 5 · How they are booked.');
  if (!(await terminal.confirm('Choose items, accounts and sales tax codes now?', true))) return false;
  return shown(context, () => configure(context, {}));
}

async function planStep(context: Context): Promise<boolean> {
  const { terminal } = context;
  if ((await standpoint(context)).booked > 0) return true;
  terminal.say('\nStep 4 of 5 · Look at the plan. Nothing is sent.');
  if (!(await terminal.confirm('Plan all invoices now?', true))) return false;
  return shown(context, () => syncRecords(context, 'invoice', [], { all: true, dryRun: true }));
}

/** Runs a command and shows what it says; false where a person must do something else first. */
async function shown({ terminal }: Context, command: () => Promise<Outcome>): Promise<boolean> {
  try {
    const outcome = await command();
    terminal.result(outcome.text(terminal.resultStyle));
    return outcome.exit === EXIT.done || outcome.exit === EXIT.needsPerson;
  } catch (error) {
    if (!(error instanceof Problem) || error.exit === EXIT.interrupted) throw error;
    terminal.say(problemText(error, terminal.style));
    return false;
  }
}

/** A file that is dragged onto a terminal comes in quotes, or with its blanks escaped. */
function unquoted(text: string, platform: NodeJS.Platform): string {
  const plain = /^'(.*)'$|^"(.*)"$/.exec(text);
  if (plain) return plain[1] ?? plain[2] ?? '';
  return platform === 'win32' ? text : text.replaceAll('\\ ', ' ');
}
