import type { Clock, Random } from '../domain/clock.ts';
import { sha256 } from '../domain/fingerprint.ts';
import { Problem, type Finding } from '../domain/problems.ts';
import type {
  Attempt,
  Intent,
  Ledger,
  Refused,
  Settlement,
  WriteKind,
  WriteOperation,
} from '../ledger/ledger.ts';
import { BATCH_ITEMS, type BatchOutcome, type BatchWrite } from '../qbo/batch.ts';
import type { Books } from '../qbo/books.ts';
import { throttled } from '../qbo/client.ts';
import { hasCode, idNamedIn, type Fault } from '../qbo/faults.ts';
import { consequenceOf, ENTITY, isOurs, isRecord, type Written } from './attempts.ts';
import { inGroups } from './groups.ts';
import { lookUp } from './look-up-attempts.ts';
import { explainRefusal } from './refusals.ts';
import { batchItem, batchRequestId, requestId } from './request-id.ts';
import { totalDiffers } from './total-differs.ts';
import { lookAtVoid, NOT_TO_VOID } from './voids.ts';

export type WriteResult =
  | { type: 'done'; object: Written; finding: Finding | undefined }
  | { type: 'refused'; finding: Finding; stopsAll: boolean }
  /** Sent, and still nobody can say. The attempt stays open; the next run settles it first. */
  | { type: 'unknown'; why: string };

/** An outcome that leaves something to conclude. */
type Answered = Exclude<BatchOutcome, { type: 'unsent' }>;

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
  operation: WriteOperation;
  body: object;
  fingerprint: string;
}

/** QuickBooks had this request before and does not say what became of it (qbo-api.md 1.5). */
const KNOWN_ALREADY = '600';
const KNOWN = 'QuickBooks knows the request already';

const MOST_ROUNDS = 4;
/** How often what was throttled goes again; each time after a longer wait. */
const MOST_TRIES = 6;
/** So few go one by one: single writes are not metered, and clearer in QuickBooks' own log (qbo-api.md 5). */
const FEW = 5;

/** Cuts what is to be written into the requests in which it goes. */
export function inRequests<T>(list: readonly T[]): T[][] {
  return inGroups(list, list.length > FEW ? BATCH_ITEMS : 1);
}

/**
 * The only way into the books. A write's life: intent committed to the ledger → request → outcome committed. An unknown
 * outcome is looked up in the books and, if it is not there, the same bytes are sent again under the same request id.
 */
export class Writer {
  readonly #parts: WriterParts;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  /**
   * Writes what goes in one request ({@link inRequests}), all of one kind, of which nothing depends on another; results
   * in their order.
   * Throws `Problem` for what ends a run: then those without an outcome were surely not sent, or stay open in the ledger.
   */
  async write(wanted: readonly Wanted[]): Promise<WriteResult[]> {
    const open = new Set((await this.#parts.ledger.openAttempts()).map(({ kind, key }) => `${kind} ${key}`));
    const free = wanted.filter(({ kind, key }) => !open.has(`${kind} ${key}`));
    const held = await this.#heldBack(free);
    const results = await this.#writeFree(free.filter((one) => !held.has(one)));
    const unsettled: WriteResult = { type: 'unknown', why: 'an earlier request is not settled yet' };
    return wanted.map((one) => held.get(one) ?? results.get(one) ?? unsettled);
  }

  /** Voids that must not happen any more. */
  async #heldBack(wanted: readonly Wanted[]): Promise<Map<Wanted, WriteResult>> {
    const held = new Map<Wanted, WriteResult>();
    for (const one of wanted) {
      if (one.operation !== 'void') continue;
      const found = await lookAtVoid(this.#parts.books, JSON.stringify(one.body));
      if (found === 'not-to-void') held.set(one, { type: 'refused', finding: NOT_TO_VOID, stopsAll: false });
    }
    return held;
  }

  /**
   * What surely was not carried out goes again: together after a throttle, each by itself where QuickBooks refused the
   * whole batch, so that only the one it means is refused.
   */
  async #writeFree(wanted: readonly Wanted[], tries = 1): Promise<Map<Wanted, WriteResult>> {
    const results = new Map<Wanted, WriteResult>();
    const attempts = await this.#intend(wanted);
    const outcomes = await this.#sent(attempts, () => this.#transmit(attempts));
    const again: Wanted[] = [];
    const [unsent, answered] = [
      [] as Settlement[],
      [] as { attempt: Attempt; outcome: Answered; one: Wanted }[],
    ];
    for (const [at, one] of wanted.entries()) {
      const [attempt, outcome] = [attempts[at], outcomes[at]];
      if (!attempt || !outcome) throw new Error('an intent without an outcome');
      if (outcome.type !== 'unsent') answered.push({ attempt, outcome, one });
      else {
        unsent.push({ attemptId: attempt.id, end: { state: 'unsent', fault: outcome.why } });
        again.push(one);
      }
    }
    await this.#parts.ledger.settle(unsent);
    const concluded = await this.#concluded(answered);
    for (const { attempt, one } of answered) results.set(one, this.#only(attempt, concluded));
    if (again.length === 0) return results;
    if (tries >= MOST_TRIES) throw throttled();
    const together = !outcomes.some((one) => one.type === 'unsent' && one.why === 'batch refused');
    for (const group of inGroups(again, together ? BATCH_ITEMS : 1))
      for (const entry of await this.#writeFree(group, tries + 1)) results.set(...entry);
    return results;
  }

  /** Sends attempts of one request, for the first time or again: the same bytes under the same ids. */
  async #transmit(attempts: readonly Attempt[]): Promise<BatchOutcome[]> {
    const { books } = this.#parts;
    const [first] = attempts;
    if (!first) return [];
    return first.batchItem === undefined
      ? [await books.write(ENTITY[first.kind], first.body, first.requestId, first.operation)]
      : books.writeBatch(attempts.map(batchWrite), first.requestId);
  }

  #intentOf({ kind, key, operation, body: sent, fingerprint }: Wanted, refused: readonly Refused[]): Intent {
    const { companyId, runId } = this.#parts;
    const body = JSON.stringify(sent);
    const bodyHash = sha256(body);
    const generation = refused.filter(
      (one) => one.key === key && one.operation === operation && one.bodyHash === bodyHash,
    ).length;
    const id = requestId({ companyId, kind, key, operation, bodyHash, generation });
    return { runId, kind, key, operation, requestId: id, body, bodyHash, fingerprint };
  }

  async #intend(wanted: readonly Wanted[]): Promise<Attempt[]> {
    const { ledger, companyId } = this.#parts;
    const [first] = wanted;
    if (!first) return [];
    const refused = await ledger.refusals(
      first.kind,
      wanted.map(({ key }) => key),
    );
    const intents = wanted.map((one) => {
      const intent = this.#intentOf(one, refused);
      return wanted.length === 1 && isNamed(one) ? intent : inBatch(intent, companyId);
    });
    const ids = await ledger.intend(intents);
    return intents.map((intent, at) => ({ ...intent, id: ids[at] ?? 0, sentAt: '' }));
  }

  async #sent<T>(attempts: readonly Attempt[], send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      // A Problem here says that the request surely was not carried out; anything else leaves the attempts open.
      if (error instanceof Problem) {
        const end = { state: 'unsent' as const, fault: error.code };
        await this.#parts.ledger.settle(attempts.map(({ id }) => ({ attemptId: id, end })));
      }
      throw error;
    }
  }

  /**
   * Settles what earlier runs left open, before anything else is planned: looks it up in the books and, where that is
   * allowed, sends again what is not there.
   */
  async settleOpen(mayResend: boolean): Promise<{ attempt: Attempt; result: WriteResult }[]> {
    const open = await this.#parts.ledger.openAttempts();
    const settled: { attempt: Attempt; result: WriteResult }[] = [];
    const why = 'the run ended before the answer came';
    for (const some of inGroups(open, BATCH_ITEMS)) {
      const results = await this.#resolve(new Map(some.map((attempt) => [attempt, why])), mayResend);
      settled.push(...some.map((attempt) => ({ attempt, result: this.#only(attempt, results) })));
    }
    return settled;
  }

  #only(attempt: Attempt, results: Map<Attempt, WriteResult>): WriteResult {
    const result = results.get(attempt);
    if (!result) throw new Error('an attempt without a result');
    return result;
  }

  /** Commits what is known of attempts, and finds out about the rest. */
  async #concluded(
    answered: readonly { attempt: Attempt; outcome: Answered }[],
  ): Promise<Map<Attempt, WriteResult>> {
    const results = new Map<Attempt, WriteResult>();
    const posted: [Attempt, Written, string | undefined][] = [];
    const refused: [Attempt, Fault][] = [];
    const unknown = new Map<Attempt, string>();
    for (const { attempt, outcome } of answered) {
      if (outcome.type === 'posted') posted.push([attempt, outcome.object, outcome.tid]);
      else if (outcome.type === 'unknown') unknown.set(attempt, outcome.why);
      else if (hasCode(outcome.fault, KNOWN_ALREADY)) unknown.set(attempt, KNOWN);
      else refused.push([attempt, outcome.fault]);
    }
    await this.#posted(posted, results);
    await this.#refused(refused, results);
    if (unknown.size > 0) for (const entry of await this.#resolve(unknown)) results.set(...entry);
    return results;
  }

  /** Attempts of which nobody knows whether they were carried out, and why nobody does. */
  async #resolve(unknown: Map<Attempt, string>, mayResend = true): Promise<Map<Attempt, WriteResult>> {
    const { clock, random } = this.#parts;
    const left = new Map(unknown);
    const results = new Map<Attempt, WriteResult>();
    const keep = (settled: Map<Attempt, WriteResult>): void => {
      for (const [attempt, result] of settled) {
        results.set(attempt, result);
        left.delete(attempt);
      }
    };
    for (let round = 0; round < MOST_ROUNDS && left.size > 0; round++) {
      if (round > 0) await clock.sleep(Math.round(400 * 3 ** round * (0.75 + random() / 2)));
      keep(await this.#foundInBooks([...left.keys()]));
      if (!mayResend) break;
      for (const group of sentTogether(left.keys())) keep(await this.#resent(group, left));
    }
    for (const [attempt, why] of left) results.set(attempt, { type: 'unknown', why });
    return results;
  }

  async #foundInBooks(attempts: readonly Attempt[]): Promise<Map<Attempt, WriteResult>> {
    const results = new Map<Attempt, WriteResult>();
    const there: [Attempt, Written, undefined][] = [];
    const abandoned: [Attempt, Finding][] = [];
    for (const [attempt, found] of await lookUp(this.#parts.books, attempts)) {
      if (found === 'another') abandoned.push([attempt, NUMBER_TAKEN]);
      else if (found === 'not-to-void') abandoned.push([attempt, NOT_TO_VOID]);
      else there.push([attempt, found, undefined]);
    }
    await this.#posted(there, results);
    await this.#parts.ledger.settle(
      abandoned.map(([{ id }, { code }]) => ({ attemptId: id, end: { state: 'abandoned', fault: code } })),
    );
    for (const [attempt, finding] of abandoned)
      results.set(attempt, { type: 'refused', finding, stopsAll: false });
    return results;
  }

  /** Sends the same bytes again under the same id. Results of those that are clear now; `left` says why the others are not. */
  async #resent(group: readonly Attempt[], left: Map<Attempt, string>): Promise<Map<Attempt, WriteResult>> {
    const results = new Map<Attempt, WriteResult>();
    const outcomes = await this.#transmit(group);
    const posted: [Attempt, Written, string | undefined][] = [];
    const refused: [Attempt, Fault][] = [];
    for (const [at, attempt] of group.entries()) {
      const outcome = outcomes[at];
      if (outcome?.type === 'posted') posted.push([attempt, outcome.object, outcome.tid]);
      else if (outcome?.type === 'refused' && !hasCode(outcome.fault, KNOWN_ALREADY))
        refused.push([attempt, outcome.fault]);
      else left.set(attempt, outcome && 'why' in outcome ? outcome.why : KNOWN);
    }
    await this.#posted(posted, results);
    await this.#refused(refused, results);
    return results;
  }

  async #posted(
    posted: readonly (readonly [Attempt, Written, string | undefined])[],
    results: Map<Attempt, WriteResult>,
  ): Promise<void> {
    const { ledger } = this.#parts;
    const refs = posted.flatMap(([{ kind, key }]) => (isRecord(kind) ? { kind, key } : []));
    const contents = await ledger.contents(refs);
    const sources = new Map(refs.map(({ kind, key }, at) => [`${kind} ${key}`, contents[at]]));
    const settlements: Settlement[] = [];
    for (const [attempt, object, tid] of posted) {
      const finding = totalDiffers(attempt, sources.get(`${attempt.kind} ${attempt.key}`), object);
      const { id: attemptId, fingerprint } = attempt;
      settlements.push({
        attemptId,
        end: { state: 'posted', booksId: object.Id, tid },
        consequence: {
          ...consequenceOf(attempt, object),
          ...(finding ? { standing: { ...finding, state: 'error', fingerprint } } : {}),
        },
      });
      results.set(attempt, { type: 'done', object, finding });
    }
    await ledger.settle(settlements);
  }

  async #refused(
    refused: readonly (readonly [Attempt, Fault])[],
    results: Map<Attempt, WriteResult>,
  ): Promise<void> {
    const existing: [Attempt, Written, string | undefined][] = [];
    const settlements: Settlement[] = [];
    for (const [attempt, fault] of refused) {
      const object = await this.#existing(attempt, fault);
      if (object) {
        existing.push([attempt, object, fault.tid]);
        continue;
      }
      const { stopsAll, ...finding } = explainRefusal(fault);
      const { id: attemptId, fingerprint, kind } = attempt;
      settlements.push({
        attemptId,
        end: { state: 'refused', fault: finding.code, tid: fault.tid },
        consequence: isRecord(kind) ? { standing: { ...finding, state: 'error', fingerprint } } : {},
      });
      results.set(attempt, { type: 'refused', finding, stopsAll });
    }
    await this.#parts.ledger.settle(settlements);
    await this.#posted(existing, results);
  }

  /** "Taken already" (6140, 6240) names the object: when it carries our mark, the write had been carried out. */
  async #existing(attempt: Attempt, fault: Fault): Promise<Written | undefined> {
    if (!hasCode(fault, '6140') && !hasCode(fault, '6240')) return undefined;
    const id = idNamedIn(fault);
    const object = id === undefined ? undefined : await this.#parts.books.read(ENTITY[attempt.kind], id);
    return object && isOurs(attempt, object) ? object : undefined;
  }
}

const NUMBER_TAKEN: Finding = {
  code: 'NUMBER_TAKEN',
  reason: 'Its number or name was taken in QuickBooks while it was sent.',
  fix: 'Run the same command again: it compares the two and says what differs.',
};

/**
 * Whether the books themselves refuse a second one of its name, number or version. What has none goes in a batch also
 * when it is alone, so that it is the same request to QuickBooks from a machine that sends many.
 */
function isNamed({ kind, operation, body }: Wanted): boolean {
  return operation !== 'create' || kind === 'customer' || kind === 'item' || 'DocNumber' in withoutGaps(body);
}

const withoutGaps = (body: object): object => JSON.parse(JSON.stringify(body)) as object;

function inBatch(intent: Intent, companyId: string): Intent {
  const { kind, requestId: alone } = intent;
  return { ...intent, requestId: batchRequestId(companyId, kind), batchItem: batchItem(alone) };
}

function batchWrite({ batchItem: bId = '', kind, operation, body }: Attempt): BatchWrite {
  return { bId, entity: ENTITY[kind], operation, body };
}

/** Attempts by the request in which they went: a batch is sent again as a batch, under its own id. */
function sentTogether(attempts: Iterable<Attempt>): Attempt[][] {
  const groups = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const group = groups.get(attempt.requestId) ?? [];
    group.push(attempt);
    groups.set(attempt.requestId, group);
  }
  return [...groups.values()];
}
