import type { Money } from '../domain/money.ts';
import type { LineType, SourceCustomer, SourceInvoice, SourcePayment } from '../domain/records.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { PaymentRefs } from './bodies.ts';
import type { CompanyFacts } from './company.ts';
import type { Change } from './differences.ts';
import type { Verdict } from './judge.ts';
import type { TaxPlan } from './tax.ts';

/**
 * What will be done with a record. `create`, `update` and `void` write to the books; `adopt` writes to our ledger only:
 * nothing is left to do in the books. `none`: in the books and up to date. `ask`: a person must choose (decisions.ts);
 * until then nothing is done.
 */
export type Action = 'create' | 'update' | 'void' | 'adopt' | 'none' | 'skip' | 'error' | 'ask';

/** An object of the books that is to be taken as ours. */
export interface Adoption {
  booksId: string;
  booksNumber: string | undefined;
  syncToken: string;
  total: Money;
  /** For an invoice: whom it is booked on. */
  customer?: { id: string; name: string | undefined };
}

interface PlannedRecord {
  entry: Entry;
  action: Action;
  /** Why it is skipped or in error, or what the choice is about. */
  verdict?: Verdict;
  /** For the reader of the plan: what qbsync will do differently from the source, and why. */
  notes: string[];
  /** With `adopt`; with `ask`, what becomes ours where QuickBooks' version is kept. */
  adoption?: Adoption;
  currency: string;
}

export interface PlannedInvoice extends PlannedRecord {
  kind: 'invoice';
  record: SourceInvoice;
  customerKey: string;
  tax?: TaxPlan;
  /** With `update` and `void`; with `ask`, what is updated where the source's version is put there. */
  target?: Target;
  /** With `update`, `void` and `ask`: what the books have → what the source has. */
  changes?: Change[];
}

/** An invoice of the books that is to be written over: the version lets it happen only to what was looked at. */
export interface Target {
  booksId: string;
  syncToken: string;
  note: string | undefined;
}

export interface PlannedPayment extends PlannedRecord {
  kind: 'payment';
  record: SourcePayment;
  /** What it is applied to; with `ask`, the parts that are open. */
  refs?: PaymentRefs;
}

export interface PlannedCustomer {
  key: string;
  customer: SourceCustomer;
  /** `known`: linked before; `adopt`: found in the books; `create`: made before the invoices. */
  action: 'known' | 'adopt' | 'create';
  displayName: string;
  booksId?: string;
  /** Better names, the best first, that others have according to our own list only. */
  behind?: string[];
  currency: string | undefined;
  notes: string[];
}

export interface PlannedItem {
  type: LineType;
  name: string;
  accountId: string;
  accountName: string;
}

/** All that will be written, and all that will not, with reasons; made before anything is posted. */
export interface Plan {
  company: CompanyFacts;
  customers: PlannedCustomer[];
  items: PlannedItem[];
  /** Items that are there already, per line type. */
  itemIds: Partial<Record<LineType, string>>;
  invoices: PlannedInvoice[];
  payments: PlannedPayment[];
  /** Records that are in the books and up to date, as far as the ledger knows: nothing more is looked at. */
  settled: Entry[];
  /** What the books told about records that are not planned here: invoices that were voided, seen with their payments. */
  learned: { entry: Entry; verdict: Verdict }[];
}

/** What the parts of a plan that were made before use up, of which neither the ledger nor the books know yet. */
export interface GivenOut {
  /** Customer key per folded name in the books. */
  names: Map<string, string>;
  /** What will be applied to invoices, per books id. */
  applied: Map<string, Money>;
}

export function nothingGivenOut(): GivenOut {
  return { names: new Map(), applied: new Map() };
}

export type PlannedAny = PlannedInvoice | PlannedPayment;

export function records(plan: Plan): PlannedAny[] {
  return [...plan.invoices, ...plan.payments];
}

/** Whether a record is written to the books. */
export function isWrite({ action }: PlannedAny): boolean {
  return action === 'create' || action === 'update' || action === 'void';
}

/** Whether an invoice is, or may yet be, written with lines, and so needs its customer and items. */
export function needsLists({ action }: PlannedInvoice): boolean {
  return action === 'create' || action === 'update' || action === 'ask';
}

/** Whether a plan does something with a record: writes it to the books, or links it. */
export function isDone(planned: PlannedAny): boolean {
  return isWrite(planned) || planned.action === 'adopt';
}

/** Of customers and items those that these invoices need, and the customers that were found in the books. */
export function listsFor(
  invoices: readonly PlannedInvoice[],
  { customers, items }: Pick<Plan, 'customers' | 'items'>,
): Pick<Plan, 'customers' | 'items'> {
  const keys = new Set(invoices.map(({ customerKey }) => customerKey));
  const types = new Set(invoices.flatMap(({ record }) => record.lines.map(({ type }) => type)));
  return {
    customers: customers.filter(({ key, action }) => keys.has(key) || action === 'adopt'),
    items: items.filter(({ type }) => types.has(type)),
  };
}

/** The plan without customers and items that only records need with which nothing is done. */
export function withNeededLists(plan: Plan): Plan {
  const made = plan.invoices.filter((planned) => needsLists(planned) && isDone(planned));
  return { ...plan, ...listsFor(made, plan) };
}

/** Whether a record stays for a person to act upon. */
export function isForPerson({ action }: PlannedAny): boolean {
  return action === 'error' || action === 'ask';
}

/** Whether the plan writes to the books. */
export function writes(plan: Plan): boolean {
  return records(plan).some(isWrite);
}
