import type { Settings } from '../../company/settings.ts';
import type { Account } from '../../qbo/entities.ts';
import { named, type CompanyLists } from '../proposals.ts';
import { proposePaymentMethod } from '../propose-methods.ts';
import type { SettingFinding } from './finding.ts';

/** Whether payments can be put where they are to be put, and each payment method is there. */
export function checkPayments(
  settings: Pick<Settings, 'depositAccount' | 'paymentMethods'>,
  lists: Pick<CompanyLists, 'accounts' | 'paymentMethods'>,
): SettingFinding[] {
  return [...checkAccount(settings, lists), ...checkMethods(settings, lists)];
}

export function takesPayments({ AccountType }: Pick<Account, 'AccountType'>): boolean {
  return AccountType === 'Bank' || AccountType === 'Other Current Asset';
}

function checkAccount(
  { depositAccount: chosen }: Pick<Settings, 'depositAccount'>,
  { accounts }: Pick<CompanyLists, 'accounts'>,
): SettingFinding[] {
  if (!chosen) return [];
  const account = accounts.find(({ Id }) => Id === chosen.id);
  const finding = { settings: ['deposit'], level: 'error' as const };
  if (!account?.Active) {
    const reason = `The account "${chosen.name}" that payments are put into is inactive or gone in QuickBooks.`;
    const fix =
      'In QuickBooks: Accounting → Chart of accounts, make it active; or run: qbsync configure --set "deposit=ACCOUNT" (deposit=none: Undeposited Funds)';
    return [{ ...finding, code: 'DEPOSIT_ACCOUNT_GONE', reason, fix }];
  }
  if (takesPayments(account)) return [];
  const reason = `Payments cannot be put into the account "${account.Name}": it is of type ${account.AccountType}.`;
  const fix =
    'Run: qbsync configure --set deposit=none (then Undeposited Funds; or "deposit=ACCOUNT", a bank account)';
  return [{ ...finding, code: 'DEPOSIT_ACCOUNT_TYPE', reason, fix }];
}

function checkMethods(
  settings: Pick<Settings, 'paymentMethods'>,
  lists: Pick<CompanyLists, 'paymentMethods'>,
): SettingFinding[] {
  const active = new Set(lists.paymentMethods.filter(({ Active }) => Active).map(({ Id }) => Id));
  const gone = Object.entries(settings.paymentMethods).filter(([, { id }]) => !active.has(id));
  return gone.map(([method, { name }]): SettingFinding => {
    const setting = `method.${method}`;
    const finding = {
      settings: [setting],
      level: 'error' as const,
      code: 'PAYMENT_METHOD_GONE' as const,
      reason: `The payment method "${name}" for "${method}" is inactive or gone in QuickBooks, which may refuse payments with it.`,
    };
    const { safe } = proposePaymentMethod(method, lists.paymentMethods);
    if (!safe) {
      const fix = `Run: qbsync configure --set "${setting}=none" (or =NAME, another one; or make it active in QuickBooks: All lists → Payment methods)`;
      return { ...finding, fix };
    }
    return {
      ...finding,
      fix: `Run: qbsync configure --set "${setting}=${safe.Name}" (qbsync doctor --fix does the same)`,
      remedy: {
        what: `use the payment method "${safe.Name}" for "${method}"`,
        on: (before) => ({
          ...before,
          paymentMethods: { ...before.paymentMethods, [method]: named(safe) },
        }),
      },
    };
  });
}
