import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/sandbox/json.ts';
import { Client, REDIRECT, SCOPE } from './client.ts';
import type { Reply } from './client.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const asked = (qbo: Client, change: Readonly<Record<string, string>> = {}) => ({
  query: {
    client_id: qbo.sandbox.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    state: 's',
    ...change,
  },
});
const location = (reply: Reply): URL => new URL(reply.headers.Location ?? 'about:blank');
const error = (reply: Reply) => [reply.status, reply.body.error];

describe('the consent page', () => {
  test('is a form that works without script, and names the company', () => {
    const qbo = new Client();
    const page = qbo.raw('GET', '/connect/oauth2', '', asked(qbo));
    expect(page.status).toBe(200);
    expect(page.text).toContain('<html lang="en">');
    expect(page.text).toContain('<form method="post" action="/connect/oauth2">');
    expect(page.text).toContain('Golden State Solar Works');
    expect(page.text).toContain('<fieldset>');
    expect(page.text).not.toContain('<script');
  });

  test('never echoes markup that came in the address', () => {
    const qbo = new Client();
    const page = qbo.raw('GET', '/connect/oauth2', '', asked(qbo, { state: '"><script>alert(1)</script>' }));
    expect(page.text).not.toContain('<script');
  });

  test('refusal goes back as access_denied, with the state and no code', () => {
    const back = new Client().consent({ decision: 'refuse' });
    expect(Object.fromEntries(back)).toEqual({ error: 'access_denied', state: 's-1' });
  });

  test.each([
    ['client_id', 'other'],
    ['redirect_uri', 'http://127.0.0.1:8765/callback'],
    ['redirect_uri', 'http://app.example/callback'],
    ['redirect_uri', 'http://localhost:8765/callback?x=1'],
    ['state', ''],
  ])('a wrong %s (%s) is told to the person, never redirected', (name, value) => {
    const qbo = new Client();
    const reply = qbo.raw('GET', '/connect/oauth2', '', asked(qbo, { [name]: value }));
    expect(reply.status).toBe(400);
    expect(reply.headers.Location).toBeUndefined();
  });

  test('a scope that does not exist goes back as invalid_scope', () => {
    const qbo = new Client();
    const reply = qbo.raw('GET', '/connect/oauth2', '', asked(qbo, { scope: `${SCOPE} everything` }));
    expect(location(reply).searchParams.get('error')).toBe('invalid_scope');
    expect(location(reply).searchParams.get('state')).toBe('s');
  });
});

describe('a code', () => {
  test('gives tokens once; the second use fails and takes the first tokens back', () => {
    const qbo = new Client();
    const code = qbo.consent().get('code') ?? '';
    const first = qbo.exchange(code);
    expect(first.body).toMatchObject({
      token_type: 'bearer',
      expires_in: 3600,
      x_refresh_token_expires_in: 8_640_000,
    });
    qbo.access = textOf(first.body.access_token) ?? '';
    expect(qbo.call('GET', `companyinfo/${qbo.realmId}`).status).toBe(200);
    expect(error(qbo.exchange(code))).toEqual([400, 'invalid_grant']);
    expect(qbo.call('GET', `companyinfo/${qbo.realmId}`).status).toBe(401);
    expect(error(qbo.refreshWith(textOf(first.body.refresh_token) ?? ''))).toEqual([400, 'invalid_grant']);
  });

  test('is bound to its redirect address and dies in minutes', () => {
    const qbo = new Client();
    expect(error(qbo.exchange(qbo.consent().get('code') ?? '', `${REDIRECT}/`))).toEqual([
      400,
      'invalid_grant',
    ]);
    const code = qbo.consent().get('code') ?? '';
    qbo.control('clock', { advanceSeconds: 301 });
    expect(error(qbo.exchange(code))).toEqual([400, 'invalid_grant']);
  });

  test('needs the client secret', () => {
    const qbo = new Client();
    const fields = {
      grant_type: 'authorization_code',
      code: qbo.consent().get('code') ?? '',
      redirect_uri: REDIRECT,
    };
    const wrong = qbo.form('/oauth2/v1/tokens/bearer', fields, { authorization: 'Basic Zm9vOmJhcg==' });
    expect(error(wrong)).toEqual([401, 'invalid_client']);
    expect(qbo.form('/oauth2/v1/tokens/bearer', fields).status).toBe(200);
    expect(error(qbo.form('/oauth2/v1/tokens/bearer', { grant_type: 'password' }))).toEqual([
      400,
      'unsupported_grant_type',
    ]);
  });
});

describe('what Intuit does not say of the sign-in is a switch', () => {
  test('how long a code lives', () => {
    const qbo = new Client();
    const exchanged = (seconds: number) => {
      const code = qbo.consent().get('code') ?? '';
      qbo.control('clock', { advanceSeconds: seconds });
      return qbo.exchange(code).status;
    };
    expect([exchanged(299), exchanged(300)]).toEqual([200, 400]);
    qbo.control('company', { oauth: { codeSeconds: 600 } });
    expect([exchanged(599), exchanged(600)]).toEqual([200, 400]);
  });

  test('the status of a client that is not known', () => {
    const qbo = new Client();
    const headers = { authorization: 'Basic Zm9vOmJhcg==' };
    const answers = () => [
      error(qbo.form('/oauth2/v1/tokens/bearer', { grant_type: 'refresh_token' }, headers)),
      error(qbo.form('/v2/oauth2/tokens/revoke', { token: qbo.refresh }, headers)),
    ];
    expect(answers()).toEqual([
      [401, 'invalid_client'],
      [401, 'invalid_client'],
    ]);
    qbo.control('company', { oauth: { invalidClientStatus: 400 } });
    expect(answers()).toEqual([
      [400, 'invalid_client'],
      [400, 'invalid_client'],
    ]);
  });

  test('whether a code_challenge is passed over', () => {
    const qbo = new Client();
    const ask = (change: Readonly<Record<string, string>>) =>
      qbo.raw('GET', '/connect/oauth2', '', asked(qbo, change));
    const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };
    expect(ask(challenge).status).toBe(200);
    qbo.control('company', { oauth: { pkce: 'refuse' } });
    expect(location(ask(challenge)).searchParams.get('error')).toBe('invalid_request');
    expect(ask({}).status).toBe(200);
  });
});

describe('tokens', () => {
  const live = (qbo: Client) => qbo.call('GET', `companyinfo/${qbo.realmId}`).status;

  test('access lasts an hour, and says so when it is over', () => {
    const qbo = new Client();
    qbo.control('clock', { advanceSeconds: HOUR - 1 });
    expect(live(qbo)).toBe(200);
    qbo.control('clock', { advanceSeconds: 1 });
    const reply = qbo.call('GET', 'preferences');
    expect(reply.status).toBe(401);
    expect(reply.headers['WWW-Authenticate']).toBe('Bearer realm="Intuit", error="invalid_token"');
    expect(reply.text).toContain('"detail":"Token expired: AB01');
  });

  test('refresh keeps its value for a day, then gives a new one and the old is stale at once', () => {
    const qbo = new Client();
    const first = qbo.refreshWith(qbo.refresh).body;
    expect(first.refresh_token).toBe(qbo.refresh);
    qbo.control('clock', { advanceSeconds: DAY });
    const second = qbo.refreshWith(qbo.refresh).body;
    expect(second.refresh_token).not.toBe(qbo.refresh);
    expect(qbo.refreshWith(qbo.refresh).body).toEqual({
      error_description: 'Incorrect or invalid refresh token',
      error: 'invalid_grant',
    });
    expect(qbo.refreshWith(textOf(second.refresh_token) ?? '').status).toBe(200);
  });

  test('rotation and grace are switches', () => {
    const qbo = new Client();
    qbo.control('company', { oauth: { rotation: 'always', grace: true } });
    const next = qbo.refreshWith(qbo.refresh).body;
    expect(next.refresh_token).not.toBe(qbo.refresh);
    expect(qbo.refreshWith(qbo.refresh).body.refresh_token).toBe(next.refresh_token);
    qbo.control('clock', { advanceSeconds: DAY });
    expect(qbo.refreshWith(qbo.refresh).status).toBe(400);
    qbo.control('company', { oauth: { rotation: 'none' } });
    expect(qbo.refreshWith(textOf(next.refresh_token) ?? '').body.refresh_token).toBe(next.refresh_token);
    qbo.control('company', { oauth: { staleRefreshRevokes: true } });
    expect(qbo.refreshWith(qbo.refresh).status).toBe(400);
    expect(qbo.refreshWith(textOf(next.refresh_token) ?? '').status).toBe(400);
  });

  test('refresh rolls for 100 days from each use, but never beyond five years', () => {
    const qbo = new Client();
    qbo.control('company', { oauth: { rotation: 'none' } });
    for (let day = 0; day < 5 * 365 - 90; day += 90) {
      qbo.control('clock', { advanceSeconds: 90 * DAY });
      expect(qbo.refreshWith(qbo.refresh).status).toBe(200);
    }
    const last = qbo.refreshWith(qbo.refresh, { 'x-include-refresh-token-hard-expires-in': 'true' }).body;
    expect(last.x_refresh_token_hard_expires_in).toBe((5 * 365 - 20 * 90) * DAY);
    expect(last.x_refresh_token_expires_in).toBe(last.x_refresh_token_hard_expires_in);
    qbo.control('clock', { advanceSeconds: 25 * DAY });
    expect(error(qbo.refreshWith(qbo.refresh))).toEqual([400, 'invalid_grant']);
  });

  test('refresh unused for 100 days is dead', () => {
    const qbo = new Client();
    qbo.control('clock', { advanceSeconds: 100 * DAY });
    expect(error(qbo.refreshWith(qbo.refresh))).toEqual([400, 'invalid_grant']);
  });

  test.each(['access', 'refresh'] as const)('revoking the %s token kills both', (which) => {
    const qbo = new Client();
    const revoke = () =>
      qbo.raw('POST', '/v2/oauth2/tokens/revoke', JSON.stringify({ token: qbo[which] }), {
        headers: { authorization: qbo.basic },
      });
    expect(revoke().status).toBe(200);
    expect(live(qbo)).toBe(401);
    expect(error(qbo.refreshWith(qbo.refresh))).toEqual([400, 'invalid_grant']);
    expect(revoke().status).toBe(400);
  });

  test('the person can disconnect the app', () => {
    const qbo = new Client();
    expect(qbo.control('company', { revokeTokens: true })).toMatchObject({ revoked: 1 });
    expect(live(qbo)).toBe(401);
    qbo.signIn();
    expect(live(qbo)).toBe(200);
  });
});

test('another company is 403/3100, and so is a token without the scope', () => {
  const qbo = new Client();
  const headers = { authorization: `Bearer ${qbo.access}` };
  const other = qbo.raw('GET', '/v3/company/123/companyinfo/123', '', { headers });
  expect(other.status).toBe(403);
  expect(other.text).toContain('errorCode=003100');
  const scoped = qbo.exchange(qbo.consent({ scope: 'openid email' }).get('code') ?? '').body;
  qbo.access = textOf(scoped.access_token) ?? '';
  expect(qbo.call('GET', 'preferences').text).toContain('The access token does not have sufficient scope');
  const me = qbo.raw('GET', '/v1/openid_connect/userinfo', '', {
    headers: { authorization: `Bearer ${qbo.access}` },
  });
  expect(me.body).toMatchObject({ email: 'owner@solar.example' });
});

test('discovery names this address for all of Intuit', () => {
  const qbo = new Client();
  for (const name of ['openid_sandbox_configuration', 'openid_configuration']) {
    const { body } = qbo.raw('GET', `/.well-known/${name}`);
    expect(body.token_endpoint).toBe(`${qbo.sandbox.url}/oauth2/v1/tokens/bearer`);
  }
});
