import type { Context } from '../../context.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { make } from '../../sync/create-lists.ts';
import { creationText, type Creation } from '../../sync/creations.ts';
import { clean } from '../../terminal/clean.ts';
import { asOnlyRun, openCompany } from '../run.ts';
import { declined } from '../confirm.ts';
import type { Draft } from './draft.ts';
import type { Lists } from './lists.ts';
import type { Settings } from '../../company/settings.ts';

/** What was made in QuickBooks, or found there under that name. */
export interface Created {
  kind: Creation['kind'];
  id: string;
  name: string;
  found: boolean;
}

/** Whether a person wants what is missing to be made: they see what, and in which company. */
export async function agreed(context: Context, draft: Draft, { company }: Lists): Promise<boolean> {
  context.terminal.say(
    `Not in ${clean(company.name)} (${company.environment}) yet. qbsync would make there:`,
  );
  for (const creation of draft.creations.values())
    context.terminal.say(`  create ${clean(creationText(creation))}`);
  return context.terminal.confirm(`Make this in QuickBooks, in ${clean(company.name)}?`);
}

/** For a command that asks nothing at first: `--create` says yes beforehand; off a terminal nothing is made without it. */
export async function requireAgreed(
  context: Context,
  draft: Draft,
  options: { create?: boolean },
  desk: () => Promise<Lists>,
): Promise<void> {
  if (draft.creations.size === 0 || options.create) return;
  const lists = await desk();
  if (context.terminal.interactive) {
    if (await agreed(context, draft, lists)) return;
    throw declined();
  }
  const what = [...draft.creations.values()].map(creationText).join(' and ');
  throw new Problem({
    code: 'CREATE_NOT_CONFIRMED',
    reason: `Not in ${lists.company.name} yet, and would be made there: ${what}. Nothing was made or saved.`,
    fix: 'Add --create to make it, or choose something that is there.',
    exit: EXIT.settings,
  });
}

/** Makes what the draft needs, and gives the settings that refer to it. */
export async function carriedOut(
  context: Context,
  draft: Draft,
): Promise<{ settings: Settings; created: Created[] }> {
  if (draft.creations.size === 0) return { settings: draft.settings, created: [] };
  return asOnlyRun(context, 'configure', async (run) => {
    const { books, company } = await openCompany(context);
    const created: Created[] = [];
    let { settings } = draft;
    for (const creation of draft.creations.values()) {
      const { id, name, rates, found } = await make(creation, { books, company });
      if (!found) run.created += 1;
      created.push({ kind: creation.kind, id, name, found });
      settings =
        creation.kind === 'tax-code'
          ? { ...settings, taxCodes: { ...settings.taxCodes, '0': { id, name, rates } } }
          : {
              ...settings,
              paymentMethods: { ...settings.paymentMethods, [creation.method]: { id, name } },
            };
    }
    return { exit: EXIT.done, settings, created };
  });
}
