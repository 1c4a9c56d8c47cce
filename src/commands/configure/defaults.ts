import { decimal } from '../../domain/money.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { LINE_TYPES } from '../../domain/records.ts';
import { creationText, newZeroRated } from '../../sync/creations.ts';
import { proposePaymentMethod } from '../../sync/propose-methods.ts';
import {
  LINE_WORDS,
  proposeForType,
  proposeLineTarget,
  targetName,
  targetText,
} from '../../sync/propose-lines.ts';
import { named, proposeTaxCode, type SalesCode } from '../../sync/proposals.ts';
import { withCreation, withLine, withMethod, withTaxCode, type Draft } from './draft.ts';
import { errorsOf, type Lists } from './lists.ts';

interface Defaults {
  draft: Draft;
  /** What a person should know of what was chosen. */
  notes: string[];
  /** What only a person can decide, and how. */
  missing: string[];
}

/**
 * Proposals where nothing is set yet. Fails as a whole, naming everything that a person must decide; also what was chosen
 * before and does not hold any more, since another choice in its place would be a guess. `create`: what is missing and
 * has one right form may be made in QuickBooks.
 */
export function withDefaults(before: Draft, desk: Lists, create: boolean): Omit<Defaults, 'missing'> {
  const missing = errorsOf(before.settings, desk).map(
    ({ reason, settings }) => `${settings.join(', ')}: ${reason}`,
  );
  const start: Defaults = { draft: before, notes: [], missing };
  const { draft, notes, missing: all } = methods(lines(taxes(start, desk, create), desk), desk);
  if (all.length > 0) throw noSafeDefault(all);
  return { draft, notes };
}

function taxes(before: Defaults, desk: Lists, create: boolean): Defaults {
  const { codes, company, needs } = desk;
  let { draft } = before;
  const [notes, missing] = [[...before.notes], [...before.missing]];
  for (const rate of company.salesTax ? needs.rates : []) {
    if (draft.settings.taxCodes[rate] || draft.creations.has(`tax.${rate}`)) continue;
    const { safe, candidates } = proposeTaxCode(decimal(rate), codes, company);
    const made = rate === '0' && candidates.length === 0 && desk.retired.length === 0;
    const creation = made ? newZeroRated(codes, company.country) : undefined;
    if (safe) {
      draft = withTaxCode(draft, rate, safe);
      const others = candidates.filter(({ id }) => id !== safe.id).map(({ name }) => name);
      if (others.length > 0)
        notes.push(
          `${rate}% is "${safe.name}"; the company also has ${others.join(', ')}, which is not the same on the tax return. Ask your accountant.`,
        );
    } else if (creation && create) draft = withCreation(draft, creation);
    else missing.push(taxMissing(rate, candidates, desk));
  }
  return { draft, notes, missing };
}

function lines(before: Defaults, { lists }: Lists): Defaults {
  let { draft } = before;
  const [notes, missing] = [[...before.notes], [...before.missing]];
  const unset = LINE_TYPES.filter((type) => !draft.settings.lineTypes[type]);
  const all = proposeLineTarget(lists);
  for (const type of unset) {
    const { safe, why } = proposeForType(type, lists);
    if (!safe) continue;
    draft = withLine(draft, type, safe);
    if (JSON.stringify(safe) !== JSON.stringify(all.safe))
      notes.push(`${LINE_WORDS[type]}: "${targetName(safe)}", ${why}.`);
  }
  if (unset.some((type) => !draft.settings.lineTypes[type])) {
    const some = all.candidates.slice(0, 5).map(targetText);
    missing.push(
      `the item for invoice lines (${some.join(', ') || 'the company has none'}): --set "line=NAME"`,
    );
  }
  return { draft, notes, missing };
}

function methods(before: Defaults, { lists, needs }: Lists): Defaults {
  let { draft } = before;
  for (const method of needs.methods) {
    if (draft.settings.paymentMethods[method] || draft.creations.has(`method.${method}`)) continue;
    const { safe } = proposePaymentMethod(method, lists.paymentMethods);
    if (safe) draft = withMethod(draft, method, named(safe));
  }
  return { ...before, draft };
}

/** What a person must decide about a rate, with what can be chosen. */
function taxMissing(rate: string, candidates: SalesCode[], desk: Lists): string {
  const ways = [
    ...candidates.map(({ id, name }) => `${name} = --set tax.${rate}=${id}`),
    ...(rate === '0' ? otherWays(desk) : []),
  ];
  const what = `the sales tax code for ${rate}%`;
  if (ways.length === 0) return `${what} (the company has none; add it in QuickBooks under Taxes)`;
  const differ = '; zero-rated and exempt are not the same for your tax return, ask your accountant';
  return `${what} (${ways.join(', ')}${rate === '0' ? differ : ''})`;
}

/** How else a company comes to a zero-rated code. */
export function otherWays({ codes, company, retired }: Lists): string[] {
  const creation = newZeroRated(codes, company.country);
  return [
    ...retired.map(({ name }) => `"${name}" is inactive: make it active in QuickBooks under Taxes`),
    ...(creation
      ? [`qbsync can make ${creationText(creation)} = --set "tax.0=create:${creation.name}" --create`]
      : []),
  ];
}

function noSafeDefault(missing: string[]): Problem {
  return new Problem({
    code: 'NO_SAFE_DEFAULT',
    reason: `No safe default for: ${missing.join('; ')}. Nothing was saved.`,
    fix: 'Choose with: qbsync configure, or give it with --set beside --accept-defaults.',
    exit: EXIT.settings,
  });
}
