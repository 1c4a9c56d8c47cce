import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** The QuickBooks to try things on (qbsync sandbox), and the guided tour (qbsync demo). */
export const SANDBOX = {
  SANDBOX_STATE: {
    title: 'The sandbox cannot start',
    happened:
      'The folder given with --state cannot be used, or was not made by qbsync sandbox. Nothing was written into it.',
    posted: 'nothing',
    fix: ['Give an empty folder with --state, one that does not exist yet, or one that qbsync sandbox made.'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  SANDBOX_IN_USE: {
    title: 'Another sandbox uses the folder',
    happened: 'A sandbox keeps its companies in this folder already, and runs.',
    posted: 'nothing',
    fix: ['Stop that one first (Ctrl-C in its window), or give another folder with --state.'],
    retry: 'later',
    exit: [EXIT.busy],
  },
  SANDBOX_DAMAGED: {
    title: 'The folder of the sandbox is damaged',
    happened: 'A file in which the sandbox keeps its companies cannot be trusted. Nothing was changed.',
    posted: 'nothing',
    fix: ['Put back a copy of the folder that you made earlier, or start with another folder.'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  DEMO_STEP: {
    title: 'The tour stopped',
    happened:
      'A command of the guided tour did not end as it should. The tour works on a make-believe company only.',
    posted: 'nothing',
    fix: [
      'Read what that command said.',
      'If it makes no sense, report it with the output of qbsync --version.',
    ],
    retry: 'never',
    exit: [EXIT.bug],
  },
} as const satisfies Area;
