import { foldName } from '../domain/identity.ts';
import type { Finding } from '../domain/problems.ts';
import type { LineType } from '../domain/records.ts';
import type { CustomerClaim, Ledger } from '../ledger/ledger.ts';
import { customerBody, itemBody } from './bodies.ts';
import { candidateNames } from './customers.ts';
import { distinguished } from './names.ts';
import type { Plan, PlannedCustomer } from './plan.ts';
import { inRequests, type Wanted, type Writer, type WriteResult } from './writer.ts';

/** What invoices refer to, as it stands in the books now. */
export interface Prepared {
  itemIds: Plan['itemIds'];
  customerIds: Map<string, string>;
  failedItems: Map<LineType, Finding>;
  failedCustomers: Map<string, Finding>;
  /** A refusal that would meet every other write too. */
  stop: Finding | undefined;
}

/** Whose a customer of the books is. */
export type FoundClaim = CustomerClaim & { booksId: string };

export interface ListParts {
  ledger: Ledger;
  writer: Writer;
  /** Whether something new may still be begun. */
  goOn: () => boolean;
}

/** Items and customers, one request after another: lists must not be written side by side (qbo-api.md 3.1). */
export async function pushLists(plan: Plan, parts: ListParts): Promise<Prepared> {
  const prepared: Prepared = {
    itemIds: { ...plan.itemIds },
    customerIds: new Map(),
    failedItems: new Map(),
    failedCustomers: new Map(),
    stop: undefined,
  };
  await pushItems(plan, parts, prepared);
  await pushCustomers(plan, parts, prepared);
  return prepared;
}

async function pushItems(plan: Plan, { writer, goOn }: ListParts, prepared: Prepared): Promise<void> {
  for (const group of inRequests(plan.items)) {
    if (!goOn() || prepared.stop) return;
    const results = await writer.write(
      group.map(({ type, name, accountId }) => ({
        kind: 'item',
        key: type,
        operation: 'create',
        body: itemBody(name, accountId),
        fingerprint: '',
      })),
    );
    for (const [at, { type, name }] of group.entries()) {
      const result = results[at];
      if (result?.type === 'done') prepared.itemIds[type] = result.object.Id;
      else if (result) prepared.failedItems.set(type, itemFailure(type, name, result, prepared));
    }
  }
}

function itemFailure(
  type: LineType,
  name: string,
  result: Exclude<WriteResult, { type: 'done' }>,
  prepared: Prepared,
): Finding {
  const finding = failure(result, `The item "${name}" could not be created`, prepared);
  if (type !== 'deposit' || result.type !== 'refused') return finding;
  // Whether an app may make an item on a liability account is not documented; people may (qbo-api.md 3.4).
  const fix =
    'Make it in QuickBooks by hand: Products and services → New → Service, with the liability account as its income account. Then run: qbsync configure --set line.deposit=NAME';
  return { ...finding, fix };
}

async function pushCustomers(plan: Plan, parts: ListParts, prepared: Prepared): Promise<void> {
  const { ledger, writer, goOn } = parts;
  await adoptCustomers(plan, ledger, prepared);
  let left = plan.customers.filter(({ booksId }) => booksId === undefined);
  const wanted = new Set(left.map(({ displayName }) => foldName(displayName)));
  const taken = new Set<string>();
  while (left.length > 0) {
    const { now, later } = nextToName(left, { wanted, taken });
    for (const group of inRequests(now)) {
      if (!goOn() || prepared.stop) return;
      // A name is claimed before it is used, so that another customer of that name finds it taken after a crash.
      await claimNames(group, ledger);
      const results = await writer.write(group.map(wantedCustomer));
      for (const [at, planned] of group.entries()) {
        const result = results[at];
        if (!result) continue;
        const name = foldName(planned.displayName);
        if (result.type === 'done') {
          prepared.customerIds.set(planned.key, result.object.Id);
          taken.add(name);
        } else if (isTaken(result) && planned.behind?.some((better) => foldName(better) === name)) {
          later.push(...left.filter(({ key }) => key === planned.key).map((one) => without(one, name)));
        } else
          prepared.failedCustomers.set(planned.key, await customerFailure(planned, result, ledger, prepared));
      }
    }
    left = later;
  }
}

/** Folded names: those that customers of this run are to get, and those that were given to one of them. */
interface Names {
  wanted: ReadonlySet<string>;
  taken: ReadonlySet<string>;
}

/**
 * Who is made next, and under which name. A customer takes a lesser name only once another one surely stands under each
 * better one that this run wants for somebody else. Until then the better one is tried: where another machine made this
 * very customer under it meanwhile, QuickBooks says so, and no second one is made.
 */
function nextToName(
  customers: readonly PlannedCustomer[],
  { wanted, taken }: Names,
): { now: PlannedCustomer[]; later: PlannedCustomer[] } {
  const now = new Map<string, PlannedCustomer>();
  const later: PlannedCustomer[] = [];
  const open = (name: string) => wanted.has(foldName(name)) && !taken.has(foldName(name));
  for (const planned of [...customers].sort((a, b) => (a.behind?.length ?? 0) - (b.behind?.length ?? 0))) {
    const displayName = planned.behind?.find(open) ?? planned.displayName;
    if (now.has(foldName(displayName))) later.push(planned);
    else now.set(foldName(displayName), { ...planned, displayName });
  }
  return { now: [...now.values()], later };
}

/** It stands under that name for somebody else: not for this customer, but maybe for the next one. */
function without(planned: PlannedCustomer, name: string): PlannedCustomer {
  return { ...planned, behind: (planned.behind ?? []).filter((better) => foldName(better) !== name) };
}

const isTaken = (result: WriteResult) => result.type === 'refused' && result.finding.code === 'QBO_6240';

/** Whoever had one of the names in our list, and does not have it in the books, gives it up there. */
async function claimNames(group: readonly PlannedCustomer[], ledger: Ledger): Promise<void> {
  const claims: CustomerClaim[] = [];
  for (const { key, displayName } of group) {
    const holder = await ledger.customerNamed(displayName);
    if (holder && holder.key !== key)
      claims.push({ ...holder, displayName: distinguished(displayName, holder.key) });
  }
  await ledger.claimCustomers([...claims, ...group.map((planned) => claimOf(planned, planned.displayName))]);
}

async function adoptCustomers({ customers }: Plan, ledger: Ledger, prepared: Prepared): Promise<void> {
  const claims: FoundClaim[] = [];
  for (const planned of customers) {
    const { key, displayName, booksId, action } = planned;
    if (booksId === undefined) continue;
    prepared.customerIds.set(key, booksId);
    if (action === 'adopt') claims.push({ ...claimOf(planned, displayName), booksId });
  }
  await claimFound(ledger, claims);
}

/**
 * Claims customers that were found in the books. Names are unique in our list; in QuickBooks one may have been given to
 * somebody else meanwhile, so it is told apart by its id.
 */
export async function claimFound(ledger: Ledger, found: readonly FoundClaim[]): Promise<void> {
  const given = new Map<string, string>();
  const claims: CustomerClaim[] = [];
  for (const claim of found) {
    const { key, displayName, booksId } = claim;
    const holder = given.get(foldName(displayName)) ?? (await ledger.customerNamed(displayName))?.key;
    const label = (holder ?? key) === key ? displayName : distinguished(displayName, booksId);
    given.set(foldName(label), key);
    claims.push({ ...claim, displayName: label });
  }
  await ledger.claimCustomers(claims);
}

function claimOf({ key, customer }: PlannedCustomer, displayName: string): CustomerClaim {
  return { key, name: customer.name, displayName, booksId: undefined };
}

function wantedCustomer({ key, customer, displayName, currency }: PlannedCustomer): Wanted {
  const body = customerBody(customer, displayName, key, currency);
  return { kind: 'customer', key, operation: 'create', body, fingerprint: '' };
}

async function customerFailure(
  planned: PlannedCustomer,
  result: Exclude<WriteResult, { type: 'done' }>,
  ledger: Ledger,
  prepared: Prepared,
): Promise<Finding> {
  if (isTaken(result)) return nameTaken(planned, ledger);
  return failure(result, `The customer "${planned.displayName}" could not be created`, prepared);
}

/** The name belongs to a vendor, an employee or an inactive customer: the next run plans the next name. */
async function nameTaken(planned: PlannedCustomer, ledger: Ledger): Promise<Finding> {
  const { key, customer, currency, displayName } = planned;
  const names = candidateNames({ key, customer, currency }, undefined);
  const after = names.findIndex((name) => foldName(name) === foldName(displayName)) + 1;
  let next: string | undefined;
  for (const name of names.slice(after)) {
    const holder = await ledger.customerNamed(name);
    if (holder === undefined || holder.key === key) next ??= name;
  }
  if (next !== undefined) await ledger.claimCustomers([claimOf(planned, next)]);
  return {
    code: 'CUSTOMER_NAME_TAKEN',
    reason: `QuickBooks has a vendor, an employee or an inactive customer named "${displayName}" already.`,
    fix:
      next === undefined
        ? 'Rename the other one in QuickBooks, then run the same command again.'
        : `Run the same command again: the customer is then planned as "${next}". Or rename the other one in QuickBooks first.`,
  };
}

function failure(result: Exclude<WriteResult, { type: 'done' }>, what: string, prepared: Prepared): Finding {
  if (result.type === 'unknown') {
    return {
      code: 'PENDING',
      reason: `${what}: no clear answer came (${result.why}).`,
      fix: 'Run the same command again: it is looked up in QuickBooks first.',
    };
  }
  const finding = { ...result.finding, reason: `${what}. ${result.finding.reason}` };
  if (result.stopsAll) prepared.stop ??= finding;
  return finding;
}
