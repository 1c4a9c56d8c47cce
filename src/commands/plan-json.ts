import { moneyText } from '../domain/money.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import { records, type Plan, type PlannedAny } from '../sync/plan.ts';
import { amountOf, type PlanSummary } from './plan-summary.ts';

/** A plan as `--json` prints it, gathered part by part. It lists every record, so it grows with their number. */
export class PlanJson {
  readonly #customers = new Map<string, object>();
  readonly #records: object[] = [];

  async add(plan: Plan, ledger: Ledger): Promise<void> {
    for (const { key, action, displayName, booksId } of plan.customers) {
      if (action !== 'known' && !this.#customers.has(key))
        this.#customers.set(key, { action, name: displayName, qbo_id: booksId ?? null });
    }
    const pays = await invoicesOf(plan.settled, ledger);
    for (const entry of plan.settled)
      this.#records.push(settledJson(entry, pays.get(entry.key), plan.company.homeCurrency));
    for (const planned of records(plan)) this.#records.push(recordJson(planned));
  }

  /** `summary` is of the same plan. */
  whole(summary: PlanSummary): object {
    const { company, items } = summary;
    return {
      company: {
        id: company.id,
        name: company.name,
        country: company.country ?? null,
        environment: company.environment,
      },
      items: [...items.values()].map(({ type, name, accountName }) => ({
        line_type: type,
        name,
        income_account: accountName,
      })),
      customers: [...this.#customers.values()],
      records: this.#records,
      totals: summary.totals().map((total) => ({ ...total, amount: moneyText(total.amount) })),
    };
  }
}

async function invoicesOf(settled: Entry[], ledger: Ledger): Promise<Map<string, string[]>> {
  const pays = new Map<string, string[]>();
  const keys = settled.flatMap(({ kind, key }) => (kind === 'payment' ? [key] : []));
  for (const { paymentKey, invoiceNumber } of await ledger.applications(keys))
    pays.set(paymentKey, [...(pays.get(paymentKey) ?? []), invoiceNumber]);
  return pays;
}

function settledJson(entry: Entry, pays: string[] | undefined, homeCurrency: string): object {
  return {
    kind: entry.kind,
    action: 'none',
    id: entry.sourceId ?? null,
    number: entry.number ?? null,
    customer: entry.kind === 'invoice' ? (entry.customerName ?? null) : null,
    invoices: entry.kind === 'payment' ? (pays ?? []) : null,
    date: entry.date,
    amount: entry.total,
    currency: entry.currency ?? homeCurrency,
    code: null,
    reason: null,
    fix: null,
    notes: [],
    changes: [],
  };
}

function recordJson(one: PlannedAny): object {
  return {
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
  };
}
