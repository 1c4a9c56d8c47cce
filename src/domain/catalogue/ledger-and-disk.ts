import { EXIT } from '../problems.ts';
import type { Area, Entry } from './entry.ts';

const begun = [
  'Put back ledger.sqlite from your backup, and move ledger.sqlite-wal and ledger.sqlite-shm away if they are there.',
  'Without a backup, begin a new one: qbsync connect, then qbsync import with all your exports, then qbsync recover.',
] as const;

const stopped = {
  posted: 'earlier',
  retry: 'never',
  exit: [EXIT.stopped],
} as const satisfies Partial<Entry>;

/** The ledger (the file in which qbsync writes down what it sent), locks, and the disk under them. */
export const LEDGER_AND_DISK = {
  LEDGER_ACCESS: {
    title: 'The ledger cannot be opened for writing',
    happened:
      'The file in which qbsync writes down what it sent may not be written by you, or its folder is gone.',
    ...stopped,
    fix: [
      'See to it that the folder exists and that you may write in it, or set QBSYNC_HOME to one where you may.',
      'Then run the same command again.',
    ],
  },
  LEDGER_DAMAGED: {
    title: 'The ledger is damaged',
    happened:
      'The file in which qbsync writes down what it sent cannot be trusted any more. It was left as it is.',
    ...stopped,
    fix: ['Do not delete it.', ...begun],
  },
  LEDGER_FAILED: {
    title: 'The ledger cannot be used',
    happened: 'The file in which qbsync writes down what it sent gave an error that qbsync does not know.',
    ...stopped,
    fix: [
      'Check the disk, then run the same command again.',
      'If it stays, report the message with the output of qbsync --version.',
    ],
  },
  LEDGER_FOREIGN: {
    title: 'The file is not a ledger',
    happened: 'In the place of the ledger stands a file that another program made. It was left as it is.',
    ...stopped,
    posted: 'nothing',
    fix: ['Move the file away, or set QBSYNC_HOME to another folder.'],
  },
  LEDGER_NEWER: {
    title: 'The ledger is of a newer qbsync',
    happened: 'A newer qbsync has written the ledger, and this one does not know its form.',
    ...stopped,
    posted: 'nothing',
    fix: ['Update qbsync on this computer, then run the same command again.'],
  },
  LEDGER_MISSING: {
    title: 'The ledger is gone',
    happened:
      'This company was connected before, and the file in which qbsync wrote down what it sent is not there. It is not begun anew unasked, since that would forget what was sent.',
    ...stopped,
    posted: 'nothing',
    fix: begun,
  },
  LEDGER_EMPTY: {
    title: 'The ledger is another one',
    happened:
      'The ledger is new, or is not the one that this company was connected with, so it does not know what was sent.',
    ...stopped,
    posted: 'nothing',
    fix: begun,
  },
  LEDGER_BUSY: {
    title: 'Another program holds the ledger',
    happened:
      'Another qbsync, or a program that makes backups, holds the file in which qbsync writes down what it sent.',
    posted: 'earlier',
    fix: ['Wait until the other one has ended, then run the same command again.'],
    retry: 'later',
    exit: [EXIT.busy],
  },
  LOCK_ACCESS: {
    title: 'A lock file cannot be written',
    happened:
      'qbsync marks with a small file that it is at work on a company, and that file may not be written by you.',
    ...stopped,
    fix: [
      'See to it that the folder exists and that you may write in it, or set QBSYNC_HOME to one where you may.',
      'Then run the same command again.',
    ],
  },
  LOCK_FAILED: {
    title: 'A lock file cannot be used',
    happened: 'qbsync marks with a small file that it is at work on a company, and that file is damaged.',
    ...stopped,
    fix: [
      'Move the file that the message names away: it holds no records.',
      'Then run the same command again.',
    ],
  },
  ANOTHER_RUN: {
    title: 'Another run is at work',
    happened: 'One run at a time writes to a company. This one sent nothing.',
    posted: 'nothing',
    fix: ['Wait until the other one has ended, then run the same command again.'],
    retry: 'later',
    exit: [EXIT.busy],
  },
  DISK_FULL: {
    title: 'The disk is full',
    happened: 'A file that qbsync needs could not be written.',
    ...stopped,
    fix: ['Free some space, then run the same command again.'],
    also: ['ENOSPC', 'EDQUOT'],
  },
  DISK_FAILS: {
    title: 'The disk fails',
    happened: 'The disk does not read or write as it should.',
    ...stopped,
    fix: [
      'Check the disk and its connection (a network drive, a USB stick).',
      'Then run the same command again. Keep a copy of ledger.sqlite on another disk.',
    ],
    also: ['EIO', 'EFBIG'],
  },
  STORE_LINK: {
    title: 'A file of qbsync is a link to another place',
    happened:
      'Where qbsync keeps the settings or the sign-in of a company, there is a link. qbsync does not follow it: secrets could end elsewhere, or another file be written over.',
    posted: 'nothing',
    fix: [
      'Put the folder or file itself there.',
      'To keep qbsync elsewhere, set QBSYNC_HOME to that folder.',
    ],
    retry: 'never',
    exit: [EXIT.stopped],
  },
} as const satisfies Area;
