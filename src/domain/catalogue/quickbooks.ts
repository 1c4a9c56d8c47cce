import type { Entry } from './entry.ts';

/** What QuickBooks says when it refuses a record (qbo-api.md 7.2): it says so, and nothing of that record was posted. */
export interface Refusal extends Entry {
  posted: 'notThis' | 'earlier';
  /** The same answer would come for every record: the run stops. */
  stopsAll?: true;
}

type Words = Pick<Refusal, 'title' | 'happened' | 'fix' | 'stopsAll'> & Partial<Pick<Refusal, 'retry'>>;

const refusal = (words: Words): Refusal => ({
  posted: words.stopsAll ? 'earlier' : 'notThis',
  retry: 'never',
  exit: [],
  ...words,
});

const OURS = [
  'Report this with the output of qbsync --version: it is a mistake of qbsync.',
  'If it is urgent, enter the record in QuickBooks by hand, then run: qbsync ignore NUMBER --reason "entered by hand"',
] as const;

const unknownPart = refusal({
  title: 'QuickBooks does not know a part of what was sent',
  happened: 'QuickBooks does not know a part of what was sent.',
  fix: OURS,
});
const closed = refusal({
  title: 'The books of that period are closed',
  happened: 'The books of that period are closed.',
  fix: [
    'Have the accountant reopen the period in QuickBooks (Settings → Advanced → Accounting → Close the books), or enter it by hand.',
    'Then run the same command again.',
  ],
});
const lineTaxCode = refusal({
  title: 'The tax code of a line is not accepted',
  happened: 'QuickBooks does not accept the tax code of a line.',
  fix: ['Run: qbsync configure and choose the tax codes anew.', 'Then run the same command again.'],
});
const question = refusal({
  title: 'QuickBooks does not understand a question',
  happened: 'QuickBooks does not understand a question that qbsync asked.',
  fix: OURS,
});

export const QUICKBOOKS = {
  QBO_500: refusal({
    title: 'QuickBooks does not know the operation',
    happened: 'QuickBooks does not know what it was asked to do.',
    fix: OURS,
  }),
  QBO_610: refusal({
    title: 'Something it refers to is inactive or deleted',
    happened:
      'Something it refers to was made inactive or deleted in QuickBooks (customer, item, account or invoice).',
    fix: [
      'Run: qbsync doctor.',
      'Make the item or customer active again in QuickBooks (Settings → Products and services, or Sales → Customers, with inactive ones shown), or choose another with qbsync configure.',
    ],
  }),
  QBO_2010: unknownPart,
  QBO_2020: refusal({
    title: 'Something is missing in what was sent',
    happened: 'QuickBooks misses something in what was sent.',
    fix: [
      'Run: qbsync doctor, then qbsync configure.',
      'If it stays, report it with the output of qbsync --version.',
    ],
  }),
  QBO_2030: refusal({
    title: 'QuickBooks does not accept an id',
    happened: 'QuickBooks does not accept an id that was sent.',
    fix: OURS,
  }),
  QBO_2040: refusal({
    title: 'A text has characters that QuickBooks does not take',
    happened: 'A text has characters that QuickBooks does not take.',
    fix: ['Correct the name or description in the source, then import it again.'],
  }),
  QBO_2050: refusal({
    title: 'A text is too long for QuickBooks',
    happened: 'A text is longer than QuickBooks takes.',
    fix: ['Shorten it in the source, then import it again.'],
  }),
  QBO_2090: refusal({
    title: 'A number is too large for QuickBooks',
    happened: 'An amount or a number is larger than QuickBooks takes, or is not a number to it.',
    fix: ['Correct it in the source, then import it again.'],
  }),
  QBO_2130: refusal({
    title: 'QuickBooks does not accept the request number',
    happened: 'QuickBooks does not accept the number that qbsync gave the request.',
    fix: OURS,
  }),
  QBO_2170: unknownPart,
  QBO_2210: refusal({
    title: 'The e-mail address is not accepted',
    happened: 'QuickBooks does not accept the e-mail address.',
    fix: ['Correct the e-mail of the contact in the source, then import it again.'],
  }),
  QBO_2500: refusal({
    title: 'Something it refers to is not in QuickBooks',
    happened:
      'It refers to something that is not in QuickBooks any more (customer, item, account, tax code or payment method).',
    fix: ['Run: qbsync doctor, then qbsync configure.', 'Then run the same command again.'],
  }),
  QBO_4000: question,
  QBO_4001: question,
  QBO_5010: refusal({
    title: 'Somebody changed it at the same moment',
    happened: 'Somebody changed it in QuickBooks at the same moment.',
    fix: ['Run the same command again and look at the plan.'],
    retry: 'now',
  }),
  QBO_5030: refusal({
    title: 'The subscription does not have that feature',
    happened: 'This QuickBooks subscription does not have that feature.',
    fix: ['Check the subscription in QuickBooks (Settings → Subscriptions and billing).'],
    stopsAll: true,
  }),
  QBO_6000: refusal({
    title: 'A business rule of QuickBooks',
    happened: 'QuickBooks refuses it by one of its business rules.',
    fix: [
      'Read the text that QuickBooks gives, run qbsync doctor, and correct the record or the choices (qbsync configure).',
    ],
  }),
  QBO_6070: refusal({
    title: 'Quantity times price is not the amount',
    happened: 'QuickBooks finds that quantity times price is not the amount.',
    fix: ['Correct quantity, price or amount in the source, then import it again.'],
  }),
  QBO_6100: lineTaxCode,
  QBO_6140: refusal({
    title: 'The number is used already',
    happened: 'The number is used in QuickBooks already.',
    fix: ['Look at the document with this number in QuickBooks, then run the same command again.'],
  }),
  QBO_6160: refusal({
    title: 'The tax code may not be used by programs',
    happened: 'The tax code may not be used by programs.',
    fix: ['Run: qbsync configure and choose another tax code.'],
  }),
  QBO_6170: lineTaxCode,
  QBO_6190: refusal({
    title: 'The subscription has ended',
    happened: 'The QuickBooks subscription has ended or has a billing problem, so nothing can be added.',
    fix: ['Renew it in QuickBooks (Settings → Subscriptions and billing), then run the same command again.'],
    stopsAll: true,
  }),
  QBO_6200: closed,
  QBO_6210: closed,
  QBO_6240: refusal({
    title: 'The name is used already',
    happened: 'The name is used in QuickBooks already, by another customer, vendor or employee.',
    fix: ['Rename one of the two, then run the same command again.'],
  }),
  QBO_6540: refusal({
    title: 'The payment is part of a bank deposit',
    happened: 'The payment is part of a bank deposit and cannot be changed.',
    fix: ['Change the deposit in QuickBooks by hand.'],
  }),
  QBO_OTHER: refusal({
    title: 'QuickBooks refuses it for another reason',
    happened: 'QuickBooks refuses it.',
    fix: [
      'Correct the record in the source or in QuickBooks as the text says, then run the same command again.',
    ],
  }),
} satisfies Record<`QBO_${string}`, Refusal>;
