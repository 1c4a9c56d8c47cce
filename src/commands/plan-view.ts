import { moneyForPeople } from '../domain/money.ts';
import type { Action } from '../sync/plan.ts';
import { clean } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';
import { tableText, type Cell } from '../terminal/table.ts';
import { changesText } from './changes-view.ts';
import type { Named, PlanSummary } from './plan-summary.ts';

// How a plan is shown to people before they confirm; as JSON: plan-json.ts.

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

/** A plan that is about to be carried out shows this many rows; `--dry-run` shows them all. */
export const MOST_ROWS = 30;

/** The plan as a person reads it: what will be written, for whom, into which company; then what will not, and why. */
export function planText(summary: PlanSummary, style: Style): string {
  const { company, noun, items, customers, rows, wanted } = summary;
  const { create, adopt } = customers;
  const parts = [
    `${style.bold(`Plan for ${clean(company.name)}`)} (${company.country ?? 'country not stated'}, environment ${company.environment}, company id ${company.id})\n`,
  ];
  for (const item of items.values()) {
    parts.push(
      `  create item "${clean(item.name)}" for lines of type ${item.type} (income account ${clean(item.accountName)})\n`,
    );
  }
  if (create.count > 0) parts.push(`  create ${count(create.count, 'customer')}: ${namesText(create)}\n`);
  if (adopt.count > 0)
    parts.push(`  use ${count(adopt.count, 'customer')} found in QuickBooks: ${namesText(adopt)}\n`);
  if (rows.length > 0) {
    const cells = rows.map(({ action, name, about, date, amount, note }): Cell[] => [
      { styled: actionText(action, style) },
      name,
      about.slice(0, 40),
      date,
      amount,
      note,
    ]);
    const columns = [
      { head: 'Plan' },
      { head: noun === 'invoice' ? 'Invoice' : 'Payment' },
      { head: noun === 'invoice' ? 'Customer' : 'Pays' },
      { head: 'Date' },
      { head: 'Amount', align: 'right' as const },
      { head: 'Note' },
    ];
    parts.push('\n', tableText(columns, cells, style));
    if (rows.length < wanted) parts.push(`… and ${wanted - rows.length} more (--dry-run shows them all)\n`);
    parts.push('\n');
  }
  for (const { name, what, changes } of summary.changes)
    parts.push(`  ${style.bold(clean(name))} ${what}:\n`, changesText(changes, style), '\n');
  for (const total of summary.totals()) {
    parts.push(
      `  ${WORDS[total.action].padEnd(10)} ${count(total.count, noun).padEnd(14)} ${moneyForPeople(total.amount, total.currency).padStart(20)}\n`,
    );
  }
  if (summary.all === 0) parts.push(`  No ${noun}s.\n`);
  return parts.join('');
}

function actionText(action: Action, style: Style): string {
  const word = WORDS[action];
  if (action === 'skip' || action === 'void') return style.warn(word);
  return style.good(word);
}

export function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}

function namesText({ count: many, names }: Named): string {
  const shown = names.map(clean).join(', ');
  return many > names.length ? `${shown} and ${many - names.length} more` : shown;
}
