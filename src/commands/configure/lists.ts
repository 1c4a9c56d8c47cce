import type { Settings } from '../../company/settings.ts';
import type { Context } from '../../context.ts';
import { notConnected } from '../../qbo/session.ts';
import { companyFacts, type CompanyFacts } from '../../sync/company.ts';
import { checkMapping } from '../../sync/mapping/check.ts';
import type { SettingFinding } from '../../sync/mapping/finding.ts';
import { readLists, readNeeds, readRetired } from '../../sync/lists.ts';
import {
  isZeroRated,
  salesCodes,
  type CompanyLists,
  type Needs,
  type SalesCode,
} from '../../sync/proposals.ts';

/** What the company has, and what the records on this machine need. */
export interface Lists {
  lists: CompanyLists;
  needs: Needs;
  company: CompanyFacts;
  codes: SalesCode[];
  /** Codes of 0% that are inactive, where no active one is zero-rated: to make one active may be all that is missing. */
  retired: SalesCode[];
}

export async function openLists(context: Context): Promise<Lists> {
  const connection = (await context.files()).connection();
  if (!connection) throw notConnected();
  const books = await context.books();
  const [lists, needs] = [await readLists(books), await readNeeds(await context.ledger())];
  const { companyId: id, companyName: name, environment, country } = connection;
  const company = companyFacts({ id, name, environment, country }, lists.preferences);
  const codes = salesCodes(lists, company);
  const lacking = company.salesTax && company.country !== 'US' && !codes.some(isZeroRated);
  const retired = lacking ? await readRetired(books, lists, company) : [];
  return { lists, needs, company, codes, retired: retired.filter(({ percent }) => percent.eq(0)) };
}

/** What must be chosen again. */
export function errorsOf(settings: Settings, { lists, company }: Lists): SettingFinding[] {
  return checkMapping(settings, lists, company).filter(({ level }) => level === 'error');
}
