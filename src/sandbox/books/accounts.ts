import { business } from '../faults.ts';
import { refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { accountTypes } from '../schema/account-types.ts';
import type { Books } from './books.ts';
import { referenced } from './references.ts';

/** Accounts that QuickBooks itself makes when a company first needs them. */
const SYSTEM = {
  receivable: ['Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable'],
  undeposited: ['Undeposited Funds', 'Other Current Asset', 'UndepositedFunds'],
  salesTax: ['Sales Tax Payable', 'Other Current Liability', 'SalesTaxPayable'],
  sales: ['Sales', 'Income', 'SalesOfProductIncome'],
  discounts: ['Discounts given', 'Income', 'DiscountsRefundsGiven'],
  exchange: ['Exchange Gain or Loss', 'Other Expense', 'ExchangeGainOrLoss'],
} as const;

type SystemAccount = keyof typeof SYSTEM;

/** The id of an account of QuickBooks' own, made on first use. */
export function systemAccount(books: Books, kind: SystemAccount): string {
  const setting = `account:${kind}`;
  const known = textOf(books.setting(setting));
  if (known !== undefined) return known;
  const [Name, AccountType] = SYSTEM[kind];
  const named = (books.lookup('Account', 'Name', Name) ?? []).find((row) => row.AccountType === AccountType);
  const id = textOf((named ?? made(books, kind)).Id) ?? '';
  books.set(setting, id);
  return id;
}

/** An account as QuickBooks makes it: at the top of the chart, with nothing on it. */
export const newAccount = (
  books: Books,
  Name: string,
  AccountType: string,
  AccountSubType: string,
): JsonObject => ({
  Name,
  SubAccount: false,
  FullyQualifiedName: Name,
  Active: true,
  Classification: accountTypes[AccountType],
  AccountType,
  AccountSubType,
  CurrentBalance: 0,
  CurrentBalanceWithSubAccounts: 0,
  CurrencyRef: books.currencyRef,
});

function made(books: Books, kind: SystemAccount): JsonObject {
  const [name, type, subType] = SYSTEM[kind];
  return books.put('Account', { ...newAccount(books, name, type, subType), ...books.newRow('Account') });
}

const MONEY_ACCOUNTS = ['Bank', 'Other Current Asset'];

/** The id of the account that money goes to or comes from, which must hold money (qbo-api.md 3.3, 3.5). */
export function moneyAccount(books: Books, ref: Json | undefined): string | undefined {
  const account = referenced(books, 'Account', ref);
  if (account !== undefined && !MONEY_ACCOUNTS.includes(textOf(account.AccountType) ?? '')) {
    throw business('The account to deposit to must be a Bank or an Other Current Asset account.');
  }
  return refId(ref);
}
