import type { Clock } from '../domain/clock.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { signInEnds, type Connection, type ConnectionStore, type Tokens } from './connection.ts';
import { SignInError, signInProblem, type AppKeys } from './oauth.ts';

/** Refresh this long before the access token ends, so that a long request does not outlive it. */
const MARGIN_MS = 120_000;

export type Refresh = (keys: AppKeys, refreshToken: string, clock: Clock) => Promise<Tokens>;

type SignedIn = Connection & { tokens: Tokens };

/**
 * Hands out access tokens of one company and renews them: under a lock between processes, on disk before use, and not
 * more often than needed, since every needless refresh risks the connection (qbo-api.md 9.4, 9.5).
 */
export class Session {
  readonly #store: ConnectionStore;
  readonly #clock: Clock;
  readonly #refresh: Refresh;
  #renewal: Promise<string> | undefined;
  /** Once refused, a run does not ask again; the next one does. */
  #refusal: Problem | undefined;

  constructor(store: ConnectionStore, clock: Clock, refresh: Refresh) {
    this.#store = store;
    this.#clock = clock;
    this.#refresh = refresh;
  }

  /** The connection as it is on disk. Throws the `Problem` that asks to connect where there is none. */
  connection(): SignedIn {
    if (this.#refusal) throw this.#refusal;
    const connection = this.#store.read();
    if (!connection) throw notConnected();
    if (!connection.tokens) throw disconnected(connection.disconnected);
    return { ...connection, tokens: connection.tokens };
  }

  async accessToken(): Promise<string> {
    const now = this.connection();
    if (this.#fresh(now)) return now.tokens.accessToken;
    return this.#renew(now, (later) => !this.#fresh(later));
  }

  /** After a 401 for `refused`: another process may have renewed it meanwhile, then its token is taken. */
  async renewedToken(refused: string): Promise<string> {
    return this.#renew(this.connection(), ({ tokens }) => tokens.accessToken === refused);
  }

  /** The company was taken away (refused although freshly renewed): remembered, so that status can say so. */
  async markDisconnected(why: string): Promise<Problem> {
    return this.#store.exclusively(async () => this.#refused(this.connection(), why));
  }

  #fresh({ tokens, disconnected: why }: SignedIn): boolean {
    const left = new Date(tokens.accessExpiresAt).getTime() - this.#clock.now().getTime();
    return why === undefined && left > MARGIN_MS;
  }

  /** Requests that run side by side share one renewal. */
  async #renew(before: SignedIn, stillNeeded: (now: SignedIn) => boolean): Promise<string> {
    this.#renewal ??= this.#store
      .exclusively(async () => this.#renewExclusively(before, stillNeeded))
      .finally(() => {
        this.#renewal = undefined;
      });
    return this.#renewal;
  }

  async #renewExclusively(before: SignedIn, stillNeeded: (now: SignedIn) => boolean): Promise<string> {
    const now = this.connection();
    // Another process was refused while this one waited: it need not be refused as well.
    if (now.disconnected !== undefined && before.disconnected === undefined)
      throw disconnected(now.disconnected);
    if (!stillNeeded(now)) return now.tokens.accessToken;
    // The former value may be dead once Intuit answers, so there must be room for the new one before it is asked.
    this.#store.write(now);
    const tokens = await this.#asked(now);
    this.#keep({ ...now, tokens, disconnected: undefined, keysRefused: undefined });
    await this.#store.note(signInEnds(tokens));
    return tokens.accessToken;
  }

  async #asked(now: SignedIn): Promise<Tokens> {
    try {
      const tokens = await this.#refresh(now, now.tokens.refreshToken, this.#clock);
      // The five-year end is told at consent; a server that leaves it out later has not moved it.
      const hard = tokens.hardExpiresAt ?? now.tokens.hardExpiresAt;
      return { ...tokens, ...(hard ? { hardExpiresAt: hard } : {}) };
    } catch (error) {
      if (!(error instanceof SignInError)) throw error;
      if (error.code === 'invalid_grant') {
        throw await this.#refused(
          now,
          'Intuit no longer accepts the saved sign-in (expired, or ended in QuickBooks).',
        );
      }
      const problem = signInProblem(error);
      if (problem.code !== 'APP_KEYS') throw problem;
      throw await this.#refused(
        { ...now, keysRefused: true },
        'Intuit no longer accepts the keys of your app (the secret was changed, or the app was removed).',
      );
    }
  }

  #keep(connection: Connection): void {
    try {
      this.#store.write(connection);
    } catch (error) {
      throw error instanceof Problem ? notKept(error) : error;
    }
  }

  async #refused(now: SignedIn, why: string): Promise<Problem> {
    this.#refusal = disconnected(why);
    this.#store.write({ ...now, disconnected: why });
    await this.#store.note({ disconnected: why });
    return this.#refusal;
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

function notKept(cause: Problem): Problem {
  return new Problem({
    code: 'SIGN_IN_NOT_KEPT',
    reason: `The sign-in was renewed at Intuit, and the new one could not be kept. ${cause.message}`,
    fix: 'See to it that this file can be written (is the disk full?), then run: qbsync connect',
    exit: cause.exit,
    cause,
  });
}
