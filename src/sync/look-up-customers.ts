import { customerKey, foldName } from '../domain/identity.ts';
import type { SourceInvoice } from '../domain/records.ts';
import type { CustomerClaim } from '../ledger/ledger.ts';
import { candidateNames, planCustomers, type CustomerView, type WantedCustomer } from './customers.ts';
import { judgeCustomer, type Verdict } from './judge.ts';
import type { GivenOut, PlannedCustomer } from './plan.ts';
import type { Desk } from './prepare.ts';

/** Decides who the invoices are booked on, asking our list and the books about as few names as will do. */
export async function lookUpCustomers(
  desk: Desk,
  invoices: SourceInvoice[],
  before: GivenOut,
): Promise<Map<string, PlannedCustomer | Verdict>> {
  const wanted = new Map<string, WantedCustomer>();
  for (const { customer, currency } of invoices) {
    if (judgeCustomer(customer)) continue;
    const key = customerKey(customer);
    const kept = desk.company.multiCurrency ? (currency ?? desk.company.homeCurrency) : undefined;
    if (!wanted.has(key)) wanted.set(key, { key, customer, currency: kept });
  }
  const claims = new Map(
    (await desk.ledger.customers([...wanted.keys()])).map((claim) => [claim.key, claim]),
  );
  const view: CustomerView = { claims, claimedBy: new Map(), ownedBy: new Map(), inBooks: new Map() };
  const candidates = [...wanted.values()]
    .filter(({ key }) => !claims.get(key)?.booksId)
    .map((one) => ({ key: one.key, names: candidateNames(one, claims.get(one.key)) }));
  await lookUpNames(
    desk,
    view,
    candidates.flatMap(({ names }) => names.slice(0, 1)),
    before,
  );
  const times = new Map<string, number>();
  for (const { names } of candidates) {
    const name = foldName(names[0] ?? '');
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  // Further names matter only where the first one is not free.
  const clashing = candidates.filter(({ key, names: [first = ''] }) => {
    const name = foldName(first);
    const holder = view.claimedBy.get(name);
    const shared = (times.get(name) ?? 0) > 1;
    return shared || view.inBooks.has(name) || (holder !== undefined && holder !== key);
  });
  await lookUpNames(
    desk,
    view,
    clashing.flatMap(({ names }) => names.slice(1)),
    before,
  );
  const found = [...view.inBooks.values()].flat().map(({ Id }) => Id);
  for (const { key, booksId } of await desk.ledger.customersInBooks(found)) {
    if (booksId !== undefined) view.ownedBy.set(booksId, key);
  }
  return planCustomers([...wanted.values()], view);
}

/** Whose the names are, in our ledger and in the books. */
async function lookUpNames(desk: Desk, view: CustomerView, names: string[], before: GivenOut): Promise<void> {
  for (const customer of await desk.books.among('Customer', 'DisplayName', names)) {
    const name = foldName(customer.DisplayName);
    view.inBooks.set(name, [...(view.inBooks.get(name) ?? []), customer]);
  }
  for (const name of new Set(names.map(foldName))) {
    const claim = await desk.ledger.customerNamed(name);
    const holder = claim && (await mayHold(desk, view, name, claim)) ? claim.key : before.names.get(name);
    if (holder !== undefined) view.claimedBy.set(name, holder);
  }
}

/** Whom our list gives a name may have been renamed in QuickBooks; read by its id, since a question may lag behind. */
async function mayHold(
  { books }: Desk,
  { inBooks }: CustomerView,
  name: string,
  { booksId }: CustomerClaim,
): Promise<boolean> {
  if (booksId === undefined || inBooks.has(name)) return true;
  const holder = await books.read('Customer', booksId);
  if (!holder || foldName(holder.DisplayName) !== name) return false;
  inBooks.set(name, [holder]);
  return true;
}
