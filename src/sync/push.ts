import { EXIT, Problem, type Finding } from '../domain/problems.ts';
import type { SourceInvoice } from '../domain/records.ts';
import type { Ledger, NewLink } from '../ledger/ledger.ts';
import type { Settings } from '../company/settings.ts';
import { invoiceBody, paymentBody } from './bodies.ts';
import { together } from './groups.ts';
import { isMarkedFor, recordMarker } from './marker.ts';
import type { Plan, PlannedAny, PlannedInvoice, PlannedPayment } from './plan.ts';
import { isWrite, records } from './plan.ts';
import { pushLists, type Prepared } from './push-lists.ts';
import { voidBody } from './voids.ts';
import { inRequests, type Wanted, type Writer, type WriteResult } from './writer.ts';

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
  /** `problems`: of those done, how many are in Error or Pending. */
  onProgress(progress: { done: number; of: number; problems: number }): void;
}

/** Requests with invoices or payments that are under way side by side; the pacer has the last word. */
const REQUESTS_AT_ONCE = 4;

/** Carries out a plan: items and customers first, then invoices, then payments. Never throws for what a service does. */
export async function push(plan: Plan, parts: PushParts): Promise<PushReport> {
  const todo = records(plan).filter((planned) => isWrite(planned) || planned.action === 'adopt');
  const work = new Push(plan, parts, todo.length);
  let stoppedBy: PushReport['stoppedBy'];
  try {
    await work.carryOut(todo);
    stoppedBy = work.stop;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    stoppedBy = error.exit === EXIT.interrupted ? 'interrupted' : error;
  }
  if (parts.signal.aborted && work.outcomes.size < todo.length) stoppedBy = 'interrupted';
  const unseen = todo.filter((planned) => !work.outcomes.has(planned));
  for (const outcome of await afterStop(unseen, parts.ledger)) work.outcomes.set(outcome.planned, outcome);
  const outcomes = todo.flatMap((planned) => work.outcomes.get(planned) ?? []);
  return stoppedBy === undefined ? { outcomes } : { outcomes, stoppedBy };
}

/** What became of records whose run ended before it could say so: the ledger knows. */
async function afterStop(unseen: readonly PlannedAny[], ledger: Ledger): Promise<PushOutcome[]> {
  const entries =
    unseen.length > 0 ? await ledger.entries({ keys: unseen.map(({ entry }) => entry.key) }) : [];
  const now = new Map(entries.map((entry) => [`${entry.kind} ${entry.key}`, entry]));
  return unseen.map((planned) => {
    const { open, link } = now.get(`${planned.kind} ${planned.entry.key}`) ?? planned.entry;
    if (open) return { planned, state: 'pending', finding: pendingFinding('the run ended first') };
    if (link?.fingerprint !== planned.entry.fingerprint) return { planned, state: 'not-reached' };
    return { planned, state: 'done', booksId: link.booksId, booksNumber: link.booksNumber };
  });
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
  readonly outcomes = new Map<PlannedAny, PushOutcome>();
  /** A refusal that would meet every other record too. */
  stop: Finding | undefined;
  readonly #plan: Plan;
  readonly #parts: PushParts;
  readonly #of: number;
  #problems = 0;

  constructor(plan: Plan, parts: PushParts, of: number) {
    this.#plan = plan;
    this.#parts = parts;
    this.#of = of;
  }

  async carryOut(todo: readonly PlannedAny[]): Promise<void> {
    const { ledger, writer } = this.#parts;
    this.#tell();
    const prepared = await pushLists(this.#plan, { ledger, writer, goOn: () => this.#goesOn() });
    this.stop = prepared.stop;
    await this.#adopt(todo.filter(({ action }) => action === 'adopt'));
    for (const kind of ['invoice', 'payment'] as const) {
      const writing = todo.filter((planned) => planned.kind === kind && planned.action !== 'adopt');
      const requests = inRequests(writing);
      // A few go by themselves, one after another, so that the first refusal or Ctrl-C spares the rest.
      const atOnce = requests.length < writing.length ? REQUESTS_AT_ONCE : 1;
      const goOn = () => this.#goesOn();
      await together(requests, atOnce, goOn, (group) => this.#write(group, prepared));
    }
  }

  #tell(): void {
    this.#parts.onProgress({ done: this.outcomes.size, of: this.#of, problems: this.#problems });
  }

  #goesOn(): boolean {
    return !this.#parts.signal.aborted && this.stop === undefined;
  }

  #done(outcome: PushOutcome): void {
    this.outcomes.set(outcome.planned, outcome);
    if (outcome.state !== 'done') this.#problems++;
    this.#tell();
  }

  async #adopt(adopting: readonly PlannedAny[]): Promise<void> {
    if (!this.#goesOn()) return;
    await this.#parts.ledger.link(adopting.map(adoptedLink));
    for (const planned of adopting) {
      const { booksId, booksNumber } = planned.adoption ?? {};
      this.#done({ planned, state: 'done', ...(booksId === undefined ? {} : { booksId }), booksNumber });
    }
  }

  async #write(group: readonly PlannedAny[], prepared: Prepared): Promise<void> {
    const { ledger, writer } = this.#parts;
    const ready: PlannedAny[] = [];
    const failed: { planned: PlannedAny; finding: Finding }[] = [];
    for (const planned of group) {
      const finding = planned.kind === 'invoice' ? lacking(planned, prepared) : undefined;
      if (finding) failed.push({ planned, finding });
      else ready.push(planned);
    }
    await ledger.judge(
      failed.map(({ planned: { kind, entry }, finding }) => ({
        kind,
        key: entry.key,
        standing: { ...finding, state: 'error', fingerprint: entry.fingerprint },
      })),
    );
    for (const { planned, finding } of failed) this.#done({ planned, state: 'error', finding });
    const results = await writer.write(
      ready.map((planned) =>
        planned.kind === 'invoice' ? this.#wantedInvoice(planned, prepared) : this.#wantedPayment(planned),
      ),
    );
    for (const [at, planned] of ready.entries()) {
      const result = results[at];
      if (result) this.#conclude(planned, result);
    }
  }

  #wantedInvoice(planned: PlannedInvoice, { customerIds, itemIds }: Prepared): Wanted {
    const { record, entry, tax, target } = planned;
    if (planned.action === 'void') return wantedVoid(planned);
    const customerId = customerIds.get(planned.customerKey);
    if (!customerId || !tax) throw new Error('an invoice without its customer or tax');
    const { company } = this.#plan;
    const body = invoiceBody(record, { customerId, itemIds }, tax, company, this.#parts.settings.numbers);
    return {
      kind: 'invoice',
      key: entry.key,
      operation: target ? 'update' : 'create',
      body: target ? updateOf(body, record, target) : body,
      fingerprint: entry.fingerprint,
    };
  }

  #wantedPayment({ record, entry, refs }: PlannedPayment): Wanted {
    if (!refs) throw new Error('a payment without its invoices');
    const body = paymentBody(record, refs, this.#plan.company, this.#parts.settings);
    const { key, fingerprint } = entry;
    return { kind: 'payment', key, operation: 'create', body, fingerprint };
  }

  #conclude(planned: PlannedAny, result: WriteResult): void {
    switch (result.type) {
      case 'done': {
        const { object, finding } = result;
        const booksNumber = 'DocNumber' in object ? object.DocNumber : undefined;
        const base = { planned, booksId: object.Id, booksNumber };
        this.#done(finding ? { ...base, state: 'error', finding } : { ...base, state: 'done' });
        return;
      }
      case 'refused':
        // What would meet every record is said once, for the run.
        if (result.stopsAll) this.stop ??= result.finding;
        else this.#done({ planned, state: 'error', finding: result.finding });
        return;
      case 'unknown':
        this.#done({ planned, state: 'pending', finding: pendingFinding(result.why) });
    }
  }
}

function wantedVoid({ entry: { key, fingerprint }, target }: PlannedInvoice): Wanted {
  if (!target) throw new Error('a void without its invoice');
  return { kind: 'invoice', key, operation: 'void', body: voidBody(target), fingerprint };
}

/** What an invoice refers to and could not be made. */
function lacking({ action, record, customerKey }: PlannedInvoice, prepared: Prepared): Finding | undefined {
  if (action === 'void') return undefined;
  const { failedCustomers, failedItems } = prepared;
  return (
    failedCustomers.get(customerKey) ??
    record.lines.map(({ type }) => failedItems.get(type)).find((finding) => finding !== undefined)
  );
}

/** What taking an object of the books as a record's means for our ledger. */
export function adoptedLink({
  kind,
  entry,
  adoption,
}: Pick<PlannedAny, 'kind' | 'entry' | 'adoption'>): NewLink {
  if (!adoption) throw new Error('an adoption without an object');
  const { booksId, booksNumber, syncToken, total } = adoption;
  const { key, fingerprint } = entry;
  return { kind, key, link: { booksId, booksNumber, syncToken, total, fingerprint, how: 'adopted' } };
}
