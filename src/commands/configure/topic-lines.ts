import type { Context } from '../../context.ts';
import type { LineTarget } from '../../company/settings.ts';
import { LINE_TYPES, type LineType } from '../../domain/records.ts';
import { accountOf, LINE_WORDS, proposeForType, targetName } from '../../sync/propose-lines.ts';
import type { Proposal } from '../../sync/proposals.ts';
import { withLine, type Draft } from './draft.ts';
import type { Lists } from './lists.ts';
import type { Topic } from './topic.ts';

export const linesTopic: Topic = {
  title: 'Items for invoice lines',
  settings: ['line'],
  ask: async (context, draft, desk) => {
    const { items, accounts } = desk.lists;
    const count = items.filter(({ Active }) => Active).length;
    context.terminal.say(
      `  The company has ${count} items and ${accounts.length} accounts. For an account, qbsync plans an item on it with the first invoice.`,
    );
    let now = draft;
    for (const type of LINE_TYPES)
      now = await askTarget(context, now, type, proposeForType(type, desk.lists), desk);
    return now;
  },
};

const same = (one: LineTarget | undefined, other: LineTarget | undefined) =>
  one !== undefined &&
  other !== undefined &&
  ('item' in one
    ? 'item' in other && one.item.id === other.item.id
    : 'account' in other && one.account.id === other.account.id);

/** What lines of a type are booked on: what is set or proposed stands first; without either nothing is chosen by Enter. */
export async function askTarget(
  { terminal }: Context,
  draft: Draft,
  type: LineType,
  { safe, candidates, why }: Proposal<LineTarget>,
  desk: Lists,
): Promise<Draft> {
  const before = draft.settings.lineTypes[type];
  // An account that was set is a choice also where items are proposed.
  const gone = before && 'item' in before && !candidates.some((one) => same(one, before));
  const all =
    before && !gone && !candidates.some((one) => same(one, before)) ? [...candidates, before] : candidates;
  const choices: { name: string; value: LineTarget | undefined }[] = all.map((one) => ({
    name: `${targetName(one)}${onAccount(one, desk)}${same(one, safe) ? `: ${why}` : ''}`,
    value: one,
  }));
  const known = all.findIndex((one) => same(one, before));
  const at = known >= 0 ? known : all.findIndex((one) => same(one, safe));
  if (at < 0)
    choices.unshift({
      name: 'Decide later (until then no invoice with such lines is pushed)',
      value: undefined,
    });
  const chosen = await terminal.choose(`Item for ${LINE_WORDS[type]}`, choices, Math.max(at, 0));
  return withLine(draft, type, chosen);
}

function onAccount(target: LineTarget, { lists }: Lists): string {
  const item = 'item' in target ? lists.items.find(({ Id }) => Id === target.item.id) : undefined;
  const account = item && accountOf(item, lists);
  return account ? ` (${account.Name}, ${account.AccountType})` : '';
}
