import { judgeDate } from '../../sync/judge.ts';
import { failOfRecords, listed, pass, warn, type Check, type Result } from '../check.ts';
import type { Known, Patient } from '../patient.ts';

/** Switches of the company that keep records out of the books, or let them in otherwise than meant. */
export const preferences: Check = {
  code: 'preferences',
  title: 'QuickBooks settings',
  area: 'settings',
  run: async (patient) => {
    const results = [
      ...(await numberResults(patient)),
      ...(await closedResults(patient)),
      ...(await currencyResults(patient)),
    ];
    if (results.length > 0) return results;
    const { facts } = await patient.online();
    const closed = facts.closedUntil ? ` The books are closed up to ${facts.closedUntil}.` : '';
    return [pass(`No setting of QuickBooks stands in the way.${closed}`)];
  },
};

async function numberResults(patient: Patient): Promise<Result[]> {
  const [{ facts }, { numbers }] = [await patient.online(), await patient.settings()];
  if (!facts.ownNumbers) {
    return [
      warn(
        'NUMBERS_BY_QUICKBOOKS',
        'QuickBooks is set to number invoices itself, so it does not refuse a number that is used twice.',
        'In QuickBooks: Settings → Account and settings → Sales → Sales form content → Custom transaction numbers: on',
      ),
    ];
  }
  if (numbers === 'source') return [];
  return [
    warn(
      'NUMBERS_LEFT_OUT',
      'QuickBooks expects to be given numbers, but the settings leave them out: invoices get none.',
      'Run: qbsync configure --set numbers=source',
    ),
  ];
}

async function closedResults(patient: Patient): Promise<Result[]> {
  const [{ facts }, waiting] = [await patient.online(), await patient.waiting()];
  const closed = waiting.filter(({ record }) =>
    judgeDate(record.kind === 'invoice' ? record.issueDate : record.date, facts),
  );
  if (closed.length === 0 || !facts.closedUntil) return [];
  return [
    failOfRecords(
      'BOOKS_CLOSED',
      `The books are closed up to ${facts.closedUntil}, and these are dated before: ${namesOf(closed)}.`,
      'Have the accountant reopen the period in QuickBooks (Settings → Account and settings → Advanced → Accounting → Close the books), or enter them by hand and run qbsync ignore for each',
    ),
  ];
}

async function currencyResults(patient: Patient): Promise<Result[]> {
  const [{ facts }, waiting] = [await patient.online(), await patient.waiting()];
  if (facts.multiCurrency) return [];
  const foreign = waiting.filter(
    ({ record }) => record.currency !== undefined && record.currency !== facts.homeCurrency,
  );
  if (foreign.length === 0) return [];
  const currencies = [...new Set(foreign.map(({ record }) => record.currency))].join(', ');
  return [
    failOfRecords(
      'CURRENCY',
      `${facts.name} keeps its books in ${facts.homeCurrency} only, and these are in ${currencies}: ${namesOf(foreign)}.`,
      'In QuickBooks: Settings → Account and settings → Advanced → Currency → Multicurrency: on (this cannot be undone); or correct the currency in the source and import again',
    ),
  ];
}

const namesOf = (known: readonly Known[]): string =>
  listed(known.map(({ entry }) => entry.number ?? entry.key));
