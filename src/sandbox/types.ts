import type { Indexes } from './books/indexes.ts';
import type { SandboxCountry } from './countries.ts';
import type { Store } from './store.ts';

/** A request as the core sees it, from HTTP or from a test in process. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The body as it came: an upload is no text. */
  readonly bytes?: Uint8Array;
}

/** How the answer reaches the client, when a fault was asked for (docs/sandbox.md, rehearsals). */
export interface Delivery {
  /** The connection is cut instead of answering; what the request did stays done. */
  readonly cut?: boolean;
  /** Only the first half of the body is sent, with the length of the whole. */
  readonly truncate?: boolean;
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
  readonly country: SandboxCountry;
  /** The base address as clients see it, for the discovery document. */
  url: string;
  readonly requests: SeenRequest[];
  /** Faults that wait for a matching request; they are rehearsal, not state, and are not kept. */
  readonly faults: PendingFault[];
  readonly persist: () => void;
}

export interface PendingFault {
  left: number;
  readonly match: {
    readonly method?: string | undefined;
    readonly pathContains?: string | undefined;
    readonly operation?: string | undefined;
  };
  readonly effect: FaultEffect;
}

export type FaultEffect =
  | { readonly kind: 'lose-answer' | 'cut-before' | 'truncate' | 'unauthorized' }
  | { readonly kind: 'slow'; readonly ms: number }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly retryAfter?: number | undefined;
      readonly body: 'json' | 'html' | 'empty';
    };
