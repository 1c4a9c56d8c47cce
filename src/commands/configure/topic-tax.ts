import type { Context } from '../../context.ts';
import { decimal, plainText } from '../../domain/money.ts';
import { creationText, newZeroRated, type Creation } from '../../sync/creations.ts';
import { isZeroRated, proposeTaxCode, type SalesCode } from '../../sync/proposals.ts';
import { clean } from '../../terminal/clean.ts';
import type { Choice } from '../../terminal/terminal.ts';
import { withCreation, withTaxCode, type Draft } from './draft.ts';
import type { Lists } from './lists.ts';
import type { Topic } from './topic.ts';

export const taxTopic: Topic = {
  title: 'Sales tax',
  settings: ['tax'],
  ask: async (context, draft, desk) => {
    const { terminal } = context;
    if (!desk.company.salesTax) {
      terminal.say('  Sales tax is switched off in this company, so no code is needed.');
      return draft;
    }
    const some = desk.codes.map((code) => `${code.name} (${kindOf(code, desk)})`);
    terminal.say(`  The company has: ${clean(some.join(', ')) || 'no active sales tax code'}.`);
    const set = Object.keys(draft.settings.taxCodes);
    const rates = [...new Set([...desk.needs.rates, ...set])];
    let now = draft;
    for (const rate of rates) now = await askRate(context, now, rate, desk);
    return now;
  },
};

function kindOf(code: SalesCode, { company }: Lists): string {
  const percent = `${plainText(code.percent)}%`;
  if (!code.percent.eq(0) || company.country === 'US') return percent;
  return isZeroRated(code) ? `${percent}, zero-rated` : `${percent}, exempt or outside the tax`;
}

const DIFFER = [
  '  Zero-rated and exempt both add no tax, and are different things: a zero-rated sale counts as a taxable one on your',
  '  tax return, an exempt one does not, and may change which tax you can claim back. Ask your accountant.',
].join('\n');

type Answer = SalesCode | Creation | undefined;

async function askRate(context: Context, draft: Draft, rate: string, desk: Lists): Promise<Draft> {
  const { terminal } = context;
  const { codes, company, retired } = desk;
  const { safe, candidates, why } = proposeTaxCode(decimal(rate), codes, company);
  const zero = rate === '0' && company.country !== 'US';
  if (zero) {
    terminal.say(DIFFER);
    for (const { name } of retired)
      terminal.say(
        `  "${clean(name)}" is 0% too, but inactive: make it active in QuickBooks under Taxes to use it.`,
      );
  }
  const creation = zero ? newZeroRated(codes, company.country) : undefined;
  const choices: Choice<Answer>[] = candidates.map((code) => ({
    name: `${code.name} (${kindOf(code, desk)})${code.id === safe?.id ? `: ${why}` : ''}`,
    value: code,
  }));
  if (creation) choices.push({ name: `Make ${creationText(creation)}, in QuickBooks`, value: creation });
  const known = candidates.findIndex(({ id }) => id === draft.settings.taxCodes[rate]?.id);
  const made = draft.creations.has(`tax.${rate}`) ? choices.findIndex(({ value }) => value === creation) : -1;
  const at = known >= 0 ? known : made >= 0 ? made : candidates.findIndex(({ id }) => id === safe?.id);
  // Where nothing is safe, the key Enter alone must not choose.
  if (at < 0)
    choices.unshift({
      name: `Decide later (until then no record with ${rate}% is pushed)`,
      value: undefined,
    });
  const answer = await terminal.choose(`Sales tax code for ${rate}%`, choices, Math.max(at, 0));
  return answer && 'kind' in answer ? withCreation(draft, answer) : withTaxCode(draft, rate, answer);
}
