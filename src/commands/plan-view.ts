import { moneyForPeople, moneyText, ZERO, type Money } from '../domain/money.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Change } from '../sync/differences.ts';
import { isForPerson, records, type Action, type Plan, type PlannedAny } from '../sync/plan.ts';
import { clean } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';
import { tableText, type Cell } from '../terminal/table.ts';
import { changesText } from './changes-view.ts';

// How a plan is shown: to people before they confirm, and as JSON.

const WORDS: Record<Action, string> = {
  create: 'create',
  update: 'update',
  void: 'void',
  adopt: 'link',
  none: 'up to date',
  skip: 'skip',
  error: 'error',
  ask: 'to choose',
};

function amountOf(planned: PlannedAny): Money {
  return planned.kind === 'invoice' ? invoiceTotals(planned.record).total : planned.record.amount;
}

/** The number or id that people know a record by. */
export function nameOf(planned: PlannedAny): string {
  return planned.kind === 'invoice' ? planned.record.number : planned.record.sourceId;
}

function aboutOf(planned: PlannedAny): string {
  if (planned.kind === 'invoice') return planned.record.customer.name;
  const { applied, customerId } = planned.record;
  return applied.length > 0
    ? `for ${applied.map((one) => one.invoiceNumber).join(', ')}`
    : `credit of ${customerId ?? ''}`;
}

export interface Total {
  action: Action;
  currency: string;
  count: number;
  amount: Money;
}

/** Count and sum per action and currency. */
function totalsOf(planned: PlannedAny[]): Total[] {
  const totals = new Map<string, Total>();
  for (const one of planned) {
    const id = `${one.action} ${one.currency}`;
    const total = totals.get(id) ?? { action: one.action, currency: one.currency, count: 0, amount: ZERO };
    totals.set(id, { ...total, count: total.count + 1, amount: total.amount.plus(amountOf(one)) });
  }
  const order: Action[] = ['create', 'update', 'void', 'adopt', 'skip', 'ask', 'error', 'none'];
  return [...totals.values()].sort((a, b) => order.indexOf(a.action) - order.indexOf(b.action));
}

/** A plan that is about to be carried out shows this many rows; `--dry-run` shows them all. */
const MOST_ROWS = 30;

/** The plan as a person reads it: what will be written, for whom, into which company; then what will not, and why. */
export function planText(plan: Plan, noun: string, style: Style, whole: boolean): string {
  const { company } = plan;
  const all = records(plan);
  const parts = [
    `${style.bold(`Plan for ${clean(company.name)}`)} (${company.country ?? 'country not stated'}, environment ${company.environment}, company id ${company.id})\n`,
  ];
  for (const item of plan.items) {
    parts.push(
      `  create item "${clean(item.name)}" for lines of type ${item.type} (income account ${clean(item.accountName)})\n`,
    );
  }
  const fresh = plan.customers.filter(({ action }) => action === 'create');
  const adopted = plan.customers.filter(({ action }) => action === 'adopt');
  if (fresh.length > 0)
    parts.push(
      `  create ${count(fresh.length, 'customer')}: ${names(fresh.map((one) => one.displayName))}\n`,
    );
  if (adopted.length > 0)
    parts.push(
      `  use ${count(adopted.length, 'customer')} found in QuickBooks: ${names(adopted.map((one) => one.displayName))}\n`,
    );
  const wanted = all.filter((one) => one.action !== 'none' && !isForPerson(one));
  const shown = whole ? wanted : wanted.slice(0, MOST_ROWS);
  if (shown.length > 0) {
    const rows = shown.map((one): Cell[] => [
      { styled: actionText(one.action, style) },
      nameOf(one),
      aboutOf(one).slice(0, 40),
      one.kind === 'invoice' ? one.record.issueDate : one.record.date,
      moneyForPeople(amountOf(one), one.currency),
      one.verdict?.reason ?? one.notes.join('; '),
    ]);
    const columns = [
      { head: 'Plan' },
      { head: noun === 'invoice' ? 'Invoice' : 'Payment' },
      { head: noun === 'invoice' ? 'Customer' : 'Pays' },
      { head: 'Date' },
      { head: 'Amount', align: 'right' as const },
      { head: 'Note' },
    ];
    parts.push('\n', tableText(columns, rows, style));
    if (shown.length < wanted.length) {
      parts.push(`… and ${wanted.length - shown.length} more (--dry-run shows them all)\n`);
    }
    parts.push('\n');
  }
  const changed = [...shown, ...all.filter(({ action }) => action === 'ask').slice(0, MOST_ROWS)];
  for (const { name, what, changes } of changed.flatMap(changesShown))
    parts.push(`  ${style.bold(clean(name))} ${what}:\n`, changesText(changes, style), '\n');
  for (const total of totalsOf(all)) {
    parts.push(
      `  ${WORDS[total.action].padEnd(10)} ${count(total.count, noun).padEnd(14)} ${moneyForPeople(total.amount, total.currency).padStart(20)}\n`,
    );
  }
  if (all.length === 0) parts.push(`  No ${noun}s.\n`);
  return parts.join('');
}

/** What is different of a record, for the reader of the plan. A void says all in its row. */
function changesShown(planned: PlannedAny): { name: string; what: string; changes: Change[] }[] {
  if (planned.kind !== 'invoice' || planned.action === 'void' || !planned.changes?.length) return [];
  const { changes } = planned;
  const what = planned.action === 'ask' ? 'differs (QuickBooks → source)' : 'changes';
  return [{ name: nameOf(planned), what, changes }];
}

function actionText(action: Action, style: Style): string {
  const word = WORDS[action];
  if (action === 'skip' || action === 'void') return style.warn(word);
  return style.good(word);
}

export function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}

function names(all: string[]): string {
  const most = 5;
  const shown = all.slice(0, most).map(clean).join(', ');
  return all.length > most ? `${shown} and ${all.length - most} more` : shown;
}

export function planJson(plan: Plan): object {
  const { company } = plan;
  return {
    company: {
      id: company.id,
      name: company.name,
      country: company.country ?? null,
      environment: company.environment,
    },
    items: plan.items.map(({ type, name, accountName }) => ({
      line_type: type,
      name,
      income_account: accountName,
    })),
    customers: plan.customers
      .filter(({ action }) => action !== 'known')
      .map(({ action, displayName, booksId }) => ({ action, name: displayName, qbo_id: booksId ?? null })),
    records: records(plan).map((one) => ({
      kind: one.kind,
      action: one.action,
      id: one.record.sourceId ?? null,
      number: one.kind === 'invoice' ? one.record.number : null,
      customer: one.kind === 'invoice' ? one.record.customer.name : null,
      invoices: one.kind === 'payment' ? one.record.applied.map(({ invoiceNumber }) => invoiceNumber) : null,
      date: one.kind === 'invoice' ? one.record.issueDate : one.record.date,
      amount: moneyText(amountOf(one)),
      currency: one.currency,
      code: one.verdict?.code ?? null,
      reason: one.verdict?.reason ?? null,
      fix: one.verdict?.fix ?? null,
      notes: one.notes,
      changes: one.kind === 'invoice' ? (one.changes ?? []) : [],
    })),
    totals: totalsOf(records(plan)).map((total) => ({ ...total, amount: moneyText(total.amount) })),
  };
}
