import { listCompanies } from '../companies.ts';
import type { Sandbox, SandboxRequest } from '../types.ts';
import { pageOf } from './links.ts';
import { at, visitTo } from './visit.ts';

/** QuickBooks' own addresses of a transaction or a customer: `/app/invoice?txnId=12` (qbo-api.md 1.1). */
const OBJECTS: Readonly<Record<string, readonly [entity: string, parameter: string]>> = {
  customerdetail: ['Customer', 'nameId'],
  invoice: ['Invoice', 'txnId'],
  recvpayment: ['Payment', 'txnId'],
  creditmemo: ['CreditMemo', 'txnId'],
  salesreceipt: ['SalesReceipt', 'txnId'],
  refundreceipt: ['RefundReceipt', 'txnId'],
  deposit: ['Deposit', 'txnId'],
  journal: ['JournalEntry', 'txnId'],
};

const LISTS: Readonly<Record<string, string>> = {
  customers: 'customers',
  invoices: 'invoices',
  chartofaccounts: 'accounts',
  auditlog: 'audit',
};

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/**
 * Where a deep link of QuickBooks leads. QuickBooks opens it in the company that is signed in to; here
 * it is the one that `companyId` names, else the first that has such an object.
 */
export function deepLink(sandbox: Sandbox, request: SandboxRequest, name: string): string | undefined {
  const { query } = request;
  const wanted = query.get('companyId');
  const companies = listCompanies(sandbox).filter(({ id }) => wanted === null || id === wanted);
  const [first] = companies;
  const list = own(LISTS, name);
  if (list !== undefined && first !== undefined) return at({ company: first }, list);
  const [entity, parameter] = own(OBJECTS, name) ?? [];
  if (entity === undefined || parameter === undefined) return undefined;
  const id = query.get(parameter) ?? '';
  for (const company of companies) {
    const visit = visitTo(sandbox, request, company.id);
    if (visit?.books.get(entity, id) !== undefined) return pageOf(visit, entity, id);
  }
  return undefined;
}
