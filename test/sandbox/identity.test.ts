import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { objectOf, objectsOf, parseJson, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, SCOPE, START } from './client.ts';

const AT = Date.parse(START) / 1000;

const decoded = (text = ''): JsonObject =>
  objectOf(parseJson(Buffer.from(text, 'base64url').toString('utf8')));

const keys = (qbo: Client): readonly JsonObject[] => objectsOf(qbo.raw('GET', '/op/v1/jwks').body.keys);

function signIn(qbo: Client, scope = `${SCOPE} openid`): JsonObject {
  const { body } = qbo.exchange(qbo.consent({ scope }).get('code') ?? '');
  qbo.refresh = textOf(body.refresh_token) ?? '';
  return body;
}

/** Whether the published key with the id in the header signed the token. */
function genuine(qbo: Client, token: string): boolean {
  const [header, payload, signature] = token.split('.');
  const key = keys(qbo).find(({ kid }) => kid === decoded(header).kid);
  if (key === undefined) return false;
  const jwk = { kty: 'RSA', n: textOf(key.n), e: textOf(key.e) };
  const content = Buffer.from(`${header ?? ''}.${payload ?? ''}`);
  return verify(
    'RSA-SHA256',
    content,
    createPublicKey({ key: jwk, format: 'jwk' }),
    Buffer.from(signature ?? '', 'base64url'),
  );
}

describe('id_token', () => {
  test('says who signed in, to which company, for which app, until when, and is signed', () => {
    const qbo = new Client();
    const token = textOf(signIn(qbo).id_token) ?? '';
    const [header, payload] = token.split('.');
    const { kid, alg } = decoded(header);
    expect([kid, alg]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), 'RS256']);
    const { sub, ...claims } = decoded(payload);
    expect(sub).toMatch(/^[0-9a-f-]{36}$/);
    expect(claims).toEqual({
      aud: [qbo.sandbox.clientId],
      realmid: qbo.realmId,
      auth_time: AT,
      iss: 'https://oauth.platform.intuit.com/op/v1',
      exp: AT + 3600,
      iat: AT,
    });
    expect(genuine(qbo, token)).toBe(true);
    expect(
      genuine(
        qbo,
        token.replace(/.(?=\.[^.]*$)/, (last) => (last === 'A' ? 'B' : 'A')),
      ),
    ).toBe(false);
  });

  test('comes only for openid, and with a refresh only where the switch says so', () => {
    const qbo = new Client();
    expect(signIn(qbo, SCOPE)).not.toHaveProperty('id_token');
    signIn(qbo);
    expect(qbo.refreshWith(qbo.refresh).body).not.toHaveProperty('id_token');
    qbo.control('company', { oauth: { idTokenOnRefresh: true } });
    qbo.control('clock', { advanceSeconds: 60 });
    const again = textOf(qbo.refreshWith(qbo.refresh).body.id_token) ?? '';
    expect(decoded(again.split('.')[1])).toMatchObject({ auth_time: AT, iat: AT + 60 });
  });

  test('the discovery document names the issuer that clients compare with, and where the keys are', () => {
    const { body } = new Client().raw('GET', '/.well-known/openid_configuration');
    expect(body).toMatchObject({
      issuer: 'https://oauth.platform.intuit.com/op/v1',
      jwks_uri: 'http://127.0.0.1/op/v1/jwks',
    });
  });
});

describe('the key', () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('is published in the recorded shape, one for each sandbox', () => {
    const one = new Client();
    const [{ kid, n, ...rest } = {}, ...others] = keys(one);
    expect(rest).toEqual({ kty: 'RSA', e: 'AQAB', use: 'sig', alg: 'RS256' });
    expect(n).toMatch(/^[\w-]{342}$/);
    expect([kid, others]).toEqual([expect.any(String), []]);
    expect(keys(one)).toEqual(keys(one));
    expect(keys(new Client())).not.toEqual(keys(one));
  });

  test('is made when it is first needed, and kept with the state', () => {
    folder = mkdtempSync(join(tmpdir(), 'qbsync-identity-'));
    const first = new Client({ stateDir: folder });
    expect(first.sandbox.store.get('settings', 'openid')).toBeUndefined();
    const token = textOf(signIn(first).id_token) ?? '';
    first.close();
    const second = new Client({ stateDir: folder });
    expect(genuine(second, token)).toBe(true);
    second.close();
  });
});

test('user info goes by the scopes that were granted', () => {
  const qbo = new Client();
  const info = (scope: string): JsonObject => {
    const access = textOf(signIn(qbo, scope).access_token) ?? '';
    return qbo.raw('GET', '/v1/openid_connect/userinfo', '', {
      headers: { authorization: `Bearer ${access}` },
    }).body;
  };
  expect(Object.keys(info('openid'))).toEqual(['sub']);
  expect(Object.keys(info('openid profile'))).toEqual(['sub', 'givenName', 'familyName']);
  expect(Object.keys(info('openid email phone'))).toEqual([
    'sub',
    'email',
    'emailVerified',
    'phoneNumber',
    'phoneNumberVerified',
  ]);
  expect(info('openid address').address).toMatchObject({ country: 'US' });
  expect(info(SCOPE)).toEqual({ error: 'insufficient_scope' });
});
