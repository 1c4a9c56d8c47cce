import type { Area } from './entry.ts';

/** A record that was refused without a code of QuickBooks: by the number of the answer (HTTP). */
export const REFUSED_WITHOUT_CODE = {
  HTTP_413: {
    title: 'The record is too large',
    happened: 'QuickBooks, or a device on the way to it, takes no request of this size.',
    posted: 'notThis',
    fix: [
      'Split the invoice in the source (fewer lines, shorter descriptions), then import it again.',
      'If other records of this size go in, ask whoever looks after your network: a firewall may limit what is sent.',
    ],
    retry: 'never',
    exit: [],
  },
  HTTP_OTHER: {
    title: 'Refused without a reason',
    happened:
      'QuickBooks, or a device on the way to it, refuses the record and gives no code of QuickBooks for it.',
    posted: 'notThis',
    fix: [
      'Run: qbsync doctor',
      'Run the same command again. If it stays, report the message with the output of qbsync --version.',
    ],
    retry: 'later',
    exit: [],
    also: ['HTTP 400', 'HTTP 404'],
  },
} as const satisfies Area;
