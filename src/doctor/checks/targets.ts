import type { Named } from '../../company/settings.ts';
import type { Account } from '../../qbo/entities.ts';
import { fail, warn, type Result } from '../check.ts';
import { isIncome, isLiability } from '../../sync/propose-lines.ts';
import type { Online } from '../patient.ts';

export interface Use {
  /** `lines of type discount`. */
  lines: string;
  /** The end of a way out: `choose another: qbsync configure …`. */
  choose: string;
  /** Deposits that are kept as a liability until the work is done. */
  owed: boolean;
}

/** What a sale may be booked on. Inventory items can be sold too; a person may have chosen one. */
const SELLABLE = new Set(['Service', 'NonInventory', 'Inventory']);

const ITEMS = 'In QuickBooks: Sales → Products and services';
const ACCOUNTS = 'In QuickBooks: Accounting → Chart of accounts';

/** What is wrong with an item that lines are booked on. */
export function itemResult({ id, name }: Named, { lines, choose, owed }: Use, { lists }: Online): Result[] {
  const item = lists.items.find(({ Id }) => Id === id);
  if (!item?.Active) {
    return [
      fail(
        'ITEM_GONE',
        `The item "${name}" for ${lines} is inactive or gone in QuickBooks.`,
        `${ITEMS}, make it active; or ${choose}`,
      ),
    ];
  }
  if (item.Type !== undefined && !SELLABLE.has(item.Type)) {
    return [
      fail(
        'ITEM_TYPE',
        `The item "${item.Name}" for ${lines} is of type ${item.Type}, which cannot stand on a line of an invoice.`,
        upper(choose),
      ),
    ];
  }
  if (!item.IncomeAccountRef) {
    return [
      fail(
        'ITEM_NO_INCOME',
        `The item "${item.Name}" for ${lines} has no income account.`,
        `${ITEMS}, edit it: "I sell this product/service to my customers", and choose an income account; or ${choose}`,
      ),
    ];
  }
  const { value, name: called = value } = item.IncomeAccountRef;
  const account = lists.accounts.find(({ Id }) => Id === value);
  if (!account?.Active) {
    return [
      fail(
        'LINE_ACCOUNT_GONE',
        `The income account "${called}" of the item "${item.Name}" for ${lines} is inactive or gone in QuickBooks.`,
        `${ACCOUNTS}, make it active; or ${choose}`,
      ),
    ];
  }
  if (owed ? isLiability(account) : isIncome(account)) return [];
  // Deposits of customers may well be booked as a liability, if somebody means it.
  return [
    (owed ? fail : warn)(
      'LINE_ACCOUNT_TYPE',
      `The item "${item.Name}" for ${lines} is booked on "${account.Name}", which is of type ${account.AccountType} and not ${wanted(owed)}.`,
      `${ITEMS}, edit it and choose an income account; or ${choose}`,
    ),
  ];
}

/** What is wrong with an income account that an item is to be made on. */
export function accountResult(
  { id, name }: Named,
  { lines, choose, owed }: Use,
  { lists }: Online,
): Result[] {
  const account: Account | undefined = lists.accounts.find(({ Id }) => Id === id);
  if (!account?.Active) {
    return [
      fail(
        'LINE_ACCOUNT_GONE',
        `The income account "${name}" for ${lines} is inactive or gone in QuickBooks.`,
        `${ACCOUNTS}, make it active; or ${choose}`,
      ),
    ];
  }
  if (owed ? isLiability(account) : isIncome(account)) return [];
  return [
    fail(
      'LINE_ACCOUNT_TYPE',
      `The account "${account.Name}" for ${lines} is of type ${account.AccountType} and not ${wanted(owed)}.`,
      upper(choose),
    ),
  ];
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const wanted = (owed: boolean): string => (owed ? 'Other Current Liability' : 'Income');
