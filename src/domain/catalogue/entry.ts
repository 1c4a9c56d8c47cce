import type { ExitCode, Retry } from '../problems.ts';

/** Whether anything was posted, as a person asks it. */
export const POSTED = {
  nothing: 'No. Nothing was posted.',
  earlier:
    'Nothing more was posted. What the same command had posted before stands; qbsync status shows every record.',
  unknown:
    'Perhaps: no clear answer came. The next run looks in QuickBooks first, and nothing is posted twice.',
  notThis: 'This record was not posted. The others are not held up by it.',
  there: 'It is in QuickBooks already, and qbsync changed nothing there.',
} as const;

/** One problem, as people look it up: it names no record, so that it holds for all of them. */
export interface Entry {
  /** A few words: the heading. */
  title: string;
  happened: string;
  posted: keyof typeof POSTED;
  /** What to do, in this order: exact commands, or the way through the menus of QuickBooks. */
  fix: readonly [string, ...string[]];
  retry: Retry;
  /** With which a command may end because of it; none where it is a record's: those lead to 3. */
  exit: readonly ExitCode[];
  /** Other names under which people meet it: codes of QuickBooks, of the sign-in, of the network. */
  also?: readonly string[];
}

/** Entries of one area, by code. */
export type Area = Readonly<Record<string, Entry>>;
