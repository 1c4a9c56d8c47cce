import type { Context } from '../context.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { checkMapping } from '../sync/mapping/check.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { carriedOut, requireAgreed } from './configure/create.ts';
import { withDefaults } from './configure/defaults.ts';
import { draftOf, type Draft } from './configure/draft.ts';
import { refusedMembers, settingsFile } from './configure/file.ts';
import { openLists, type Lists } from './configure/lists.ts';
import { askTopics, savingNothing } from './configure/screens.ts';
import { setAll, type SetParts } from './configure/set.ts';
import { settingsOutcome } from './configure/view.ts';
import { pairs, usage } from './values.ts';

interface Options {
  set?: string[];
  from?: string;
  acceptDefaults?: boolean;
  create?: boolean;
  show?: boolean;
}

/** Chooses how records are booked: by questions, by a file, by `--set`, or as proposed. Saves all of it or nothing. */
export async function configure(context: Context, options: Options): Promise<Outcome> {
  const files = await context.files();
  if (options.show) return settingsOutcome(files.settings(), 'shown');
  let opened: Promise<Lists> | undefined;
  // Asked for only by what is chosen from the company: a date format can be set before there is one.
  const parts: SetParts = { desk: () => (opened ??= openLists(context)), cwd: context.cwd };
  let draft = await fromOptions(draftOf(files.settings()), options, parts);
  if (options.acceptDefaults) {
    const made = withDefaults(draft, await parts.desk(), options.create ?? false);
    draft = made.draft;
    for (const note of made.notes) warn(context, note);
  }
  if (options.set === undefined && options.from === undefined && !options.acceptDefaults) {
    if (!context.terminal.interactive) throw nobodyToAsk();
    const before = draft;
    const lists = await parts.desk();
    draft = await savingNothing(() => askTopics(context, before, lists));
  } else {
    if (opened) sayBroken(context, draft, await opened);
    await requireAgreed(context, draft, options, parts.desk);
  }
  const { settings, created } = await carriedOut(context, draft);
  files.saveSettings(settings);
  return settingsOutcome(settings, 'saved', created);
}

function nobodyToAsk(): Problem {
  return new Problem({
    code: 'NO_TERMINAL',
    reason: 'How records are booked must be chosen, but there is no terminal to ask at. Nothing was changed.',
    fix: 'Run it at a terminal, or choose with --accept-defaults, --set or --from FILE (see qbsync configure --help).',
    exit: EXIT.stopped,
  });
}

async function fromOptions(before: Draft, { from, set }: Options, parts: SetParts): Promise<Draft> {
  let draft = before;
  if (from !== undefined) {
    const wrong: string[] = [];
    draft = await setAll(draft, settingsFile(parts.cwd, from), parts, (name, problem) => {
      // Another company, or none at all, is no fault of the file.
      if (!(problem instanceof Problem) || problem.code !== 'USAGE') throw problem;
      wrong.push(`"${name}": ${problem.message} ${problem.fix}`);
    });
    if (wrong.length > 0) throw refusedMembers(from, wrong);
  }
  const given = pairs(set ?? [], '--set tax.0=NON');
  if (set !== undefined && given.length === 0)
    throw usage('--set names nothing.', 'For instance: --set tax.0=NON');
  return setAll(draft, given, parts, (_, problem) => {
    throw problem;
  });
}

/** What was chosen before, and does not hold in the company any more. */
function sayBroken(context: Context, { settings }: Draft, { lists, company }: Lists): void {
  for (const { reason } of checkMapping(settings, lists, company)) warn(context, reason);
}

function warn({ terminal }: Context, text: string): void {
  terminal.say(`${terminal.style.warn('!')} ${clean(text)}`);
}
