import type { Books } from '../books/books.ts';
import type { SandboxCountry } from '../countries.ts';
import { add } from './add.ts';
import { beforeYear, seedYear } from './demo/demo.ts';
import { people } from './people.ts';
import { seedPreferences } from './preferences.ts';
import { account, put } from './rows.ts';
import { seedTaxes } from './taxes.ts';

export const SEEDS = ['starter', 'demo', 'empty'] as const;

/**
 * What is in a company at first: `starter`, a small solar installer without transactions; `demo`, the same
 * trade after a year of work; `empty`, only what QuickBooks itself makes (accounts, terms, payment methods,
 * tax codes).
 */
export type SeedName = (typeof SEEDS)[number];

interface Place {
  readonly Line1: string;
  readonly City: string;
  readonly CountrySubDivisionCode: string;
  readonly PostalCode: string;
}

const COMPANY: Readonly<
  Record<SandboxCountry, { readonly name: string; readonly place: Place; readonly zone: string }>
> = {
  US: {
    name: 'Golden State Solar Works',
    place: { Line1: '410 Mission Road', City: 'Fresno', CountrySubDivisionCode: 'CA', PostalCode: '93721' },
    zone: 'America/Los_Angeles',
  },
  AU: {
    name: 'Southern Cross Solar Pty Ltd',
    place: {
      Line1: '18 Foundry Street',
      City: 'Newcastle',
      CountrySubDivisionCode: 'NSW',
      PostalCode: '2300',
    },
    zone: 'Australia/Sydney',
  },
  GB: {
    name: 'Severn Vale Solar Ltd',
    place: {
      Line1: '7 Canal Yard',
      City: 'Gloucester',
      CountrySubDivisionCode: 'Gloucestershire',
      PostalCode: 'GL1 2EH',
    },
    zone: 'Europe/London',
  },
  CA: {
    name: 'Trillium Solar Inc.',
    place: {
      Line1: '255 Harbour Lane',
      City: 'Kingston',
      CountrySubDivisionCode: 'ON',
      PostalCode: 'K7L 3N6',
    },
    zone: 'America/Toronto',
  },
};

/** The invented name of a company; an empty one says so, to be told apart on the consent page. */
export function companyName(country: SandboxCountry, seed: SeedName): string {
  const { name } = COMPANY[country];
  return seed === 'empty' ? `${name} (empty)` : name;
}

function seedCompanyInfo(books: Books, company: string): void {
  const { place, zone } = COMPANY[books.country];
  const address = { Id: '1', ...place, Country: books.facts.iso3 };
  books.reserve('Address', '1');
  put(books, 'CompanyInfo', '1', {
    CompanyName: company,
    LegalName: company,
    CompanyAddr: address,
    CustomerCommunicationAddr: address,
    LegalAddr: address,
    Country: books.country,
    CompanyStartDate: '2019-07-01',
    FiscalYearStartMonth: books.country === 'AU' ? 'July' : books.country === 'GB' ? 'April' : 'January',
    SupportedLanguages: 'en',
    DefaultTimeZone: zone,
    Email: { Address: 'accounts@solar.example' },
    WebAddr: {},
    PrimaryPhone: { FreeFormNumber: '555-0100' },
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IndustryType', Value: 'Solar power installation' },
      { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
      { Name: 'SubscriptionStatus', Value: 'PAID' },
      { Name: 'ItemCategoriesFeature', Value: 'true' },
    ],
  });
}

function seedAccounts(books: Books, empty: boolean): void {
  account(books, '1', 'Accounts Receivable (A/R)', 'Accounts Receivable', 'AccountsReceivable');
  account(books, '2', 'Undeposited Funds', 'Other Current Asset', 'UndepositedFunds');
  account(books, '3', 'Opening Balance Equity', 'Equity', 'OpeningBalanceEquity');
  account(books, '4', 'Retained Earnings', 'Equity', 'RetainedEarnings');
  account(books, '5', 'Sales', 'Income', 'SalesOfProductIncome');
  account(books, '6', 'Services', 'Income', 'ServiceFeeIncome');
  account(books, '7', 'Uncategorized Income', 'Income', 'ServiceFeeIncome');
  account(books, '8', 'Discounts given', 'Income', 'DiscountsRefundsGiven');
  books.set('account:receivable', '1');
  books.set('account:undeposited', '2');
  if (empty) return;
  account(books, '9', books.country === 'US' ? 'Checking' : 'Business Current Account', 'Bank', 'Checking');
  account(books, '10', 'Savings', 'Bank', 'Savings');
  account(books, '11', 'Solar Installation Income', 'Income', 'ServiceFeeIncome');
  account(books, '12', 'Battery Storage Income', 'Income', 'ServiceFeeIncome');
  account(books, '13', 'Merchant fees', 'Expense', 'BankCharges');
  account(books, '14', 'Cost of Goods Sold', 'Cost of Goods Sold', 'SuppliesMaterialsCogs');
  account(books, '15', 'Customer Deposits', 'Other Current Liability', 'OtherCurrentLiabilities');
}

function seedItems(books: Books): void {
  const item = (Name: string, income: string, Description: string, UnitPrice = 0): void => {
    const taxable = books.country === 'US' ? { Taxable: false } : {};
    add(books, 'Item', {
      Name,
      Type: 'Service',
      Description,
      UnitPrice,
      IncomeAccountRef: { value: income },
      ...taxable,
    });
  };
  item('Services', '6', 'Services');
  item('Hours', '6', 'Labour by the hour', 95);
  item('Solar Installation', '11', 'Supply and installation of a solar system');
  item('Battery Storage', '12', 'Supply and installation of a battery');
  item('Permits and Inspections', '6', 'Permits and inspections');
  item('Discount', '8', 'Discounts and incentives');
}

function seedTerms(books: Books): void {
  const terms = [
    ['Due on receipt', 0],
    ['Net 15', 15],
    ['Net 30', 30],
    ['Net 60', 60],
  ] as const;
  for (const [Name, DueDays] of terms) add(books, 'Term', { Name, DueDays });
}

function seedPaymentMethods(books: Books): void {
  const cheque = books.country === 'US' ? 'Check' : 'Cheque';
  for (const Name of ['Cash', cheque, 'Bank Transfer', 'Direct Debit']) add(books, 'PaymentMethod', { Name });
  for (const Name of ['Credit Card', 'Visa', 'MasterCard'])
    add(books, 'PaymentMethod', { Name, Type: 'CREDIT_CARD' });
}

export interface CompanySeed {
  readonly seed: SeedName;
  readonly name: string;
  readonly automatedTax: boolean;
  readonly multicurrency: boolean;
}

/** Fills a new company, as its seed says. A company with a year behind it was opened before that year. */
export function seedCompany(books: Books, company: CompanySeed): void {
  if (company.seed !== 'demo') {
    fill(books, company);
    return;
  }
  fill(books.at(beforeYear(books), books.by), company);
  seedYear(books, company.name);
}

function fill(books: Books, { seed, name, automatedTax, multicurrency }: CompanySeed): void {
  const empty = seed === 'empty';
  seedCompanyInfo(books, name);
  seedAccounts(books, empty);
  seedTaxes(books, automatedTax);
  seedPreferences(books, {
    company: name,
    customTxnNumbers: !empty,
    defaultItem: empty ? undefined : '1',
    automatedTax,
    multicurrency,
  });
  seedTerms(books);
  seedPaymentMethods(books);
  if (empty) return;
  seedItems(books);
  for (const { entity, body } of people(books.country)) add(books, entity, body);
}
