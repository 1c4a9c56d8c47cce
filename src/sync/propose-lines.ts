import type { LineTarget, Settings } from '../company/settings.ts';
import { foldName } from '../domain/identity.ts';
import { LINE_TYPES, type LineType } from '../domain/records.ts';
import type { Account, Item } from '../qbo/entities.ts';
import { named, one, type CompanyLists, type Proposal } from './proposals.ts';

type ForLines = Pick<CompanyLists, 'items' | 'accounts' | 'preferences'>;

/** Names of items that are made for money which somebody else pays; there is no account type for it. */
const INCENTIVE = /\b(incentives?|rebates?|stcs?|tax credits?|subventions?)\b/i;
const DISCOUNTS = 'DiscountsRefundsGiven';

export function isIncome({ AccountType }: Pick<Account, 'AccountType'>): boolean {
  return AccountType === 'Income' || AccountType === 'Other Income';
}

/** What lines of a type are booked on: an item made for discounts or incentives where there is one, else as all others. */
export function proposeForType(type: LineType, lists: ForLines): Proposal<LineTarget> {
  const all = proposeLineTarget(lists);
  const own = made(type, lists);
  const [only, second] = own.items;
  if (only && !second) return { ...all, safe: { item: named(only) }, why: own.why };
  return all;
}

function made(type: LineType, lists: ForLines): { items: Item[]; why: string } {
  if (type === 'discount') {
    const items = incomeItems(lists).filter((item) => accountOf(item, lists)?.AccountSubType === DISCOUNTS);
    return { items, why: 'the only item on an account for discounts and refunds' };
  }
  const items = type === 'incentive' ? incomeItems(lists).filter(({ Name }) => INCENTIVE.test(Name)) : [];
  return { items, why: 'the only item that is named so' };
}

/** What invoice lines are booked on: the company's own default item, its only service item, or its only income account. */
export function proposeLineTarget(lists: ForLines): Proposal<LineTarget> {
  const all = incomeItems(lists);
  const items = all.filter((item) => accountOf(item, lists)?.AccountSubType !== DISCOUNTS);
  const candidates: LineTarget[] = all.map((item) => ({ item: named(item) }));
  const wanted = lists.preferences.OtherPrefs.NameValue.find(
    ({ Name }) => Name === 'SalesFormsPrefs.DefaultItem',
  )?.Value;
  const preferred = items.find(({ Id }) => Id === wanted);
  if (preferred)
    return { safe: { item: named(preferred) }, candidates, why: 'the default item of this company' };
  const [only, second] = items;
  if (only && !second) return { safe: { item: named(only) }, candidates, why: 'the only service item' };
  // QuickBooks itself makes an item of this name in a new company.
  const services = items.find(({ Name }) => foldName(Name) === 'services');
  if (services) {
    const why = 'the service item that QuickBooks starts with';
    return { safe: { item: named(services) }, candidates, why };
  }
  const incomes = lists.accounts.filter(({ AccountType, Active }) => Active && AccountType === 'Income');
  const accounts: LineTarget[] = incomes.map((account) => ({ account: named(account) }));
  const sales = incomes.filter(
    ({ AccountSubType }) =>
      AccountSubType === 'ServiceFeeIncome' || AccountSubType === 'SalesOfProductIncome',
  );
  const [account] = incomes.length === 1 ? incomes : sales.length === 1 ? sales : [];
  return {
    safe: account && all.length === 0 ? { account: named(account) } : undefined,
    candidates: [...candidates, ...accounts],
    why: 'the only income account for sales; qbsync plans an item on it',
  };
}

/** Items that sales are booked on; one on a liability account is for deposits (deposits.ts). */
function incomeItems(lists: ForLines): Item[] {
  return sellable(lists.items).filter((item) => isIncome(accountOf(item, lists) ?? UNKNOWN));
}

/** An account that is not among the active ones: mapping/lines.ts says so. */
const UNKNOWN = { AccountType: 'Income' };

export function sellable(items: Item[]): Item[] {
  return items.filter(
    ({ Active, Type, IncomeAccountRef }) =>
      Active && (Type === 'Service' || Type === 'NonInventory') && IncomeAccountRef !== undefined,
  );
}

/** The account that an item's sales go to, where it is active. */
export function accountOf(
  { IncomeAccountRef }: Item,
  { accounts }: Pick<CompanyLists, 'accounts'>,
): Account | undefined {
  return accounts.find(({ Id, Active }) => Active && Id === IncomeAccountRef?.value);
}

/** Accounts for what is owed, that are not QuickBooks' own for tax. */
export function isLiability({ AccountType, AccountSubType = '' }: Account): boolean {
  return AccountType === 'Other Current Liability' && !/Tax|Payroll/.test(AccountSubType);
}

/** Whether lines may be booked on an account: income, or, for deposits that are owed, a liability. */
export function fitsLines(account: Account, owed: boolean): boolean {
  return owed ? isLiability(account) : isIncome(account);
}

/** What deposits are booked on that are owed until the work is done. Only an item that is there is safe. */
export function proposeDepositTarget(lists: ForLines): Proposal<LineTarget> {
  const items = sellable(lists.items).filter((item) => {
    const account = accountOf(item, lists);
    return account !== undefined && isLiability(account);
  });
  const found = one<LineTarget>(
    items.map((item) => ({ item: named(item) })),
    'the only item on a liability account',
  );
  const accounts = lists.accounts.filter((account) => account.Active && isLiability(account));
  const onAccounts = accounts.map((account): LineTarget => ({ account: named(account) }));
  return { ...found, candidates: [...found.candidates, ...onAccounts] };
}

/** The same for all but deposits. */
export function lineTargetsFor(target: LineTarget): Settings['lineTypes'] {
  return Object.fromEntries(LINE_TYPES.map((type) => [type, target]));
}

export function targetName(target: LineTarget): string {
  return 'item' in target ? target.item.name : `account ${target.account.name}`;
}

/** A line target as `--set` takes it. */
export function targetText(target: LineTarget): string {
  return 'item' in target ? target.item.name : `account:${target.account.name}`;
}

export const LINE_WORDS: Record<LineType, string> = {
  milestone: 'milestone payments (progress, final)',
  deposit: 'deposits',
  standalone: 'stand-alone invoices',
  incentive: 'incentives and rebates (negative lines)',
  discount: 'discounts (negative lines)',
  surcharge: 'card surcharges',
  other: 'everything else',
};
