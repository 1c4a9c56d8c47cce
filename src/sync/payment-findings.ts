import { moneyForPeople, type Money } from '../domain/money.ts';
import type { SourcePayment } from '../domain/records.ts';
import type { Entry } from '../ledger/ledger.ts';

import type { Verdict } from './judge.ts';

// Why a payment is not booked, or not as the source has it, in plain words.

export function unknownInvoice(number: string, leftOut: string | undefined): Verdict {
  if (leftOut !== undefined) {
    return {
      state: 'error',
      code: 'INVOICE_UNKNOWN',
      reason: `It pays invoice ${number}, which was left out at import: ${leftOut}`,
      fix: `Mend that first: qbsync status ${number}`,
    };
  }
  return {
    state: 'error',
    code: 'INVOICE_UNKNOWN',
    reason: `It pays invoice ${number}, which is in no file that was imported.`,
    fix: 'Import the file that has this invoice (qbsync import FILE), or correct the number in the payment.',
  };
}

export function notInBooks(number: string): Verdict {
  return {
    state: 'error',
    code: 'INVOICE_NOT_IN_BOOKS',
    reason: `Its invoice ${number} is not in QuickBooks yet.`,
    fix: `See why, and mend that first: qbsync status ${number}. Then run: qbsync sync-payment --status error`,
  };
}

export function gone(number: string): Verdict {
  return {
    state: 'error',
    code: 'INVOICE_GONE',
    reason: `Its invoice ${number} was deleted or voided in QuickBooks.`,
    fix: 'Look at the invoice in QuickBooks; if the money was received, enter it there by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
}

/** A part of a payment that is more than its invoice has open. */
export interface OverOpen {
  number: string;
  amount: Money;
  /** What is open in the books, after what is planned to fit. */
  left: Money;
}

const CHOOSE =
  'Compare the payments of the invoice in QuickBooks with the source. To apply the open part and leave the rest as a credit of the customer, run: qbsync sync-payment {id} --open-part. If the rest was entered in QuickBooks before, enter the open part there by hand and run: qbsync ignore {id} --reason "entered by hand"';

export function tooMuch(over: OverOpen[], currency: string): Verdict {
  const parts = over.map(
    ({ number, amount, left }) =>
      `${moneyForPeople(amount, currency)} to invoice ${number}, of which ${moneyForPeople(left, currency)} is open in QuickBooks`,
  );
  return {
    state: 'error',
    code: 'MORE_THAN_OPEN',
    reason: `It applies ${parts.join(', and ')}.`,
    fix: CHOOSE,
  };
}

/** Where nothing is open at all, there is no part to choose. */
export function withoutChoice(verdict: Verdict): Verdict {
  return {
    ...verdict,
    fix: 'Compare the payments of the invoice in QuickBooks with the source and correct the amount, or enter it in QuickBooks by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
}

export function alreadyPaid(numbers: string[]): Verdict {
  return {
    state: 'skip',
    code: 'ALREADY_PAID',
    reason: `Invoice ${numbers.join(', ')} is already paid in QuickBooks; no second payment is pushed.`,
    fix: 'Nothing to do. If the payment there is not this one, look at the invoice in QuickBooks.',
  };
}

export function partlyPaid(numbers: string[]): Verdict {
  return {
    state: 'error',
    code: 'ALREADY_PAID',
    reason: `Of the invoices it pays, ${numbers.join(', ')} is already paid in QuickBooks.`,
    fix: CHOOSE,
  };
}

export function severalCustomers(): Verdict {
  return {
    state: 'error',
    code: 'CUSTOMERS_DIFFER',
    reason: 'It pays invoices of different customers; QuickBooks books a payment on one customer.',
    fix: 'Split the payment in the source, one for each customer, and import it again.',
  };
}

export function noCustomer(): Verdict {
  return {
    state: 'error',
    code: 'CUSTOMER_NOT_IN_BOOKS',
    reason: 'It is not applied to an invoice, and its customer is not in QuickBooks through qbsync yet.',
    fix: 'Run: qbsync sync-invoice --all (it brings the customer), then: qbsync sync-payment {id}',
  };
}

export function changedAfterBooking(record: SourcePayment, entry: Entry): Verdict {
  return {
    state: 'error',
    code: 'CHANGED_AFTER_BOOKING',
    reason:
      record.state === 'received'
        ? `It changed in the source after it was booked (${entry.link?.total ?? ''} then, ${record.amount.toFixed(2)} now); payments in QuickBooks are not changed unasked.`
        : `It is ${record.state} in the source now, but it was booked as received.`,
    fix: 'Correct or void the payment in QuickBooks, then run the same command again (or qbsync ignore {id} --reason "corrected by hand").',
  };
}
