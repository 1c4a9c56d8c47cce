import { EXIT, Problem, type ExitCode } from '../domain/problems.ts';
import type { Action } from '../sync/plan.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { findingsText } from './findings-view.ts';
import type { PlanSummary } from './plan-summary.ts';
import { count, planText } from './plan-view.ts';
import type { StageResult } from './stage.ts';
import { stopFinding, type Tally } from './tally.ts';

/** Of a plan that ends there. */
export function planExit({ needsPerson }: PlanSummary): ExitCode {
  return needsPerson ? EXIT.needsPerson : EXIT.done;
}

export function exitOf(summary: PlanSummary, { stoppedBy, pending, failed }: Tally): ExitCode {
  if (stoppedBy === 'interrupted') return EXIT.interrupted;
  if (stoppedBy instanceof Problem) return stoppedBy.exit;
  if (pending > 0) return EXIT.unavailable;
  return stoppedBy !== undefined || failed > 0 ? EXIT.needsPerson : planExit(summary);
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

export function stageJson({ noun, summary, planJson, tally, exit }: StageResult): object {
  return {
    kind: noun,
    exit,
    plan: planJson?.whole(summary) ?? null,
    results: tally?.results ?? null,
    stopped_by: tally?.stoppedBy === undefined ? null : { ...stopFinding(tally.stoppedBy) },
  };
}

function stageText({ summary, tally }: StageResult, style: Style): string {
  if (!tally) {
    return `${planText(summary, style)}
${findingsText(summary.errors, summary.errorCount, style)}${style.dim('Dry run: nothing was sent.')}
`;
  }
  const troubles = summary.errorCount + tally.findingCount;
  const facts = factsOf(summary, tally, troubles);
  const lines = [
    `${troubles > 0 || tally.stoppedBy !== undefined ? style.warn('!') : style.good('✔')} ${facts.length > 0 ? facts.join(', ') : `no ${summary.noun}s`}.`,
  ];
  const upToDate = summary.countOf('none');
  if (upToDate === summary.all && upToDate > 0)
    lines.push('  Nothing to do: everything is in QuickBooks already.');
  if (troubles > 0)
    lines.push(findingsText([...summary.errors, ...tally.findings], troubles, style).trimEnd());
  if (tally.stoppedBy !== undefined) {
    const { reason, fix } = stopFinding(tally.stoppedBy);
    lines.push(`${style.bad('✖')} ${clean(reason)}`, `  ${style.dim('What to do:')} ${clean(fix)}`);
  }
  return `${lines.join('\n')}\n`;
}

const VERBS: [Action, string][] = [
  ['create', 'created'],
  ['update', 'updated'],
  ['void', 'voided'],
  ['adopt', 'linked'],
];

function factsOf(summary: PlanSummary, tally: Tally, troubles: number): string[] {
  const [upToDate, skipped] = [summary.countOf('none'), summary.countOf('skip')];
  return [
    ...VERBS.map(([action, verb]) => {
      const many = tally.done.get(action) ?? 0;
      return many > 0 ? `${count(many, summary.noun)} ${verb}` : '';
    }),
    upToDate > 0 ? `${upToDate} up to date` : '',
    skipped > 0 ? `${skipped} skipped` : '',
    troubles > 0 ? `${troubles} need${troubles === 1 ? 's' : ''} attention` : '',
    tally.notReached > 0 ? `${tally.notReached} not reached` : '',
  ].filter(Boolean);
}
