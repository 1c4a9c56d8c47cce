import * as z from 'zod';
import type { Clock, Random } from '../domain/clock.ts';
import { sha256 } from '../domain/fingerprint.ts';
import { sum, ZERO, type Money } from '../domain/money.ts';
import { Problem, type Finding } from '../domain/problems.ts';
import type { Standing } from '../domain/status.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { Attempt, Consequence, Intent, Ledger, WriteKind } from '../ledger/ledger.ts';
import type { Books } from '../qbo/books.ts';
import type { Entity, WritableEntity } from '../qbo/entities.ts';
import { hasCode, idNamedIn, type Fault } from '../qbo/faults.ts';
import { namedExactly } from '../qbo/books.ts';
import { markedId } from './marker.ts';
import { explainRefusal } from './refusals.ts';
import { requestId } from './request-id.ts';

const ENTITY = { customer: 'Customer', item: 'Item', invoice: 'Invoice', payment: 'Payment' } as const;
export type Written = Entity<WritableEntity>;

export type WriteResult =
  | { type: 'done'; object: Written; finding: Finding | undefined }
  | { type: 'refused'; finding: Finding; stopsAll: boolean }
  /** Sent, and still nobody can say. The attempt stays open; the next run settles it first. */
  | { type: 'unknown'; why: string };

export interface WriterParts {
  ledger: Ledger;
  books: Books;
  clock: Clock;
  random: Random;
  companyId: string;
  runId: number;
}

export interface Wanted {
  kind: WriteKind;
  key: string;
  operation: 'create' | 'update';
  body: object;
  fingerprint: string;
}

const MOST_ROUNDS = 4;

/**
 * The only way into the books. A write's life: intent committed to the ledger → request → outcome committed. An unknown
 * outcome is looked up in the books and, if it is not there, the same bytes are sent again under the same request id.
 */
export class Writer {
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  async write(wanted: Wanted): Promise<WriteResult> {
    const { ledger, books, companyId, runId } = this.#parts;
    const { kind, key, operation, fingerprint } = wanted;
    if (await this.#isOpen(kind, key))
      return { type: 'unknown', why: 'an earlier request is not settled yet' };
    const body = JSON.stringify(wanted.body);
    const bodyHash = sha256(body);
    const generation = await ledger.refusals(kind, key, operation, bodyHash);
    const id = requestId({ companyId, kind, key, operation, bodyHash, generation });
    const intent: Intent = { runId, kind, key, operation, requestId: id, body, bodyHash, fingerprint };
    const attempt: Attempt = { ...intent, id: await ledger.intend(intent), sentAt: '' };
    let outcome: Awaited<ReturnType<typeof books.write>>;
    try {
      outcome = await books.write(ENTITY[kind], body, id);
    } catch (error) {
      // A Problem here says that the request surely was not carried out; anything else leaves the attempt open.
      if (error instanceof Problem) await ledger.settle(attempt.id, { state: 'unsent', fault: error.code });
      throw error;
    }
    if (outcome.type === 'posted') return this.#posted(attempt, outcome.object, outcome.tid);
    if (outcome.type === 'refused') return this.#refused(attempt, outcome.fault);
    return this.#resolve(attempt, outcome.why);
  }

  async #isOpen(kind: WriteKind, key: string): Promise<boolean> {
    const open = await this.#parts.ledger.openAttempts();
    return open.some((attempt) => attempt.kind === kind && attempt.key === key);
  }

  /**
   * Settles what earlier runs left open, before anything else is planned: looks it up in the books and, where that is
   * allowed, sends again what is not there.
   */
  async settleOpen(mayResend: boolean): Promise<{ attempt: Attempt; result: WriteResult }[]> {
    const settled: { attempt: Attempt; result: WriteResult }[] = [];
    for (const attempt of await this.#parts.ledger.openAttempts()) {
      settled.push({
        attempt,
        result: await this.#resolve(attempt, 'the run ended before the answer came', mayResend),
      });
    }
    return settled;
  }

  async #resolve(attempt: Attempt, why: string, mayResend = true): Promise<WriteResult> {
    const { books, clock, random } = this.#parts;
    let last = why;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (round > 0) await clock.sleep(Math.round(400 * 3 ** round * (0.75 + random() / 2)));
      const found = await this.#lookUp(attempt);
      if (found === 'another') return this.#abandoned(attempt);
      if (found) return this.#posted(attempt, found, undefined);
      if (!mayResend) break;
      const outcome = await books.write(ENTITY[attempt.kind], attempt.body, attempt.requestId);
      if (outcome.type === 'posted') return this.#posted(attempt, outcome.object, outcome.tid);
      if (outcome.type === 'refused' && !hasCode(outcome.fault, '600')) {
        return this.#refused(attempt, outcome.fault);
      }
      last = outcome.type === 'unknown' ? outcome.why : 'QuickBooks knows the request already';
    }
    return { type: 'unknown', why: last };
  }

  async #posted(attempt: Attempt, object: Written, tid: string | undefined): Promise<WriteResult> {
    const finding = await this.#compare(attempt, object);
    const standing: Standing | undefined = finding && {
      ...finding,
      state: 'error',
      fingerprint: attempt.fingerprint,
    };
    const consequence: Consequence = { ...consequenceOf(attempt, object), ...(standing ? { standing } : {}) };
    await this.#parts.ledger.settle(attempt.id, { state: 'posted', booksId: object.Id, tid }, consequence);
    return { type: 'done', object, finding };
  }

  async #refused(attempt: Attempt, fault: Fault): Promise<WriteResult> {
    const existing = await this.#existing(attempt, fault);
    if (existing) return this.#posted(attempt, existing, fault.tid);
    const { stopsAll, ...finding } = explainRefusal(fault);
    const standing: Standing = { ...finding, state: 'error', fingerprint: attempt.fingerprint };
    await this.#parts.ledger.settle(
      attempt.id,
      { state: 'refused', fault: finding.code, tid: fault.tid },
      isRecord(attempt.kind) ? { standing } : {},
    );
    return { type: 'refused', finding, stopsAll };
  }

  async #abandoned(attempt: Attempt): Promise<WriteResult> {
    const finding: Finding = {
      code: 'NUMBER_TAKEN',
      reason: 'Its number or name was taken in QuickBooks while it was sent.',
      fix: 'Run the same command again: it compares the two and says what differs.',
    };
    await this.#parts.ledger.settle(attempt.id, { state: 'abandoned', fault: finding.code });
    return { type: 'refused', finding, stopsAll: false };
  }

  /** "Taken already" (6140, 6240) names the object: when it carries our mark, the write had been carried out. */
  async #existing(attempt: Attempt, fault: Fault): Promise<Written | undefined> {
    if (!hasCode(fault, '6140') && !hasCode(fault, '6240')) return undefined;
    const id = idNamedIn(fault);
    const object = id === undefined ? undefined : await this.#parts.books.read(ENTITY[attempt.kind], id);
    return object && isOurs(attempt, object) ? object : undefined;
  }

  /** `another`: the name or number is held by something that is not ours. */
  async #lookUp(attempt: Attempt): Promise<Written | 'another' | undefined> {
    // An update is settled by sending it again: its version number lets it happen once only.
    if (attempt.operation === 'update') return undefined;
    const { books } = this.#parts;
    const body = readBody(attempt);
    if (attempt.kind === 'payment') {
      const payments = await books.query('Payment', `TxnDate = '${body.TxnDate}'`);
      return payments.find((payment) => isOurs(attempt, payment));
    }
    if (attempt.kind === 'invoice' && body.DocNumber === undefined) {
      const invoices = await books.query('Invoice', `TxnDate = '${body.TxnDate}'`);
      return invoices.find((invoice) => isOurs(attempt, invoice));
    }
    const [property, value] = {
      customer: ['DisplayName', body.DisplayName] as const,
      item: ['Name', body.Name] as const,
      invoice: ['DocNumber', body.DocNumber] as const,
    }[attempt.kind];
    const found: Written[] = await books.query(ENTITY[attempt.kind], namedExactly(property, value ?? ''));
    return found.find((object) => isOurs(attempt, object)) ?? (found.length > 0 ? 'another' : undefined);
  }

  /** What stands in the books against what the source says, to the cent. */
  async #compare(attempt: Attempt, object: Written): Promise<Finding | undefined> {
    if (!isRecord(attempt.kind) || !('TotalAmt' in object)) return undefined;
    const [record] = await this.#parts.ledger.contents([{ kind: attempt.kind, key: attempt.key }]);
    if (!record) return undefined;
    if (record.kind === 'invoice') {
      return unequal('total', invoiceTotals(record).total, object.TotalAmt);
    }
    const unapplied = record.amount.minus(sum(record.applied.map(({ amount }) => amount)));
    return (
      unequal('amount', record.amount, object.TotalAmt) ??
      unequal('part that is not applied', unapplied, 'UnappliedAmt' in object ? object.UnappliedAmt : ZERO)
    );
  }
}

function unequal(what: string, source: Money, books: Money): Finding | undefined {
  if (source.eq(books)) return undefined;
  return {
    code: 'TOTAL_DIFFERS',
    reason: `It is in QuickBooks, but the ${what} there is ${books.toFixed(2)}, in the source ${source.toFixed(2)}.`,
    fix: 'Open it in QuickBooks and compare tax and lines with the source; after correcting it there, run the same command again.',
  };
}

const bodySchema = z.object({
  DocNumber: z.string().optional(),
  TxnDate: z.string().optional(),
  PrivateNote: z.string().optional(),
  DisplayName: z.string().optional(),
  Notes: z.string().optional(),
  Name: z.string().optional(),
});

function readBody(attempt: Attempt): z.output<typeof bodySchema> {
  return bodySchema.parse(JSON.parse(attempt.body));
}

function isOurs(attempt: Attempt, object: Written): boolean {
  const body = readBody(attempt);
  switch (attempt.kind) {
    case 'customer':
      return 'Notes' in object && sameMark('customer', body.Notes, object.Notes);
    case 'item':
      return 'Name' in object && object.Name === body.Name;
    case 'invoice':
    case 'payment':
      return 'PrivateNote' in object && sameMark(attempt.kind, body.PrivateNote, object.PrivateNote);
  }
}

function sameMark(
  kind: 'customer' | 'invoice' | 'payment',
  mine: string | undefined,
  theirs: string | undefined,
) {
  const mark = markedId(kind, mine);
  return mark !== undefined && markedId(kind, theirs) === mark;
}

function isRecord(kind: WriteKind): kind is 'invoice' | 'payment' {
  return kind === 'invoice' || kind === 'payment';
}

function consequenceOf(attempt: Attempt, object: Written): Consequence {
  if (attempt.kind === 'customer') return { customerId: object.Id };
  if (!('TotalAmt' in object)) return {};
  return {
    link: {
      booksId: object.Id,
      booksNumber: 'DocNumber' in object ? object.DocNumber : undefined,
      syncToken: object.SyncToken,
      total: object.TotalAmt,
      fingerprint: attempt.fingerprint,
      how: attempt.operation === 'update' ? 'updated' : 'created',
    },
  };
}
