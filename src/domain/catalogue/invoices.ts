import type { Area } from './entry.ts';

/** What keeps an invoice out of the books, or its plan from going on. */
export const INVOICES = {
  NOT_ISSUED: {
    title: 'Not issued yet',
    happened: 'The invoice is a draft in the source. Only issued invoices belong into the books.',
    posted: 'notThis',
    fix: ['Send the invoice in OpenSolar; the next import brings it in.'],
    retry: 'never',
    exit: [],
  },
  CANCELLED: {
    title: 'Cancelled in the source',
    happened: 'The invoice was cancelled in the source before it came into QuickBooks.',
    posted: 'notThis',
    fix: ['Nothing to do. A corrected copy has a new number.'],
    retry: 'never',
    exit: [],
  },
  CUSTOMER_CONTACT: {
    title: 'Customer without a valid name or e-mail',
    happened: 'The customer of the invoice has no name, a name that is too long, or no valid e-mail address.',
    posted: 'notThis',
    fix: [
      'Correct the contact in OpenSolar, export again, and run: qbsync import FILE',
      'Then run: qbsync sync-invoice --all',
    ],
    retry: 'never',
    exit: [],
  },
  CUSTOMER_NAME_TAKEN: {
    title: 'No free name for the customer',
    happened:
      'QuickBooks has each name once, for customers, vendors and employees together. The name of this customer belongs to somebody else there.',
    posted: 'notThis',
    fix: [
      'Run the same command again: where there is another free name, the customer is planned under it.',
      'Or correct in QuickBooks (Sales → Customers) the e-mail of the customer that is meant, or rename the other one.',
    ],
    retry: 'now',
    exit: [],
  },
  CUSTOMER_CHANGED: {
    title: 'Booked on another customer',
    happened:
      'The source has this invoice for another customer than QuickBooks. It is not turned into somebody else’s.',
    posted: 'there',
    fix: [
      'If it is another invoice, give it a number of its own in the source.',
      'If the customer was renamed, rename it in QuickBooks too (Sales → Customers).',
      'Then run the same command again.',
    ],
    retry: 'never',
    exit: [],
  },
  CUSTOMER_UNKNOWN: {
    title: 'The customer could not be looked up',
    happened: 'Whether QuickBooks has the customer could not be found out, so nothing was made on a guess.',
    posted: 'notThis',
    fix: ['Run the same command again.'],
    retry: 'now',
    exit: [],
  },
  INVOICE_NOT_LOOKED_UP: {
    title: 'The invoice could not be looked up',
    happened: 'How the invoice stands in QuickBooks could not be found out, so it was left alone.',
    posted: 'there',
    fix: ['Run the same command again.'],
    retry: 'now',
    exit: [],
  },
  NUMBER_TOO_LONG: {
    title: 'The invoice number is too long',
    happened: 'QuickBooks takes invoice numbers of 21 characters at most.',
    posted: 'notThis',
    fix: [
      'Shorten the number in the source and import again.',
      'Or let QuickBooks number invoices: qbsync configure --set numbers=quickbooks',
    ],
    retry: 'never',
    exit: [],
  },
  NUMBER_TAKEN: {
    title: 'Another document has this number or name',
    happened: 'QuickBooks has this number or name already, for something that is not this record.',
    posted: 'notThis',
    fix: [
      'Look at it in QuickBooks (Sales → Invoices).',
      'If it is the same invoice, correct it there so that customer, date and total agree. If not, give it another number.',
      'Then run the same command again.',
    ],
    retry: 'never',
    exit: [],
  },
  TOTAL_NOT_POSITIVE: {
    title: 'The total is zero or less',
    happened: 'QuickBooks takes invoices above zero only.',
    posted: 'notThis',
    fix: [
      'If money goes back to the customer, enter a credit memo in QuickBooks (+ New → Credit memo).',
      'Then run: qbsync ignore NUMBER --reason "credit memo entered by hand"',
    ],
    retry: 'never',
    exit: [],
  },
  CURRENCY: {
    title: 'The company does not keep that currency',
    happened: 'The record is in another currency, and the company keeps its books in one only.',
    posted: 'notThis',
    fix: [
      'Correct the currency in the source and import again.',
      'Or switch on several currencies in QuickBooks (Settings → Advanced → Currency). That cannot be switched off again: ask the accountant first.',
    ],
    retry: 'never',
    exit: [],
  },
  BOOKS_CLOSED: {
    title: 'The books of that day are closed',
    happened: 'The record is dated in a period that the accountant has closed in QuickBooks.',
    posted: 'notThis',
    fix: [
      'Have the accountant reopen the period in QuickBooks (Settings → Advanced → Accounting → Close the books), then run the same command again.',
      'Or enter it by hand, then run: qbsync ignore NUMBER --reason "entered by hand"',
    ],
    retry: 'never',
    exit: [],
  },
  LINE_TYPE_UNMAPPED: {
    title: 'A kind of line has no item',
    happened: 'Nobody has chosen yet with which item or income account lines of this kind are booked.',
    posted: 'notThis',
    fix: ['Run: qbsync configure', 'Then run the same command again.'],
    retry: 'never',
    exit: [],
  },
} as const satisfies Area;
