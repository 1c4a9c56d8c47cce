import { common, known, refs, sortOnly, where } from './property.ts';
import type { Property } from './property.ts';

const person: readonly Property[] = [
  ...common,
  ...where('text', 'DisplayName', 'GivenName', 'MiddleName', 'FamilyName', 'CompanyName', 'PrintOnCheckName'),
  ...where('boolean', 'Active'),
];

const named: readonly Property[] = [...common, ...where('text', 'Name'), ...where('boolean', 'Active')];

const email: Property = {
  name: 'PrimaryEmailAddr',
  path: ['PrimaryEmailAddr', 'Address'],
  type: 'text',
  use: 'where',
};

/** Lists, what exists once a company, and attachments. */
export const lists: Readonly<Record<string, readonly Property[]>> = {
  Customer: [
    ...person,
    email,
    ...where('number', 'Balance'),
    ...sortOnly('number', 'BalanceWithJobs'),
    ...refs('ParentRef'),
    ...where('boolean', 'Job'),
  ],
  Vendor: [...person, ...where('number', 'Balance')],
  Employee: person,
  Item: [...named, ...where('text', 'Type', 'Sku', 'FullyQualifiedName')],
  Account: [
    ...named,
    ...where('text', 'AccountType', 'AccountSubType', 'Classification', 'FullyQualifiedName'),
    ...where('number', 'CurrentBalance'),
  ],
  Class: [...named, ...where('text', 'FullyQualifiedName')],
  Department: [...named, ...where('text', 'FullyQualifiedName'), ...sortOnly('boolean', 'SubDepartment')],
  Term: [...named, ...where('text', 'Type')],
  PaymentMethod: [...named, ...where('text', 'Type')],
  TaxCode: [
    ...named,
    ...where('text', 'Description'),
    ...known('Taxable', 'TaxGroup', 'Hidden', 'TaxCodeConfigType', 'SalesTaxRateList', 'PurchaseTaxRateList'),
  ],
  TaxRate: [
    ...named,
    ...where('text', 'Description'),
    ...known('RateValue', 'AgencyRef', 'SpecialTaxType', 'DisplayType', 'EffectiveTaxRate'),
  ],
  TaxAgency: [...common, ...where('text', 'DisplayName')],
  CompanyCurrency: [...named, ...where('text', 'Code')],
  ExchangeRate: [
    ...common,
    ...where('text', 'SourceCurrencyCode', 'TargetCurrencyCode'),
    ...where('date', 'AsOfDate'),
    ...known('Rate'),
  ],
  CompanyInfo: [
    ...common,
    ...known('CompanyName', 'LegalName', 'CompanyAddr', 'LegalAddr', 'CustomerCommunicationAddr', 'Country'),
    ...known('CompanyStartDate', 'FiscalYearStartMonth', 'SupportedLanguages', 'DefaultTimeZone', 'Email'),
    ...known('PrimaryPhone', 'WebAddr', 'NameValue'),
  ],
  Preferences: [
    ...common,
    ...known('AccountingInfoPrefs', 'ProductAndServicesPrefs', 'SalesFormsPrefs', 'EmailMessagesPrefs'),
    ...known('VendorAndPurchasesPrefs', 'TimeTrackingPrefs', 'TaxPrefs', 'CurrencyPrefs', 'ReportPrefs'),
    ...known('OtherPrefs'),
  ],
  Attachable: [
    ...common,
    ...where('text', 'FileName', 'Note', 'Category', 'ContentType', 'PlaceName', 'Tag', 'Lat', 'Long'),
    ...where('number', 'Size'),
    {
      name: 'AttachableRef.EntityRef.Type',
      path: ['AttachableRef', 'EntityRef', 'type'],
      type: 'text',
      use: 'where',
    },
    ...where('text', 'AttachableRef.EntityRef.value'),
    ...known('AttachableRef', 'FileAccessUri', 'TempDownloadUri', 'ThumbnailFileAccessUri'),
  ],
};
