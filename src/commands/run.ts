import type { Context } from '../context.ts';
import { EXIT, Problem, type ExitCode } from '../domain/problems.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { holderOf, tryLock } from '../ledger/lock.ts';
import { emptyLedger } from '../ledger/problems.ts';
import { notConnected } from '../qbo/session.ts';
import { companyFacts } from '../sync/company.ts';
import { requireMapping, type Desk } from '../sync/prepare.ts';
import { Writer } from '../sync/writer.ts';
import { warnOfEnd } from './sign-in-warning.ts';

/** A run that may write: the only one for its company at this time, and on record. */
export interface Run {
  id: number;
  created: number;
  failed: number;
}

/**
 * Does work as the only writing run of the company. A second one is told who is at work (exit 8); a run that died holds
 * nothing.
 */
export async function asOnlyRun<T extends { exit: ExitCode }>(
  context: Context,
  command: string,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  context.spareMemory();
  const ledger = await context.ledger();
  const release = await onlyOne(context, command);
  const { signal, terminal } = context;
  const stopping = () => terminal.say(STOPPING);
  signal.addEventListener('abort', stopping, { once: true });
  try {
    await ledger.verify();
    return await recorded(ledger, command, work);
  } finally {
    signal.removeEventListener('abort', stopping);
    release();
  }
}

/** Keeps runs of the company out until it is released. Throws `Problem` (`ANOTHER_RUN`) where one is at work. */
export async function onlyOne({ clock, paths, pid }: Context, command: string): Promise<() => void> {
  const release = await tryLock(paths.runLock, { pid, command, since: clock.now().toISOString() });
  if (!release) {
    const holder = holderOf(paths.runLock);
    throw new Problem({
      code: 'ANOTHER_RUN',
      reason: holder
        ? `Another run is at work on this company: qbsync ${holder.command}, process ${holder.pid}, since ${holder.since}. Nothing was sent by this one.`
        : 'Another run is at work on this company. Nothing was sent by this one.',
      fix: 'Wait until it has ended, then run the same command again.',
      exit: EXIT.busy,
      retry: 'later',
    });
  }
  return release;
}

const STOPPING =
  'Stopping: what is on its way to QuickBooks is finished first. Ctrl-C again stops at once; what is on its way is then looked up by the next run.';

async function recorded<T extends { exit: ExitCode }>(
  ledger: Ledger,
  command: string,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const run: Run = { id: await ledger.startRun(command), created: 0, failed: 0 };
  let exit: ExitCode = EXIT.bug;
  try {
    const result = await work(run);
    exit = result.exit;
    return result;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    exit = error.exit;
    throw run.created > 0 ? error.afterPosting() : error;
  } finally {
    const { created, failed } = run;
    await ledger.endRun(run.id, { exit, created, failed });
  }
}

/** Everything a plan needs. */
export async function openDesk(context: Context): Promise<Desk> {
  const desk = await openCompany(context);
  requireMapping(desk.settings, desk.company);
  return desk;
}

/**
 * The connected company, its books and what is kept of it. Asks the books for their preferences, so it also tells whether
 * they can be reached.
 */
export async function openCompany(context: Context): Promise<Desk> {
  const connection = (await context.files()).connection();
  if (!connection) throw notConnected();
  const [settings, books, ledger] = [
    (await context.files()).settings(),
    await context.books(),
    await context.ledger(),
  ];
  const bound = await ledger.company();
  if (!bound) throw emptyLedger(context.paths.ledger);
  const { companyId: id, companyName: name, environment, country } = connection;
  if (bound.id !== id || bound.environment !== environment) {
    throw new Problem({
      code: 'COMPANY_DIFFERS',
      reason: `The records kept here belong to ${bound.name}, but ${name} is connected. Nothing was sent.`,
      fix: 'Connect the company that is meant: qbsync connect',
      exit: EXIT.settings,
    });
  }
  const company = companyFacts({ id, name, environment, country }, await books.preferences());
  // Only now: what can be renewed by being used has been.
  warnOfEnd(context, await ledger.company());
  return { ledger, books, company, settings };
}

export function openWriter(context: Context, desk: Desk, run: Run): Writer {
  const { clock, random } = context;
  return new Writer({
    ledger: desk.ledger,
    books: desk.books,
    clock,
    random,
    companyId: `${desk.company.environment}:${desk.company.id}`,
    runId: run.id,
  });
}
