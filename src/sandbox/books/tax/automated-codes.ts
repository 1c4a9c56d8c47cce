import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { Tax } from './jurisdictions.ts';
import type { TaxLocation } from './location.ts';

const idOf = (row: JsonObject): string => textOf(row.Id) ?? '';

function agencyId(books: Books, DisplayName: string): string {
  const [known] = books.lookup('TaxAgency', 'DisplayName', DisplayName) ?? [];
  const row = { DisplayName, TaxTrackedOnPurchases: false, TaxTrackedOnSales: true };
  return idOf(known ?? books.put('TaxAgency', { ...row, ...books.newRow('TaxAgency') }));
}

function rate(books: Books, { name, percent }: Tax, agency: string): JsonObject {
  const [known] = books.lookup('TaxRate', 'Name', name) ?? [];
  if (known !== undefined) return known;
  return books.put('TaxRate', {
    Name: name,
    Description: name,
    Active: true,
    RateValue: percent,
    AgencyRef: { value: agencyId(books, agency) },
    SpecialTaxType: 'NONE',
    DisplayType: 'ReadOnly',
    ...books.newRow('TaxRate'),
  });
}

/** The id of the code with the taxes of a place. It, its rates and its agency are made on first use. */
export function codeAt(books: Books, { state, locality }: TaxLocation): string {
  const Name = `${state.name}, ${locality?.city ?? 'state tax only'}`;
  const [known] = books.lookup('TaxCode', 'Name', Name) ?? [];
  if (known !== undefined) return idOf(known);
  const taxes = [{ name: 'State', percent: state.percent }, ...(locality?.taxes ?? [])];
  const rows = taxes.map((tax) => rate(books, { ...tax, name: `${state.name}, ${tax.name}` }, state.agency));
  const code = books.put('TaxCode', {
    Name,
    Description: Name,
    Active: true,
    Hidden: false,
    Taxable: true,
    TaxGroup: true,
    TaxCodeConfigType: 'SYSTEM_GENERATED',
    SalesTaxRateList: {
      TaxRateDetail: rows.map((row) => ({
        TaxRateRef: { value: idOf(row), name: textOf(row.Name) },
        TaxTypeApplicable: 'TaxOnAmount',
        TaxOrder: 0,
      })),
    },
    PurchaseTaxRateList: { TaxRateDetail: [] },
    ...books.newRow('TaxCode'),
  });
  return idOf(code);
}
