import { missing } from '../../faults.ts';
import { systemAccount } from '../accounts.ts';
import type { EntityRules } from '../entity.ts';
import { checkUnlinked, releasePayments } from '../payments/release.ts';
import { writeForm } from './form.ts';
import type { SalesForm } from './form.ts';
import { openBalance } from './open-balance.ts';
import { removeForm, voidForm } from './void.ts';

const creditMemo: SalesForm = {
  entity: 'CreditMemo',
  direction: -1,
  own: (draft) => {
    const { books, before, customerId, total } = draft;
    if (customerId === undefined) throw missing('CustomerRef');
    const open = openBalance(draft, total);
    return {
      members: { LinkedTxn: before?.LinkedTxn, ...open, RemainingCredit: open.Balance },
      settlement: [{ account: systemAccount(books, 'receivable'), value: total, customer: customerId }],
    };
  },
};

/**
 * A credit that payments apply to invoices (qbo-api.md 3.5). Intuit's reference has no void of it; a
 * reading allows one, which takes it off the payments that use it.
 */
export const creditMemoRules: EntityRules = {
  entity: 'CreditMemo',
  required: ['Line', 'CustomerRef'],
  readOnly: ['TotalAmt', 'Balance', 'RemainingCredit', 'LinkedTxn', 'HomeTotalAmt', 'HomeBalance'],
  kept: ['CustomField'],
  write: (books, payload, before, options) => writeForm(creditMemo, books, payload, before, options),
  mayVoid: (readings) => readings.creditMemoVoid,
  voided: (books, row) => {
    releasePayments(books, 'CreditMemo', row);
    return voidForm(books, 'CreditMemo', row);
  },
  remove: (books, row) => {
    checkUnlinked(row);
    removeForm(books, 'CreditMemo', row);
  },
};
