import { COMMANDS } from './commands.ts';
import { DOCTOR } from './doctor.ts';
import type { Area, Entry } from './entry.ts';
import { FILES } from './files.ts';
import { IN_BOOKS } from './in-books.ts';
import { INVOICES } from './invoices.ts';
import { LEDGER_AND_DISK } from './ledger-and-disk.ts';
import { MAPPING } from './mapping.ts';
import { NETWORK } from './network.ts';
import { PAYMENTS } from './payments.ts';
import { QUICKBOOKS } from './quickbooks.ts';
import { REACH } from './reach.ts';
import { REFUSED_WITHOUT_CODE } from './refused-without-code.ts';
import { SANDBOX } from './sandbox.ts';
import { SETTINGS } from './settings.ts';
import { SIGN_IN_PAGE } from './sign-in-page.ts';
import { SIGN_IN } from './sign-in.ts';
import { TAX } from './tax.ts';

// Every problem that qbsync tells, once. A start must not pay for these texts: only `explain`, docs/problems.md and, for
// QuickBooks' codes, a push load them; everything else knows their codes as a type.

const ALL = {
  ...SIGN_IN,
  ...SIGN_IN_PAGE,
  ...REACH,
  ...NETWORK,
  ...QUICKBOOKS,
  ...REFUSED_WITHOUT_CODE,
  ...INVOICES,
  ...TAX,
  ...PAYMENTS,
  ...IN_BOOKS,
  ...FILES,
  ...SETTINGS,
  ...MAPPING,
  ...LEDGER_AND_DISK,
  ...COMMANDS,
  ...DOCTOR,
  ...SANDBOX,
};

export type ProblemCode = keyof typeof ALL;

export const CATALOGUE: Readonly<Record<ProblemCode, Entry>> = ALL;

/** The areas as people look things up, in the order of a first day with qbsync. */
export const AREAS: readonly { title: string; entries: Area }[] = [
  { title: 'The command line', entries: COMMANDS },
  { title: 'Connecting a company', entries: { ...SIGN_IN, ...SIGN_IN_PAGE } },
  { title: 'Reaching QuickBooks', entries: { ...REACH, ...NETWORK } },
  { title: 'Files that are imported', entries: FILES },
  { title: 'Settings and companies', entries: SETTINGS },
  { title: 'How things are booked', entries: MAPPING },
  { title: 'Invoices and customers', entries: INVOICES },
  { title: 'Sales tax', entries: TAX },
  { title: 'Payments', entries: PAYMENTS },
  { title: 'Records and QuickBooks side by side', entries: IN_BOOKS },
  { title: 'What QuickBooks says', entries: { ...QUICKBOOKS, ...REFUSED_WITHOUT_CODE } },
  { title: 'Ledger and disk', entries: LEDGER_AND_DISK },
  { title: 'The check', entries: DOCTOR },
  { title: 'Sandbox and tour', entries: SANDBOX },
];
