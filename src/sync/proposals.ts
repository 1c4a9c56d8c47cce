import type { Named } from '../company/settings.ts';
import { plainText, sum, type Money } from '../domain/money.ts';
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
  /** QuickBooks counts what carries it as taxable, be it at 0%. */
  taxable: boolean;
  /** Ids of the tax agencies that its rates are reported to. */
  agencies: string[];
}

/** What is proposed for one choice: the safe one, or those between which a person must decide. */
export interface Proposal<T> {
  safe: T | undefined;
  candidates: T[];
  why: string;
}

const NON = 'NON';

/**
 * The codes a sales line may carry, with their rates. Left out are inactive ones, those for purchases only, and those
 * with tax on tax: their rates do not add up to what QuickBooks charges.
 */
export function salesCodes(
  lists: Pick<CompanyLists, 'taxCodes' | 'taxRates'>,
  company: CompanyFacts,
): SalesCode[] {
  return coded({ ...lists, taxCodes: lists.taxCodes.filter(({ Active }) => Active) }, company);
}

/** As {@link salesCodes}, whether they are active or not. */
export function coded(
  lists: Pick<CompanyLists, 'taxCodes' | 'taxRates'>,
  company: CompanyFacts,
): SalesCode[] {
  const rates = new Map(lists.taxRates.map((rate) => [rate.Id, rate]));
  return lists.taxCodes.flatMap((code): SalesCode[] => {
    if (company.country === 'US' && code.Id === NON) return [americanCode(NON, code.Name, sum([]))];
    const parts = code.SalesTaxRateList?.TaxRateDetail ?? [];
    const known = parts.flatMap(({ TaxRateRef }) => rates.get(TaxRateRef.value) ?? []);
    const onTax = parts.some(({ TaxTypeApplicable = ON_AMOUNT }) => TaxTypeApplicable !== ON_AMOUNT);
    if (parts.length === 0 || known.length < parts.length || onTax) return [];
    return [
      {
        id: code.Id,
        name: code.Name,
        percent: sum(known.map(({ RateValue }) => RateValue)),
        rates: known.map(({ Id }) => Id),
        special: new Set(known.map(({ SpecialTaxType }) => SpecialTaxType ?? 'NONE')),
        taxable: code.Taxable ?? true,
        agencies: [...new Set(known.flatMap(({ AgencyRef }) => AgencyRef?.value ?? []))],
      },
    ];
  });
}

const ON_AMOUNT = 'TaxOnAmount';

/** TAX and NON have no rates of their own (qbo-api.md 3.6). */
function americanCode(id: string, name: string, percent: Money): SalesCode {
  return { id, name, percent, rates: [], special: new Set(), taxable: id !== NON, agencies: [] };
}

/** A taxable sale at 0%. What else is 0% is exempt or outside the tax: not the same on the tax return. */
export function isZeroRated({ percent, special, taxable }: SalesCode): boolean {
  return percent.eq(0) && taxable && special.size === 1 && special.has('ZERO_RATE');
}

/**
 * The code for a rate, decided on rates and never on names (they differ by country and language). For 0% outside the US
 * only a single zero-rated code is safe: where all that is there is exempt, a person must say that this is meant.
 */
export function proposeTaxCode(rate: Money, codes: SalesCode[], company: CompanyFacts): Proposal<SalesCode> {
  if (company.country === 'US') return proposeAmerican(rate, codes, company);
  const fitting = codes.filter(
    ({ percent, special }) =>
      percent.eq(rate) && [...special].every((type) => type === 'NONE' || type === 'ZERO_RATE'),
  );
  if (!rate.eq(0)) return one(fitting, `the only sales tax code of ${plainText(rate)}%`);
  const zeroRated = one(fitting.filter(isZeroRated), 'the only zero-rated sales tax code');
  return { ...zeroRated, candidates: fitting };
}

function proposeAmerican(rate: Money, codes: SalesCode[], company: CompanyFacts): Proposal<SalesCode> {
  const none = codes.find(({ id }) => id === NON);
  if (rate.eq(0)) {
    const code = none ?? americanCode(NON, NON, rate);
    return { safe: code, candidates: [code], why: 'US companies mark lines without tax as NON' };
  }
  if (company.automatedTax) {
    const code = americanCode('TAX', 'Automated sales tax', rate);
    return { safe: code, candidates: [code], why: 'this company computes its sales tax by address' };
  }
  return one(
    codes.filter(({ id, percent }) => id !== NON && percent.eq(rate)),
    `the only sales tax rate of ${plainText(rate)}%`,
  );
}

/** Safe where there is but one. */
export function one<T>(candidates: T[], why: string): Proposal<T> {
  return { safe: candidates.length === 1 ? candidates[0] : undefined, candidates, why };
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
