import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** The command line, questions, interruption, and qbsync itself. */
export const COMMANDS = {
  USAGE: {
    title: 'The command line is wrong',
    happened: 'An option, a name or a value that was given is not known, or something is left out.',
    posted: 'nothing',
    fix: ['Read what the message proposes, or add --help to the command to see what can be given.'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  RECORD_UNKNOWN: {
    title: 'No record has that number',
    happened: 'The number or id that was given is in no file that was imported, or its row was left out.',
    posted: 'nothing',
    fix: ['See what is known with: qbsync status', 'Import the file that has it: qbsync import FILE'],
    retry: 'never',
    exit: [EXIT.usage],
  },
  NOT_CONFIRMED: {
    title: 'Nobody confirmed',
    happened: 'Before it writes, qbsync asks, and nobody was at a terminal to answer.',
    posted: 'nothing',
    fix: ['Run it at a terminal, or add --yes to do it without being asked.'],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  DECLINED: {
    title: 'You said no',
    happened: 'The plan was shown and not confirmed, so nothing was changed in QuickBooks.',
    posted: 'nothing',
    fix: ['Run the same command again when you want it.'],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  NO_TERMINAL: {
    title: 'Nobody can be asked',
    happened: 'A question must be answered, and the command does not run at a terminal.',
    posted: 'nothing',
    fix: ['Run it at a terminal, or give the answer as an option (see --help), for instance --yes.'],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  INTERRUPTED: {
    title: 'Stopped at your request',
    happened:
      'Ctrl-C was pressed, or the system asked qbsync to end. What was on its way was finished and written down.',
    posted: 'earlier',
    fix: ['Nothing is half done. Run the same command again to go on.'],
    retry: 'now',
    exit: [EXIT.interrupted],
  },
  QBSYNC_FAULT: {
    title: 'qbsync itself failed',
    happened: 'Something happened that qbsync does not know. What was posted before that is written down.',
    posted: 'unknown',
    fix: [
      'Run the same command again: what was sent is looked up first, nothing is posted twice.',
      'If it fails again, run it with QBSYNC_DEBUG=1 set, and send the output to support.',
    ],
    retry: 'now',
    exit: [EXIT.bug],
  },
} as const satisfies Area;
