import type { Context } from '../context.ts';
import { EXIT, Problem, type ExitCode, type Finding } from '../domain/problems.ts';
import type { RecordKind } from '../domain/records.ts';
import type { Entry, Judgement } from '../ledger/ledger.ts';
import { records, writes, type Plan } from '../sync/plan.ts';
import { makePlan, type Desk } from '../sync/prepare.ts';
import { push, type PushOutcome, type PushReport } from '../sync/push.ts';
import type { Writer, WriteResult } from '../sync/writer.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { clean } from '../terminal/clean.ts';
import { attemptName } from './attempt-name.ts';
import { chooseEntries, type Choosing } from './choose.ts';
import { declined, requireYes } from './confirm.ts';
import { findingsText, type NamedFinding } from './findings-view.ts';
import { count, nameOf, planJson, planText } from './plan-view.ts';
import { asOnlyRun, openDesk, openWriter, type Run } from './run.ts';

export interface SyncOptions extends Choosing {
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** What one stage (invoices, or payments) came to. */
export interface StageResult {
  noun: RecordKind;
  plan: Plan;
  report: PushReport | undefined;
  exit: ExitCode;
}

/** `sync-invoice` and `sync-payment`: choose, plan, show, ask, push. */
export async function syncRecords(
  context: Context,
  kind: RecordKind,
  ids: string[],
  options: SyncOptions,
): Promise<Outcome> {
  const choose = () => chooseEntries(context, kind, ids, options);
  const command = `sync-${kind}`;
  if (options.dryRun) return stageOutcome([await planOnly(context, kind, await choose())]);
  // Chosen before the lock is taken, so that a wrong number is said at once; read again by the plan.
  await choose();
  return asOnlyRun(context, command, async (run) => {
    const desk = await openDesk(context);
    const writer = openWriter(context, desk, run);
    await settleFirst(context, writer, options);
    return stageOutcome([await runStage(context, desk, writer, run, kind, await choose(), options)]);
  });
}

/** A plan that is shown and ends there: writes nothing, neither to the books nor to the ledger. */
export async function planOnly(context: Context, noun: RecordKind, entries: Entry[]): Promise<StageResult> {
  const desk = await openDesk(context);
  const plan = await makePlan(desk, entries);
  return { noun, plan, report: undefined, exit: planExit(plan) };
}

/**
 * What an earlier run left without an answer is looked up in the books before anything new is planned. What is not there
 * is sent again: a write, so it is asked for.
 */
export async function settleFirst(
  context: Context,
  writer: Writer,
  options: Pick<SyncOptions, 'yes'>,
): Promise<void> {
  const { terminal } = context;
  let settled = await writer.settleOpen(false);
  const missing = settled.filter(({ result }) => result.type === 'unknown').length;
  if (missing > 0) {
    const question = `${count(missing, 'record')} that an earlier run sent cannot be found in QuickBooks. Send again (it is the same request, so it cannot be booked twice)?`;
    const sure = await requireYes(context, options, question);
    if (!sure) throw declined();
    settled = [
      ...settled.filter(({ result }) => result.type !== 'unknown'),
      ...(await writer.settleOpen(true)),
    ];
  }
  const ledger = await context.ledger();
  for (const { attempt, result } of settled) {
    const name = await attemptName(ledger, attempt);
    terminal.say(
      `${terminal.style.warn('!')} ${clean(name)} was left without an answer: ${settledText(result)}`,
    );
  }
}

function settledText(result: WriteResult): string {
  switch (result.type) {
    case 'done':
      return `it is in QuickBooks now, once (id ${result.object.Id}).`;
    case 'refused':
      return `it is not in QuickBooks (${clean(result.finding.reason)}).`;
    case 'unknown':
      return 'still no answer; it stays Pending.';
  }
}

export async function runStage(
  context: Context,
  desk: Desk,
  writer: Writer,
  run: Run,
  noun: RecordKind,
  entries: Entry[],
  options: Pick<SyncOptions, 'yes'>,
): Promise<StageResult> {
  const { terminal } = context;
  const plan = await makePlan(desk, entries);
  await keepVerdicts(desk, plan);
  terminal.say(planText(plan, noun, terminal.style, false));
  if (writes(plan)) {
    const many = records(plan).filter(({ action }) => action === 'create' || action === 'update').length;
    const sure = await requireYes(
      context,
      options,
      `Write ${count(many, noun)} to ${clean(desk.company.name)}?`,
    );
    if (!sure) throw declined();
  }
  const pushing = push(plan, {
    ledger: desk.ledger,
    writer,
    settings: desk.settings,
    signal: context.signal,
    onProgress: (progress) => terminal.progress({ ...progress, noun: `${noun}s` }),
  });
  const report = await pushing.finally(() => terminal.endProgress());
  for (const { state } of report.outcomes) {
    if (state === 'done') run.created++;
    else run.failed++;
  }
  return { noun, plan, report, exit: exitOf(plan, report) };
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

/** Of a plan that ends there. */
export function planExit(plan: Plan): ExitCode {
  return needsPerson(plan) ? EXIT.needsPerson : EXIT.done;
}

function needsPerson(plan: Plan): boolean {
  return records(plan).some(({ action, verdict }) => action === 'error' || verdict?.code === 'PENDING');
}

function exitOf(plan: Plan, report: PushReport): ExitCode {
  const { stoppedBy, outcomes } = report;
  if (stoppedBy === 'interrupted') return EXIT.interrupted;
  if (stoppedBy instanceof Problem) return stoppedBy.exit;
  if (outcomes.some(({ state }) => state === 'pending')) return EXIT.unavailable;
  const failed = stoppedBy !== undefined || outcomes.some(({ state }) => state === 'error');
  return failed || needsPerson(plan) ? EXIT.needsPerson : EXIT.done;
}

/** Which exit code stands for several stages: the one that asks most of the user. */
const GRAVITY: ExitCode[] = [
  EXIT.interrupted,
  EXIT.bug,
  EXIT.reconnect,
  EXIT.settings,
  EXIT.unavailable,
  EXIT.stopped,
  EXIT.needsPerson,
];

function gravest(exits: ExitCode[]): ExitCode {
  return GRAVITY.find((exit) => exits.includes(exit)) ?? EXIT.done;
}

export function stageOutcome(stages: StageResult[], before: ExitCode[] = []): Outcome {
  return {
    exit: gravest([...before, ...stages.map(({ exit }) => exit)]),
    json: stages[0] ? stageJson(stages[0]) : {},
    text: (style) => stages.map((stage) => stageText(stage, style)).join('\n'),
  };
}

export function stageJson({ noun, plan, report, exit }: StageResult): object {
  return {
    kind: noun,
    exit,
    plan: planJson(plan),
    results:
      report?.outcomes.map(({ planned, state, finding, booksId, booksNumber }) => ({
        kind: planned.kind,
        id: planned.record.sourceId ?? null,
        number: planned.kind === 'invoice' ? planned.record.number : null,
        action: planned.action,
        state,
        qbo_id: booksId ?? null,
        qbo_number: booksNumber ?? null,
        code: finding?.code ?? null,
        reason: finding?.reason ?? null,
        fix: finding?.fix ?? null,
      })) ?? null,
    stopped_by: stopJson(report?.stoppedBy),
  };
}

function stopJson(stoppedBy: PushReport['stoppedBy']): object | null {
  if (stoppedBy === undefined) return null;
  if (stoppedBy === 'interrupted')
    return { code: 'INTERRUPTED', reason: 'Stopped at your request.', fix: 'Run the same command again.' };
  if (stoppedBy instanceof Problem)
    return { code: stoppedBy.code, reason: stoppedBy.message, fix: stoppedBy.fix };
  const { code, reason, fix } = stoppedBy;
  return { code, reason, fix };
}

function stageText(stage: StageResult, style: Style): string {
  const { noun, plan, report } = stage;
  const errors = records(plan).flatMap((one) =>
    one.action === 'error' && one.verdict ? [{ name: nameOf(one), finding: one.verdict }] : [],
  );
  if (!report) {
    return `${planText(plan, noun, style, true)}
${findingsText(errors, style)}${style.dim('Dry run: nothing was sent.')}
`;
  }
  const by = (state: PushOutcome['state']) => report.outcomes.filter((one) => one.state === state);
  const troubles: NamedFinding[] = [
    ...errors,
    ...report.outcomes.flatMap(({ planned, finding }) =>
      finding ? [{ name: nameOf(planned), finding }] : [],
    ),
  ];
  const done = by('done');
  const verbs = (['create', 'update', 'adopt'] as const)
    .map((action) => ({ action, many: done.filter(({ planned }) => planned.action === action).length }))
    .filter(({ many }) => many > 0)
    .map(
      ({ action, many }) =>
        `${count(many, noun)} ${{ create: 'created', update: 'updated', adopt: 'linked' }[action]}`,
    );
  const upToDate = records(plan).filter(({ action }) => action === 'none').length;
  const skipped = records(plan).filter(({ action }) => action === 'skip').length;
  const facts = [
    ...verbs,
    upToDate > 0 ? `${upToDate} up to date` : '',
    skipped > 0 ? `${skipped} skipped` : '',
    troubles.length > 0 ? `${troubles.length} need${troubles.length === 1 ? 's' : ''} attention` : '',
    by('not-reached').length > 0 ? `${by('not-reached').length} not reached` : '',
  ].filter(Boolean);
  const lines = [
    `${troubles.length > 0 || report.stoppedBy !== undefined ? style.warn('!') : style.good('✔')} ${facts.length > 0 ? facts.join(', ') : `no ${noun}s`}.`,
  ];
  if (upToDate === records(plan).length && upToDate > 0)
    lines.push('  Nothing to do: everything is in QuickBooks already.');
  if (troubles.length > 0) lines.push(findingsText(troubles, style).trimEnd());
  const stop = stopJson(report.stoppedBy);
  if (stop && report.stoppedBy !== undefined) {
    const { reason, fix } =
      report.stoppedBy === 'interrupted'
        ? {
            reason: 'Stopped at your request; what was in flight is finished and recorded.',
            fix: 'Run the same command again to go on.',
          }
        : textOf(report.stoppedBy);
    lines.push(`${style.bad('✖')} ${clean(reason)}`, `  ${style.dim('What to do:')} ${clean(fix)}`);
  }
  return `${lines.join('\n')}\n`;
}

function textOf(stop: Problem | Finding): { reason: string; fix: string } {
  return stop instanceof Problem ? { reason: stop.message, fix: stop.fix } : stop;
}
