import * as z from 'zod';
import { EXIT, Problem } from '../domain/problems.ts';
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
      const statement = `SELECT * FROM ${entity}${where ? ` WHERE ${where}` : ''} ORDERBY Id STARTPOSITION ${start} MAXRESULTS ${PAGE}`;
      const body = await this.#read('/query', { query: statement });
      const { QueryResponse } = door(z.object({ QueryResponse: z.record(z.string(), z.unknown()) }), body);
      const rows = door(z.array(z.unknown()), QueryResponse[entity] ?? []);
      for (const row of rows) found.push(objectOf(entity, row));
      if (rows.length < PAGE) return found;
    }
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
    const found: Entity<N>[] = [];
    for (const list of inLists(values)) {
      const where = `${property} IN ${list}${also ? ` AND ${also}` : ''}`;
      found.push(...(await this.query(entity, where)));
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

  async #read(path: string, parameters: Record<string, string> = {}): Promise<unknown> {
    try {
      return await this.#client.read(path, parameters);
    } catch (error) {
      if (error instanceof ReadRefused) throw new RefusedRead(error.fault);
      throw error;
    }
  }

  /**
   * Creates or updates one object. `body` is the JSON text that was recorded as the intent: a resend sends the same
   * bytes with the same `requestId`.
   */
  async write<N extends WritableEntity>(entity: N, body: string, requestId: string): Promise<Written<N>> {
    const outcome = await this.#client.write(`/${entity.toLowerCase()}`, body, requestId);
    if (outcome.type !== 'posted') return outcome;
    const read = z.record(z.string(), z.unknown()).safeParse(outcome.body);
    const object = read.success ? ENTITIES[entity].safeParse(read.data[entity]) : undefined;
    if (!object?.success) return { type: 'unknown', why: 'an answer that does not hold what was sent' };
    return { type: 'posted', object: object.data as Entity<N>, tid: outcome.tid };
  }
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
