import type { LineTarget, Named, Settings } from '../company/settings.ts';
import { foldName } from '../domain/identity.ts';
import { plainText, sum, type Money } from '../domain/money.ts';
import { LINE_TYPES, type LineType } from '../domain/records.ts';
import type { Account, Item, PaymentMethod, Preferences, TaxCode, TaxRate } from '../qbo/entities.ts';
import type { CompanyFacts } from './company.ts';

/** The lists of a company that a mapping chooses from. */
export interface CompanyLists {
  accounts: Account[];
  items: Item[];
  paymentMethods: PaymentMethod[];
  taxCodes: TaxCode[];
  taxRates: TaxRate[];
  preferences: Preferences;
}

/** A sales tax code with the rate it comes to, in percent. */
export interface SalesCode {
  id: string;
  name: string;
  percent: Money;
  rates: string[];
  /** Of its rates: NONE, ZERO_RATE, REVERSE_CHARGE, … (qbo-api.md 3.6). */
  special: Set<string>;
}

/** What is proposed for one choice: the safe one, or those between which a person must decide. */
export interface Proposal<T> {
  safe: T | undefined;
  candidates: T[];
  why: string;
}

const NON = 'NON';

/** The codes a sales line may carry, with their rates; purchase-only and inactive ones are left out. */
export function salesCodes(
  lists: Pick<CompanyLists, 'taxCodes' | 'taxRates'>,
  company: CompanyFacts,
): SalesCode[] {
  const rates = new Map(lists.taxRates.map((rate) => [rate.Id, rate]));
  return lists.taxCodes.flatMap((code): SalesCode[] => {
    if (!code.Active) return [];
    if (company.country === 'US' && code.Id === NON) {
      return [{ id: NON, name: code.Name, percent: sum([]), rates: [], special: new Set() }];
    }
    const parts = (code.SalesTaxRateList?.TaxRateDetail ?? []).map(({ TaxRateRef }) =>
      rates.get(TaxRateRef.value),
    );
    if (parts.length === 0) return [];
    const known = parts.filter((rate) => rate !== undefined);
    if (known.length < parts.length) return [];
    return [
      {
        id: code.Id,
        name: code.Name,
        percent: sum(known.map(({ RateValue }) => RateValue)),
        rates: known.map(({ Id }) => Id),
        special: new Set(known.map(({ SpecialTaxType }) => SpecialTaxType ?? 'NONE')),
      },
    ];
  });
}

/**
 * The code for a rate, decided on rates and never on names (they differ by country and language). For 0% outside the US
 * a zero-rated code is not the same as an exempt one: only a single zero-rated code is safe.
 */
export function proposeTaxCode(rate: Money, codes: SalesCode[], company: CompanyFacts): Proposal<SalesCode> {
  if (company.country === 'US') return proposeAmerican(rate, codes, company);
  const fitting = codes.filter(
    ({ percent, special }) =>
      percent.eq(rate) && [...special].every((type) => type === 'NONE' || type === 'ZERO_RATE'),
  );
  if (!rate.eq(0)) return one(fitting, `the only sales tax code of ${plainText(rate)}%`);
  const zeroRated = fitting.filter(({ special }) => special.has('ZERO_RATE'));
  if (zeroRated.length === 1)
    return { ...one(zeroRated, 'the zero-rated sales tax code'), candidates: fitting };
  return one(fitting, 'the only sales tax code of 0%');
}

function proposeAmerican(rate: Money, codes: SalesCode[], company: CompanyFacts): Proposal<SalesCode> {
  const none = codes.find(({ id }) => id === NON);
  if (rate.eq(0)) {
    const code = none ?? { id: NON, name: NON, percent: rate, rates: [], special: new Set<string>() };
    return { safe: code, candidates: [code], why: 'US companies mark lines without tax as NON' };
  }
  if (company.automatedTax) {
    const code = {
      id: 'TAX',
      name: 'Automated sales tax',
      percent: rate,
      rates: [],
      special: new Set<string>(),
    };
    return { safe: code, candidates: [code], why: 'this company computes its sales tax by address' };
  }
  return one(
    codes.filter(({ id, percent }) => id !== NON && percent.eq(rate)),
    `the only sales tax rate of ${plainText(rate)}%`,
  );
}

function one<T>(candidates: T[], why: string): Proposal<T> {
  return { safe: candidates.length === 1 ? candidates[0] : undefined, candidates, why };
}

/** What invoice lines are booked on: the company's own default item, its only service item, or its only income account. */
export function proposeLineTarget(lists: CompanyLists): Proposal<LineTarget> {
  const items = sellable(lists.items);
  const candidates: LineTarget[] = items.map((item) => ({ item: named(item) }));
  const wanted = lists.preferences.OtherPrefs.NameValue.find(
    ({ Name }) => Name === 'SalesFormsPrefs.DefaultItem',
  )?.Value;
  const preferred = items.find(({ Id }) => Id === wanted);
  if (preferred)
    return { safe: { item: named(preferred) }, candidates, why: 'the default item of this company' };
  const [only, second] = items;
  if (only && !second) return { safe: { item: named(only) }, candidates, why: 'the only service item' };
  // QuickBooks itself makes an item of this name in a new company.
  const services = items.find(({ Name }) => foldName(Name) === 'services');
  if (services)
    return {
      safe: { item: named(services) },
      candidates,
      why: 'the service item that QuickBooks starts with',
    };
  const incomes = lists.accounts.filter(({ AccountType, Active }) => Active && AccountType === 'Income');
  const accounts: LineTarget[] = incomes.map((account) => ({ account: named(account) }));
  const sales = incomes.filter(
    ({ AccountSubType }) =>
      AccountSubType === 'ServiceFeeIncome' || AccountSubType === 'SalesOfProductIncome',
  );
  const [account] = incomes.length === 1 ? incomes : sales.length === 1 ? sales : [];
  return {
    safe: account && items.length === 0 ? { account: named(account) } : undefined,
    candidates: [...candidates, ...accounts],
    why: 'the only income account for sales; qbsync plans an item on it',
  };
}

function sellable(items: Item[]): Item[] {
  return items.filter(
    ({ Active, Type, IncomeAccountRef }) =>
      Active && (Type === 'Service' || Type === 'NonInventory') && IncomeAccountRef !== undefined,
  );
}

const CARD = /\bcards?\b/;
/** Words for one way of paying. */
const ALIKE = [
  ['check', 'cheque'],
  ['cash'],
  ['bank transfer', 'transfer', 'ach', 'eft', 'direct deposit', 'direct debit', 'wire', 'bank'],
];

/** The payment method for a method of the source; payments without one are fine too. */
export function proposePaymentMethod(method: string, methods: PaymentMethod[]): Proposal<PaymentMethod> {
  const active = methods.filter(({ Active }) => Active);
  const wanted = foldName(method);
  const same = active.filter(({ Name }) => foldName(Name) === wanted);
  if (same.length > 0) return { ...one(same, 'the same name'), candidates: active };
  if (CARD.test(wanted)) {
    const cards = active.filter(({ Type }) => Type === 'CREDIT_CARD');
    // Several brands of cards beside a general one: a payment does not say its brand.
    const general = cards.filter(({ Name }) => CARD.test(foldName(Name)));
    return { ...one(cards.length > 1 ? general : cards, 'the card payment method'), candidates: active };
  }
  const words = ALIKE.find((group) => group.some((word) => wanted === word)) ?? [];
  const alike = active.filter(({ Name }) => words.includes(foldName(Name)));
  return { ...one(alike, 'the same way of paying'), candidates: active };
}

export function named(object: { Id: string; Name: string }): Named {
  return { id: object.Id, name: object.Name };
}

/** What the records on this machine use, so that just that is asked for. */
export interface Needs {
  /** Shortest text of each rate; 0 is always among them. */
  rates: string[];
  methods: string[];
}

export function lineTargetsFor(target: LineTarget): Settings['lineTypes'] {
  const all: Settings['lineTypes'] = {};
  for (const type of LINE_TYPES) all[type] = target;
  return all;
}

export function targetName(target: LineTarget): string {
  return 'item' in target ? target.item.name : `account ${target.account.name}`;
}

export const LINE_WORDS: Record<LineType, string> = {
  milestone: 'milestone payments (deposit, progress, final)',
  standalone: 'stand-alone invoices',
  incentive: 'incentives and rebates (negative lines)',
  discount: 'discounts (negative lines)',
  surcharge: 'card surcharges',
  other: 'everything else',
};
