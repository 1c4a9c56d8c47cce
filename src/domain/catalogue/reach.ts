import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** Whether QuickBooks and Intuit's sign-in can be reached, and answer. */
export const REACH = {
  QUICKBOOKS_UNREACHABLE: {
    title: 'QuickBooks gives no usable answer',
    happened:
      'QuickBooks was asked several times and did not answer, or answered that it is out of order. With a server on this computer (qbsync sandbox): it does not run.',
    posted: 'unknown',
    fix: [
      'Look at status.quickbooks.intuit.com for an outage.',
      'Wait a few minutes and run the same command again: what was sent is looked up first, nothing is posted twice.',
      'For qbsync sandbox: start it again, and connect to its new address.',
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
    also: [
      '10000',
      'HTTP 408',
      'HTTP 500',
      'HTTP 502',
      'HTTP 503',
      'HTTP 504',
      'ETIMEDOUT',
      'ECONNABORTED',
      'ECONNRESET',
      'EPIPE',
      'ERR_BAD_RESPONSE',
    ],
  },
  QUICKBOOKS_BUSY: {
    title: 'QuickBooks takes no more requests at the moment',
    happened:
      'QuickBooks limits how much programs may ask in a minute and in a month. The limit of this company is reached, by qbsync or by other apps.',
    posted: 'earlier',
    fix: [
      'Wait some minutes and run the same command again: it goes on where it stopped.',
      'If it stays for hours, the limit of the month may be used up: ask whoever made the Intuit app.',
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
    also: ['3001', 'HTTP 429'],
  },
  QUICKBOOKS_REFUSED_READ: {
    title: 'QuickBooks refuses to answer a question',
    happened:
      'Before it writes, qbsync looks things up in QuickBooks. Such a question was refused, so nothing is written.',
    posted: 'earlier',
    fix: [
      'Run: qbsync doctor',
      'If nothing is wrong there, report the message with the output of qbsync --version.',
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
  },
  QUICKBOOKS_ANSWER: {
    title: 'QuickBooks answered in an unknown form',
    happened:
      'The answer lacks something that qbsync needs. Intuit may have changed it, so qbsync does not go on by guessing.',
    posted: 'unknown',
    fix: [
      'Run the same command again after some minutes.',
      'If it stays, update qbsync; then report it with the output of qbsync --version.',
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
  },
  SIGN_IN_UNREACHABLE: {
    title: "Intuit's sign-in gives no usable answer",
    happened:
      'The sign-in must be renewed every hour, and the service at Intuit that does it did not answer. The connection is kept.',
    posted: 'earlier',
    fix: [
      'Check the internet connection: open qbo.intuit.com in a browser.',
      'Wait a few minutes and run the same command again.',
      'For qbsync sandbox: see that it runs, at the address that was connected.',
    ],
    retry: 'later',
    exit: [EXIT.unavailable],
  },
} as const satisfies Area;
