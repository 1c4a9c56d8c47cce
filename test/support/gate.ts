import {
  Agent,
  createServer,
  request as send,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { Buffer } from 'node:buffer';
import { buffer } from 'node:stream/consumers';

// A gate on the way from qbsync to the sandbox: it knows exactly how far a request has come.

/**
 * How far the request that is met has come: nothing of it reached the server; the server did it and nobody knows;
 * the answer was sent; or nothing reached the server yet, but it will, once {@link Gate.deliver} lets it.
 */
export const MOMENTS = ['before', 'done', 'answered', 'late'] as const;
export type Moment = (typeof MOMENTS)[number];

export interface Met {
  /** The request from now on that is met, counted from 1. */
  nth: number;
  moment: Moment;
  /** Counts only requests whose path has this in it. */
  path?: string;
  /** What happens then. `cut`: the client is gone, so no answer is sent; `pass`: the request goes on, so much later. */
  strike(): Promise<'cut' | 'pass'>;
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

const HOP_BY_HOP = ['connection', 'transfer-encoding', 'keep-alive', 'content-length'];

/** One loopback address in front of one sandbox after another. */
export class Gate {
  readonly #server: Server;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #underway = new Set<Promise<unknown>>();
  #backend = '';
  #met: Met | undefined;
  #held: (() => Promise<unknown>)[] = [];
  #seen = 0;
  #gathering: { missing: number; complete: Promise<void>; go: () => void } | undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      const passing = this.#pass(request, response).catch(() => response.destroy());
      this.#underway.add(passing);
      void passing.finally(() => this.#underway.delete(passing));
    });
  }

  static async open(): Promise<Gate> {
    const gate = new Gate();
    await new Promise<void>((resolve) => gate.#server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  /** Requests that came, since the last {@link lead}. */
  get seen(): number {
    return this.#seen;
  }

  /** Leads to another sandbox; what was held back for the one before is forgotten. */
  lead(url: string): void {
    this.#backend = url;
    this.#seen = 0;
    this.#met = undefined;
    this.#held = [];
  }

  /** Meets one request. */
  meet(met: Met): void {
    this.#met = met;
  }

  /** The next requests wait for each other, until there are so many. */
  gather(missing: number): void {
    const start: { go: () => void } = { go: () => undefined };
    const complete = new Promise<void>((resolve) => (start.go = resolve));
    this.#gathering = { missing, complete, go: start.go };
  }

  /** Meets nobody any more; whether somebody had been met. */
  spare(): boolean {
    const hit = this.#met === undefined;
    this.#met = undefined;
    return hit;
  }

  /** What was held back reaches the server now; nobody waits for its answer. */
  async deliver(): Promise<'pass'> {
    const held = this.#held;
    this.#held = [];
    for (const forward of held) await forward();
    return 'pass';
  }

  /** Resolves when nothing is on its way. */
  async quiet(): Promise<void> {
    while (this.#underway.size > 0) await Promise.all(this.#underway);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // From the start: the client may be gone before there is an answer.
    const left = new Promise<void>((resolve) => response.once('finish', resolve).once('close', resolve));
    const body = await buffer(request);
    this.#seen++;
    const met = this.#isMet(request);
    const forward = () => this.#forward(request, body);
    if (met?.moment === 'late') this.#held.push(forward);
    const early = met?.moment === 'before' || met?.moment === 'late';
    if (early && (await met.strike()) === 'cut') {
      response.destroy();
      return;
    }
    await this.#gathered();
    const answer = await forward();
    if (met?.moment === 'done' && (await met.strike()) === 'cut') {
      response.destroy();
      return;
    }
    const kept = Object.entries(answer.headers).filter(([name]) => !HOP_BY_HOP.includes(name));
    response.writeHead(answer.status, { ...Object.fromEntries(kept), 'content-length': answer.body.length });
    response.end(answer.body);
    await left;
    if (met?.moment === 'answered') await met.strike();
  }

  async #gathered(): Promise<void> {
    const gathering = this.#gathering;
    if (!gathering) return;
    gathering.missing--;
    if (gathering.missing === 0) {
      this.#gathering = undefined;
      gathering.go();
    }
    await gathering.complete;
  }

  #isMet(request: IncomingMessage): Met | undefined {
    const met = this.#met;
    if (!met || !(request.url ?? '').includes(met.path ?? '')) return undefined;
    met.nth--;
    if (met.nth > 0) return undefined;
    this.#met = undefined;
    return met;
  }

  #forward(request: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { method = 'GET', url = '/' } = request;
      const headers = { ...request.headers, host: new URL(this.#backend).host };
      const forwarded = send(this.#backend + url, { method, headers, agent: this.#agent }, (answer) => {
        buffer(answer).then(
          (bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes }),
          reject,
        );
      });
      forwarded.once('error', reject);
      forwarded.end(body);
    });
  }
}
