import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  authorizeUrl,
  exchangeCode,
  refreshTokens,
  revokeTokens,
  SignInError,
  signInProblem,
  type AppKeys,
} from '../../src/qbo/oauth.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const REPLY = {
  token_type: 'bearer',
  access_token: 'access-2',
  expires_in: 3600,
  refresh_token: 'refresh-2',
  x_refresh_token_expires_in: 8_726_400,
};
let server: Server;
let keys: AppKeys;
let answer: { status: number; body: string; headers?: Record<string, string> };
let seen: { url: string; body: string; headers: IncomingHttpHeaders }[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      seen.push({ url: request.url ?? '', body, headers: request.headers });
      response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
      response.end(answer.body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const redirectUri = 'http://localhost:8765/callback';
  keys = { environment: 'local', url, clientId: 'id-1', clientSecret: 'secret-1', redirectUri };
  says(REPLY);
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

function says(body: unknown, status = 200, headers: Record<string, string> = {}): void {
  answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers };
}

const refresh = async () => refreshTokens(keys, 'refresh-1', new VirtualClock());
async function failure(): Promise<SignInError> {
  const error: unknown = await refresh().catch((caught: unknown) => caught);
  if (error instanceof SignInError) return error;
  throw new Error(`a sign-in error was expected, not ${String(error)}`);
}

test('the address of the consent page holds all that Intuit asks for', () => {
  const url = new URL(authorizeUrl({ ...keys, environment: 'production', url: undefined }, 'state-1'));
  expect(url.origin + url.pathname).toBe('https://appcenter.intuit.com/connect/oauth2');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'id-1',
    redirect_uri: 'http://localhost:8765/callback',
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    state: 'state-1',
  });
});

describe('tokens', () => {
  test('are asked for once, with the keys in the header and the old token in the form', async () => {
    await refresh();
    expect(seen).toHaveLength(1);
    const [request] = seen;
    expect(request?.url).toBe('/oauth2/v1/tokens/bearer');
    expect(request?.headers.authorization).toBe(`Basic ${btoa('id-1:secret-1')}`);
    expect(request?.headers['x-include-refresh-token-hard-expires-in']).toBe('true');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
    });
  });

  test('end at instants counted from when they were asked for', async () => {
    expect(await refresh()).toEqual({
      accessToken: 'access-2',
      accessExpiresAt: '2026-03-02T10:00:00.000Z',
      refreshToken: 'refresh-2',
      refreshExpiresAt: '2026-06-11T09:00:00.000Z',
    });
    says({ ...REPLY, x_refresh_token_hard_expires_in: 156_032_154 });
    expect((await refresh()).hardExpiresAt).toBe('2031-02-10T07:15:54.000Z');
  });

  test('are exchanged for a code once, with the redirect address', async () => {
    await exchangeCode(keys, 'http://localhost:8765/callback?code=c-1&state=s&realmId=1', new VirtualClock());
    expect(seen).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'c-1',
      redirect_uri: 'http://localhost:8765/callback',
    });
  });

  test('are ended at Intuit', async () => {
    says('');
    await revokeTokens(keys, 'refresh-1');
    expect([seen[0]?.url, seen[0]?.body]).toEqual([
      '/v2/oauth2/tokens/revoke',
      expect.stringContaining('refresh-1'),
    ]);
  });
});

describe('an answer', () => {
  test.each<[string, () => void, string, string]>([
    ['that the token is dead', () => says({ error: 'invalid_grant' }, 400), 'refused', 'invalid_grant'],
    [
      'that the token is dead, in words',
      () => says({ error: 'invalid_grant', error_description: 'Token invalid' }, 400),
      'refused',
      'invalid_grant',
    ],
    ['that the keys are wrong', () => says({ error: 'invalid_client' }, 401), 'refused', 'invalid_client'],
    ['401 without words', () => says('', 401), 'refused', 'invalid_client'],
    ['400 without words', () => says('<html>', 400), 'refused', 'invalid_request'],
    ['500', () => says('<html>', 500), 'unreachable', 'HTTP 500'],
    ['429', () => says('', 429), 'unreachable', 'HTTP 429'],
    ['of a redirect', () => says('', 302, { Location: '/elsewhere' }), 'unreachable', 'a web page'],
    ['without a token', () => says({ ...REPLY, refresh_token: '' }), 'unreachable', 'unreadable answer'],
    ['in HTML', () => says('<html>ok</html>'), 'unreachable', 'a web page'],
    ['of a filter', () => says('<html>blocked</html>', 403), 'unreachable', 'a web page'],
    ['of a proxy that wants a sign-in', () => says('', 407), 'unreachable', 'HTTP 407'],
  ])('%s is asked for once, and is what it says', async (_, set, kind, code) => {
    set();
    const error = await failure();
    expect([error.kind, error.code]).toEqual([kind, code]);
    // A retry could present a token that is spent.
    expect(seen).toHaveLength(1);
  });

  test('that does not come is nobody’s refusal', async () => {
    server.close();
    await once(server, 'close');
    expect(await failure()).toMatchObject({ kind: 'unreachable', code: 'ECONNREFUSED' });
  });

  test('shows no token or secret, whatever went wrong', async () => {
    for (const status of [400, 401, 500]) {
      says({ error: 'x', refresh_token: 'refresh-1' }, status);
      const error = await failure();
      const shown = JSON.stringify([error, error.message, error.stack, error.cause, signInProblem(error)]);
      expect(shown).not.toMatch(/refresh-1|secret-1|Basic/);
    }
  });
});

test.each([
  ['unreachable', 'no answer', 'SIGN_IN_UNREACHABLE', 7],
  ['unreachable', 'ENOTFOUND', 'OFFLINE', 7],
  ['unreachable', 'HTTP 407', 'PROXY_SIGN_IN', 7],
  ['unreachable', 'a web page', 'NETWORK_PAGE', 7],
  ['unreachable', 'SELF_SIGNED_CERT_IN_CHAIN', 'CERTIFICATE_UNKNOWN', 7],
  ['refused', 'invalid_client', 'APP_KEYS', 4],
  ['refused', 'unauthorized_client', 'APP_KEYS', 4],
  ['refused', 'invalid_grant', 'SIGN_IN_REFUSED', 4],
] as const)('%s: %s is %s', (kind, code, expected, exit) => {
  expect(signInProblem(new SignInError(kind, code))).toMatchObject({ code: expected, exit });
});
