import * as z from 'zod';
import { EXIT, Problem } from '../domain/problems.ts';
import {
  BATCH_ITEMS,
  BATCH_OBJECTS,
  batchAnswers,
  batchBody,
  batchOutcome,
  type BatchOutcome,
  type BatchWrite,
  type Operation,
} from './batch.ts';
import { ReadRefused, type QboClient, type WriteOutcome } from './client.ts';
import {
  companyInfoSchema,
  ENTITIES,
  preferencesSchema,
  type CompanyInfo,
  type Entity,
  type EntityName,
  type Preferences,
  type WritableEntity,
} from './entities.ts';
import { faultErrors, hasCode, kindOfItem, type Fault } from './faults.ts';
import { inLists, quoted } from './query.ts';

const PAGE = 1000;
/** So many objects are read one by one: reads are never stale. */
const FEW = 5;

/** One question of several that are asked together. */
export interface Question<N extends EntityName> {
  entity: N;
  /** A condition of the query language. */
  where: string;
  /** How many objects it finds at most, as far as that is known. */
  atMost: number;
}

/** Questions that go in one request: as many as it takes, and as many as its answer can hold. */
function askedTogether<N extends EntityName>(questions: readonly Question<N>[]): Question<N>[][] {
  const groups: Question<N>[][] = [];
  let group: Question<N>[] = [];
  let objects = 0;
  for (const question of questions) {
    const full = group.length >= BATCH_ITEMS || objects + question.atMost >= BATCH_OBJECTS;
    if (full || group.length === 0) {
      groups.push((group = []));
      objects = 0;
    }
    group.push(question);
    objects += question.atMost;
  }
  return groups;
}

/** A write's result with the object read through its door. */
export type Written<N extends WritableEntity> =
  { type: 'posted'; object: Entity<N>; tid: string | undefined } | Exclude<WriteOutcome, { type: 'posted' }>;

/** The books of the connected company: what qbsync asks of them and writes to them. */
export class Books {
  readonly #client: QboClient;

  constructor(client: QboClient) {
    this.#client = client;
  }

  async companyInfo(): Promise<CompanyInfo> {
    const body = await this.#read(`/companyinfo/${encodeURIComponent(this.#client.companyId)}`);
    return door(z.object({ CompanyInfo: companyInfoSchema }), body).CompanyInfo;
  }

  async preferences(): Promise<Preferences> {
    const body = await this.#read('/preferences');
    return door(z.object({ Preferences: preferencesSchema }), body).Preferences;
  }

  /** Every object that fits, page by page in the order of ids. `where` is a condition of the query language. */
  async query<N extends EntityName>(entity: N, where?: string): Promise<Entity<N>[]> {
    const found: Entity<N>[] = [];
    for (let start = 1; ; start += PAGE) {
      const body = await this.#read('/query', { query: statementOf(entity, where, start) });
      const rows = rowsOf(entity, body);
      found.push(...rows);
      if (rows.length < PAGE) return found;
    }
  }

  /**
   * Answers to several questions, in as few requests as fit: what one request cannot hold (qbo-api.md 5) is asked again
   * by itself, page by page.
   */
  async ask<N extends EntityName>(questions: readonly Question<N>[]): Promise<Entity<N>[]> {
    const found: Entity<N>[] = [];
    for (const some of askedTogether(questions)) {
      const answers = some.length > 1 ? await this.#askTogether(some) : undefined;
      if (answers) found.push(...answers);
      else for (const { entity, where } of some) found.push(...(await this.query(entity, where)));
    }
    return found;
  }

  /** Undefined where the answers are too many for one request, or one of them is missing. */
  async #askTogether<N extends EntityName>(
    questions: readonly Question<N>[],
  ): Promise<Entity<N>[] | undefined> {
    const items = questions.map(({ entity, where }, at) => ({
      bId: `q${at}`,
      Query: statementOf(entity, where, 1),
    }));
    const body = await this.#refusedToo(() =>
      this.#client.readBatch(JSON.stringify({ BatchItemRequest: items })),
    );
    const answers = batchAnswers(body);
    const found: Entity<N>[] = [];
    for (const [at, { entity }] of questions.entries()) {
      const answer = answers?.get(`q${at}`);
      const errors = faultErrors(answer);
      if (errors && kindOfItem(errors) === 'refused') {
        throw new RefusedRead({
          kind: 'refused',
          status: 200,
          errors,
          tid: undefined,
          retryAfter: undefined,
        });
      }
      if (answer === undefined || errors) return undefined;
      found.push(...rowsOf(entity, answer));
    }
    return found.length < BATCH_OBJECTS ? found : undefined;
  }

  /** As {@link query}; nothing where the server does not know the entity. */
  async queryIfServed<N extends EntityName>(entity: N): Promise<Entity<N>[]> {
    try {
      return await this.query(entity);
    } catch (error) {
      if (error instanceof RefusedRead) return [];
      throw error;
    }
  }

  /** Objects whose property has one of the values; asked for in as few statements as fit. */
  async among<N extends EntityName>(
    entity: N,
    property: string,
    values: Iterable<string>,
    also?: string,
  ): Promise<Entity<N>[]> {
    return this.ask(
      inLists(values).map(({ text, size }) => ({
        entity,
        where: `${property} IN ${text}${also ? ` AND ${also}` : ''}`,
        atMost: size,
      })),
    );
  }

  /** The object, or undefined where it does not exist any more (code 610, qbo-api.md 0.4). */
  async read<N extends EntityName>(entity: N, id: string): Promise<Entity<N> | undefined> {
    try {
      const body = await this.#read(`/${entity.toLowerCase()}/${encodeURIComponent(id)}`);
      return objectOf(entity, door(z.record(z.string(), z.unknown()), body)[entity]);
    } catch (error) {
      if (error instanceof RefusedRead && hasCode(error.fault, '610')) return undefined;
      throw error;
    }
  }

  /**
   * Objects by their ids; those that do not exist any more are left out. A few are read; many are asked for together,
   * and what a query does not show is read too, since it may lag behind (qbo-api.md 4).
   */
  async readAll<N extends EntityName>(entity: N, ids: readonly string[]): Promise<Map<string, Entity<N>>> {
    const found = new Map<string, Entity<N>>();
    if (ids.length > FEW) {
      for (const object of await this.among(entity, 'Id', ids)) found.set(object.Id, object);
    }
    for (const id of ids) {
      const object = found.has(id) ? undefined : await this.read(entity, id);
      if (object) found.set(id, object);
    }
    return found;
  }

  async #read(path: string, parameters: Record<string, string> = {}): Promise<unknown> {
    return this.#refusedToo(() => this.#client.read(path, parameters));
  }

  async #refusedToo<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof ReadRefused) throw new RefusedRead(error.fault);
      throw error;
    }
  }

  /**
   * Creates, updates or voids one object. `body` is the JSON text that was recorded as the intent: a resend sends the
   * same bytes with the same `requestId`.
   */
  async write<N extends WritableEntity>(
    entity: N,
    body: string,
    requestId: string,
    operation: Operation,
  ): Promise<Written<N>> {
    // What has an Id is an update; only a void must be named (qbo-api.md 1.2).
    const named: Record<string, string> = operation === 'void' ? { operation } : {};
    const outcome = await this.#client.write(`/${entity.toLowerCase()}`, body, requestId, named);
    if (outcome.type !== 'posted') return outcome;
    const read = z.record(z.string(), z.unknown()).safeParse(outcome.body);
    const object = read.success ? ENTITIES[entity].safeParse(read.data[entity]) : undefined;
    if (!object?.success) return { type: 'unknown', why: 'an answer that does not hold what was sent' };
    return { type: 'posted', object: object.data as Entity<N>, tid: outcome.tid };
  }

  /**
   * Several writes in one request, each of which succeeds or fails alone; outcomes in the order of the writes. Sent
   * again with the same request id, also in part, each is answered as it was the first time.
   */
  async writeBatch(writes: readonly BatchWrite[], requestId: string): Promise<BatchOutcome[]> {
    const outcome = await this.#client.writeBatch(batchBody(writes), requestId);
    if (outcome.type === 'unknown') return writes.map(() => outcome);
    if (outcome.type === 'refused') {
      // "Known already" (600) does not say what became of it.
      if (hasCode(outcome.fault, '600'))
        return writes.map(() => ({ type: 'unknown', why: 'QuickBooks knows the request already' }));
      // A refusal of the whole request says nothing of any one write among several.
      return writes.length === 1 ? [outcome] : writes.map(() => ({ type: 'unsent', why: 'batch refused' }));
    }
    const answers = batchAnswers(outcome.body);
    const outcomes = writes.map((write) => batchOutcome(write, answers?.get(write.bId), outcome.tid));
    if (outcomes.some(({ type }) => type === 'unsent')) this.#client.slowDown();
    return outcomes;
  }
}

function statementOf(entity: EntityName, where: string | undefined, start: number): string {
  const condition = where === undefined ? '' : ` WHERE ${where}`;
  return `SELECT * FROM ${entity}${condition} ORDERBY Id STARTPOSITION ${start} MAXRESULTS ${PAGE}`;
}

const queryAnswer = z.object({ QueryResponse: z.record(z.string(), z.unknown()) });

function rowsOf<N extends EntityName>(entity: N, body: unknown): Entity<N>[] {
  const { QueryResponse } = door(queryAnswer, body);
  return door(z.array(z.unknown()), QueryResponse[entity] ?? []).map((row) => objectOf(entity, row));
}

/** A look-up that QuickBooks refuses ends a run: without its answer nothing is written. */
class RefusedRead extends Problem {
  readonly fault: Fault;

  constructor(fault: Fault) {
    const said = fault.errors.map(({ code, message, detail }) => `${code}: ${detail || message}`).join(' / ');
    super({
      code: 'QUICKBOOKS_REFUSED_READ',
      reason: `QuickBooks refuses to answer a question (${said || `HTTP ${fault.status}`}).`,
      fix: 'Run: qbsync doctor. If nothing is wrong there, report this with the output of qbsync --version.',
      exit: EXIT.unavailable,
      posted: 'see-status',
    });
    this.fault = fault;
  }
}

/** `Customer` objects named so; the query compares without regard to case (qbo-api.md 4). */
export function namedExactly(property: string, name: string): string {
  return `${property} = ${quoted(name)}`;
}

function objectOf<N extends EntityName>(entity: N, row: unknown): Entity<N> {
  return door(ENTITIES[entity], row) as Entity<N>;
}

function door<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const where = read.error.issues[0]?.path.join('.') ?? '';
  throw new Problem({
    code: 'QUICKBOOKS_ANSWER',
    reason: `QuickBooks answered in a shape that qbsync does not know (at "${where}").`,
    fix: 'Run: qbsync doctor. If it stays, report it with the output of qbsync --version.',
    exit: EXIT.unavailable,
    retry: 'later',
    posted: 'see-status',
  });
}
