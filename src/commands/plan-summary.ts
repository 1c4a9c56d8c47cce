import { decimal, moneyForPeople, ZERO, type Money } from '../domain/money.ts';
import type { RecordKind } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { CompanyFacts } from '../sync/company.ts';
import type { Change } from '../sync/differences.ts';
import {
  isDone,
  isForPerson,
  records,
  type Action,
  type Plan,
  type PlannedAny,
  type PlannedItem,
} from '../sync/plan.ts';
import type { NamedFinding } from './findings-view.ts';

export interface Total {
  action: Action;
  currency: string;
  count: number;
  amount: Money;
}

/** One line of the table of a plan. */
export interface PlanRow {
  action: Action;
  name: string;
  about: string;
  date: string;
  amount: string;
  note: string;
}

/** What is different of a record, field by field. */
export interface ChangedRow {
  name: string;
  what: string;
  changes: Change[];
}

/** How many there are, and the first names of them. */
export interface Named {
  count: number;
  names: string[];
}

/** As many findings as are said one by one; `status` has them all. */
export const MOST_FINDINGS = 500;
const MOST_NAMES = 5;
const ORDER: Action[] = ['create', 'update', 'void', 'adopt', 'skip', 'ask', 'error', 'none'];

/** What a plan comes to, gathered part by part: its size does not grow with the number of records. */
export class PlanSummary {
  readonly noun: RecordKind;
  readonly company: CompanyFacts;
  readonly items = new Map<PlannedItem['type'], PlannedItem>();
  readonly customers: Record<'create' | 'adopt', Named> = {
    create: { count: 0, names: [] },
    adopt: { count: 0, names: [] },
  };
  /** The first records that are neither up to date nor in error. */
  readonly rows: PlanRow[] = [];
  /** What the first of them, and of those that are asked about, change. */
  readonly changes: ChangedRow[] = [];
  /** How many such records there are. */
  wanted = 0;
  readonly errors: NamedFinding[] = [];
  errorCount = 0;
  /** Whether something is left that only a person can mend, or that is not settled yet. */
  needsPerson = false;
  readonly #mostRows: number;
  readonly #totals = new Map<string, Total>();
  readonly #customersSeen = new Set<string>();

  constructor(noun: RecordKind, company: CompanyFacts, mostRows: number) {
    this.noun = noun;
    this.company = company;
    this.#mostRows = mostRows;
  }

  add(plan: Plan): void {
    for (const item of plan.items) this.items.set(item.type, item);
    for (const { key, action, displayName } of plan.customers) {
      if (action === 'known' || this.#customersSeen.has(key)) continue;
      this.#customersSeen.add(key);
      const named = this.customers[action];
      named.count++;
      if (named.names.length < MOST_NAMES) named.names.push(displayName);
    }
    for (const { currency = plan.company.homeCurrency, total } of plan.settled)
      this.#count('none', currency, decimal(total));
    for (const planned of records(plan)) this.#add(planned);
  }

  /** Count and sum per action and currency, in the order in which a plan lists them. */
  totals(): Total[] {
    return [...this.#totals.values()].sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action));
  }

  countOf(...actions: Action[]): number {
    return this.totals().reduce((sum, { action, count }) => sum + (actions.includes(action) ? count : 0), 0);
  }

  /** Records of any kind. */
  get all(): number {
    return this.countOf(...ORDER);
  }

  /** Records that are written to the books. */
  get written(): number {
    return this.countOf('create', 'update', 'void');
  }

  /** Whether carrying it out writes to the books. */
  get writes(): boolean {
    return this.written > 0;
  }

  #add(planned: PlannedAny): void {
    const { action, verdict, currency } = planned;
    this.#count(action, currency, amountOf(planned));
    if (isForPerson(planned) || verdict?.code === 'PENDING') this.needsPerson = true;
    if (this.changes.length < this.#mostRows) this.changes.push(...changesShown(planned));
    if (isDone(planned) || action === 'skip') {
      this.wanted++;
      if (this.rows.length < this.#mostRows) this.rows.push(rowOf(planned));
    }
    if (!isForPerson(planned) || !verdict) return;
    this.errorCount++;
    if (this.errors.length < MOST_FINDINGS) this.errors.push({ name: nameOf(planned), finding: verdict });
  }

  #count(action: Action, currency: string, amount: Money): void {
    const id = `${action} ${currency}`;
    const total = this.#totals.get(id) ?? { action, currency, count: 0, amount: ZERO };
    this.#totals.set(id, { ...total, count: total.count + 1, amount: total.amount.plus(amount) });
  }
}

/** A void says all in its row. */
function changesShown(planned: PlannedAny): ChangedRow[] {
  if (planned.kind !== 'invoice' || planned.action === 'void' || !planned.changes?.length) return [];
  const what = planned.action === 'ask' ? 'differs (QuickBooks → source)' : 'changes';
  return [{ name: nameOf(planned), what, changes: planned.changes }];
}

function rowOf(planned: PlannedAny): PlanRow {
  const { action, currency, verdict, notes } = planned;
  return {
    action,
    name: nameOf(planned),
    about: aboutOf(planned),
    date: planned.kind === 'invoice' ? planned.record.issueDate : planned.record.date,
    amount: moneyForPeople(amountOf(planned), currency),
    note: verdict?.reason ?? notes.join('; '),
  };
}

function aboutOf(planned: PlannedAny): string {
  if (planned.kind === 'invoice') return planned.record.customer.name;
  const { applied, customerId } = planned.record;
  return applied.length > 0
    ? `for ${applied.map((one) => one.invoiceNumber).join(', ')}`
    : `credit of ${customerId ?? ''}`;
}

export function amountOf(planned: PlannedAny): Money {
  return planned.kind === 'invoice' ? invoiceTotals(planned.record).total : planned.record.amount;
}

/** The number or id that people know a record by. */
export function nameOf(planned: PlannedAny): string {
  return planned.kind === 'invoice' ? planned.record.number : planned.record.sourceId;
}
