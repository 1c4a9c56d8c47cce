import type { LineTarget, Settings } from '../../company/settings.ts';
import type { LineType } from '../../domain/records.ts';
import type { Creation } from '../../sync/creations.ts';
import type { SalesCode } from '../../sync/proposals.ts';

/** Settings that are being chosen: nothing of it is saved or made in QuickBooks before a person says so. */
export interface Draft {
  settings: Settings;
  /** What is to be made, by the setting that it is for: `tax.0`, `method.zelle`. */
  creations: ReadonlyMap<string, Creation>;
}

export function draftOf(settings: Settings): Draft {
  return { settings, creations: new Map() };
}

export function without<T>(map: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}

export function changed(draft: Draft, settings: Partial<Settings>): Draft {
  return { ...draft, settings: { ...draft.settings, ...settings } };
}

/** A code of the company for a rate; without one, none. */
export function withTaxCode(draft: Draft, rate: string, code: SalesCode | undefined): Draft {
  const others = without(draft.settings.taxCodes, rate);
  const taxCodes = code ? { ...others, [rate]: { id: code.id, name: code.name, rates: code.rates } } : others;
  return forgetting(changed(draft, { taxCodes }), `tax.${rate}`);
}

export function withMethod(draft: Draft, method: string, chosen: Settings['depositAccount']): Draft {
  const others = without(draft.settings.paymentMethods, method);
  const paymentMethods = chosen ? { ...others, [method]: chosen } : others;
  return forgetting(changed(draft, { paymentMethods }), `method.${method}`);
}

export function withLine(draft: Draft, type: LineType, target: LineTarget | undefined): Draft {
  const others = without(draft.settings.lineTypes, type);
  return changed(draft, { lineTypes: target ? { ...others, [type]: target } : others });
}

/** With the policy goes what it was booked on: an income item is none for a liability, and the other way round. */
export function withDeposits(draft: Draft, deposits: Settings['deposits']): Draft {
  if (deposits === draft.settings.deposits) return draft;
  return changed(withLine(draft, 'deposit', undefined), { deposits });
}

/** Something that is made when the draft is saved, in the place of what was chosen. */
export function withCreation(draft: Draft, creation: Creation): Draft {
  const [setting, clear] =
    creation.kind === 'tax-code'
      ? ['tax.0', withTaxCode(draft, '0', undefined)]
      : [`method.${creation.method}`, withMethod(draft, creation.method, undefined)];
  return { ...clear, creations: new Map([...clear.creations, [setting, creation]]) };
}

function forgetting(draft: Draft, setting: string): Draft {
  if (!draft.creations.has(setting)) return draft;
  return { ...draft, creations: new Map([...draft.creations].filter(([name]) => name !== setting)) };
}
