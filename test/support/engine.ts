import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { SignInStanding } from '../../src/domain/sign-in.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import { Books } from '../../src/qbo/books.ts';
import { QboClient } from '../../src/qbo/client.ts';
import type { Connection, ConnectionStore, Tokens } from '../../src/qbo/connection.ts';
import type { HttpAnswer, HttpRequest, Transport } from '../../src/qbo/http.ts';
import { Pacer, UNPACED } from '../../src/qbo/pacer.ts';
import { Session, type Refresh } from '../../src/qbo/session.ts';
import { Writer } from '../../src/sync/writer.ts';
import { MIDDLE, VirtualClock } from './virtual-clock.ts';

export function someTokens(parts: Partial<Tokens> = {}): Tokens {
  return {
    accessToken: 'access-1',
    accessExpiresAt: '2026-03-02T10:00:00.000Z',
    refreshToken: 'refresh-1',
    refreshExpiresAt: '2026-06-10T09:00:00.000Z',
    ...parts,
  };
}

export function aConnection(parts: Partial<Connection> = {}): Connection {
  return {
    environment: 'sandbox',
    clientId: 'client',
    clientSecret: 'secret',
    redirectUri: 'http://localhost:8765/callback',
    companyId: '9130',
    companyName: 'Sunny Roofs',
    connectedAt: '2026-03-01T00:00:00.000Z',
    tokens: someTokens(),
    ...parts,
  };
}

/** A connection file in memory, with every value that was written, and a lock that notices who is inside. */
export class MemoryConnections implements ConnectionStore {
  readonly written: Connection[] = [];
  /** How the sign-in stands, each time that was noted. */
  readonly noted: SignInStanding[] = [];
  locks = 0;
  inside = false;
  /** Runs when the lock was taken, before its holder reads: what another process did meanwhile. */
  meanwhile: () => void = () => undefined;
  #now: Connection | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection | undefined = aConnection()) {
    this.#now = connection;
  }

  read(): Connection | undefined {
    return this.#now;
  }

  write(connection: Connection): void {
    this.written.push(connection);
    this.#now = connection;
  }

  async note(standing: SignInStanding): Promise<void> {
    this.noted.push(standing);
    return Promise.resolve();
  }

  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      this.locks++;
      this.inside = true;
      try {
        this.meanwhile();
        return await work();
      } finally {
        this.inside = false;
      }
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

export const noRefresh: Refresh = async () => Promise.reject(new Error('no refresh was expected'));

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): HttpAnswer {
  return { status, headers: { intuit_tid: 'tid-1', ...headers }, text: JSON.stringify(body) };
}

export function fault(code: string, detail = '', status = 400): HttpAnswer {
  const error = { Message: `Message ${code}`, Detail: detail, code };
  return json({ Fault: { Error: [error], type: 'ValidationFault' } }, status);
}

/** Answers a batch of one as the same write would be answered alone. */
export const alone =
  (answer: (request: HttpRequest) => HttpAnswer) =>
  (request: HttpRequest): HttpAnswer => {
    const { BatchItemRequest } = batchOfOne.parse(JSON.parse(request.body ?? ''));
    const [{ bId, ...item }] = BatchItemRequest;
    const { text } = answer({
      ...request,
      body: JSON.stringify(Object.values(item).find((part) => typeof part === 'object')),
    });
    return json({ BatchItemResponse: [{ bId, ...z.looseObject({}).parse(JSON.parse(text)) }] });
  };

const batchOfOne = z.object({
  BatchItemRequest: z.tuple([z.looseObject({ bId: z.string() })]),
});

export type Step = HttpAnswer | Error | ((request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>);

/** A transport that plays a script and refuses what is not in it; `rest` must be empty at the end. */
export class Script {
  readonly seen: HttpRequest[] = [];
  readonly rest: Step[];

  constructor(...steps: Step[]) {
    this.rest = steps;
  }

  readonly transport: Transport = async (request) => {
    this.seen.push(request);
    const step = this.rest.shift();
    if (!step) throw new Error(`an unexpected request: ${request.method} ${request.url}`);
    if (step instanceof Error) throw step;
    return typeof step === 'function' ? step(request) : step;
  };

  get writes(): HttpRequest[] {
    return this.seen.filter(({ method }) => method === 'POST');
  }

  /** The request ids of the writes, in order. */
  get requestIds(): (string | null)[] {
    return this.writes.map(({ url }) => new URL(url).searchParams.get('requestid'));
  }

  /** The statements that were asked, in order. */
  get queries(): string[] {
    return this.seen.flatMap(({ url }) => new URL(url).searchParams.get('query') ?? []);
  }
}

export interface ClientOptions {
  store?: MemoryConnections;
  clock?: VirtualClock;
  refresh?: Refresh;
}

export function aClient(transport: Transport, options: ClientOptions = {}): QboClient {
  const clock = options.clock ?? new VirtualClock();
  const session = new Session(options.store ?? new MemoryConnections(), clock, options.refresh ?? noRefresh);
  return new QboClient({ session, transport, clock, random: MIDDLE, pacer: new Pacer(clock, UNPACED) });
}

/** A real ledger in a folder of its own, and a real client whose other end is a script. */
export class Engine {
  readonly folder = mkdtempSync(join(tmpdir(), 'qbsync-engine-'));
  readonly file = join(this.folder, 'ledger.sqlite');
  readonly clock = new VirtualClock();
  readonly #ledgers: Ledger[] = [];

  async ledger(): Promise<Ledger> {
    const ledger = await openLedger(this.file, this.clock);
    this.#ledgers.push(ledger);
    return ledger;
  }

  books(script: { transport: Transport }, options: ClientOptions = {}): Books {
    return new Books(aClient(script.transport, { clock: this.clock, ...options }));
  }

  async writer(
    ledger: Ledger,
    script: { transport: Transport },
    options: ClientOptions = {},
  ): Promise<Writer> {
    return new Writer({
      ledger,
      books: this.books(script, options),
      clock: this.clock,
      random: MIDDLE,
      companyId: '9130',
      runId: await ledger.startRun('test'),
    });
  }

  dispose(): void {
    for (const ledger of this.#ledgers) ledger.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
