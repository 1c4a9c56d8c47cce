import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import type { Sightings } from '../ledger/ledger.ts';
import type { Desk } from '../sync/prepare.ts';
import { keepPart } from '../sync/recover/keep.ts';
import { recoveredParts } from '../sync/recover/parts.ts';
import { readBooks } from '../sync/recover/read.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { interrupted } from '../terminal/terminal.ts';
import { declined, requireYes } from './confirm.ts';
import { RecoverTally } from './recover-tally.ts';
import { introduction, recoverJson, recoverText, tallyText, type RecoverEnd } from './recover-view.ts';
import { asOnlyRun, openCompany } from './run.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/**
 * Rebuilds a lost ledger, or brings up one that was restored from a backup, from the books and the imported export; of a
 * whole one it is a check. Reads QuickBooks and writes to the ledger only.
 */
export async function recover(context: Context, options: Options): Promise<Outcome> {
  if (options.dryRun) {
    const { desk, tally } = await look(context, options);
    return outcomeOf(desk, tally, 'dry-run');
  }
  return asOnlyRun(context, 'recover', async () => {
    const { desk, sightings, tally } = await look(context, options);
    context.terminal.say(tallyText(tally, context.terminal.style));
    if (!tally.news) return outcomeOf(desk, tally, 'nothing');
    const sure = await requireYes(context, options, 'Write this down on this computer?');
    if (!sure) throw declined();
    await keep(context, desk, sightings);
    return outcomeOf(desk, tally, 'kept');
  });
}

interface Look {
  desk: Desk;
  sightings: Sightings;
  tally: RecoverTally;
}

/** Reads the books and says how everything that was imported stands; keeps nothing. */
async function look(context: Context, { dryRun, json }: Options): Promise<Look> {
  const { terminal } = context;
  const desk = await openCompany(context);
  const { books, ledger } = desk;
  terminal.say(introduction(desk.company, dryRun ?? false));
  const onPage = ({ kind, done, of }: { kind: string; done: number; of: number }) => {
    stopIfAsked(context);
    terminal.progress({ done, of, problems: 0, noun: `${kind}s` });
  };
  const sightings = await readBooks({ books, ledger, onPage }).finally(() => terminal.endProgress());
  const tally = new RecoverTally(json ?? false);
  for await (const part of recoveredParts(desk, sightings)) {
    stopIfAsked(context);
    tally.add(part);
  }
  await tally.addStrangers(sightings);
  return { desk, sightings, tally };
}

/** Decided once more, part by part, so that not all of it is held at once. */
async function keep(context: Context, desk: Desk, sightings: Sightings): Promise<void> {
  const { ledger, company } = desk;
  if (!(await ledger.company())) {
    const { id, name, environment } = company;
    await ledger.setCompany({ id, name, environment });
  }
  for await (const part of recoveredParts(desk, sightings)) {
    stopIfAsked(context);
    await keepPart(ledger, part);
  }
}

function stopIfAsked({ signal }: Context): void {
  if (signal.aborted) throw interrupted();
}

function outcomeOf({ company }: Desk, tally: RecoverTally, end: RecoverEnd): Outcome {
  return {
    exit: tally.findingCount > 0 ? EXIT.needsPerson : EXIT.done,
    json: recoverJson(tally, company, end),
    text: (style) => `${end === 'dry-run' ? tallyText(tally, style) : ''}${recoverText(tally, end, style)}`,
  };
}
