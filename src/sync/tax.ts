import type { Settings } from '../company/settings.ts';
import { plainText, toWire, type Money } from '../domain/money.ts';
import type { Finding } from '../domain/problems.ts';
import type { InvoiceTotals } from '../domain/totals.ts';
import type { CompanyFacts } from './company.ts';

/** How an invoice's tax is written to the books. */
export interface TaxPlan {
  /** Line tax code per rate (shortest text); empty where the company keeps no sales tax outside the US. */
  lineCodes: Map<string, string>;
  globalCalculation: 'TaxExcluded' | 'NotApplicable' | undefined;
  detail: object | undefined;
}

const NON = 'NON';
const TAX = 'TAX';

/**
 * Tax codes for an invoice (qbo-api.md 3.6, 3.7). US lines say only TAX or NON, and one rate stands for the whole
 * invoice; elsewhere every line carries its code. Where the source rounds its tax otherwise than QuickBooks would, the
 * source's amounts are sent along, so that the books show the same cents.
 */
export function planTax(
  totals: InvoiceTotals,
  company: CompanyFacts,
  settings: Pick<Settings, 'taxCodes'>,
): TaxPlan | Finding {
  const isUs = company.country === 'US';
  if (!company.salesTax && totals.tax.eq(0)) {
    return isUs
      ? { lineCodes: new Map(totals.byRate.map(({ rate }) => [plainText(rate), NON])), ...NOTHING }
      : { lineCodes: new Map(), globalCalculation: 'NotApplicable', detail: undefined };
  }
  if (!company.salesTax) return salesTaxOff(totals);
  for (const { rate } of totals.byRate) {
    if (!settings.taxCodes[plainText(rate)]) return unmapped(rate);
  }
  return isUs ? americanTax(totals, settings, company) : codedTax(totals, settings);
}

const NOTHING = { globalCalculation: undefined, detail: undefined } as const;

function americanTax(
  totals: InvoiceTotals,
  settings: Pick<Settings, 'taxCodes'>,
  company: CompanyFacts,
): TaxPlan | Finding {
  const lineCodes = new Map<string, string>();
  const groups = new Set<string>();
  for (const { rate } of totals.byRate) {
    const code = settings.taxCodes[plainText(rate)]?.id ?? NON;
    lineCodes.set(plainText(rate), code === NON ? NON : TAX);
    if (code !== NON && code !== TAX) groups.add(code);
  }
  const taxed = totals.byRate.filter(({ rate }) => lineCodes.get(plainText(rate)) === TAX);
  if (groups.size > 1 || taxed.length > 1) return severalRates(totals);
  const [group] = groups;
  const wrong = taxed.find(({ tax, computedTax }) => !tax.eq(computedTax));
  if (wrong && !company.automatedTax) return roundsOtherwise(wrong.rate, wrong.tax, wrong.computedTax);
  const detail =
    group === undefined && taxed.length === 0
      ? undefined
      : {
          ...(group === undefined ? {} : { TxnTaxCodeRef: { value: group } }),
          ...(company.automatedTax ? { TotalTax: toWire(totals.tax) } : {}),
        };
  return { lineCodes, globalCalculation: undefined, detail };
}

function codedTax(totals: InvoiceTotals, settings: Pick<Settings, 'taxCodes'>): TaxPlan | Finding {
  const lineCodes = new Map<string, string>();
  for (const { rate } of totals.byRate) {
    const code = settings.taxCodes[plainText(rate)];
    if (code) lineCodes.set(plainText(rate), code.id);
  }
  const adjusted = totals.byRate.find(({ tax, computedTax }) => !tax.eq(computedTax));
  if (!adjusted) return { lineCodes, globalCalculation: 'TaxExcluded', detail: undefined };
  const taxLines: object[] = [];
  for (const { rate, net, tax } of totals.byRate) {
    const rates = settings.taxCodes[plainText(rate)]?.rates ?? [];
    const [only] = rates;
    // The parts of a code of several rates cannot be told from the source's one amount.
    if (only === undefined || rates.length > 1)
      return roundsOtherwise(adjusted.rate, adjusted.tax, adjusted.computedTax);
    taxLines.push({
      Amount: toWire(tax),
      DetailType: 'TaxLineDetail',
      TaxLineDetail: {
        TaxRateRef: { value: only },
        PercentBased: true,
        TaxPercent: toWire(rate),
        NetAmountTaxable: toWire(net),
      },
    });
  }
  return {
    lineCodes,
    globalCalculation: 'TaxExcluded',
    detail: { TotalTax: toWire(totals.tax), TaxLine: taxLines },
  };
}

function unmapped(rate: Money): Finding {
  const text = plainText(rate);
  return {
    code: 'TAX_RATE_UNMAPPED',
    reason: `The tax rate ${text}% has no sales tax code.`,
    fix: `Run: qbsync configure (or qbsync configure --set tax.${text}=CODE)`,
  };
}

function salesTaxOff(totals: InvoiceTotals): Finding {
  return {
    code: 'SALES_TAX_OFF',
    reason: `The invoice has ${totals.tax.toFixed(2)} tax, but sales tax is switched off in this QuickBooks company.`,
    fix: 'In QuickBooks: Taxes → Set up sales tax. Then run: qbsync configure',
  };
}

function severalRates(totals: InvoiceTotals): Finding {
  const rates = totals.byRate.map(({ rate }) => `${plainText(rate)}%`).join(' and ');
  return {
    code: 'TAX_RATES_MIXED',
    reason: `The invoice has several sales tax rates (${rates}); a US company has one rate an invoice, beside 0%.`,
    fix: 'Split the invoice in the source, or enter it in QuickBooks by hand and run: qbsync ignore {id} --reason "entered by hand"',
  };
}

function roundsOtherwise(rate: Money, source: Money, books: Money): Finding {
  return {
    code: 'TAX_ROUNDING',
    reason: `The source has ${source.toFixed(2)} tax at ${plainText(rate)}%, QuickBooks would compute ${books.toFixed(2)}.`,
    fix: 'Correct the tax amount in the source, then import it again.',
  };
}
