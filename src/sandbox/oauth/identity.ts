import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { objectOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { hex } from '../replies.ts';
import type { Sandbox } from '../types.ts';
import { ACCESS_SECONDS, signedInAt } from './grants.ts';
import type { Grant } from './grants.ts';

/** Clients compare with this text, not with the discovery document (qbo-api.md 1.1, 2.4). */
export const ISSUER = 'https://oauth.platform.intuit.com/op/v1';

/** The person who signs in. */
export const SUBJECT = 'b1946ac9-2492-4d23-a7a1-3f6c5a0d5e11';

interface SigningKey {
  readonly kid: string;
  readonly key: KeyObject;
}

/** The sandbox's RSA key: made when it is first needed, since that takes a while, and kept with the state. */
function signingKey(sandbox: Sandbox): SigningKey {
  const kept = objectOf(sandbox.store.get('settings', 'openid'));
  const [kid, pem] = [textOf(kept.kid), textOf(kept.pem)];
  if (kid !== undefined && pem !== undefined) return { kid, key: createPrivateKey(pem) };
  const made = { kid: hex(sandbox.randomBytes(8)), key: newKey() };
  const text = made.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  sandbox.store.put('settings', 'openid', { kid: made.kid, pem: text });
  return made;
}

const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Who signed in, to which company and when, signed with RS256 (OpenID Connect; claims by discovery). */
export function idToken(sandbox: Sandbox, now: Date, grant: Grant): string {
  const { kid, key } = signingKey(sandbox);
  const seconds = Math.floor(now.getTime() / 1000);
  const content = `${part({ kid, alg: 'RS256' })}.${part({
    sub: SUBJECT,
    aud: [sandbox.clientId],
    realmid: grant.realmId,
    auth_time: Math.floor(signedInAt(grant) / 1000),
    iss: ISSUER,
    exp: seconds + ACCESS_SECONDS,
    iat: seconds,
  })}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

/** `GET /op/v1/jwks`: the public half of the key, in the recorded shape. */
export function publicKeys(sandbox: Sandbox): JsonObject {
  const { kid, key } = signingKey(sandbox);
  const { kty, e, n } = createPublicKey(key).export({ format: 'jwk' });
  return { keys: [{ kty, e, use: 'sig', kid, alg: 'RS256', n }] };
}
