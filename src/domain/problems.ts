import type { ProblemCode } from './catalogue/index.ts';

/** When trying again makes sense. `now`: by itself; `later`: the service must recover; `never`: a person must act first. */
export type Retry = 'now' | 'later' | 'never';

/** Exit codes of the program (docs/exit-codes.md): scripts branch on them, so they never change meaning. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  needsPerson: 3,
  reconnect: 4,
  settings: 5,
  stopped: 6,
  unavailable: 7,
  busy: 8,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a finding may be called where it is made: one of the catalogue, or what QuickBooks itself calls a refusal. */
export type FindingCode = ProblemCode | `QBO_${string}` | `HTTP_${number}`;

/**
 * Something that went wrong, as a value: what happened and what to do, in words for people who do not program. What the
 * ledger gives back may be older than the catalogue: `Finding<string>`.
 */
export interface Finding<C extends string = FindingCode> {
  /** Stable: `CUSTOMER_CONTACT`. Scripts and support branch on it. */
  code: C;
  /** One sentence that names the thing: which invoice, which figures. */
  reason: string;
  /** What to do next: a command or a menu path. */
  fix: string;
}

/** A finding whose texts name the record: `{id}` stands for the number or id that people know it by. */
export function forRecord<F extends Finding>(finding: F, id: string): F {
  return {
    ...finding,
    reason: finding.reason.replaceAll('{id}', id),
    fix: finding.fix.replaceAll('{id}', id),
  };
}

/** Ends a command. Thrown where it is found, shown in one place (terminal/), turned into the exit code in main. */
export class Problem extends Error {
  /** One of the catalogue (catalogue/), which says of each what a person can do. */
  readonly code: ProblemCode;
  readonly fix: string;
  readonly exit: ExitCode;
  readonly retry: Retry;
  /** Whether anything may have reached the books before it happened. */
  readonly posted: 'nothing' | 'see-status';

  constructor(details: {
    code: ProblemCode;
    reason: string;
    fix: string;
    exit: ExitCode;
    retry?: Retry;
    posted?: 'nothing' | 'see-status';
    cause?: unknown;
  }) {
    super(details.reason, { cause: details.cause });
    this.name = 'Problem';
    this.code = details.code;
    this.fix = details.fix;
    this.exit = details.exit;
    this.retry = details.retry ?? 'never';
    this.posted = details.posted ?? 'nothing';
  }

  /** The same, met after something had been posted. */
  afterPosting(): Problem {
    const { code, message: reason, fix, exit, retry } = this;
    return new Problem({ code, reason, fix, exit, retry, posted: 'see-status', cause: this });
  }
}
