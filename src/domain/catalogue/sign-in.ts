import { EXIT } from '../problems.ts';
import type { Area } from './entry.ts';

/** The connection of a company: getting it, keeping it, losing it. */
export const SIGN_IN = {
  NOT_CONNECTED: {
    title: 'No company is connected',
    happened: 'qbsync has not been let into a QuickBooks company yet, or not under this name.',
    posted: 'nothing',
    fix: ['Run: qbsync connect', 'If you keep several companies, name the one you mean: --company NAME'],
    retry: 'never',
    exit: [EXIT.reconnect],
  },
  DISCONNECTED: {
    title: 'The company is disconnected',
    happened:
      'QuickBooks does not accept the saved sign-in any more. Somebody ended it there or with qbsync disconnect, or it was not used for 100 days, or Intuit has an outage that looks the same.',
    posted: 'earlier',
    fix: [
      'Run: qbsync connect (records and settings stay as they are)',
      'If Intuit had an outage, the same command works again by itself once that is over.',
    ],
    retry: 'never',
    exit: [EXIT.reconnect],
    also: ['invalid_grant', '3200', 'HTTP 401'],
  },
  NO_ACCESS: {
    title: 'QuickBooks does not let qbsync into the company',
    happened:
      'The sign-in works, but not for this company: the app was disconnected there, the person who connected it lost their rights, or the keys are of another environment.',
    posted: 'earlier',
    fix: ['Have a company administrator run: qbsync connect'],
    retry: 'never',
    exit: [EXIT.reconnect],
    also: ['3100', '100', '120', 'HTTP 403'],
  },
  WRONG_ENVIRONMENT: {
    title: 'The keys belong to another environment',
    happened:
      "Intuit keeps test companies and live companies apart, and each has its own keys. These keys are not this company's.",
    posted: 'earlier',
    fix: [
      'For a live company run: qbsync connect --environment production',
      'For a test company run: qbsync connect --environment sandbox',
      'Give the keys of the same kind: developer.intuit.com → My Hub → App dashboard → your app → Keys & credentials',
    ],
    retry: 'never',
    exit: [EXIT.reconnect],
    also: ['130'],
  },
  SIGN_IN_REFUSED: {
    title: 'Intuit refused the sign-in',
    happened:
      'The address that came back from the sign-in page was used before, is older than a few minutes, or belongs to another redirect address.',
    posted: 'nothing',
    fix: [
      'Run qbsync connect again, and finish the sign-in within a few minutes.',
      'If it stays: compare the redirect address at developer.intuit.com → your app → Redirect URIs with the one that qbsync connect shows, letter by letter.',
    ],
    retry: 'now',
    exit: [EXIT.reconnect],
    also: ['invalid_request', 'unsupported_grant_type', 'invalid_scope'],
  },
  SIGN_IN_STATE: {
    title: 'The answer belongs to another sign-in',
    happened:
      'The address that was given or opened was not made by this run of qbsync connect, so it was not used.',
    posted: 'nothing',
    fix: ['Run qbsync connect again, and use only the page that it opens, once.'],
    retry: 'now',
    exit: [EXIT.reconnect],
  },
  SIGN_IN_TIMEOUT: {
    title: 'Nobody finished the sign-in',
    happened: 'qbsync connect waited five minutes for the sign-in in the browser.',
    posted: 'nothing',
    fix: ['Run qbsync connect again.', 'If no page opens, run: qbsync connect --no-browser'],
    retry: 'now',
    exit: [EXIT.reconnect],
  },
  SIGN_IN_BEGUN: {
    title: 'The sign-in waits for an address',
    happened:
      'qbsync connect --no-browser printed the page to open. It needs the address at which you end there, and nobody was at a terminal to give it.',
    posted: 'nothing',
    fix: [
      'Open the printed page, choose the company, and copy the whole address at which you end.',
      'Run the same command again with: --redirect-url "ADDRESS"',
    ],
    retry: 'never',
    exit: [EXIT.stopped],
  },
  SIGN_IN_NOT_BEGUN: {
    title: 'No sign-in waits for an address',
    happened: 'An address was given with --redirect-url, but no sign-in with these keys was begun before.',
    posted: 'nothing',
    fix: [
      'Run: qbsync connect --no-browser',
      'Open the page that it prints, and give the address at which you end with --redirect-url.',
    ],
    retry: 'never',
    exit: [EXIT.usage],
  },
  SIGN_IN_NOT_KEPT: {
    title: 'The renewed sign-in could not be saved',
    happened:
      'Intuit gave a new sign-in in place of the old one, and the file that keeps it could not be written. The old one may not work any more.',
    posted: 'earlier',
    fix: [
      'See to it that the file named in the message can be written (often the disk is full).',
      'Run: qbsync connect',
    ],
    retry: 'never',
    exit: [EXIT.stopped, EXIT.settings],
  },
  SIGN_IN_BUSY: {
    title: 'Another qbsync is renewing the sign-in',
    happened:
      'Another qbsync on this computer renews the sign-in of this company and does not come to an end.',
    posted: 'earlier',
    fix: ['End the other qbsync, or restart the computer.', 'Run the same command again.'],
    retry: 'later',
    exit: [EXIT.busy],
  },
  SIGN_IN_UNUSED: {
    title: 'The sign-in runs out because it is not used',
    happened:
      'QuickBooks forgets a sign-in that was not used for 100 days. Every command that asks QuickBooks makes it last for 100 days again.',
    posted: 'nothing',
    fix: [
      'Before that day: run any command that asks QuickBooks, for instance qbsync doctor. A nightly qbsync sync is enough.',
      'After it: run qbsync connect',
    ],
    retry: 'never',
    exit: [],
  },
  SIGN_IN_FIVE_YEARS: {
    title: 'The five years of a sign-in come to their end',
    happened:
      'QuickBooks lets a program in for five years at most after a person signed in. No use makes it longer.',
    posted: 'nothing',
    fix: ['Run: qbsync connect (records and settings stay as they are)'],
    retry: 'never',
    exit: [],
  },
} as const satisfies Area;
