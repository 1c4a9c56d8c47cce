import { newAccount } from '../books/accounts.ts';
import type { Books } from '../books/books.ts';
import { textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Puts a row with an id of the seed's choice, and keeps the counter beyond it. */
export function put(books: Books, entity: string, id: string, content: JsonObject): JsonObject {
  books.reserve(entity, id);
  return books.put(entity, { ...books.newRow(entity, id), ...content });
}

export function account(
  books: Books,
  id: string,
  Name: string,
  AccountType: string,
  AccountSubType: string,
): void {
  put(books, 'Account', id, newAccount(books, Name, AccountType, AccountSubType));
}

export type SpecialTaxType = 'NONE' | 'ZERO_RATE' | 'REVERSE_CHARGE' | 'ADJUSTMENT_RATE' | 'FOREIGN_TAX';

export interface RateSeed {
  readonly id: string;
  readonly name: string;
  readonly percent: number;
  readonly special?: SpecialTaxType;
  readonly active?: boolean;
}

export function rate(books: Books, { id, name, percent, special = 'NONE', active = true }: RateSeed): void {
  put(books, 'TaxRate', id, {
    Name: name,
    Description: name,
    Active: active,
    RateValue: percent,
    AgencyRef: { value: '1' },
    SpecialTaxType: special,
    DisplayType: 'ReadOnly',
  });
}

const details = (books: Books, rates: readonly string[], onTax: readonly string[] = []): JsonObject => ({
  TaxRateDetail: rates.map((id) => ({
    TaxRateRef: { value: id, name: textOf(books.get('TaxRate', id)?.Name) },
    ...(onTax.includes(id)
      ? { TaxTypeApplicable: 'TaxOnAmountPlusTax', TaxOrder: 1, TaxOnTaxOrder: 0 }
      : { TaxTypeApplicable: 'TaxOnAmount', TaxOrder: 0 }),
  })),
});

export interface CodeSeed {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly sales: readonly string[];
  readonly purchases: readonly string[];
  /** Rates that apply to the amount plus the other taxes. */
  readonly onTax?: readonly string[];
  readonly active?: boolean;
  readonly taxable?: boolean;
}

/** A code with an empty sales list is for purchases only (qbo-api.md 3.6). */
export function code(books: Books, seed: CodeSeed): void {
  put(books, 'TaxCode', seed.id, {
    Name: seed.name,
    Description: seed.description,
    Active: seed.active ?? true,
    Hidden: false,
    Taxable: seed.taxable ?? true,
    TaxGroup: true,
    TaxCodeConfigType: 'SYSTEM_GENERATED',
    SalesTaxRateList: details(books, seed.sales, seed.onTax),
    PurchaseTaxRateList: details(books, seed.purchases, seed.onTax),
  });
}
