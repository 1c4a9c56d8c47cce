import type { Area } from './entry.ts';

/** What keeps a payment out of the books, or out of the nightly run. */
export const PAYMENTS = {
  NOT_RECEIVED: {
    title: 'The money is not there',
    happened: 'In the source the payment is not settled yet, has failed, or was refunded.',
    posted: 'notThis',
    fix: [
      'Nothing to do while it is on its way: the next import brings it in.',
      'If it was refunded after it was booked, enter the refund in QuickBooks by hand (+ New → Refund receipt).',
    ],
    retry: 'never',
    exit: [],
  },
  INVOICE_UNKNOWN: {
    title: 'The payment names an unknown invoice',
    happened: 'The payment pays an invoice that is in no file that was imported, or whose row was left out.',
    posted: 'notThis',
    fix: [
      'Import the file that has this invoice: qbsync import FILE',
      'Or correct the invoice number in the payment, and import that again.',
    ],
    retry: 'never',
    exit: [],
  },
  INVOICE_NOT_IN_BOOKS: {
    title: 'Its invoice is not in QuickBooks yet',
    happened: 'A payment is booked on its invoice, and that one is not in QuickBooks yet.',
    posted: 'notThis',
    fix: [
      'See why, and mend that first: qbsync status NUMBER',
      'Then run: qbsync sync-invoice --all, and: qbsync sync-payment --status error',
    ],
    retry: 'never',
    exit: [],
  },
  INVOICE_GONE: {
    title: 'Its invoice was deleted or voided',
    happened: 'The invoice that the payment pays was deleted or voided in QuickBooks.',
    posted: 'notThis',
    fix: [
      'Look at the invoice in QuickBooks (Settings → Audit log says who did it).',
      'If the money was received, enter it there by hand, then run: qbsync ignore ID --reason "entered by hand"',
    ],
    retry: 'never',
    exit: [],
  },
  MORE_THAN_OPEN: {
    title: 'More than is open on the invoice',
    happened: 'The payment applies more to an invoice than is open on it in QuickBooks.',
    posted: 'notThis',
    fix: [
      'Compare the payments of the invoice in QuickBooks with the source.',
      'To apply the open part, and leave the rest as a credit of the customer: qbsync sync-payment ID --open-part',
      'If the payment is there already, run: qbsync ignore ID --reason "entered by hand"',
    ],
    retry: 'never',
    exit: [],
  },
  ALREADY_PAID: {
    title: 'The invoice is already paid in QuickBooks',
    happened: 'Nothing is open on the invoice any more, so no second payment is pushed.',
    posted: 'notThis',
    fix: [
      'If the payment there is this one, nothing is to be done.',
      'If it pays several invoices and only some are paid, compare them in QuickBooks; the open part goes in with: qbsync sync-payment ID --open-part',
    ],
    retry: 'never',
    exit: [],
  },
  CUSTOMERS_DIFFER: {
    title: 'Invoices of several customers',
    happened: 'The payment pays invoices of different customers. QuickBooks books a payment on one customer.',
    posted: 'notThis',
    fix: ['Split the payment in the source, one for each customer, and import again.'],
    retry: 'never',
    exit: [],
  },
  CUSTOMER_NOT_IN_BOOKS: {
    title: 'The customer is not in QuickBooks yet',
    happened:
      'The payment is applied to no invoice, and its customer did not come into QuickBooks through qbsync yet.',
    posted: 'notThis',
    fix: ['Run: qbsync sync-invoice --all (it brings the customer)', 'Then run: qbsync sync-payment --all'],
    retry: 'never',
    exit: [],
  },
  CHANGED_AFTER_BOOKING: {
    title: 'Changed after it was booked',
    happened:
      'The payment was booked and has changed in the source since. Payments in QuickBooks are not changed unasked.',
    posted: 'there',
    fix: [
      'Correct or void the payment in QuickBooks (Sales → All sales → the payment).',
      'Then run the same command again, or: qbsync ignore ID --reason "corrected by hand"',
    ],
    retry: 'never',
    exit: [],
  },
  WAITS_FOR_PAID: {
    title: 'Waits until its invoice is marked as paid',
    happened:
      'The payment was made by hand. The nightly run takes such a payment once its invoice is marked as paid in the source.',
    posted: 'notThis',
    fix: [
      'Mark the invoice as paid in OpenSolar and import again.',
      'Or push the payment now: qbsync sync-payment ID',
    ],
    retry: 'never',
    exit: [],
  },
  BY_HAND_ONLY: {
    title: 'Payments by hand are not pushed by themselves',
    happened: 'The settings say that payments made by hand are left to a person.',
    posted: 'notThis',
    fix: [
      'Push it with: qbsync sync-payment ID',
      'To change the setting: qbsync configure --set manual-payments=when-received',
    ],
    retry: 'never',
    exit: [],
  },
} as const satisfies Area;
