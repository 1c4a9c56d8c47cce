import type { Finding } from './problems.ts';

/** Where a record stands, in the words people see (design: Words). */
export const STATUSES = ['Active', 'Error', 'Disconnected', 'Pending', 'Not synced', 'Ignored'] as const;
export type Status = (typeof STATUSES)[number];

/** The last judgement on a record, as the ledger keeps it. */
export interface Standing extends Finding<string> {
  state: 'error' | 'skipped' | 'ignored';
  /** What the record was when it was judged: a changed record is judged anew. */
  fingerprint: string;
}

/** All that decides a status. */
export interface StatusFacts {
  fingerprint: string;
  /** Fingerprint of what was last put into the books; undefined while it is not there. */
  linkedFingerprint: string | undefined;
  /** A request was sent and its outcome is not known. */
  open: boolean;
  standing: Standing | undefined;
}

export interface StatusView {
  status: Status;
  finding: Finding<string> | undefined;
}

const NEVER_SENT: Finding = {
  code: 'NOT_SENT',
  reason: 'Not sent to QuickBooks yet.',
  fix: 'Run: qbsync sync',
};
const CHANGED: Finding = {
  code: 'CHANGED',
  reason: 'Changed in the source since it was put into QuickBooks.',
  fix: 'Run: qbsync sync, and look at the plan',
};
const OPEN: Finding = {
  code: 'PENDING',
  reason: 'Sent, but no answer came back. It may be in QuickBooks.',
  fix: 'Run: qbsync sync (or the command that sent it): it looks the record up in QuickBooks first and never posts it twice.',
};

/**
 * One status for every record. A person's "ignore" stands above all; an unknown outcome stands above what was judged
 * before; a company that must be connected again hides the rest, since nothing else can be acted on.
 */
export function statusOf(facts: StatusFacts, disconnected: string | undefined): StatusView {
  const { standing } = facts;
  if (standing?.state === 'ignored') return { status: 'Ignored', finding: standing };
  if (disconnected !== undefined) {
    return {
      status: 'Disconnected',
      finding: {
        code: 'DISCONNECTED',
        reason: facts.open ? `${OPEN.reason} And the company is disconnected: ${disconnected}` : disconnected,
        fix: facts.open
          ? `Run: qbsync connect, then: qbsync sync (it looks in QuickBooks first and never posts twice)`
          : 'Run: qbsync connect',
      },
    };
  }
  if (facts.open) return { status: 'Pending', finding: OPEN };
  const judged = standing?.fingerprint === facts.fingerprint ? standing : undefined;
  if (judged?.state === 'error') return { status: 'Error', finding: judged };
  if (facts.linkedFingerprint === facts.fingerprint) return { status: 'Active', finding: undefined };
  if (judged) return { status: 'Not synced', finding: judged };
  return { status: 'Not synced', finding: facts.linkedFingerprint === undefined ? NEVER_SENT : CHANGED };
}
