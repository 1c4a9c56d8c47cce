import * as z from 'zod';
import { EXIT, Problem } from '../domain/problems.ts';
import {
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
import { hasCode, type Fault } from './faults.ts';
import { inLists, quoted } from './query.ts';

const PAGE = 1000;
/** So many objects are read one by one: reads are never stale. */
const FEW = 5;
/** Questions under way side by side; the pacer has the last word. */
const ASKED_AT_ONCE = 5;

/** A write's result with the object read through its door. */
export type Written<N extends WritableEntity> =
  { type: 'posted'; object: Entity<N>; tid: string | undefined } | Exclude<WriteOutcome, { type: 'posted' }>;

/** An entry that was made in a list of the books, outside of the ledger's attempts: {@link Books.makeTaxCode}. */
export type MadeInList = { type: 'posted'; id: string } | Exclude<WriteOutcome, { type: 'posted' }>;

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
    for await (const rows of this.pages(entity, where)) found.push(...rows);
    return found;
  }

  /**
   * As {@link query}, a page at a time, for histories that need not be held at once. What is deleted meanwhile moves the
   * pages, so that a row may be passed over: who must be sure looks for it by itself.
   */
  async *pages<N extends EntityName>(entity: N, where?: string): AsyncGenerator<Entity<N>[]> {
    for (let start = 1; ; start += PAGE) {
      const body = await this.#refusedToo(() => this.#client.ask(statementOf(entity, where, start)));
      const rows = rowsOf(entity, body);
      yield rows;
      if (rows.length < PAGE) return;
    }
  }

  /** How many objects there are, as a query counts them: of lists the active ones. */
  async count(entity: EntityName): Promise<number> {
    const body = await this.#refusedToo(() => this.#client.ask(`SELECT COUNT(*) FROM ${entity}`));
    return door(countAnswer, body).QueryResponse.totalCount;
  }

  /** As {@link query}; nothing where the server does not know the entity. */
  async queryIfServed<N extends EntityName>(entity: N, where?: string): Promise<Entity<N>[]> {
    try {
      return await this.query(entity, where);
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
    const lists = inLists(values);
    const found: Entity<N>[] = [];
    for (let at = 0; at < lists.length; at += ASKED_AT_ONCE) {
      const some = lists.slice(at, at + ASKED_AT_ONCE);
      const condition = (list: string) => `${property} IN ${list}${also ? ` AND ${also}` : ''}`;
      const answers = await Promise.all(some.map((list) => this.query(entity, condition(list))));
      found.push(...answers.flat());
    }
    return found;
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

  async #read(path: string): Promise<unknown> {
    return this.#refusedToo(() => this.#client.read(path));
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
   * Makes a sales tax code with its rate. Whether `requestid` holds for the tax service is not documented (qbo-api.md
   * 3.6): who calls this looks for the name before, and after an answer that says nothing.
   */
  async makeTaxCode(body: string, requestId: string): Promise<MadeInList> {
    return this.#make('/taxservice/taxcode', body, requestId, ({ TaxCodeId }) => TaxCodeId);
  }

  async makePaymentMethod(body: string, requestId: string): Promise<MadeInList> {
    const made = z.object({ Id: z.string() });
    return this.#make(
      '/paymentmethod',
      body,
      requestId,
      (answer) => made.safeParse(answer.PaymentMethod).data?.Id,
    );
  }

  async #make(
    path: string,
    body: string,
    requestId: string,
    idIn: (answer: Record<string, unknown>) => unknown,
  ): Promise<MadeInList> {
    const outcome = await this.#client.write(path, body, requestId);
    if (outcome.type !== 'posted') return outcome;
    const read = z.record(z.string(), z.unknown()).safeParse(outcome.body);
    const id = z
      .string()
      .min(1)
      .safeParse(idIn(read.data ?? {}));
    return id.success
      ? { type: 'posted', id: id.data }
      : { type: 'unknown', why: 'an answer that does not hold what was sent' };
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
const countAnswer = z.object({ QueryResponse: z.object({ totalCount: z.number() }) });

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
