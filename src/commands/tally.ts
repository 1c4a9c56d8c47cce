import type { Finding, Problem } from '../domain/problems.ts';
import type { RecordKind } from '../domain/records.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { Decisions } from '../sync/as-shown.ts';
import type { Action, PlannedAny } from '../sync/plan.ts';
import type { PushOutcome, PushReport } from '../sync/push.ts';
import { MOST_FINDINGS, nameOf } from './plan-summary.ts';
import type { NamedFinding } from './findings-view.ts';

/** What became of a plan, gathered part by part; its size does not grow with the number of records. */
export class Tally {
  /** What was to be done and is done, per action. */
  readonly done = new Map<Action, number>();
  pending = 0;
  failed = 0;
  readonly findings: NamedFinding[] = [];
  findingCount = 0;
  stoppedBy: PushReport['stoppedBy'];
  /** Only where they are to be printed: one object a record. */
  readonly results: object[] | undefined;
  #of: number;

  /** `of`: as many records as the plan does something with. */
  constructor(of: number, listed: boolean) {
    this.#of = of;
    this.results = listed ? [] : undefined;
  }

  add({ outcomes, stoppedBy }: PushReport): void {
    this.stoppedBy = stoppedBy;
    for (const outcome of outcomes) this.#add(outcome);
  }

  /** Records on which the books or the source say something else by now than the plan that was shown. */
  addChanged(changed: PlannedAny[]): void {
    for (const planned of changed) this.#add({ planned, state: 'error', finding: changedMeanwhile(planned) });
  }

  /** Records that the run did not come to. */
  addNotReached(entries: Entry[], decisions: Decisions): void {
    for (const { kind, key, sourceId, number } of entries) {
      const action = decisions.get(key)?.action ?? 'none';
      this.results?.push(rowJson({ kind, id: sourceId, number, action, state: 'not-reached' }));
    }
  }

  /** Records that were dealt with, whatever came of it. */
  get reached(): number {
    return [...this.done.values()].reduce((sum, many) => sum + many, 0) + this.pending + this.failed;
  }

  get notReached(): number {
    return this.#of - this.reached;
  }

  #add(outcome: PushOutcome): void {
    const { planned, state, finding } = outcome;
    if (state === 'done') this.done.set(planned.action, (this.done.get(planned.action) ?? 0) + 1);
    else if (state === 'pending') this.pending++;
    else if (state === 'error') this.failed++;
    if (finding) {
      this.findingCount++;
      if (this.findings.length < MOST_FINDINGS) this.findings.push({ name: nameOf(planned), finding });
    }
    this.results?.push(resultJson(outcome));
  }
}

function changedMeanwhile({ verdict }: PlannedAny): Finding {
  return {
    code: 'CHANGED_MEANWHILE',
    reason: `Something changed after the plan was shown, so it was left as it is${verdict ? `: ${verdict.reason}` : '.'}`,
    fix: 'Run the same command again and look at the plan.',
  };
}

function resultJson({ planned, state, finding, booksId, booksNumber }: PushOutcome): object {
  const { kind, record, action } = planned;
  const number = kind === 'invoice' ? planned.record.number : undefined;
  return rowJson({ kind, id: record.sourceId, number, action, state, booksId, booksNumber, finding });
}

interface ResultRow extends Pick<PushOutcome, 'state' | 'booksNumber'> {
  kind: RecordKind;
  id: string | undefined;
  number: string | undefined;
  action: Action;
  booksId?: string | undefined;
  finding?: Finding | undefined;
}

function rowJson({ kind, id, number, action, state, booksId, booksNumber, finding }: ResultRow): object {
  return {
    kind,
    id: id ?? null,
    number: number ?? null,
    action,
    state,
    qbo_id: booksId ?? null,
    qbo_number: booksNumber ?? null,
    code: finding?.code ?? null,
    reason: finding?.reason ?? null,
    fix: finding?.fix ?? null,
  };
}

/** What ended a run early, as a finding. */
export function stopFinding(stoppedBy: Problem | Finding | 'interrupted'): Finding {
  if (stoppedBy === 'interrupted') {
    return {
      code: 'INTERRUPTED',
      reason: 'Stopped at your request; what was in flight is finished and recorded.',
      fix: 'Run the same command again to go on.',
    };
  }
  const { code, fix } = stoppedBy;
  return { code, reason: 'reason' in stoppedBy ? stoppedBy.reason : stoppedBy.message, fix };
}
