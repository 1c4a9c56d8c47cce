import type { Settings } from '../company/settings.ts';
import type { Context } from '../context.ts';
import { decimal, plainText } from '../domain/money.ts';
import { LINE_TYPES } from '../domain/records.ts';
import {
  LINE_WORDS,
  named,
  proposeLineTarget,
  proposePaymentMethod,
  proposeTaxCode,
  targetName,
  type CompanyLists,
} from '../sync/proposals.ts';
import { clean } from '../terminal/clean.ts';
import { taxMissing, noSafeDefault } from './configure-defaults.ts';
import type { Lists } from './configure-lists.ts';
import { without } from './configure-set.ts';

/** One question a topic; what is set or proposed stands first. */
export async function asked(context: Context, before: Settings, desk: Lists): Promise<Settings> {
  const { terminal } = context;
  const { lists, needs, codes, company } = desk;
  const settings: Settings = {
    ...before,
    taxCodes: { ...before.taxCodes },
    paymentMethods: { ...before.paymentMethods },
  };
  terminal.say(
    `Settings for ${terminal.style.bold(clean(company.name))}. The proposal is marked; arrow keys choose, Ctrl-C leaves without saving.`,
  );
  for (const rate of company.salesTax ? needs.rates : []) {
    const { safe, candidates, why } = proposeTaxCode(decimal(rate), codes, company);
    if (candidates.length === 0) throw noSafeDefault([taxMissing(rate, candidates)]);
    const wanted = settings.taxCodes[rate]?.id ?? safe?.id;
    const choices = candidates.map((code) => ({
      name: `${code.name} (${plainText(code.percent)}%)${code.id === safe?.id ? `: ${why}` : ''}`,
      value: code,
    }));
    const at = candidates.findIndex(({ id }) => id === wanted);
    const question =
      rate === '0' && candidates.length > 1
        ? 'Sales tax code for 0% (zero-rated and exempt differ on the tax return; ask your accountant)'
        : `Sales tax code for ${rate}%`;
    const code = await terminal.choose(question, choices, Math.max(at, 0));
    settings.taxCodes[rate] = { id: code.id, name: code.name, rates: code.rates };
  }
  settings.lineTypes = await askedLines(context, settings, lists);
  const banks = lists.accounts.filter(
    ({ Active, AccountType }) => Active && (AccountType === 'Bank' || AccountType === 'Other Current Asset'),
  );
  const deposit = await terminal.choose(
    'Account that payments are put into',
    [
      { name: 'Undeposited Funds (QuickBooks decides)', value: undefined },
      ...banks.map((account) => ({
        name: `${account.Name} (${account.AccountType})`,
        value: named(account),
      })),
    ],
    1 + banks.findIndex(({ Id }) => Id === settings.depositAccount?.id),
  );
  if (deposit) settings.depositAccount = deposit;
  else delete settings.depositAccount;
  for (const method of needs.methods) {
    const { safe, candidates } = proposePaymentMethod(method, lists.paymentMethods);
    const at = candidates.findIndex(({ Id }) => Id === (settings.paymentMethods[method]?.id ?? safe?.Id));
    const chosen = await terminal.choose(
      `Payment method for "${method}"`,
      [
        { name: 'none', value: undefined },
        ...candidates.map((one) => ({ name: one.Name, value: named(one) })),
      ],
      1 + at,
    );
    settings.paymentMethods = without(settings.paymentMethods, method);
    if (chosen) settings.paymentMethods[method] = chosen;
  }
  return settings;
}

async function askedLines(
  context: Context,
  settings: Settings,
  lists: CompanyLists,
): Promise<Settings['lineTypes']> {
  const { terminal } = context;
  const { safe, candidates, why } = proposeLineTarget(lists);
  if (candidates.length === 0)
    throw noSafeDefault(['the item for invoice lines (the company has neither items nor income accounts)']);
  const lineTypes: Settings['lineTypes'] = {};
  for (const type of LINE_TYPES) {
    const now = settings.lineTypes[type] ?? safe;
    const at = candidates.findIndex(
      (one) => now !== undefined && JSON.stringify(one) === JSON.stringify(now),
    );
    const choices = candidates.map((one) => ({
      name: `${targetName(one)}${safe && JSON.stringify(one) === JSON.stringify(safe) ? ` (${why})` : ''}`,
      value: one,
    }));
    lineTypes[type] = await terminal.choose(`Item for ${LINE_WORDS[type]}`, choices, Math.max(at, 0));
  }
  return lineTypes;
}
