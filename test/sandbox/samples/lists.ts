import type { JsonObject } from '../../../src/sandbox/json.ts';
import { objectOf, objectsOf, refId, textOf, without } from '../../../src/sandbox/json.ts';
import { Client, idOf, ref } from '../client.ts';
import { answered, rows } from './sample.ts';
import type { Sample } from './sample.ts';

const ITEMS = 'items: inventory create, read, update; list of services';
const ACCOUNTS = 'accounts: one of each type, deactivate';
const TERMS = 'terms and payment methods: query';
const TAXES = 'tax codes and rates: query; tax service';

/** The company's accounts that an item of stock needs, made when the seed has none. */
function account(qbo: Client, type: string, subtype: string): JsonObject {
  const [found] = qbo.rows('Account', `WHERE AccountType = '${type}' AND AccountSubType = '${subtype}'`);
  const body = { Name: `Stock ${subtype}`, AccountType: type, AccountSubType: subtype };
  return ref((found ?? qbo.made('Account', body)).Id);
}

const inventory = (qbo: Client): JsonObject => ({
  Name: 'Rail clamps',
  Type: 'Inventory',
  TrackQtyOnHand: true,
  QtyOnHand: 40,
  InvStartDate: '2026-01-05',
  IncomeAccountRef: account(qbo, 'Income', 'SalesOfProductIncome'),
  ExpenseAccountRef: account(qbo, 'Cost of Goods Sold', 'SuppliesMaterialsCogs'),
  AssetAccountRef: account(qbo, 'Other Current Asset', 'Inventory'),
});
const bought: JsonObject = {
  Description: 'Clamps for rails',
  PurchaseDesc: 'Clamps',
  PurchaseCost: 3.4,
  UnitPrice: 6,
  Taxable: true,
};

/** The tax codes of a British company as one client tells them: the name with the rate of sales. */
export function britishCodes(): readonly JsonObject[] {
  const qbo = new Client({ country: 'GB' });
  const rates = new Map(qbo.rows('TaxRate').map((rate) => [rate.Id, Number(rate.RateValue)]));
  return qbo.rows('TaxCode').map((code) => {
    const details = objectsOf(objectOf(code.SalesTaxRateList).TaxRateDetail);
    const rate = details.reduce((sum, detail) => sum + (rates.get(refId(detail.TaxRateRef)) ?? 0), 0);
    const name = `${textOf(code.Name) ?? ''} @${rate}%`;
    return { name, is_enabled: code.Active, percentage: rate / 100 };
  });
}

export const lists: readonly Sample[] = [
  {
    file: 'item-create-inventory-response.exquickbooks.json',
    family: ITEMS,
    ours: (qbo) => answered(qbo.post('item', inventory(qbo))),
  },
  {
    file: 'item-read-response.exquickbooks.json',
    family: ITEMS,
    ours: (qbo) => {
      const made = qbo.made('Item', { ...inventory(qbo), ...bought });
      return answered(qbo.call('GET', `item/${idOf(made)}`));
    },
  },
  {
    file: 'item-update-response.exquickbooks.json',
    family: ITEMS,
    ours: (qbo) => {
      const made = qbo.made('Item', { ...inventory(qbo), ...bought });
      return answered(qbo.post('item', { ...made, Description: 'Clamps for rails, 2026' }));
    },
  },
  {
    file: 'item-service-list.fyle-qbo-api.json',
    family: ITEMS,
    ours: (qbo) => rows(qbo, 'Item', "WHERE Type = 'Service'"),
  },
  {
    file: 'account-deactivate-response.qbo_api.json',
    family: ACCOUNTS,
    ours: (qbo) => {
      const { Id } = qbo.made('Account', { Name: 'Old fees', AccountType: 'Income' });
      const body = { Id, SyncToken: '0', sparse: true, Active: false, Name: 'Old fees (deleted)' };
      return answered(qbo.post('account', body));
    },
  },
  {
    file: 'account-query-one-per-type.fyle-qbo-sdk.json',
    family: ACCOUNTS,
    ours: (qbo) => rows(qbo, 'Account'),
  },
  {
    file: 'paymentmethod-query.docs.json',
    family: TERMS,
    ours: (qbo) => answered(qbo.query('select * from PaymentMethod')),
  },
  { file: 'term-query.docs.json', family: TERMS, ours: (qbo) => answered(qbo.query('select * from Term')) },
  {
    file: 'taxcode-query-us-manual.docs.json',
    family: TAXES,
    ours: (qbo) => answered(qbo.query('select * from TaxCode')),
  },
  {
    file: 'taxrate-query-us-manual.docs.json',
    family: TAXES,
    ours: (qbo) => answered(qbo.query('select * from TaxRate')),
  },
  {
    file: 'tax_service.quickbooks-ruby.xml',
    family: TAXES,
    repaired: (text) => text.replace('<TaxCodeId>1</TaxCode>', '<TaxCodeId>1</TaxCodeId>'),
    ours: (qbo) => {
      const rate = {
        TaxRateName: 'County levy',
        RateValue: '2.25',
        TaxAgencyId: '1',
        TaxApplicableOn: 'Sales',
      };
      const body = { TaxCode: 'County', TaxRateDetails: [rate] };
      const { status, body: reply } = answered(
        qbo.call('POST', 'taxservice/taxcode', body, { headers: { accept: 'application/xml' } }),
      );
      return { status, body: without(objectOf(reply), ['@time']) };
    },
  },
  {
    file: 'taxcode-names-uk-derived.fyle-qbo-api.json',
    family: TAXES,
    ours: () => ({ status: 200, body: [...britishCodes()] }),
  },
];
