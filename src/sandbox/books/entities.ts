import type { EntityRules } from './entity.ts';
import { attachableRules } from './attachable.ts';
import { companyCurrencyRules } from './currency/company-currency.ts';
import { exchangeRateRules } from './currency/exchange-rate.ts';
import { creditMemoRules } from './sales/credit-memo.ts';
import { invoiceRules } from './sales/invoice.ts';
import { depositRules } from './deposits/deposit.ts';
import { journalEntryRules } from './journal/journal-entry.ts';
import { refundReceiptRules, salesReceiptRules } from './sales/receipts.ts';
import { listRules } from './lists/lists.ts';
import { paymentRules } from './payments/payment.ts';
import { customerRules, employeeRules, vendorRules } from './lists/people.ts';

/** Every kind of object that the sandbox keeps by rules. */
const rules: ReadonlyMap<string, EntityRules> = new Map(
  [
    customerRules,
    vendorRules,
    employeeRules,
    invoiceRules,
    creditMemoRules,
    salesReceiptRules,
    refundReceiptRules,
    paymentRules,
    depositRules,
    journalEntryRules,
    exchangeRateRules,
    companyCurrencyRules,
    attachableRules,
    ...listRules,
  ].map((each) => [each.entity, each]),
);

/** The entity that a path segment names: lower case, as QuickBooks' paths are (qbo-api.md 1.2). */
const byPath: ReadonlyMap<string, EntityRules> = new Map(
  [...rules.values()].map((each) => [each.entity.toLowerCase(), each]),
);

export const rulesForPath = (segment: string): EntityRules | undefined => byPath.get(segment);
export const rulesFor = (entity: string): EntityRules | undefined => rules.get(entity);
