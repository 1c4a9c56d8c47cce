import type { LineTarget, Named, Settings } from '../../company/settings.ts';
import { ALL_LINE_TYPES, LINE_TYPES, type LineType } from '../../domain/records.ts';
import type { CompanyLists } from '../proposals.ts';
import { fitsLines } from '../propose-lines.ts';
import type { SettingFinding } from './finding.ts';

type Chosen = Pick<Settings, 'lineTypes' | 'deposits'>;
type ForLines = Pick<CompanyLists, 'items' | 'accounts'>;
type Wrong = Omit<SettingFinding, 'settings'>;

/** What a sale may be booked on. Inventory items can be sold too; a person may have chosen one. */
const SELLABLE = new Set(['Service', 'NonInventory', 'Inventory']);

const ITEMS = 'In QuickBooks: Sales → Products and services';
const ACCOUNTS = 'In QuickBooks: Accounting → Chart of accounts';

/** Types of lines that are booked on one thing, so that it is named once. */
interface Use {
  target: LineTarget;
  types: LineType[];
  /** Deposits that are kept as a liability until the work is done. */
  owed: boolean;
}

/** Whether lines can be booked on each item or account, and whether it is of the right kind. */
export function checkLines(settings: Chosen, lists: ForLines): SettingFinding[] {
  const findings = usesOf(settings).flatMap((use): SettingFinding[] => {
    const { target, types } = use;
    const wrong =
      'item' in target ? wrongItem(target.item, use, lists) : wrongAccount(target.account, use, lists);
    return wrong ? [{ ...wrong, settings: types.map((type) => `line.${type}`) }] : [];
  });
  return [...checkDepositItem(settings), ...findings];
}

/** Needs nothing of the company. */
export function checkDepositItem({ deposits, lineTypes }: Chosen): SettingFinding[] {
  if (deposits !== 'liability' || lineTypes.deposit) return [];
  return [
    {
      settings: ['line.deposit'],
      level: 'error',
      code: 'DEPOSIT_ITEM_MISSING',
      reason: 'Deposits are to be kept as a liability, but no item for them is chosen.',
      fix: 'Run: qbsync configure --set "line.deposit=ITEM" (or deposits=invoice, to book them as other invoices)',
    },
  ];
}

function usesOf({ lineTypes, deposits }: Chosen): Use[] {
  const uses = new Map<string, Use>();
  for (const type of ALL_LINE_TYPES) {
    const target = lineTypes[type];
    if (!target) continue;
    const owed = type === 'deposit' && deposits === 'liability';
    const what = 'item' in target ? `item ${target.item.id}` : `account ${target.account.id}`;
    const key = owed ? `owed ${what}` : what;
    const types = [...(uses.get(key)?.types ?? []), type];
    uses.set(key, { target, types, owed });
  }
  return [...uses.values()];
}

function wrongItem({ id, name }: Named, use: Use, lists: ForLines): Wrong | undefined {
  const item = lists.items.find(({ Id }) => Id === id);
  const [lines, choose] = [linesOf(use), chooseFor(use)];
  const level = 'error';
  if (!item?.Active) {
    const reason = `The item "${name}" for ${lines} is inactive or gone in QuickBooks.`;
    return { level, code: 'ITEM_GONE', reason, fix: `${ITEMS}, make it active; or ${choose}` };
  }
  if (item.Type !== undefined && !SELLABLE.has(item.Type)) {
    const reason = `The item "${item.Name}" for ${lines} is of type ${item.Type}, which cannot stand on a line of an invoice.`;
    return { level, code: 'ITEM_TYPE', reason, fix: upper(choose) };
  }
  if (!item.IncomeAccountRef) {
    const reason = `The item "${item.Name}" for ${lines} has no income account.`;
    const fix = `${ITEMS}, edit it: "I sell this product/service to my customers", and choose an income account; or ${choose}`;
    return { level, code: 'ITEM_NO_INCOME', reason, fix };
  }
  const { value, name: called = value } = item.IncomeAccountRef;
  return wrongAccount({ id: value, name: called }, use, lists, item.Name);
}

/** `item`: through which lines go to the account; without one, one is to be made on it. */
function wrongAccount({ id, name }: Named, use: Use, lists: ForLines, item?: string): Wrong | undefined {
  const account = lists.accounts.find(({ Id }) => Id === id);
  const choose = chooseFor(use);
  const lines = `${item === undefined ? '' : `of the item "${item}" `}for ${linesOf(use)}`;
  if (!account?.Active) {
    const reason = `The account "${name}" ${lines} is inactive or gone in QuickBooks.`;
    const fix = `${ACCOUNTS}, make it active; or ${choose}`;
    return { level: 'error', code: 'LINE_ACCOUNT_GONE', reason, fix };
  }
  if (fitsLines(account, use.owed)) return undefined;
  const wanted = use.owed ? 'a liability account for deposits' : 'an income account';
  return {
    // An item on another account is a person's own choice; deposits on the wrong one defeat their setting.
    level: item === undefined || use.types.includes('deposit') ? 'error' : 'warning',
    code: 'LINE_ACCOUNT_TYPE',
    reason: `The account "${account.Name}" ${lines} is of type ${account.AccountType}, and not ${wanted}.`,
    fix: item === undefined ? upper(choose) : `${ITEMS}, edit it and choose ${wanted}; or ${choose}`,
  };
}

const coversAll = ({ types }: Use): boolean => LINE_TYPES.every((type) => types.includes(type));

function linesOf(use: Use): string {
  return coversAll(use) ? 'all lines' : `lines of type ${use.types.join(', ')}`;
}

function chooseFor(use: Use): string {
  // `line` alone leaves deposits as they are.
  const types = use.types.filter((type) => type === 'deposit' || !coversAll(use));
  const names = [...(coversAll(use) ? ['line'] : []), ...types.map((type) => `line.${type}`)];
  return `choose another: qbsync configure --set ${names.map((one) => `"${one}=NAME"`).join(' ')}`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
