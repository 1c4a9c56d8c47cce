import type { Area } from './entry.ts';

/** How a record stands that was sent, or that people changed in QuickBooks; what `status` and `recover` say of it. */
export const IN_BOOKS = {
  NOT_SENT: {
    title: 'Not sent yet',
    happened: 'The record was imported and not sent to QuickBooks yet.',
    posted: 'notThis',
    fix: ['Run: qbsync sync'],
    retry: 'now',
    exit: [],
  },
  CHANGED: {
    title: 'Changed in the source',
    happened: 'The source has another version of the record than the one that was put into QuickBooks.',
    posted: 'there',
    fix: ['Run: qbsync sync, and look at the plan.'],
    retry: 'now',
    exit: [],
  },
  PENDING: {
    title: 'Sent, and no clear answer came',
    happened: 'The record was sent, and QuickBooks did not say clearly what became of it. It may be there.',
    posted: 'unknown',
    fix: [
      'Run the same command again: it looks the record up in QuickBooks first, and never posts it twice.',
    ],
    retry: 'later',
    exit: [],
    also: ['600'],
  },
  IGNORED: {
    title: 'Left out by a person',
    happened: 'Somebody left the record out with qbsync ignore, and gave a reason.',
    posted: 'notThis',
    fix: ['To take it up again, run: qbsync ignore --undo NUMBER'],
    retry: 'never',
    exit: [],
  },
  NOT_READ: {
    title: 'Left out at import',
    happened:
      'The row of the file could not be understood, so the record was left out. A version before it stays as it was.',
    posted: 'notThis',
    fix: [
      'Correct what the message names: file, line and column.',
      'Then import the file again: qbsync import FILE',
    ],
    retry: 'never',
    exit: [],
  },
  CHANGED_MEANWHILE: {
    title: 'Something changed after the plan was shown',
    happened:
      'Between the plan and the writing the source or QuickBooks changed, so the record was left as it is.',
    posted: 'notThis',
    fix: ['Run the same command again and look at the plan.'],
    retry: 'now',
    exit: [],
  },
  VOIDED_IN_BOOKS: {
    title: 'Voided in QuickBooks',
    happened: 'Somebody voided it in QuickBooks. What a person took back is not made again.',
    posted: 'there',
    fix: [
      'If that was meant, run: qbsync ignore NUMBER --reason "voided in QuickBooks"',
      'If not, restore it in QuickBooks (Settings → Audit log says who did it), or issue a copy with a new number in the source.',
    ],
    retry: 'never',
    exit: [],
  },
  DELETED_IN_BOOKS: {
    title: 'Deleted in QuickBooks',
    happened: 'Somebody deleted it in QuickBooks. What a person took away is not made again.',
    posted: 'there',
    fix: [
      'If that was meant, run: qbsync ignore NUMBER --reason "deleted in QuickBooks"',
      'If not, enter it again in QuickBooks by hand (Settings → Audit log says what it was).',
    ],
    retry: 'never',
    exit: [],
  },
  DIFFERS_IN_BOOKS: {
    title: 'Different in QuickBooks',
    happened:
      'QuickBooks has the record with another customer, date, total or number; somebody may have changed it there.',
    posted: 'there',
    fix: [
      'Compare the two, and correct the one that is wrong.',
      'Then run the same command again. For an invoice, --prefer source or --prefer books says which one stands.',
    ],
    retry: 'never',
    exit: [],
  },
  CANCELLED_IN_SOURCE: {
    title: 'Cancelled in the source, stands in QuickBooks',
    happened:
      'The invoice was cancelled in the source, and in QuickBooks it is paid or was changed, so it is not voided unasked.',
    posted: 'there',
    fix: [
      'If it is paid: decide in QuickBooks what becomes of the money (take the payment off the invoice, or refund it).',
      'If it was changed: void it there (open the invoice → More → Void).',
      'Then run the same command again.',
    ],
    retry: 'never',
    exit: [],
  },
  TOTAL_DIFFERS: {
    title: 'The total in QuickBooks is another one',
    happened:
      'The record is in QuickBooks, and its total there is not the one of the source, often by the tax.',
    posted: 'there',
    fix: [
      'Open it in QuickBooks and compare tax and lines with the source.',
      'Correct it there, then run the same command again.',
    ],
    retry: 'never',
    exit: [],
  },
  BOOKED_TWICE: {
    title: 'Twice in QuickBooks',
    happened:
      'QuickBooks has several invoices or payments of qbsync for one record, for instance after work on two computers.',
    posted: 'there',
    fix: [
      'Compare them in QuickBooks, and void or delete the one that is too many.',
      'Then run: qbsync recover',
    ],
    retry: 'never',
    exit: [],
  },
  CUSTOMER_TWICE: {
    title: 'One customer twice in QuickBooks',
    happened: 'QuickBooks has several customers of qbsync for one customer of the source.',
    posted: 'there',
    fix: [
      'Merge them in QuickBooks (Sales → Customers): give one the display name of the other, and agree to merge.',
      'Then run: qbsync recover',
    ],
    retry: 'never',
    exit: [],
  },
  NOT_IMPORTED: {
    title: 'In QuickBooks, in no imported file',
    happened: 'QuickBooks has something that qbsync put there, and none of the files imported here has it.',
    posted: 'there',
    fix: ['Import the export that has it: qbsync import FILE', 'Then run: qbsync recover'],
    retry: 'never',
    exit: [],
  },
} as const satisfies Area;
