import { decimal, plainText } from '../domain/money.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Books } from '../qbo/books.ts';
import type { CompanyFacts } from './company.ts';
import { coded, type CompanyLists, type Needs, type SalesCode } from './proposals.ts';

/**
 * Reads what a mapping can choose from: what is active, which is all that a query gives unasked (qbo-api.md 4). Payment
 * methods may be left out of a payment, so a server that has none is fine.
 */
export async function readLists(books: Books): Promise<CompanyLists> {
  const [preferences, accounts, items, paymentMethods, taxCodes, taxRates] = await Promise.all([
    books.preferences(),
    books.query('Account'),
    books.query('Item'),
    books.queryIfServed('PaymentMethod'),
    books.query('TaxCode'),
    books.query('TaxRate'),
  ]);
  return { accounts, items, paymentMethods, taxCodes, taxRates, preferences };
}

const ALSO_INACTIVE = 'Active IN (true, false)';

/** Sales tax codes that are inactive; none where QuickBooks does not tell. */
export async function readRetired(
  books: Books,
  { taxRates }: Pick<CompanyLists, 'taxRates'>,
  company: CompanyFacts,
): Promise<SalesCode[]> {
  const taxCodes = await books.queryIfServed('TaxCode', ALSO_INACTIVE);
  const allRates = await books.queryIfServed('TaxRate', ALSO_INACTIVE);
  const retired = taxCodes.filter(({ Active }) => !Active);
  return coded({ taxCodes: retired, taxRates: [...taxRates, ...allRates] }, company);
}

/** Tax rates and payment methods of all records on this machine. */
export async function readNeeds(ledger: Ledger): Promise<Needs> {
  const { taxRates, methods } = await ledger.used();
  const rates = new Set(['0', ...taxRates.map(plainText)]);
  const names = new Set(methods.map((method) => method.trim().toLowerCase()).filter((name) => name !== ''));
  return { rates: [...rates].sort((a, b) => decimal(a).cmp(decimal(b))), methods: [...names].sort() };
}
