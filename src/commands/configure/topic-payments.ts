import type { Context } from '../../context.ts';
import type { Named } from '../../company/settings.ts';
import { creationText, NAME_LIMITS, type Creation } from '../../sync/creations.ts';
import { takesPayments } from '../../sync/mapping/payments.ts';
import { cleanName, cutTo, isName } from '../../sync/names.ts';
import { proposePaymentMethod } from '../../sync/propose-methods.ts';
import { named } from '../../sync/proposals.ts';
import { clean } from '../../terminal/clean.ts';
import type { Choice } from '../../terminal/terminal.ts';
import { changed, withCreation, withMethod, type Draft } from './draft.ts';
import type { Lists } from './lists.ts';
import type { Topic } from './topic.ts';

export const paymentsTopic: Topic = {
  title: 'Payments',
  settings: ['deposit', 'method'],
  ask: async (context, draft, desk) => {
    const { terminal } = context;
    const methods = desk.lists.paymentMethods.map(({ Name }) => Name).join(', ');
    terminal.say(`  Payment methods of the company: ${clean(methods) || 'none'}.`);
    const banks = desk.lists.accounts.filter((account) => account.Active && takesPayments(account));
    const account = await terminal.choose<Named | undefined>(
      'Account that payments are put into',
      [
        { name: 'Undeposited Funds (QuickBooks decides)', value: undefined },
        ...banks.map((bank) => ({ name: `${bank.Name} (${bank.AccountType})`, value: named(bank) })),
      ],
      1 + banks.findIndex(({ Id }) => Id === draft.settings.depositAccount?.id),
    );
    let now = changed(draft, { depositAccount: account });
    const set = [...Object.keys(draft.settings.paymentMethods), ...newMethods(draft)];
    for (const method of new Set([...desk.needs.methods, ...set]))
      now = await askMethod(context, now, method, desk);
    return now;
  },
};

function newMethods({ creations }: Draft): string[] {
  return [...creations.values()].flatMap((one) => (one.kind === 'payment-method' ? one.method : []));
}

async function askMethod({ terminal }: Context, draft: Draft, method: string, desk: Lists): Promise<Draft> {
  const { safe, candidates, why } = proposePaymentMethod(method, desk.lists.paymentMethods);
  const creation = safe ? undefined : creationFor(method);
  const choices: Choice<Named | Creation | undefined>[] = [
    { name: 'none', value: undefined },
    ...candidates.map((one) => ({
      name: `${one.Name}${one.Id === safe?.Id ? `: ${why}` : ''}`,
      value: named(one),
    })),
  ];
  if (creation) choices.push({ name: `Make ${creationText(creation)}, in QuickBooks`, value: creation });
  const wanted = draft.settings.paymentMethods[method]?.id ?? safe?.Id;
  const known = 1 + candidates.findIndex(({ Id }) => Id === wanted);
  const at = creation && draft.creations.has(`method.${method}`) ? choices.length - 1 : known;
  const chosen = await terminal.choose(`Payment method for "${clean(method)}"`, choices, at);
  return chosen && 'kind' in chosen ? withCreation(draft, chosen) : withMethod(draft, method, chosen);
}

/** As the source writes it, with a capital: `zelle` is `Zelle` in QuickBooks. */
function creationFor(method: string): Creation | undefined {
  const name = cutTo(cleanName(method), NAME_LIMITS['payment-method']);
  if (!isName(name)) return undefined;
  return { kind: 'payment-method', method, name: name.charAt(0).toUpperCase() + name.slice(1) };
}
