import { amount, decimal } from '../money.ts';
import type { Decimal } from '../money.ts';
import { refId, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Books } from './books.ts';

/**
 * A customer's balance is the sum of open invoices less what is unapplied, which is the same as all
 * invoice totals less all payment totals: so every write moves it by a difference and nothing is summed
 * again. Parents carry their jobs' balances in BalanceWithJobs.
 */
export function moveCustomer(books: Books, customerId: string, by: Decimal): void {
  let id: string | undefined = customerId;
  for (let own = true; id !== undefined; own = false) {
    const row: JsonObject | undefined = books.get('Customer', id);
    if (row === undefined) break;
    const changed = {
      ...row,
      Balance: own ? amount(decimal(row.Balance).plus(by)) : row.Balance,
      BalanceWithJobs: amount(decimal(row.BalanceWithJobs).plus(by)),
    };
    books.put('Customer', books.touched(changed));
    id = refId(row.ParentRef);
  }
  moveAccount(books, receivables(books), by);
}

/** Moves an account's balance. */
export function moveAccount(books: Books, accountId: string | undefined, by: Decimal): void {
  const row = books.get('Account', accountId);
  if (row === undefined || by.eq(0)) return;
  const balance = amount(decimal(row.CurrentBalance).plus(by));
  books.put('Account', { ...row, CurrentBalance: balance, CurrentBalanceWithSubAccounts: balance });
}

/** Where payments go when nothing else is said (qbo-api.md 3.3). */
export function undepositedFunds(books: Books): string | undefined {
  return settingText(books, 'account:undeposited');
}

function receivables(books: Books): string | undefined {
  return settingText(books, 'account:receivable');
}

function settingText(books: Books, name: string): string | undefined {
  return textOf(books.setting(name));
}
