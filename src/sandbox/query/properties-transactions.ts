import { common, refs, where } from './property.ts';
import type { Property } from './property.ts';

/** What sales forms have alike; the reference marks it so on the invoice. */
const form: readonly Property[] = [
  ...common,
  ...where('text', 'DocNumber'),
  ...where('date', 'TxnDate'),
  ...refs('CustomerRef', 'ProjectRef'),
  ...where('number', 'Balance', 'TotalAmt'),
];

/** Transactions. */
export const transactions: Readonly<Record<string, readonly Property[]>> = {
  Invoice: [...form, ...where('date', 'DueDate'), ...refs('SalesTermRef')],
  CreditMemo: [...form, ...refs('SalesTermRef'), ...where('number', 'RemainingCredit')],
  SalesReceipt: [...form, ...where('text', 'PaymentRefNum')],
  RefundReceipt: [...form, ...where('text', 'PaymentRefNum')],
  Payment: [
    ...common,
    ...where('date', 'TxnDate'),
    ...where('text', 'PaymentRefNum'),
    ...refs('ProjectRef', 'CustomerRef'),
    ...where('number', 'TotalAmt'),
  ],
  Deposit: [
    ...common,
    ...where('date', 'TxnDate'),
    ...where('number', 'TotalAmt'),
    ...refs('DepositToAccountRef'),
  ],
  JournalEntry: [...common, ...where('text', 'DocNumber'), ...where('date', 'TxnDate')],
};
