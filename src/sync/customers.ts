import { foldName } from '../domain/identity.ts';
import type { SourceCustomer } from '../domain/records.ts';
import type { CustomerClaim } from '../ledger/ledger.ts';
import type { Customer } from '../qbo/entities.ts';
import type { Verdict } from './judge.ts';
import { isMarkedWith } from './marker.ts';
import { matchCustomer } from './match.ts';
import { cleanName, distinguished } from './names.ts';
import type { PlannedCustomer } from './plan.ts';

export interface WantedCustomer {
  key: string;
  customer: SourceCustomer;
  /** Only where the company keeps several currencies. */
  currency: string | undefined;
}

export interface CustomerView {
  /** Claims of the ledger, per customer key. */
  claims: Map<string, CustomerClaim>;
  /** Who claims a display name, per folded name. */
  claimedBy: Map<string, string>;
  /** Whose a customer of the books is, per books id, as far as our ledger knows. */
  ownedBy: Map<string, string>;
  /** Customers of the books, per folded display name. */
  inBooks: Map<string, Customer[]>;
}

/**
 * The names a customer may get, the preferred one first. All of them are looked up before a plan is made. The one that is
 * claimed goes first, where it is one of them: another customer may have been found to have it since.
 */
export function candidateNames(wanted: WantedCustomer, claim: CustomerClaim | undefined): string[] {
  const name = cleanName(wanted.customer.name);
  const told = wanted.customer.sourceId ?? wanted.customer.email ?? '';
  const names = [name, distinguished(name, told), distinguished(name, `${told} customer`)];
  const claimed = names.find((one) => foldName(one) === foldName(claim?.displayName ?? ''));
  return claimed === undefined ? names : [claimed, ...names.filter((one) => one !== claimed)];
}

/**
 * Who each invoice is booked on: the customer linked before, one found in the books, or a new one. Two people of one
 * name get two customers: the second carries its source id behind the name, so that every run says the same.
 */
export function planCustomers(
  wanted: WantedCustomer[],
  view: CustomerView,
): Map<string, PlannedCustomer | Verdict> {
  const planned = new Map<string, PlannedCustomer | Verdict>();
  const takenNow = new Map(view.claimedBy);
  const owners = new Map(view.ownedBy);
  for (const { key, booksId } of view.claims.values()) if (booksId) owners.set(booksId, key);
  for (const one of wanted) {
    if (planned.has(one.key)) continue;
    const choice = choose(one, view, takenNow, owners);
    planned.set(one.key, choice);
    if ('displayName' in choice) {
      takenNow.set(foldName(choice.displayName), one.key);
      if (choice.booksId) owners.set(choice.booksId, one.key);
    }
  }
  return planned;
}

function choose(
  wanted: WantedCustomer,
  view: CustomerView,
  taken: Map<string, string>,
  owners: Map<string, string>,
): PlannedCustomer | Verdict {
  const { key, customer, currency } = wanted;
  const claim = view.claims.get(key);
  if (claim?.booksId) {
    return {
      key,
      customer,
      action: 'known',
      displayName: claim.displayName,
      booksId: claim.booksId,
      currency,
      notes: [],
    };
  }
  const names = candidateNames(wanted, claim);
  const marked = markedOurs(wanted, names, view, owners);
  if (marked) {
    const { Id: booksId, DisplayName: displayName } = marked;
    return { key, customer, action: 'adopt', displayName, booksId, currency, notes: [] };
  }
  const notes: string[] = [];
  const behind: string[] = [];
  const named = (name: string) =>
    foldName(name) === foldName(customer.name)
      ? notes
      : [
          `customer is "${name}" in QuickBooks`,
          ...(notes.length > 0 ? notes : ['the name is not taken as it is']),
        ];
  for (const displayName of names) {
    const holder = taken.get(foldName(displayName));
    const found = view.inBooks.get(foldName(displayName)) ?? [];
    if (holder !== undefined && holder !== key) {
      if (found.length === 0) behind.push(displayName);
      notes.push(`another customer of the source is named "${displayName}"`);
      continue;
    }
    const free = found.filter(({ Id }) => (owners.get(Id) ?? key) === key);
    const match = matchCustomer(customer, key, free);
    if (match && currency && match.CurrencyRef && match.CurrencyRef.value !== currency) {
      notes.push(`"${displayName}" is kept in ${match.CurrencyRef.value} in QuickBooks`);
      continue;
    }
    if (match) {
      return {
        key,
        customer,
        action: 'adopt',
        displayName: match.DisplayName,
        booksId: match.Id,
        currency,
        notes: named(match.DisplayName),
      };
    }
    if (found.length === 0) {
      return { key, customer, action: 'create', displayName, behind, currency, notes: named(displayName) };
    }
    notes.push(`QuickBooks has another "${displayName}" with a different e-mail`);
  }
  return {
    state: 'error',
    code: 'CUSTOMER_NAME_TAKEN',
    reason: `No free name for the customer in QuickBooks: ${notes.join('; ')}.`,
    fix: 'In QuickBooks, correct the e-mail of the customer that is meant, or rename the other one; then run the same command again.',
  };
}

/**
 * The customer that another machine, or a ledger that was lost, made for this one: under any of its names, also one that
 * our own list gave to somebody else.
 */
function markedOurs(
  { key, currency }: WantedCustomer,
  names: readonly string[],
  view: CustomerView,
  owners: Map<string, string>,
): Customer | undefined {
  return names
    .flatMap((name) => view.inBooks.get(foldName(name)) ?? [])
    .find(
      ({ Id, Notes, CurrencyRef }) =>
        isMarkedWith('customer', key, Notes) &&
        (owners.get(Id) ?? key) === key &&
        (currency === undefined || CurrencyRef === undefined || CurrencyRef.value === currency),
    );
}
