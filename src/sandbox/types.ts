import type { Indexes } from './books/indexes.ts';
import type { FaultInjector } from './fault-injection/injector.ts';
import type { Limits } from './limits/limits.ts';
import type { RecentWrites } from './recent-writes.ts';
import type { Store } from './store.ts';

/** A request as the core sees it, from HTTP or from a test in process. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Path and query as they came over HTTP, encoded. */
  readonly target?: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The body as it came: an upload is no text. */
  readonly bytes?: Uint8Array;
}

/** How the answer reaches the client: late, or under a fault (docs/sandbox.md, faults on demand). */
export interface Delivery {
  /** The connection is cut instead of answering; what the request did stays done. */
  readonly cut?: boolean;
  /** Status and headers arrive, and nothing of the body that they promise. */
  readonly cutAfterHeaders?: boolean;
  /** Only the first half of the body is sent, with the length of the whole; then the connection is cut. */
  readonly truncate?: boolean;
  /** What the service took, and a slow fault on top: in flight so long, on the sandbox's clock. */
  readonly delayMs?: number;
}

export interface SandboxAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly after?: Delivery;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly at: string;
  /** Objects that the request made, changed, voided or deleted; a replayed answer writes none. */
  readonly writes: number;
}

/** Everything the core works on: the state, and what it is handed from outside. */
export interface Sandbox {
  readonly store: Store;
  readonly indexes: Indexes;
  readonly clock: () => Date;
  readonly randomBytes: (n: number) => Uint8Array;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The base address as clients see it, for the discovery document. */
  url: string;
  readonly requests: SeenRequest[];
  /** Request limits and latency; rehearsal, not state: they are not kept. */
  readonly limits: Limits;
  /** Faults on demand; they are not kept either. */
  readonly faults: FaultInjector;
  readonly recentWrites: RecentWrites;
  readonly persist: () => void;
}
