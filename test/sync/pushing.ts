import * as z from 'zod';
import { customerKey } from '../../src/domain/identity.ts';
import { decimal } from '../../src/domain/money.ts';
import type { SourceInvoice, SourcePayment } from '../../src/domain/records.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { HttpRequest } from '../../src/qbo/http.ts';
import type { Plan, PlannedCustomer, PlannedInvoice, PlannedPayment } from '../../src/sync/plan.ts';
import { push, type PushParts, type PushReport } from '../../src/sync/push.ts';
import { planTax } from '../../src/sync/tax.ts';
import {
  aCompany,
  aCustomer,
  aPayment,
  anEntry,
  anInvoice,
  someSettings,
  takeIn,
  taken,
} from '../support/builders.ts';
import { Engine, json, Script, type Step } from '../support/engine.ts';

// Two invoices of two people, planned, and a ledger that knows them.

export const ONE = anInvoice();
export const TWO = anInvoice({ sourceId: '502', number: 'INV-2', customer: aCustomer({ sourceId: 'C-2' }) });

export function aCreate(record: SourceInvoice): PlannedInvoice {
  const tax = planTax(invoiceTotals(record), aCompany(), someSettings());
  if ('code' in tax) throw new Error(tax.reason);
  const entry = anEntry(record);
  return {
    kind: 'invoice',
    entry,
    record,
    action: 'create',
    customerKey: customerKey(record.customer),
    tax,
    notes: [],
    currency: 'USD',
  };
}

export function aNewCustomer({ customer }: SourceInvoice, displayName = customer.name): PlannedCustomer {
  return {
    key: customerKey(customer),
    customer,
    action: 'create',
    displayName,
    currency: undefined,
    notes: [],
  };
}

export function aPaymentOf(record: SourcePayment): PlannedPayment {
  const refs = { customerId: '58', applied: [{ invoiceId: '145', amount: decimal('100') }] };
  return {
    kind: 'payment',
    entry: anEntry(record),
    record,
    action: 'create',
    refs,
    notes: [],
    currency: 'USD',
  };
}

export function aPlan(parts: Partial<Plan>): Plan {
  return {
    company: aCompany(),
    customers: [],
    items: [],
    itemIds: { milestone: '7' },
    invoices: [],
    payments: [],
    settled: [],
    learned: [],
    ...parts,
  };
}

/** Answers a create with what was sent, under an id. */
export const made =
  (entity: string, Id: string, parts: object = {}): ((request: HttpRequest) => ReturnType<typeof json>) =>
  ({ body }) =>
    json({
      [entity]: {
        Id,
        SyncToken: '0',
        TotalAmt: 100,
        ...z.looseObject({}).parse(JSON.parse(body ?? '{}')),
        ...parts,
      },
    });

export class PushDesk {
  readonly engine: Engine;
  readonly ledger: Ledger;
  /** How far it came, each time that was told: `done of, problems`. */
  readonly progress: string[] = [];
  readonly #onProgress: PushParts['onProgress'] = ({ done, of, problems }) =>
    this.progress.push(`${done} of ${of}, ${problems}`);

  private constructor(engine: Engine, ledger: Ledger) {
    this.engine = engine;
    this.ledger = ledger;
  }

  static async open(): Promise<PushDesk> {
    const engine = new Engine();
    const ledger = await engine.ledger();
    await takeIn(ledger, 'a.csv', [taken(ONE), taken(TWO), taken(aPayment())]);
    return new PushDesk(engine, ledger);
  }

  async run(
    given: Plan,
    steps: Step[],
    signal = new AbortController().signal,
  ): Promise<{ report: PushReport; script: Script }> {
    const { ledger } = this;
    const script = new Script(...steps);
    const writer = await this.engine.writer(ledger, script);
    const parts = { ledger, writer, settings: someSettings(), signal, onProgress: this.#onProgress };
    return { report: await push(given, parts), script };
  }
}

export const states = ({ outcomes }: PushReport) =>
  outcomes.map(({ planned, state, finding }) => `${planned.entry.key} ${finding?.code ?? state}`);
export const paths = (script: Script) =>
  script.seen.map(({ method, url }) => `${method} ${new URL(url).pathname.split('/').at(-1) ?? ''}`);
export const bodyOf = (script: Script, at: number): unknown => JSON.parse(script.writes[at]?.body ?? '');
export const plan = aPlan({
  customers: [aNewCustomer(ONE), aNewCustomer(TWO, 'Anna Berg (C-2)')],
  invoices: [aCreate(ONE), aCreate(TWO)],
});
