import type { Settings } from '../../company/settings.ts';
import { decimal, plainText } from '../../domain/money.ts';
import type { Finding } from '../../domain/problems.ts';
import type { CompanyFacts } from '../company.ts';
import { isZeroRated, proposeTaxCode, salesCodes, type CompanyLists, type SalesCode } from '../proposals.ts';
import type { SettingFinding } from './finding.ts';

type Chosen = Settings['taxCodes'][string];
interface Company {
  lists: Pick<CompanyLists, 'taxCodes' | 'taxRates'>;
  facts: CompanyFacts;
  codes: SalesCode[];
}

/** Whether each code is there, for sales, and of the rate that it is used for. */
export function checkTaxes(
  { taxCodes }: Pick<Settings, 'taxCodes'>,
  lists: Company['lists'],
  facts: CompanyFacts,
): SettingFinding[] {
  if (!facts.salesTax) return [];
  const company = { lists, facts, codes: salesCodes(lists, facts) };
  return Object.entries(taxCodes).flatMap(([rate, chosen]) => {
    const wrong = wrongWith(rate, chosen, company);
    return (wrong ? remedied(wrong, rate, chosen, company) : doubtOf(rate, chosen, company)) ?? [];
  });
}

function wrongWith(rate: string, { id, name }: Chosen, company: Company): Finding | undefined {
  const { country, automatedTax } = company.facts;
  // NON and TAX are not objects with a rate of their own (qbo-api.md 3.6); where no country is known, that is what is wrong.
  if (id === 'NON' && (country ?? 'US') === 'US') return undefined;
  if (country === 'US') {
    const byAddress = id === 'TAX';
    if (byAddress !== automatedTax) {
      const how = automatedTax ? 'QuickBooks itself, by address' : 'rates';
      const reason = `Sales tax is worked out by ${how} in this company, but ${rate}% is "${name}".`;
      return { code: 'AUTOMATED_TAX', reason, fix: 'Run: qbsync configure' };
    }
    if (byAddress) return undefined;
  }
  if (!company.lists.taxCodes.some(({ Id, Active }) => Active && Id === id)) {
    return {
      code: 'TAX_CODE_GONE',
      reason: `The sales tax code "${name}" for ${rate}% is inactive or gone in QuickBooks.`,
      fix: `In QuickBooks: Taxes → Sales tax settings, make "${name}" active again; or choose another code: qbsync configure`,
    };
  }
  const code = company.codes.find((one) => one.id === id);
  if (!code) {
    return {
      code: 'TAX_CODE_NOT_FOR_SALES',
      reason: `The sales tax code "${name}" for ${rate}% has no rate for sales in QuickBooks.`,
      fix: 'Choose a code for sales: qbsync configure',
    };
  }
  if (code.percent.eq(decimal(rate))) return undefined;
  return {
    code: 'TAX_CODE_RATE',
    reason: `The sales tax code "${code.name}" is ${plainText(code.percent)}% in QuickBooks, but it is used for ${rate}%.`,
    fix: `In QuickBooks: Taxes → Add tax, make a code of ${rate}%; then run: qbsync configure`,
  };
}

/** Where there is no choice to make, the one code of the same rate. */
function remedied(wrong: Finding, rate: string, chosen: Chosen, { facts, codes }: Company): SettingFinding {
  const finding = { ...wrong, settings: [`tax.${rate}`], level: 'error' as const };
  const { safe } = proposeTaxCode(decimal(rate), codes, facts);
  if (!safe || safe.id === chosen.id) return finding;
  const { id, name, rates } = safe;
  return {
    ...finding,
    fix: `Run: qbsync configure --set tax.${rate}=${id} (that is "${name}"; qbsync doctor --fix does the same)`,
    remedy: {
      what: `use the sales tax code "${name}" for ${rate}%`,
      on: (settings) => ({ ...settings, taxCodes: { ...settings.taxCodes, [rate]: { id, name, rates } } }),
    },
  };
}

function doubtOf(rate: string, { id }: Chosen, { codes }: Company): SettingFinding | undefined {
  const code = codes.find((one) => one.id === id);
  const zeroRated = codes.find(isZeroRated);
  if (rate !== '0' || !code || code.id === 'NON' || !zeroRated || isZeroRated(code)) return undefined;
  return {
    settings: ['tax.0'],
    level: 'warning',
    code: 'TAX_ZERO_EXEMPT',
    reason: `0% is "${code.name}", which is not the zero-rated code ("${zeroRated.name}"); the two differ on the tax return.`,
    fix: `Ask your accountant; to change it run: qbsync configure --set tax.0=${zeroRated.id} (that is "${zeroRated.name}")`,
  };
}
