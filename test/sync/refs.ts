import type { SourceInvoice } from '../../src/domain/records.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import { planTax, type TaxPlan } from '../../src/sync/tax.ts';
import { aCompany, someSettings } from '../support/builders.ts';

// What a body refers to in the books.

export const REFS = { customerId: '58', itemIds: { milestone: '7', discount: '8' } };
export const CODES = {
  '0': { id: '3', name: 'Z', rates: ['31'] },
  '10': { id: '2', name: 'GST', rates: ['21'] },
};

export function taxOf(
  invoice: SourceInvoice,
  company = aCompany(),
  taxCodes = someSettings().taxCodes,
): TaxPlan {
  const tax = planTax(invoiceTotals(invoice), company, { taxCodes });
  if ('code' in tax) throw new Error(tax.reason);
  return tax;
}
