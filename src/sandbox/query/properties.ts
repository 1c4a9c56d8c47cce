/** How a property of a row is compared. */
export type PropertyType = 'text' | 'number' | 'date' | 'time' | 'boolean' | 'id' | 'ref' | 'email';

export interface Property {
  /** The canonical spelling, which is also the path in the row. */
  readonly name: string;
  readonly type: PropertyType;
  /** `where`: may be filtered and sorted; `sort`: only sorted; `none`: known, but not queryable. */
  readonly use: 'where' | 'sort' | 'none';
}

const of = (type: PropertyType, use: Property['use'], ...names: string[]): readonly Property[] =>
  names.map((name) => ({ name, type, use }));

const always = [
  ...of('id', 'where', 'Id'),
  ...of('time', 'where', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime'),
  ...of('text', 'none', 'SyncToken', 'MetaData', 'CustomField'),
];

const named = [
  ...of(
    'text',
    'where',
    'DisplayName',
    'GivenName',
    'MiddleName',
    'FamilyName',
    'CompanyName',
    'PrintOnCheckName',
  ),
  ...of('boolean', 'where', 'Active'),
  ...of(
    'text',
    'none',
    'Title',
    'Suffix',
    'PrimaryPhone',
    'Mobile',
    'BillAddr',
    'ShipAddr',
    'Notes',
    'WebAddr',
  ),
];

const nameList = [...of('text', 'where', 'Name'), ...of('boolean', 'where', 'Active')];

/** Properties by entity as the reference marks them (qbo-api.md 4, "Filterable properties"). */
const properties: Readonly<Record<string, readonly Property[]>> = {
  Customer: [
    ...always,
    ...named,
    ...of('email', 'where', 'PrimaryEmailAddr'),
    ...of('number', 'where', 'Balance'),
    ...of('number', 'sort', 'BalanceWithJobs'),
    ...of('text', 'none', 'FullyQualifiedName', 'Job', 'Taxable', 'PreferredDeliveryMethod', 'CurrencyRef'),
    ...of('ref', 'none', 'ParentRef', 'SalesTermRef', 'PaymentMethodRef', 'DefaultTaxCodeRef'),
  ],
  Vendor: [
    ...always,
    ...named,
    ...of('number', 'where', 'Balance'),
    ...of('text', 'none', 'PrimaryEmailAddr', 'Vendor1099', 'AcctNum', 'CurrencyRef'),
  ],
  Employee: [
    ...always,
    ...named,
    ...of('text', 'none', 'PrimaryEmailAddr', 'BillableTime', 'HiredDate', 'BirthDate'),
  ],
  Item: [
    ...always,
    ...nameList,
    ...of('text', 'where', 'Type', 'Sku', 'FullyQualifiedName'),
    ...of('text', 'none', 'Description', 'UnitPrice', 'Taxable', 'PurchaseDesc', 'PurchaseCost'),
    ...of('ref', 'none', 'ParentRef', 'IncomeAccountRef', 'ExpenseAccountRef', 'AssetAccountRef'),
  ],
  Account: [
    ...always,
    ...nameList,
    ...of('text', 'where', 'AccountType', 'AccountSubType', 'Classification', 'FullyQualifiedName'),
    ...of('number', 'where', 'CurrentBalance'),
    ...of('text', 'none', 'AcctNum', 'Description', 'SubAccount', 'ParentRef', 'CurrencyRef'),
  ],
  Term: [
    ...always,
    ...nameList,
    ...of('text', 'where', 'Type'),
    ...of('number', 'none', 'DueDays', 'DiscountDays'),
  ],
  PaymentMethod: [...always, ...nameList, ...of('text', 'where', 'Type')],
  TaxCode: [
    ...always,
    ...nameList,
    ...of('text', 'where', 'Description'),
    ...of('boolean', 'none', 'Taxable', 'TaxGroup'),
  ],
  TaxRate: [
    ...always,
    ...nameList,
    ...of('text', 'where', 'Description'),
    ...of('number', 'none', 'RateValue'),
  ],
  TaxAgency: [...always, ...of('text', 'where', 'DisplayName')],
  CompanyInfo: [...always, ...of('text', 'none', 'CompanyName', 'LegalName', 'Country')],
  Preferences: [...always],
  Invoice: [
    ...always,
    ...of('text', 'where', 'DocNumber'),
    ...of('date', 'where', 'TxnDate', 'DueDate'),
    ...of('ref', 'where', 'CustomerRef', 'SalesTermRef', 'ProjectRef'),
    ...of('number', 'where', 'Balance', 'TotalAmt'),
    ...of('text', 'none', 'PrivateNote', 'DepartmentRef', 'BillEmail', 'CustomerMemo', 'Line', 'LinkedTxn'),
    ...of(
      'text',
      'none',
      'EmailStatus',
      'PrintStatus',
      'TxnTaxDetail',
      'BillAddr',
      'ShipAddr',
      'CurrencyRef',
    ),
  ],
  Payment: [
    ...always,
    ...of('date', 'where', 'TxnDate'),
    ...of('text', 'where', 'PaymentRefNum'),
    ...of('ref', 'where', 'ProjectRef', 'CustomerRef'),
    ...of('number', 'where', 'TotalAmt'),
    ...of(
      'text',
      'none',
      'PrivateNote',
      'UnappliedAmt',
      'Line',
      'PaymentMethodRef',
      'DepositToAccountRef',
      'CurrencyRef',
    ),
  ],
};

/** Entities of QuickBooks that this company has no rows of: a query finds nothing, as in a real one. */
const EMPTY_ENTITIES = [
  'Attachable',
  'Bill',
  'BillPayment',
  'Budget',
  'Class',
  'CreditMemo',
  'Department',
  'Deposit',
  'Estimate',
  'JournalEntry',
  'Purchase',
  'PurchaseOrder',
  'RefundReceipt',
  'SalesReceipt',
  'TimeActivity',
  'Transfer',
  'VendorCredit',
];

const canonical = new Map(
  [...Object.keys(properties), ...EMPTY_ENTITIES].map((name) => [name.toLowerCase(), name]),
);

/** The canonical name of an entity: names are case-insensitive in queries (qbo-api.md 4). */
export const entityNamed = (name: string): string | undefined => canonical.get(name.toLowerCase());

/** Undefined for an entity whose properties are not listed here: any property passes. */
export const propertiesOf = (entity: string): readonly Property[] | undefined => properties[entity];
