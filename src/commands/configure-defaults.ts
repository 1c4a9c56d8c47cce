import type { LineTarget, Settings } from '../company/settings.ts';
import { decimal } from '../domain/money.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { LINE_TYPES } from '../domain/records.ts';
import {
  lineTargetsFor,
  named,
  proposeLineTarget,
  proposePaymentMethod,
  proposeTaxCode,
  type SalesCode,
} from '../sync/proposals.ts';
import type { Lists } from './configure-lists.ts';

/** Proposals where nothing is set yet. Fails as a whole, naming everything that a person must decide. */
export function withDefaults(before: Settings, desk: Lists): { settings: Settings; notes: string[] } {
  const notes: string[] = [];
  const missing: string[] = [];
  const settings: Settings = {
    ...before,
    taxCodes: { ...before.taxCodes },
    lineTypes: { ...before.lineTypes },
    paymentMethods: { ...before.paymentMethods },
  };
  for (const rate of desk.company.salesTax ? desk.needs.rates : []) {
    if (settings.taxCodes[rate]) continue;
    const { safe, candidates } = proposeTaxCode(decimal(rate), desk.codes, desk.company);
    if (safe) {
      settings.taxCodes[rate] = { id: safe.id, name: safe.name, rates: safe.rates };
      const others = candidates.filter(({ id }) => id !== safe.id).map(({ name }) => name);
      if (others.length > 0) {
        notes.push(
          `${rate}% is "${safe.name}"; the company also has ${others.join(', ')}, which is not the same on the tax return. Ask your accountant.`,
        );
      }
    } else missing.push(taxMissing(rate, candidates));
  }
  if (LINE_TYPES.some((type) => !settings.lineTypes[type])) {
    const { safe, candidates } = proposeLineTarget(desk.lists);
    if (safe) settings.lineTypes = { ...lineTargetsFor(safe), ...settings.lineTypes };
    else {
      const some = candidates.slice(0, 5).map(typed);
      missing.push(
        `the item for invoice lines (${some.join(', ') || 'the company has none'}): --set "line=NAME"`,
      );
    }
  }
  for (const method of desk.needs.methods) {
    if (settings.paymentMethods[method]) continue;
    const { safe } = proposePaymentMethod(method, desk.lists.paymentMethods);
    if (safe) settings.paymentMethods[method] = named(safe);
  }
  if (missing.length > 0) throw noSafeDefault(missing);
  return { settings, notes };
}

/** A line target as `--set` takes it. */
function typed(target: LineTarget): string {
  return 'item' in target ? target.item.name : `account:${target.account.name}`;
}

export function taxMissing(rate: string, candidates: SalesCode[]): string {
  if (candidates.length === 0) {
    return `a sales tax code of ${rate}% (the company has none; add it in QuickBooks under Taxes)`;
  }
  const some = candidates.map(({ id, name }) => `${name} = --set tax.${rate}=${id}`).join(', ');
  const why = rate === '0' ? '; zero-rated and exempt are not the same for your tax return' : '';
  return `the sales tax code for ${rate}% (${some}${why})`;
}

export function noSafeDefault(missing: string[]): Problem {
  return new Problem({
    code: 'NO_SAFE_DEFAULT',
    reason: `No safe default for: ${missing.join('; ')}. Nothing was saved.`,
    fix: 'Choose with: qbsync configure, or give it with --set beside --accept-defaults.',
    exit: EXIT.settings,
  });
}
