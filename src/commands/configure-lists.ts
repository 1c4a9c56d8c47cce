import type { Context } from '../context.ts';
import { notConnected } from '../qbo/session.ts';
import { companyFacts, type CompanyFacts } from '../sync/company.ts';
import { readLists, readNeeds } from '../sync/lists.ts';
import { salesCodes, type CompanyLists, type Needs, type SalesCode } from '../sync/proposals.ts';

export interface Lists {
  lists: CompanyLists;
  needs: Needs;
  company: CompanyFacts;
  codes: SalesCode[];
}

export async function openLists(context: Context): Promise<Lists> {
  const connection = (await context.files()).connection();
  if (!connection) throw notConnected();
  const [lists, needs] = [await readLists(await context.books()), await readNeeds(await context.ledger())];
  const { companyId: id, companyName: name, environment, country } = connection;
  const company = companyFacts({ id, name, environment, country }, lists.preferences);
  return { lists, needs, company, codes: salesCodes(lists, company) };
}
