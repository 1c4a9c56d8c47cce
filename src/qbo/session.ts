import type { Clock } from '../domain/clock.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { Connection, ConnectionStore, Tokens } from './connection.ts';
import { SignInError, signInProblem, type AppKeys } from './oauth.ts';

/** Refresh this long before the access token ends, so that a long request does not outlive it. */
const MARGIN_MS = 120_000;

export type Refresh = (keys: AppKeys, refreshToken: string, clock: Clock) => Promise<Tokens>;

/**
 * Hands out access tokens of one company and renews them: under a lock between processes, on disk before use, and not
 * more often than needed, since every needless refresh risks the connection (qbo-api.md 9.4, 9.5).
 */
export class Session {
  readonly #store: ConnectionStore;
  readonly #clock: Clock;
  readonly #refresh: Refresh;
  #renewal: Promise<string> | undefined;

  constructor(store: ConnectionStore, clock: Clock, refresh: Refresh) {
    this.#store = store;
    this.#clock = clock;
    this.#refresh = refresh;
  }

  /** The connection as it is on disk. Throws the `Problem` that asks to connect where there is none. */
  connection(): Connection & { tokens: Tokens } {
    const connection = this.#store.read();
    if (!connection) throw notConnected();
    if (!connection.tokens) throw disconnected();
    return { ...connection, tokens: connection.tokens };
  }

  async accessToken(): Promise<string> {
    const { tokens } = this.connection();
    if (this.#fresh(tokens)) return tokens.accessToken;
    return this.#renew((now) => !this.#fresh(now.tokens));
  }

  /** After a 401 for `refused`: another process may have renewed it meanwhile, then its token is taken. */
  async renewedToken(refused: string): Promise<string> {
    return this.#renew((now) => now.tokens.accessToken === refused);
  }

  /** The company was taken away (refused although freshly renewed): remembered, so that status can say so. */
  async markDisconnected(why: string): Promise<Problem> {
    await this.#store.disconnect(why);
    return disconnected(why);
  }

  #fresh(tokens: Tokens): boolean {
    return new Date(tokens.accessExpiresAt).getTime() - this.#clock.now().getTime() > MARGIN_MS;
  }

  /** Requests that run side by side share one renewal. */
  async #renew(stillNeeded: (now: Connection & { tokens: Tokens }) => boolean): Promise<string> {
    this.#renewal ??= this.#renewExclusively(stillNeeded).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #renewExclusively(stillNeeded: (now: Connection & { tokens: Tokens }) => boolean): Promise<string> {
    return this.#store.exclusively(async () => {
      const now = this.connection();
      if (!stillNeeded(now)) return now.tokens.accessToken;
      try {
        const tokens = await this.#refresh(now, now.tokens.refreshToken, this.#clock);
        // The five-year end is told at consent; a server that leaves it out later has not moved it.
        const hard = tokens.hardExpiresAt ?? now.tokens.hardExpiresAt;
        this.#store.write({ ...now, tokens: { ...tokens, ...(hard ? { hardExpiresAt: hard } : {}) } });
        return tokens.accessToken;
      } catch (error) {
        if (!(error instanceof SignInError)) throw error;
        if (error.code === 'invalid_grant') {
          throw await this.markDisconnected(
            'Intuit no longer accepts the saved sign-in (expired, or ended in QuickBooks).',
          );
        }
        throw signInProblem(error);
      }
    });
  }
}

export function notConnected(): Problem {
  return new Problem({
    code: 'NOT_CONNECTED',
    reason: 'No QuickBooks company is connected yet.',
    fix: 'Run: qbsync connect',
    exit: EXIT.reconnect,
  });
}

function disconnected(why = ''): Problem {
  return new Problem({
    code: 'DISCONNECTED',
    reason: `The QuickBooks company is disconnected. ${why}`.trim(),
    fix: 'Run: qbsync connect (your records and settings stay as they are)',
    exit: EXIT.reconnect,
  });
}
