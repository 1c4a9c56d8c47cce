import type { Books } from '../books/books.ts';
import { metaTime } from '../times.ts';
import { code, put, rate } from './rows.ts';
import { canada } from './taxes-canada.ts';

/** Pseudo codes have neither Active nor SyncToken (recorded; qbo-api.md 3.6). */
function pseudo(books: Books, Id: string, Taxable: boolean, TaxGroup: boolean): void {
  const time = metaTime(books.now);
  const MetaData = { CreateTime: time, LastUpdatedTime: time };
  books.put('TaxCode', { Id, Name: Id, Description: Id, Taxable, TaxGroup, MetaData });
}

function usPseudo(books: Books): void {
  pseudo(books, 'TAX', true, false);
  pseudo(books, 'NON', false, false);
  pseudo(books, 'CustomSalesTax', true, true);
}

function us(books: Books): void {
  usPseudo(books);
  rate(books, { id: '1', name: 'AZ State tax', percent: 7.1 });
  rate(books, { id: '2', name: 'Tucson City', percent: 2 });
  rate(books, { id: '3', name: 'California', percent: 8 });
  rate(books, { id: '4', name: 'Solar exemption', percent: 0, special: 'ZERO_RATE' });
  code(books, { id: '2', name: 'California', description: 'California', sales: ['3'], purchases: [] });
  code(books, { id: '3', name: 'Tucson', description: 'Tucson', sales: ['1', '2'], purchases: [] });
  code(books, { id: '4', name: 'Solar exempt', description: 'Solar exempt', sales: ['4'], purchases: [] });
}

function au(books: Books): void {
  rate(books, { id: '1', name: 'GST (sales)', percent: 10 });
  rate(books, { id: '2', name: 'GST (purchases)', percent: 10 });
  rate(books, { id: '3', name: 'GST free (sales)', percent: 0, special: 'ZERO_RATE' });
  rate(books, { id: '4', name: 'GST free (purchases)', percent: 0, special: 'ZERO_RATE' });
  rate(books, { id: '5', name: 'Out of scope', percent: 0 });
  rate(books, { id: '6', name: 'Input taxed (sales)', percent: 0 });
  rate(books, { id: '7', name: 'WET', percent: 29, active: false });
  code(books, { id: '2', name: 'GST', description: 'GST', sales: ['1'], purchases: ['2'] });
  code(books, { id: '3', name: 'GST free', description: 'GST free', sales: ['3'], purchases: ['4'] });
  code(books, {
    id: '4',
    name: 'Out of Scope',
    description: 'Out of scope',
    sales: ['5'],
    purchases: ['5'],
    taxable: false,
  });
  code(books, { id: '5', name: 'Input taxed', description: 'Input taxed', sales: ['6'], purchases: [] });
  code(books, {
    id: '6',
    name: 'GST on capital',
    description: 'GST on capital',
    sales: [],
    purchases: ['2'],
  });
  code(books, {
    id: '7',
    name: 'GST-free capital',
    description: 'GST-free capital',
    sales: [],
    purchases: ['4'],
  });
  code(books, {
    id: '8',
    name: 'GST-free non-capital',
    description: 'GST-free non-capital',
    sales: [],
    purchases: ['4'],
  });
  code(books, {
    id: '9',
    name: 'WET',
    description: 'Wine equalisation tax',
    sales: ['7'],
    purchases: ['7'],
    active: false,
  });
}

function gb(books: Books): void {
  rate(books, { id: '1', name: '20.0% S (sales)', percent: 20 });
  rate(books, { id: '2', name: '20.0% S (purchases)', percent: 20 });
  rate(books, { id: '3', name: '5.0% R (sales)', percent: 5 });
  rate(books, { id: '4', name: '5.0% R (purchases)', percent: 5 });
  rate(books, { id: '5', name: '0.0% Z (sales)', percent: 0, special: 'ZERO_RATE' });
  rate(books, { id: '6', name: '0.0% Z (purchases)', percent: 0, special: 'ZERO_RATE' });
  rate(books, { id: '7', name: 'Exempt (sales)', percent: 0 });
  rate(books, { id: '8', name: 'No VAT (sales)', percent: 0 });
  rate(books, { id: '9', name: '20.0% RC SG (sales)', percent: 0, special: 'REVERSE_CHARGE' });
  rate(books, { id: '10', name: 'PVA Import 20.0%', percent: 20, special: 'REVERSE_CHARGE' });
  rate(books, { id: '11', name: '17.5% S (sales)', percent: 17.5, active: false });
  code(books, { id: '2', name: '20.0% S', description: 'Standard rate', sales: ['1'], purchases: ['2'] });
  code(books, { id: '3', name: '5.0% R', description: 'Reduced rate', sales: ['3'], purchases: ['4'] });
  code(books, { id: '4', name: '0.0% Z', description: 'Zero rate', sales: ['5'], purchases: ['6'] });
  code(books, {
    id: '5',
    name: 'Exempt',
    description: 'Exempt',
    sales: ['7'],
    purchases: ['7'],
    taxable: false,
  });
  code(books, {
    id: '6',
    name: 'No VAT',
    description: 'Outside the scope of VAT',
    sales: ['8'],
    purchases: ['8'],
    taxable: false,
  });
  code(books, {
    id: '7',
    name: '20.0% RC SG',
    description: 'Reverse charge',
    sales: ['9'],
    purchases: ['2'],
  });
  code(books, {
    id: '8',
    name: 'PVA Import 20.0%',
    description: 'Postponed accounting',
    sales: [],
    purchases: ['10'],
  });
  code(books, {
    id: '9',
    name: '17.5% S',
    description: 'Old standard rate',
    sales: ['11'],
    purchases: [],
    active: false,
  });
}

const AGENCIES = {
  US: 'California Department of Tax and Fee Administration',
  AU: 'Australian Taxation Office',
  GB: 'HM Revenue & Customs',
  CA: 'Canada Revenue Agency',
} as const;

/**
 * The tax agencies, rates and codes that a company of the country has (qbo-api.md 3.6). Under automated
 * sales tax QuickBooks makes those of each place when something is first sold there.
 */
export function seedTaxes(books: Books, automated: boolean): void {
  put(books, 'TaxAgency', '1', {
    DisplayName: AGENCIES[books.country],
    TaxTrackedOnPurchases: books.country !== 'US',
    TaxTrackedOnSales: true,
  });
  const seed = { US: automated ? usPseudo : us, AU: au, GB: gb, CA: canada };
  seed[books.country](books);
}
