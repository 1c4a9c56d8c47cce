import { badReference, fault, missing, unreadableJson } from '../../faults.ts';
import { isList, isObject, objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { record } from '../audit.ts';
import type { Books } from '../books.ts';

const taken = (kind: string) =>
  fault(
    '6240',
    'Duplicate Name Exists Error',
    `The name supplied already exists. : Another ${kind} is already using this \nname. Please use a different name.`,
    '',
  );

interface MadeRate {
  readonly id: string;
  readonly name: string;
  readonly sales: boolean;
  readonly echo: JsonObject;
}

function oneRate(books: Books, detail: JsonObject): MadeRate {
  const sales = (textOf(detail.TaxApplicableOn) ?? 'Sales') === 'Sales';
  const known = textOf(detail.TaxRateId);
  if (known !== undefined) {
    const row = books.get('TaxRate', known);
    if (row === undefined) throw badReference('TaxRates', known);
    const name = textOf(row.Name) ?? '';
    return { id: known, name, sales, echo: { TaxRateId: known } };
  }
  const name = textOf(detail.TaxRateName);
  const agency = textOf(detail.TaxAgencyId);
  const value = Number(detail.RateValue);
  if (name === undefined) throw missing('TaxRateDetails.TaxRateName');
  if (detail.RateValue === undefined) throw missing('TaxRateDetails.RateValue');
  if (!Number.isFinite(value) || value < 0 || value > 100) {
    throw fault(
      '2090',
      'Invalid Number',
      `Invalid Number : RateValue must be from 0 to 100. Supplied value:${value}`,
      'RateValue',
    );
  }
  if (agency === undefined) throw missing('TaxRateDetails.TaxAgencyId');
  if (books.get('TaxAgency', agency) === undefined) throw badReference('TaxAgencies', agency);
  if ((books.lookup('TaxRate', 'Name', name) ?? []).length > 0) throw taken('tax rate');
  const row = books.put('TaxRate', {
    Name: name,
    Description: name,
    Active: true,
    RateValue: value,
    AgencyRef: { value: agency },
    SpecialTaxType: value === 0 ? 'ZERO_RATE' : 'NONE',
    DisplayType: 'ReadOnly',
    ...books.newRow('TaxRate'),
  });
  const id = textOf(row.Id) ?? '';
  return {
    id,
    name,
    sales,
    echo: {
      TaxRateName: name,
      TaxRateId: id,
      RateValue: value,
      TaxAgencyId: agency,
      TaxApplicableOn: sales ? 'Sales' : 'Purchase',
    },
  };
}

const rateDetail = ({ id, name }: MadeRate): JsonObject => ({
  TaxRateRef: { value: id, name },
  TaxTypeApplicable: 'TaxOnAmount',
  TaxOrder: 0,
});

/** `POST /taxservice/taxcode`: makes a code and, where asked, its rates (qbo-api.md 3.6). */
export function createTaxCode(books: Books, payload: JsonObject): JsonObject {
  const name = textOf(payload.TaxCode);
  if (name === undefined) throw missing('TaxCode');
  if (name.length > 100) {
    throw fault(
      '2050',
      'String length is either shorter or longer than supported by specification',
      `String length specified does not match the supported length. Min:1 Max:100 supported. Supplied length:${name.length}`,
      'TaxCode',
    );
  }
  if (!isList(payload.TaxRateDetails) || payload.TaxRateDetails.length === 0) throw missing('TaxRateDetails');
  if (!payload.TaxRateDetails.every(isObject)) throw unreadableJson();
  if ((books.lookup('TaxCode', 'Name', name) ?? []).length > 0) throw taken('tax code');
  const rates = objectsOf(payload.TaxRateDetails).map((detail) => oneRate(books, detail));
  const code = books.put('TaxCode', {
    Name: name,
    Description: name,
    Active: true,
    Hidden: false,
    Taxable: true,
    TaxGroup: true,
    TaxCodeConfigType: 'USER_DEFINED',
    SalesTaxRateList: { TaxRateDetail: rates.filter((rate) => rate.sales).map(rateDetail) },
    PurchaseTaxRateList: { TaxRateDetail: rates.filter((rate) => !rate.sales).map(rateDetail) },
    ...books.newRow('TaxCode'),
  });
  record(books, 'Add', 'TaxCode', undefined, code);
  return { TaxCode: name, TaxCodeId: code.Id, TaxRateDetails: rates.map((rate) => rate.echo) };
}
