import { EXIT, Problem, type Finding } from '../domain/problems.ts';
import { foldName } from '../domain/identity.ts';
import type { LineType, SourceInvoice } from '../domain/records.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Settings } from '../company/settings.ts';
import { invoiceBody, customerBody, itemBody, paymentBody } from './bodies.ts';
import { candidateNames } from './customers.ts';
import { isMarkedFor, recordMarker } from './marker.ts';
import { distinguished } from './names.ts';
import type { Plan, PlannedAny, PlannedCustomer, PlannedInvoice, PlannedPayment } from './plan.ts';
import { records } from './plan.ts';
import type { WriteResult, Writer } from './writer.ts';

/** What became of one planned record. `not-reached`: the run ended before it; nothing was sent. */
export interface PushOutcome {
  planned: PlannedAny;
  state: 'done' | 'error' | 'pending' | 'not-reached';
  finding?: Finding;
  booksId?: string;
  booksNumber?: string | undefined;
}

export interface PushReport {
  outcomes: PushOutcome[];
  /** What ended the run early; undefined when it came to its end. */
  stoppedBy?: Problem | Finding | 'interrupted';
}

export interface PushParts {
  ledger: Ledger;
  writer: Writer;
  settings: Settings;
  /** Aborted by Ctrl-C: what is in flight is finished and recorded, nothing new is begun. */
  signal: AbortSignal;
  onProgress(done: number, of: number): void;
}

class StopAll extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.code);
    this.finding = finding;
  }
}

/** Carries out a plan: items and customers first, then invoices, then payments. Never throws for what a service does. */
export async function push(plan: Plan, parts: PushParts): Promise<PushReport> {
  const todo = records(plan).filter(
    ({ action }) => action === 'create' || action === 'update' || action === 'adopt',
  );
  const outcomes: PushOutcome[] = [];
  const work = new Push(plan, parts);
  let stoppedBy: PushReport['stoppedBy'];
  try {
    await work.prepare();
    for (const planned of todo) {
      if (parts.signal.aborted) {
        stoppedBy = 'interrupted';
        break;
      }
      outcomes.push(await work.carryOut(planned));
      parts.onProgress(outcomes.length, todo.length);
    }
  } catch (error) {
    if (error instanceof StopAll) stoppedBy = error.finding;
    else if (error instanceof Problem) {
      stoppedBy = error.exit === EXIT.interrupted ? 'interrupted' : error;
    } else throw error;
  }
  if (work.interrupted) stoppedBy = 'interrupted';
  const reached = new Set(outcomes.map(({ planned }) => planned));
  // A run may end between a request and the look-up that follows a lost answer: that record was reached.
  const open = stoppedBy === undefined ? [] : await parts.ledger.openAttempts();
  for (const planned of todo) {
    if (reached.has(planned)) continue;
    const sent = open.some(({ kind, key }) => kind === planned.kind && key === planned.entry.key);
    outcomes.push(
      sent
        ? { planned, state: 'pending', finding: pendingFinding('the run ended first') }
        : { planned, state: 'not-reached' },
    );
  }
  return stoppedBy === undefined ? { outcomes } : { outcomes, stoppedBy };
}

function pendingFinding(why: string): Finding {
  return {
    code: 'PENDING',
    reason: `Sent, but no clear answer came (${why}). It may be in QuickBooks.`,
    fix: 'Run the same command again: it is looked up in QuickBooks first and never posted twice.',
  };
}

/** A sparse update: what is not sent stays. A note that somebody wrote there is kept, and our mark with it. */
function updateOf(
  body: object,
  record: SourceInvoice,
  { booksId, syncToken, note }: NonNullable<PlannedInvoice['target']>,
): object {
  const kept = isMarkedFor(record, note) ? undefined : `${note ?? ''} ${recordMarker(record)}`.trim();
  return { ...body, PrivateNote: kept, Id: booksId, SyncToken: syncToken, sparse: true };
}

class Push {
  readonly #plan: Plan;
  readonly #parts: PushParts;
  readonly #itemIds: Partial<Record<LineType, string>>;
  readonly #customerIds = new Map<string, string>();
  readonly #failedCustomers = new Map<string, Finding>();
  readonly #failedItems = new Map<LineType, Finding>();
  interrupted = false;

  constructor(plan: Plan, parts: PushParts) {
    this.#plan = plan;
    this.#parts = parts;
    this.#itemIds = { ...plan.itemIds };
  }

  /** Items and customers, one after another: lists must not be written side by side (qbo-api.md 3.1). */
  async prepare(): Promise<void> {
    for (const item of this.#plan.items) {
      if (this.#isInterrupted()) return;
      const { type, name, accountId } = item;
      const body = itemBody(name, accountId);
      const result = await this.#parts.writer.write({
        kind: 'item',
        key: type,
        operation: 'create',
        body,
        fingerprint: '',
      });
      if (result.type === 'done') this.#itemIds[type] = result.object.Id;
      else this.#failedItems.set(type, this.#failure(result, `The item "${name}" could not be created`));
    }
    for (const customer of this.#plan.customers) {
      if (this.#isInterrupted()) return;
      await this.#prepareCustomer(customer);
    }
  }

  #isInterrupted(): boolean {
    if (this.#parts.signal.aborted) this.interrupted = true;
    return this.interrupted;
  }

  async #prepareCustomer(planned: PlannedCustomer): Promise<void> {
    const { key, customer, displayName, booksId } = planned;
    const { ledger, writer } = this.#parts;
    if (booksId !== undefined) {
      if (planned.action === 'adopt') {
        // Our list of names is unique; in QuickBooks the name may have been given to somebody else meanwhile.
        const holder = await ledger.customerNamed(displayName);
        const label = holder && holder.key !== key ? distinguished(displayName, booksId) : displayName;
        await ledger.claimCustomer({ key, name: customer.name, displayName: label, booksId });
      }
      this.#customerIds.set(key, booksId);
      return;
    }
    // The name is claimed before it is used, so that another customer of that name finds it taken after a crash.
    await ledger.claimCustomer({ key, name: customer.name, displayName, booksId: undefined });
    const body = customerBody(customer, displayName, key, planned.currency);
    const result = await writer.write({ kind: 'customer', key, operation: 'create', body, fingerprint: '' });
    if (result.type === 'done') {
      this.#customerIds.set(key, result.object.Id);
      return;
    }
    if (result.type === 'refused' && result.finding.code === 'QBO_6240') {
      this.#failedCustomers.set(key, await this.#nameTaken(planned));
      return;
    }
    this.#failedCustomers.set(
      key,
      this.#failure(result, `The customer "${displayName}" could not be created`),
    );
  }

  /** The name belongs to a vendor, an employee or an inactive customer: the next run plans the next name. */
  async #nameTaken({ key, customer, currency, displayName }: PlannedCustomer): Promise<Finding> {
    const { ledger } = this.#parts;
    const names = candidateNames({ key, customer, currency }, undefined);
    const after = names.findIndex((name) => foldName(name) === foldName(displayName)) + 1;
    let next: string | undefined;
    for (const name of names.slice(after)) {
      const holder = await ledger.customerNamed(name);
      if (holder === undefined || holder.key === key) next ??= name;
    }
    if (next !== undefined) {
      await ledger.claimCustomer({ key, name: customer.name, displayName: next, booksId: undefined });
    }
    return {
      code: 'CUSTOMER_NAME_TAKEN',
      reason: `QuickBooks has a vendor, an employee or an inactive customer named "${displayName}" already.`,
      fix:
        next === undefined
          ? 'Rename the other one in QuickBooks, then run the same command again.'
          : `Run the same command again: the customer is then planned as "${next}". Or rename the other one in QuickBooks first.`,
    };
  }

  #failure(result: Exclude<WriteResult, { type: 'done' }>, what: string): Finding {
    if (result.type === 'unknown') {
      return {
        code: 'PENDING',
        reason: `${what}: no clear answer came (${result.why}).`,
        fix: 'Run the same command again: it is looked up in QuickBooks first.',
      };
    }
    const finding = { ...result.finding, reason: `${what}. ${result.finding.reason}` };
    if (result.stopsAll) throw new StopAll(finding);
    return finding;
  }

  async carryOut(planned: PlannedAny): Promise<PushOutcome> {
    if (planned.action === 'adopt') return this.#adopt(planned);
    return planned.kind === 'invoice' ? this.#invoice(planned) : this.#payment(planned);
  }

  async #adopt(planned: PlannedAny): Promise<PushOutcome> {
    const { entry, adoption, kind } = planned;
    if (!adoption) throw new Error('an adoption without an object');
    await this.#parts.ledger.link(kind, entry.key, {
      booksId: adoption.booksId,
      booksNumber: adoption.booksNumber,
      syncToken: adoption.syncToken,
      total: adoption.total,
      fingerprint: entry.fingerprint,
      how: 'adopted',
    });
    return { planned, state: 'done', booksId: adoption.booksId, booksNumber: adoption.booksNumber };
  }

  async #invoice(planned: PlannedInvoice): Promise<PushOutcome> {
    const { record, entry, tax, target } = planned;
    const customerId = this.#customerIds.get(planned.customerKey);
    const failed =
      this.#failedCustomers.get(planned.customerKey) ??
      record.lines.map(({ type }) => this.#failedItems.get(type)).find((finding) => finding !== undefined);
    if (failed) return this.#failed(planned, failed);
    if (!customerId || !tax) throw new Error('an invoice without its customer or tax');
    const refs = { customerId, itemIds: this.#itemIds };
    const body = invoiceBody(record, refs, tax, this.#plan.company, this.#parts.settings.numbers);
    const result = await this.#parts.writer.write({
      kind: 'invoice',
      key: entry.key,
      operation: target ? 'update' : 'create',
      body: target ? updateOf(body, record, target) : body,
      fingerprint: entry.fingerprint,
    });
    return this.#outcome(planned, result);
  }

  async #payment(planned: PlannedPayment): Promise<PushOutcome> {
    const { record, entry, refs } = planned;
    if (!refs) throw new Error('a payment without its invoices');
    const body = paymentBody(record, refs, this.#plan.company, this.#parts.settings);
    const result = await this.#parts.writer.write({
      kind: 'payment',
      key: entry.key,
      operation: 'create',
      body,
      fingerprint: entry.fingerprint,
    });
    return this.#outcome(planned, result);
  }

  #outcome(planned: PlannedAny, result: WriteResult): PushOutcome {
    switch (result.type) {
      case 'done': {
        const number = 'DocNumber' in result.object ? result.object.DocNumber : undefined;
        const base = { planned, booksId: result.object.Id, booksNumber: number };
        return result.finding
          ? { ...base, state: 'error', finding: result.finding }
          : { ...base, state: 'done' };
      }
      case 'refused':
        if (result.stopsAll) throw new StopAll(result.finding);
        return { planned, state: 'error', finding: result.finding };
      case 'unknown':
        return {
          planned,
          state: 'pending',
          finding: pendingFinding(result.why),
        };
    }
  }

  async #failed(planned: PlannedAny, finding: Finding): Promise<PushOutcome> {
    const { entry, kind } = planned;
    await this.#parts.ledger.judge(
      { kind, key: entry.key },
      { ...finding, state: 'error', fingerprint: entry.fingerprint },
    );
    return { planned, state: 'error', finding };
  }
}
