import type { LineTarget, Named, Settings } from '../company/settings.ts';
import { decimal, plainText } from '../domain/money.ts';
import type { Finding, FindingCode } from '../domain/problems.ts';
import type { LineType } from '../domain/records.ts';
import type { CompanyFacts } from './company.ts';
import { accountOf, isIncome, isLiability, LINE_WORDS } from './propose-lines.ts';
import { isZeroRated, salesCodes, type CompanyLists, type SalesCode } from './proposals.ts';

/** What is wrong with one setting, as the company is now. */
export interface SettingFinding extends Finding {
  /** As `--set` names it: `tax.0`, `line.discount`, `deposit`. */
  setting: string;
  /** With a `warning` records still go into the books, but a person should look. */
  level: 'error' | 'warning';
}

/**
 * Whether what was chosen still holds: it is there, active, of the rate or kind that it is used for. Pure: the settings
 * against the active lists of the company (lists.ts).
 */
export function checkMapping(
  settings: Settings,
  lists: CompanyLists,
  company: CompanyFacts,
): SettingFinding[] {
  const codes = salesCodes(lists, company);
  return [
    ...(company.salesTax ? checkTaxes(settings, codes, company) : []),
    ...checkLines(settings, lists),
    ...checkDepositAccount(settings.depositAccount, lists),
    ...checkMethods(settings, lists),
  ];
}

function checkTaxes({ taxCodes }: Settings, codes: SalesCode[], { country }: CompanyFacts): SettingFinding[] {
  return Object.entries(taxCodes).flatMap(([rate, { id, name }]): SettingFinding[] => {
    // TAX and NON are not objects with a rate of their own (qbo-api.md 3.6).
    if (country === 'US' && (id === 'NON' || id === 'TAX')) return [];
    const setting = `tax.${rate}`;
    const code = codes.find((one) => one.id === id);
    if (!code) return [gone(setting, 'TAX_CODE_GONE', `The sales tax code "${name}" for ${rate}%`, 'Taxes')];
    if (!code.percent.eq(decimal(rate))) {
      const reason = `The sales tax code "${code.name}" is ${plainText(code.percent)}% in QuickBooks, but it is used for ${rate}%.`;
      return [{ setting, level: 'error', code: 'TAX_CODE_RATE', reason, fix: choose(setting, 'CODE') }];
    }
    const other = codes.find(isZeroRated);
    if (rate !== '0' || !other || isZeroRated(code)) return [];
    const reason = `0% is "${code.name}", which is not the zero-rated code ("${other.name}"); the two differ on the tax return.`;
    const fix = `Ask your accountant. ${choose(setting, 'CODE')}`;
    return [{ setting, level: 'warning', code: 'TAX_ZERO_EXEMPT', reason, fix }];
  });
}

function checkLines(settings: Settings, lists: CompanyLists): SettingFinding[] {
  const { lineTypes, deposits } = settings;
  const findings: SettingFinding[] = [];
  if (deposits === 'liability' && !lineTypes.deposit) {
    const reason = 'Deposits are to be kept as a liability, but no item for them is chosen.';
    const fix = choose('line.deposit', 'ITEM');
    findings.push({ setting: 'line.deposit', level: 'error', code: 'DEPOSIT_ITEM_MISSING', reason, fix });
  }
  for (const type of Object.keys(LINE_WORDS)) {
    const target = isType(type) ? lineTypes[type] : undefined;
    if (target && isType(type)) findings.push(...checkLine(type, target, settings, lists));
  }
  return findings;
}

function isType(text: string): text is LineType {
  return text in LINE_WORDS;
}

function checkLine(
  type: LineType,
  target: LineTarget,
  { deposits }: Settings,
  lists: CompanyLists,
): SettingFinding[] {
  const setting = `line.${type}`;
  const item = 'item' in target ? lists.items.find(({ Id }) => Id === target.item.id) : undefined;
  if ('item' in target && !item?.Active) {
    const what = `The item "${target.item.name}" for ${LINE_WORDS[type]}`;
    return [gone(setting, 'ITEM_GONE', what, 'Products and services')];
  }
  const account =
    'account' in target
      ? lists.accounts.find(({ Id, Active }) => Active && Id === target.account.id)
      : item && accountOf(item, lists);
  if (!account) {
    if (item && !item.IncomeAccountRef) return [];
    const name = 'account' in target ? target.account.name : (item?.IncomeAccountRef?.name ?? '');
    const what = `The account "${name}" ${item ? `of the item "${item.Name}"` : ''} for ${LINE_WORDS[type]}`;
    return [gone(setting, 'LINE_ACCOUNT_GONE', what.replace('  ', ' '), 'Chart of accounts')];
  }
  const owed = type === 'deposit' && deposits === 'liability';
  if (owed ? isLiability(account) : isIncome(account)) return [];
  const wanted = owed ? 'a liability (Other Current Liability)' : 'income';
  return [
    {
      setting,
      // An item on another account is a person's own choice; deposits on the wrong one defeat their setting.
      level: type === 'deposit' || 'account' in target ? 'error' : 'warning',
      code: 'LINE_ACCOUNT_TYPE',
      reason: `${capital(LINE_WORDS[type])} go to the account "${account.Name}" (${account.AccountType}), which is not ${wanted}.`,
      fix: choose(setting, 'ITEM'),
    },
  ];
}

function checkDepositAccount(chosen: Named | undefined, { accounts }: CompanyLists): SettingFinding[] {
  if (!chosen) return [];
  const setting = 'deposit';
  const account = accounts.find(({ Id, Active }) => Active && Id === chosen.id);
  if (!account) {
    const what = `The account "${chosen.name}" that payments are put into`;
    return [gone(setting, 'DEPOSIT_ACCOUNT_GONE', what, 'Chart of accounts')];
  }
  if (takesPayments(account)) return [];
  const reason = `Payments are put into "${account.Name}", which is ${account.AccountType} in QuickBooks and cannot take them.`;
  return [{ setting, level: 'error', code: 'DEPOSIT_ACCOUNT_TYPE', reason, fix: choose(setting, 'ACCOUNT') }];
}

export function takesPayments({ AccountType }: { AccountType: string }): boolean {
  return AccountType === 'Bank' || AccountType === 'Other Current Asset';
}

function checkMethods({ paymentMethods }: Settings, lists: CompanyLists): SettingFinding[] {
  const active = new Set(lists.paymentMethods.filter(({ Active }) => Active).map(({ Id }) => Id));
  return Object.entries(paymentMethods).flatMap(([method, { id, name }]) =>
    active.has(id)
      ? []
      : [
          gone(
            `method.${method}`,
            'PAYMENT_METHOD_GONE',
            `The payment method "${name}" for "${method}"`,
            'All lists → Payment methods',
          ),
        ],
  );
}

function gone(setting: string, code: FindingCode, what: string, place: string): SettingFinding {
  return {
    setting,
    level: 'error',
    code,
    reason: `${what} is inactive or gone in QuickBooks.`,
    fix: `Make it active there (${place}), or choose another. ${choose(setting, 'NAME')}`,
  };
}

function choose(setting: string, value: string): string {
  return `Run: qbsync configure (or qbsync configure --set "${setting}=${value}")`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
