import type { Context } from '../context.ts';
import { EXIT, Problem, type ExitCode } from '../domain/problems.ts';
import type { RecordKind } from '../domain/records.ts';
import type { Judgement } from '../ledger/ledger.ts';
import { asDecided, decisionsOf, type Decisions } from '../sync/as-shown.ts';
import { inGroups } from '../sync/groups.ts';
import { nothingGivenOut, records, type GivenOut, type Plan, type PlannedAny } from '../sync/plan.ts';
import { makePlan, type Desk } from '../sync/prepare.ts';
import { push } from '../sync/push.ts';
import type { Writer } from '../sync/writer.ts';
import { clean } from '../terminal/clean.ts';
import { interrupted } from '../terminal/terminal.ts';
import { declined, requireYes } from './confirm.ts';
import { decideAsBefore, decideByOptions, decideHere, type Answers, type DecisionOptions } from './decide.ts';
import { PlanJson } from './plan-json.ts';
import { PlanSummary } from './plan-summary.ts';
import { count, MOST_ROWS, planText } from './plan-view.ts';
import type { Run } from './run.ts';
import { exitOf, planExit } from './stage-view.ts';
import { Tally } from './tally.ts';

/** What one stage (invoices, or payments) came to. */
export interface StageResult {
  noun: RecordKind;
  summary: PlanSummary;
  planJson: PlanJson | undefined;
  /** Undefined where the plan was only shown. */
  tally: Tally | undefined;
  exit: ExitCode;
}

/** A run that writes, and all that it writes with. */
export interface Job {
  context: Context;
  desk: Desk;
  writer: Writer;
  run: Run;
  options: DecisionOptions & { yes?: boolean; json?: boolean };
}

/**
 * A plan that is shown and ends there: writes nothing, neither to the books nor to the ledger. `view` is told each part,
 * and may say what else is known of it.
 */
export async function planOnly(
  context: Context,
  desk: Desk,
  noun: RecordKind,
  keys: string[],
  options: DecisionOptions & { json?: boolean },
  view: (plan: Plan) => Plan = (plan) => plan,
): Promise<StageResult> {
  const summary = new PlanSummary(noun, desk.company, Infinity);
  const planJson = options.json ? new PlanJson() : undefined;
  for await (const { plan: made } of parts(context, desk, noun, keys)) {
    const plan = view(decideByOptions(made, options));
    summary.add(plan);
    await planJson?.add(plan, desk.ledger);
  }
  return { noun, summary, planJson, tally: undefined, exit: planExit(summary) };
}

/**
 * Plans all, shows it, asks, and carries it out. Of what does not fit into one part only the decisions are kept while
 * the plan is shown; each part is planned once more when its turn comes, and only what was shown is done.
 */
export async function runStage(job: Job, noun: RecordKind, keys: string[]): Promise<StageResult> {
  const { context, desk, run, options } = job;
  const summary = new PlanSummary(noun, desk.company, MOST_ROWS);
  const planJson = options.json ? new PlanJson() : undefined;
  const shown: { keys: string[]; decisions: Decisions }[] = [];
  let whole: Plan | undefined;
  const answers: Answers = new Map();
  for await (const { plan: made, group, of } of parts(context, desk, noun, keys)) {
    const plan = await decideHere(context, made, options, answers);
    await keepVerdicts(desk, plan);
    summary.add(plan);
    await planJson?.add(plan, desk.ledger);
    shown.push({ keys: group, decisions: decisionsOf(plan) });
    if (of === 1) whole = plan;
  }
  await confirm(job, summary);
  const tally = new Tally(summary.written + summary.countOf('adopt'), options.json ?? false);
  try {
    for (const { keys, decisions } of shown) {
      if (decisions.size === 0) continue;
      if (context.signal.aborted) tally.stoppedBy ??= 'interrupted';
      if (tally.stoppedBy === undefined)
        await carryOut(job, noun, { keys, decisions, whole, answers }, tally);
      else if (tally.results)
        tally.addNotReached(await entriesOf(desk, noun, [...decisions.keys()]), decisions);
    }
  } finally {
    context.terminal.endProgress();
  }
  run.created += tally.reached - tally.failed - tally.pending;
  run.failed += tally.failed + tally.pending + tally.notReached;
  return { noun, summary, planJson, tally, exit: exitOf(summary, tally) };
}

async function* parts(
  context: Context,
  desk: Desk,
  noun: RecordKind,
  keys: string[],
): AsyncGenerator<{ plan: Plan; group: string[]; of: number }> {
  const before = nothingGivenOut();
  const groups = inGroups(keys, context.recordsTogether);
  for (const group of groups) {
    if (context.signal.aborted) throw interrupted();
    yield { plan: await planPart(desk, noun, group, before), group, of: groups.length };
  }
}

async function planPart(desk: Desk, noun: RecordKind, keys: string[], before?: GivenOut): Promise<Plan> {
  return makePlan(desk, await entriesOf(desk, noun, keys), before);
}

const entriesOf = async ({ ledger }: Desk, kind: RecordKind, keys: string[]) =>
  ledger.entries({ kind, keys });

async function confirm({ context, desk, options }: Job, summary: PlanSummary): Promise<void> {
  const { terminal } = context;
  terminal.say(planText(summary, terminal.style));
  if (!summary.writes) return;
  const many = count(summary.written, summary.noun);
  const sure = await requireYes(context, options, `Write ${many} to ${clean(desk.company.name)}?`);
  if (!sure) throw declined();
}

/** A part of a plan as it was shown: the plan itself where it is the only part, and what was chosen. */
interface Shown {
  /** All that were looked at together: what is decided on one can depend on another of them. */
  keys: string[];
  decisions: Decisions;
  whole: Plan | undefined;
  answers: Answers;
}

async function carryOut(job: Job, noun: RecordKind, shown: Shown, tally: Tally): Promise<void> {
  const { context, desk, writer } = job;
  const ready = shown.whole
    ? { plan: shown.whole, changed: [] }
    : await plannedAgain(job, noun, shown, tally);
  if (!ready) return;
  tally.addChanged(ready.changed);
  const before = { done: tally.reached, problems: tally.failed + tally.pending };
  const of = before.done + tally.notReached;
  const report = await push(ready.plan, {
    ledger: desk.ledger,
    writer,
    settings: desk.settings,
    signal: context.signal,
    onProgress: ({ done, problems }) =>
      context.terminal.progress({
        done: before.done + done,
        of,
        problems: before.problems + problems,
        noun: `${noun}s`,
      }),
  });
  tally.add(report);
}

/** A service that fails by now stops the run, but what was done before is still said. */
async function plannedAgain(
  { desk }: Job,
  noun: RecordKind,
  { keys, decisions, answers }: Shown,
  tally: Tally,
): Promise<{ plan: Plan; changed: PlannedAny[] } | undefined> {
  try {
    const plan = await planPart(desk, noun, keys);
    return asDecided(decideAsBefore(plan, answers), decisions);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tally.stoppedBy = error.exit === EXIT.interrupted ? 'interrupted' : error;
    return undefined;
  }
}

/** The judgement on each record, so that `status` says why it is not in the books. */
async function keepVerdicts({ ledger }: Desk, plan: Plan): Promise<void> {
  const judged = [...plan.learned, ...records(plan)].flatMap(({ entry, verdict }): Judgement[] => {
    const { kind, key, fingerprint, standing } = entry;
    if (verdict?.code === 'PENDING' || verdict?.code === 'IGNORED') return [];
    if (!verdict) return standing && standing.state !== 'ignored' ? [{ kind, key, standing: undefined }] : [];
    const { code, reason, fix } = verdict;
    const state = verdict.state === 'skip' ? 'skipped' : 'error';
    return [{ kind, key, standing: { state, code, reason, fix, fingerprint } }];
  });
  await ledger.judge(judged);
}
