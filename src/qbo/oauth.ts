import * as z from 'zod';
import { EXIT, Problem } from '../domain/problems.ts';
import type { Clock } from '../domain/clock.ts';
import type { Connection, Tokens } from './connection.ts';
import { endpointsOf, isLoopback } from './endpoints.ts';
import { codeOf } from './http.ts';
import { inWords, isWebPage, networkProblem, WEB_PAGE } from './network.ts';

/** Keys of an Intuit app and where it is used. */
export type AppKeys = Pick<Connection, 'environment' | 'url' | 'clientId' | 'clientSecret' | 'redirectUri'>;

const ACCOUNTING_SCOPE = 'com.intuit.quickbooks.accounting';

const TIMEOUT_MS = 60_000;

const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  refresh_token: z.string().min(1),
  x_refresh_token_expires_in: z.coerce.number().positive(),
  x_refresh_token_hard_expires_in: z.coerce.number().positive().optional(),
});

/** Why a call for tokens failed. `refused`: Intuit said no, with its OAuth code; `unreachable`: nobody can tell. */
export class SignInError extends Error {
  readonly kind: 'refused' | 'unreachable';
  readonly code: string;
  /** Who was asked. */
  readonly host: string;

  constructor(kind: 'refused' | 'unreachable', code: string, host = 'oauth.platform.intuit.com') {
    super(code);
    this.name = 'SignInError';
    this.kind = kind;
    this.code = code;
    this.host = host;
  }
}

/** The address of the consent page. `state` is made and later compared by the caller: the library does neither. */
export function authorizeUrl(keys: AppKeys, state: string): string {
  const url = new URL(endpointsOf(keys.environment, keys.url).authorize);
  url.searchParams.set('client_id', keys.clientId);
  url.searchParams.set('redirect_uri', keys.redirectUri);
  url.searchParams.set('response_type', 'code');
  url.searchParams.set('scope', ACCOUNTING_SCOPE);
  url.searchParams.set('state', state);
  return url.href;
}

/** Exchanges the code in a callback address for tokens. A code works once (qbo-api.md 2.1). */
export async function exchangeCode(keys: AppKeys, callback: string, clock: Clock): Promise<Tokens> {
  const asked = clock.now();
  const { client, seen } = await openClient(keys);
  return tokensFrom(await call(seen, () => client.createToken(callback)), asked, seen);
}

/**
 * New tokens for a refresh token. The old value may be dead from this moment on (qbo-api.md 2.2): the caller holds a
 * lock and stores what is returned before using it.
 */
export async function refreshTokens(keys: AppKeys, refreshToken: string, clock: Clock): Promise<Tokens> {
  const asked = clock.now();
  const { client, seen } = await openClient(keys);
  return tokensFrom(await call(seen, () => client.refreshUsingToken(refreshToken)), asked, seen);
}

/** Ends the connection at Intuit: both tokens are dead afterwards. */
export async function revokeTokens(keys: AppKeys, refreshToken: string): Promise<void> {
  const { client, seen } = await openClient(keys);
  await call(seen, () => client.revoke({ refresh_token: refreshToken }));
}

/**
 * A client of Intuit's library, tamed (qbo-api.md 2.4): its addresses are static, so they are set before each use; its
 * silent retries could present a spent refresh token, so they are off; it has no time-out, so it gets one; redirects
 * are not followed, so that the client secret stays with the host it was meant for.
 */
async function openClient(keys: AppKeys) {
  const [{ default: OAuthClient }, { default: axios }] = await Promise.all([
    import('intuit-oauth'),
    import('axios'),
  ]);
  const endpoints = endpointsOf(keys.environment, keys.url);
  const client = new OAuthClient({
    clientId: keys.clientId,
    clientSecret: keys.clientSecret,
    redirectUri: keys.redirectUri,
    environment: keys.environment === 'production' ? 'production' : 'sandbox',
    includeRefreshTokenHardExpiresIn: true,
  });
  client.setAuthorizeURLs({
    authorizeEndpoint: endpoints.authorize,
    tokenEndpoint: endpoints.token,
    revokeEndpoint: endpoints.revoke,
    userInfoEndpoint: endpoints.api,
  });
  const proxy = isLoopback(new URL(endpoints.token)) ? { proxy: false as const } : {};
  // The library drops what a refusal says, so it is kept here.
  const seen: Seen = { status: undefined, code: '', said: 'no answer', host: new URL(endpoints.token).host };
  Object.assign(client, {
    loadResponse: async (request: object) => {
      const answer = await axios
        .request<unknown>({ ...request, ...proxy, ...LIMITS })
        .catch((error: unknown) => {
          seen.said = codeOf(error) ?? seen.said;
          throw error;
        });
      const { status, data } = answer;
      seen.status = status;
      const text = typeof data === 'string' ? data : '';
      const headers = { 'content-type': String(answer.headers['content-type'] ?? '') };
      seen.said = isWebPage({ status, headers, text }) ? WEB_PAGE : `HTTP ${status}`;
      const read = refusal.safeParse(data);
      if (read.success) seen.code = read.data.error;
      return answer;
    },
  });
  return { client, seen };
}

const LIMITS = { timeout: TIMEOUT_MS, maxRedirects: 0, validateStatus: () => true };
const refusal = z.object({ error: z.string() });

interface Seen {
  status: number | undefined;
  /** What a refusal is called. */
  code: string;
  /** What came, or what kept it from coming. */
  said: string;
  host: string;
}

async function call(seen: Seen, work: () => Promise<{ json: unknown } | null>): Promise<unknown> {
  try {
    return (await work())?.json;
  } catch {
    // The library's own error can carry the request with its secrets, so it is not kept as a cause.
    throw signInError(seen);
  }
}

const OAUTH_CODES = new Set([
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);

function signInError({ status, code, said, host }: Seen): SignInError {
  if (OAUTH_CODES.has(code)) return new SignInError('refused', code);
  if (said === WEB_PAGE) return new SignInError('unreachable', said, host);
  if (status === 401 || status === 403) return new SignInError('refused', 'invalid_client');
  if (status === 400) return new SignInError('refused', 'invalid_request');
  return new SignInError('unreachable', said, host);
}

function tokensFrom(json: unknown, asked: Date, { said, host }: Seen): Tokens {
  const read = tokenReply.safeParse(json);
  if (!read.success)
    throw new SignInError('unreachable', said === WEB_PAGE ? said : 'unreadable answer', host);
  const reply = read.data;
  const after = (seconds: number) => new Date(asked.getTime() + seconds * 1000).toISOString();
  return {
    accessToken: reply.access_token,
    accessExpiresAt: after(reply.expires_in),
    refreshToken: reply.refresh_token,
    refreshExpiresAt: after(reply.x_refresh_token_expires_in),
    ...(reply.x_refresh_token_hard_expires_in === undefined
      ? {}
      : { hardExpiresAt: after(reply.x_refresh_token_hard_expires_in) }),
  };
}

/** What a failed sign-in means to the person at the terminal. */
export function signInProblem(error: SignInError): Problem {
  if (error.kind === 'unreachable') {
    return (
      networkProblem(error.code, error.host) ??
      new Problem({
        code: 'SIGN_IN_UNREACHABLE',
        reason: `The sign-in service at ${error.host} gave no usable answer (${inWords(error.code)}).`,
        fix: 'Check the internet connection, wait a few minutes and run the same command again. You stay connected, and nothing was changed in QuickBooks. (If that is a practice company on this machine: see that qbsync sandbox runs.)',
        exit: EXIT.unavailable,
        retry: 'later',
      })
    );
  }
  if (error.code === 'invalid_client' || error.code === 'unauthorized_client') {
    return keysRefused();
  }
  return new Problem({
    code: 'SIGN_IN_REFUSED',
    reason:
      error.code === 'invalid_grant'
        ? 'Intuit refused the sign-in: the address that came back was used already, is too old, or belongs to another redirect address.'
        : `Intuit refused the sign-in (it says "${error.code}").`,
    fix: 'Run qbsync connect again and finish the sign-in within a few minutes.',
    exit: EXIT.reconnect,
  });
}

export function keysRefused(): Problem {
  return new Problem({
    code: 'APP_KEYS',
    reason: 'Intuit does not accept this client id with this client secret.',
    fix: 'Copy both again from developer.intuit.com → your app → Keys & credentials (Development keys go with sandbox companies, Production keys with live ones), then run: qbsync connect',
    exit: EXIT.reconnect,
  });
}
