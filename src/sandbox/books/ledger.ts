import { objectsOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { ZERO, amount, decimal, sum } from '../money.ts';
import type { Decimal } from '../money.ts';
import type { Books } from './books.ts';
import { carryUp } from './lists/hierarchy.ts';

/** The table of account balances: home currency, debits positive. */
export const LEDGER = 'ledger';
/** The table of what each transaction posted. */
export const POSTINGS = 'posting';

/** One line of the double entry of a transaction. */
export interface Posting {
  readonly account: string;
  /** In home currency and whole cents; debits are positive, credits negative. */
  readonly value: Decimal;
  /** On receivables: whose they are, and the amount in that customer's currency. */
  readonly customer?: { readonly id: string; readonly value: Decimal } | undefined;
}

/** Which way a balance is shown: as a debit or a credit. Income and expenses show none, as in QuickBooks. */
const SIGNS: Readonly<Record<string, number>> = { Asset: 1, Liability: -1, Equity: -1 };

const kept = ({ account, value, customer }: Posting): JsonObject => ({
  account,
  value: amount(value),
  ...(customer === undefined ? {} : { customer: customer.id, own: amount(customer.value) }),
});

function posted(row: JsonObject | undefined): readonly Posting[] {
  return objectsOf(row?.Entries).map((entry) => {
    const id = textOf(entry.customer);
    return {
      account: textOf(entry.account) ?? '',
      value: decimal(entry.value),
      customer: id === undefined ? undefined : { id, value: decimal(entry.own) },
    };
  });
}

/** The entry with its difference, if any, on one more account. */
export function balanced(postings: readonly Posting[], account: () => string): readonly Posting[] {
  const rest = sum(postings.map((posting) => posting.value));
  return rest.eq(0) ? postings : [...postings, { account: account(), value: rest.times(-1) }];
}

/**
 * Makes a balanced entry the one that a transaction has in the ledger; an empty one takes it out. Only the
 * difference to what it posted before moves balances, so nothing is summed again.
 */
export function post(books: Books, txnId: string, postings: readonly Posting[]): void {
  const accounts = new Map<string, Decimal>();
  const customers = new Map<string, Decimal>();
  const add = (to: Map<string, Decimal>, key: string, value: Decimal): void => {
    to.set(key, (to.get(key) ?? ZERO).plus(value));
  };
  const tally = (entries: readonly Posting[], sign: number): void => {
    for (const { account, value, customer } of entries) {
      add(accounts, account, value.times(sign));
      if (customer !== undefined) add(customers, customer.id, customer.value.times(sign));
    }
  };
  tally(posted(books.get(POSTINGS, txnId)), -1);
  tally(postings, 1);
  books.put(POSTINGS, { Id: txnId, Entries: postings.map(kept) });
  for (const [customer, by] of customers) moveCustomer(books, customer, by);
  for (const [account, by] of accounts) moveAccount(books, account, by);
}

/** What a customer owes, in their own currency; parents carry their jobs' balances in BalanceWithJobs. */
function moveCustomer(books: Books, customerId: string, by: Decimal): void {
  if (by.eq(0)) return;
  const row = books.get('Customer', customerId);
  if (row === undefined) return;
  books.put('Customer', { ...row, Balance: amount(decimal(row.Balance).plus(by)) });
  carryUp(books, 'Customer', 'BalanceWithJobs', customerId, by);
}

function moveAccount(books: Books, accountId: string, by: Decimal): void {
  if (by.eq(0)) return;
  const balance = decimal(books.get(LEDGER, accountId)?.Balance).plus(by);
  books.put(LEDGER, { Id: accountId, Balance: amount(balance) });
  const row = books.get('Account', accountId);
  const sign = SIGNS[textOf(row?.Classification) ?? ''];
  if (row === undefined || sign === undefined) return;
  books.put('Account', { ...row, CurrentBalance: amount(balance.times(sign)) });
  carryUp(books, 'Account', 'CurrentBalanceWithSubAccounts', accountId, by.times(sign));
}
