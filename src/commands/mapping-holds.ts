import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { readLists } from '../sync/lists.ts';
import { checkMapping } from '../sync/mapping/check.ts';
import type { Desk } from '../sync/prepare.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';

/**
 * A dry run that is clean promises that the push is: so it also looks whether what was chosen is still there. A push
 * finds that out by itself, record by record, and need not ask for whole lists before.
 */
export async function unlessMappingBroken(
  { terminal }: Context,
  { books, settings, company }: Desk,
  planned: Outcome,
): Promise<Outcome> {
  const findings = checkMapping(settings, await readLists(books), company);
  const broken = findings.filter(({ level }) => level === 'error');
  for (const { reason, fix } of broken)
    terminal.say(`${terminal.style.bad('✖')} ${clean(reason)}\n  ${terminal.style.dim('→')} ${clean(fix)}`);
  return broken.length > 0 ? { ...planned, exit: EXIT.settings } : planned;
}
