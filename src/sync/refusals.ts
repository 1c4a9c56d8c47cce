import type { Finding } from '../domain/problems.ts';
import type { Fault } from '../qbo/faults.ts';

interface Explanation {
  what: string;
  fix: string;
  /** The same answer would come for every record: the run stops. */
  stopsAll?: true;
}

// What QuickBooks' validation codes mean to an accountant (qbo-api.md 7.2). Every one of them says that nothing was
// posted.
const EXPLANATIONS: Record<string, Explanation> = {
  '610': {
    what: 'Something it refers to was made inactive or deleted in QuickBooks (customer, item, account or invoice)',
    fix: 'Run: qbsync doctor. Make the item or customer active again in QuickBooks, or choose another with qbsync configure.',
  },
  '2010': {
    what: 'QuickBooks does not know a part of the request',
    fix: 'Report this with the output of qbsync --version.',
  },
  '2020': {
    what: 'QuickBooks misses something in the request',
    fix: 'Run: qbsync doctor, then qbsync configure.',
  },
  '2040': {
    what: 'A text has characters that QuickBooks does not take',
    fix: 'Correct the name or description in the source, then import it again.',
  },
  '2050': {
    what: 'A text is longer than QuickBooks takes',
    fix: 'Shorten it in the source, then import it again.',
  },
  '2210': {
    what: 'QuickBooks does not accept the e-mail address',
    fix: 'Correct the e-mail of the contact in the source, then import it again.',
  },
  '2500': {
    what: 'It refers to something that is not in QuickBooks any more (customer, item, account, tax code or payment method)',
    fix: 'Run: qbsync doctor, then qbsync configure.',
  },
  '5010': {
    what: 'Somebody changed it in QuickBooks at the same moment',
    fix: 'Run the same command again and look at the plan.',
  },
  '5030': {
    what: 'This QuickBooks subscription does not have that feature',
    fix: 'Check the subscription in QuickBooks (Settings → Subscriptions and billing).',
    stopsAll: true,
  },
  '6000': {
    what: 'QuickBooks refuses it by one of its business rules',
    fix: 'Read the text, run qbsync doctor, and correct the record or the mapping (qbsync configure).',
  },
  '6070': {
    what: 'QuickBooks finds that quantity times price is not the amount',
    fix: 'Correct quantity, price or amount in the source, then import it again.',
  },
  '6100': {
    what: 'QuickBooks does not accept the tax code of a line',
    fix: 'Run: qbsync configure and choose the tax codes anew.',
  },
  '6140': {
    what: 'The number is used in QuickBooks already',
    fix: 'Look at the document with this number in QuickBooks, then run the same command again.',
  },
  '6160': {
    what: 'The tax code may not be used by programs',
    fix: 'Run: qbsync configure and choose another tax code.',
  },
  '6190': {
    what: 'The QuickBooks subscription has ended or has a billing problem, so nothing can be added',
    fix: 'Renew it in QuickBooks (Settings → Subscriptions and billing), then run the same command again.',
    stopsAll: true,
  },
  '6210': {
    what: 'The books of that period are closed',
    fix: 'Have the accountant reopen the period in QuickBooks (Settings → Advanced → Accounting → Close the books), or enter it by hand.',
  },
  '6240': {
    what: 'The name is used in QuickBooks already, by another customer, vendor or employee',
    fix: 'Rename one of the two, then run the same command again.',
  },
  '6540': {
    what: 'The payment is part of a bank deposit and cannot be changed',
    fix: 'Change the deposit in QuickBooks by hand.',
  },
};
const ALIKE: Record<string, string> = { '6170': '6100', '6200': '6210', '2170': '2010' };

/** A refusal of QuickBooks in plain words, with its own words and code behind them. */
export function explainRefusal(fault: Fault): Finding & { stopsAll: boolean } {
  const [first] = fault.errors;
  const code = first?.code ?? '';
  const known = EXPLANATIONS[ALIKE[code] ?? code];
  const said = fault.errors
    .map((error) => (error.detail || error.message).trim())
    .filter(Boolean)
    .join(' / ')
    .replace(/[^\s@<>(),;:"']+@[^\s@<>(),;:"']+/g, '[e-mail]');
  return {
    code: code ? `QBO_${code}` : `HTTP_${fault.status}`,
    reason: `${known?.what ?? 'QuickBooks refuses it'}. QuickBooks says${code ? ` (code ${code})` : ''}: ${said || `HTTP ${fault.status}`}`,
    fix:
      known?.fix ??
      'Correct the record in the source or in QuickBooks as the text says, then run the same command again.',
    stopsAll: known?.stopsAll ?? false,
  };
}
