import { Buffer } from 'node:buffer';
import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { isObject, parseJson, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { hex } from '../replies.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import {
  ACCESS_SECONDS,
  grantOfAccess,
  refreshGrant,
  revokeGrant,
  revokeToken,
  startGrant,
} from './grants.ts';
import type { Issued } from './grants.ts';
import { ISSUER, SUBJECT, idToken, publicKeys } from './identity.ts';
import { settings } from './settings.ts';

const codeSchema = z.object({
  redirectUri: z.string(),
  realmId: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.number(),
  grantId: z.string().optional(),
});

function reply(sandbox: Sandbox, status: number, body: JsonObject | undefined): SandboxAnswer {
  return {
    status,
    headers: {
      'Content-Type': 'application/json;charset=UTF-8',
      'Cache-Control': 'no-cache, no-store',
      Pragma: 'no-cache',
      Server: 'nginx',
      intuit_tid: `1-${hex(sandbox.randomBytes(4))}-${hex(sandbox.randomBytes(12))}`,
    },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

const same = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());

/** Basic auth, or the pair in the form: discovery lists both (qbo-api.md 2.1). */
function isClient(sandbox: Sandbox, request: SandboxRequest, form: URLSearchParams): boolean {
  const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ');
  const pair =
    scheme?.toLowerCase() === 'basic'
      ? Buffer.from(encoded, 'base64').toString('utf8')
      : `${form.get('client_id') ?? ''}:${form.get('client_secret') ?? ''}`;
  return same(pair, `${sandbox.clientId}:${sandbox.clientSecret}`);
}

function issued(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  { grant, accessToken }: Issued,
  first: boolean,
): SandboxAnswer {
  const left = (until: number): number => Math.floor((until - now.getTime()) / 1000);
  const hard = request.headers['x-include-refresh-token-hard-expires-in'] === 'true';
  const withIdentity = grant.scopes.includes('openid') && (first || settings(sandbox).idTokenOnRefresh);
  return reply(sandbox, 200, {
    token_type: 'bearer',
    access_token: accessToken,
    expires_in: ACCESS_SECONDS,
    refresh_token: grant.refresh,
    x_refresh_token_expires_in: left(grant.refreshExpiresAt),
    ...(withIdentity ? { id_token: idToken(sandbox, now, grant) } : {}),
    ...(hard ? { x_refresh_token_hard_expires_in: left(grant.hardExpiresAt) } : {}),
  });
}

function exchange(
  sandbox: Sandbox,
  now: Date,
  request: SandboxRequest,
  form: URLSearchParams,
): SandboxAnswer {
  const code = form.get('code') ?? '';
  const kept = codeSchema.safeParse(sandbox.store.get('code', code)).data;
  const refused = (description: string): SandboxAnswer =>
    reply(sandbox, 400, { error_description: description, error: 'invalid_grant' });
  if (kept === undefined) return refused('Invalid authorization code');
  if (kept.grantId !== undefined) {
    // A code that comes twice was seen by somebody else: what it gave is taken back (qbo-api.md 2.1).
    revokeGrant(sandbox, kept.grantId);
    return refused('Token invalid');
  }
  if (now.getTime() >= kept.expiresAt) return refused('Invalid authorization code');
  if (form.get('redirect_uri') !== kept.redirectUri) return refused('Invalid redirect uri');
  const made = startGrant(sandbox, now, kept.realmId, kept.scopes);
  sandbox.store.put('code', code, { ...kept, grantId: made.grant.id });
  return issued(sandbox, now, request, made, true);
}

const unknownClient = (sandbox: Sandbox): SandboxAnswer =>
  reply(sandbox, settings(sandbox).invalidClientStatus, { error: 'invalid_client' });

/** What Intuit says of a refresh token that is dead, and of one that lives while its service is down (qbo-api.md 2.2). */
export const invalidGrant = (sandbox: Sandbox): SandboxAnswer =>
  reply(sandbox, 400, {
    error_description: 'Incorrect or invalid refresh token',
    error: 'invalid_grant',
  });

/** `POST /oauth2/v1/tokens/bearer` (qbo-api.md 2.1, 2.2). */
export function tokenEndpoint(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer {
  const form = new URLSearchParams(request.body);
  if (!isClient(sandbox, request, form)) return unknownClient(sandbox);
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchange(sandbox, now, request, form);
    case 'refresh_token': {
      const token = form.get('refresh_token') ?? '';
      if (token === '')
        return reply(sandbox, 400, {
          error_description: 'refresh_token is missing',
          error: 'invalid_request',
        });
      const made = refreshGrant(sandbox, now, token);
      if (made !== undefined) return issued(sandbox, now, request, made, false);
      return invalidGrant(sandbox);
    }
    case null:
      return reply(sandbox, 400, { error_description: 'grant_type is missing', error: 'invalid_request' });
    default:
      return reply(sandbox, 400, { error: 'unsupported_grant_type' });
  }
}

/** `POST /v2/oauth2/tokens/revoke`: JSON or form, either token; both die (qbo-api.md 2.2). */
export function revokeEndpoint(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer {
  const json = parseJson(request.body);
  const form = new URLSearchParams(isObject(json) ? '' : request.body);
  if (!isClient(sandbox, request, form)) return unknownClient(sandbox);
  const token = isObject(json) ? textOf(json.token) : (form.get('token') ?? undefined);
  if (token === undefined || !revokeToken(sandbox, now, token)) {
    return reply(sandbox, 400, { error_description: 'Token invalid', error: 'invalid_request' });
  }
  return reply(sandbox, 200, undefined);
}

const ADDRESS = {
  streetAddress: '1 Example Street',
  locality: 'Exampleton',
  region: 'CA',
  postalCode: '93701',
  country: 'US',
};

/** `GET /v1/openid_connect/userinfo`: who signed in. */
export function userInfo(sandbox: Sandbox, now: Date, request: SandboxRequest): SandboxAnswer {
  const [, token = ''] = (request.headers.authorization ?? '').split(' ');
  const found = grantOfAccess(sandbox, now, token);
  if (found?.state !== 'live') return reply(sandbox, 401, { error: 'invalid_token' });
  if (!found.grant.scopes.includes('openid')) return reply(sandbox, 403, { error: 'insufficient_scope' });
  const { scopes } = found.grant;
  return reply(sandbox, 200, {
    sub: SUBJECT,
    ...(scopes.includes('email') ? { email: 'owner@solar.example', emailVerified: true } : {}),
    ...(scopes.includes('profile') ? { givenName: 'Alex', familyName: 'Owner' } : {}),
    ...(scopes.includes('phone') ? { phoneNumber: '+1 5555550100', phoneNumberVerified: false } : {}),
    ...(scopes.includes('address') ? { address: ADDRESS } : {}),
  });
}

/** `GET /op/v1/jwks` */
export const jwks = (sandbox: Sandbox): SandboxAnswer => reply(sandbox, 200, publicKeys(sandbox));

/** The discovery documents, all of Intuit's hosts at this one address (qbo-api.md 1.1). */
export function discovery(sandbox: Sandbox): SandboxAnswer {
  const { url } = sandbox;
  return reply(sandbox, 200, {
    issuer: ISSUER,
    authorization_endpoint: `${url}/connect/oauth2`,
    token_endpoint: `${url}/oauth2/v1/tokens/bearer`,
    userinfo_endpoint: `${url}/v1/openid_connect/userinfo`,
    revocation_endpoint: `${url}/v2/oauth2/tokens/revoke`,
    jwks_uri: `${url}/op/v1/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile', 'address', 'phone'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
  });
}
