import { Buffer } from 'node:buffer';
import * as z from 'zod';
import { PERSON, viaApp } from '../books/actors.ts';
import type { Actor } from '../books/actors.ts';
import { recordEvent } from '../books/audit.ts';
import { Books } from '../books/books.ts';
import type { Sandbox } from '../types.ts';
import { settings } from './settings.ts';

export const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 8_640_000;
/** Five years (qbo-api.md 2.2, hard maximum). */
const HARD_SECONDS = 157_680_000;
const ROTATE_MS = 24 * 3_600_000;
const GRACE_MS = 24 * 3_600_000;

const grantSchema = z.object({
  id: z.string(),
  realmId: z.string(),
  scopes: z.array(z.string()),
  revoked: z.boolean(),
  refresh: z.string(),
  /** When the present refresh value was made: the next comes 24 h later. */
  refreshMadeAt: z.number(),
  /** Never later than the hard end. */
  refreshExpiresAt: z.number(),
  hardExpiresAt: z.number(),
  previous: z.string().optional(),
  previousUntil: z.number().optional(),
});

const accessSchema = z.object({ tokenId: z.string(), grantId: z.string(), expiresAt: z.number() });

export type Grant = z.infer<typeof grantSchema>;

/** When the person said yes, in ms: the hard end is counted from it. */
export const signedInAt = (grant: Grant): number => grant.hardExpiresAt - HARD_SECONDS * 1000;

export interface Issued {
  readonly grant: Grant;
  readonly accessToken: string;
}

function random(sandbox: Sandbox, bytes: number): string {
  return Buffer.from(sandbox.randomBytes(bytes)).toString('base64url');
}

function grantById(sandbox: Sandbox, id: string): Grant | undefined {
  return grantSchema.safeParse(sandbox.store.get('grant', id)).data;
}

function keep(sandbox: Sandbox, grant: Grant): Grant {
  sandbox.store.put('grant', grant.id, grant);
  return grant;
}

/** An access token looks like a JWE with an empty second part (qbo-api.md 2.1). */
function issueAccess(sandbox: Sandbox, now: Date, grant: Grant): string {
  const token = `eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..${random(sandbox, 12)}.${random(sandbox, 240)}.${random(sandbox, 16)}`;
  const tokenId = `AB01${Buffer.from(sandbox.randomBytes(23)).toString('hex')}`;
  const expiresAt = now.getTime() + ACCESS_SECONDS * 1000;
  // Tokens of this sign-in that are long over would pile up in a sandbox that runs for weeks.
  for (const [old, row] of sandbox.store.rows('access')) {
    const access = accessSchema.safeParse(row).data;
    const stale = access !== undefined && access.expiresAt + ROTATE_MS < now.getTime();
    if (stale) sandbox.store.remove('access', old);
  }
  sandbox.store.put('access', token, { tokenId, grantId: grant.id, expiresAt });
  return token;
}

const newRefresh = (sandbox: Sandbox): string => `AB11${random(sandbox, 42).replace(/[-_]/g, 'x')}`;

/** A new sign-in, after consent. */
export function startGrant(sandbox: Sandbox, now: Date, realmId: string, scopes: readonly string[]): Issued {
  const at = now.getTime();
  const grant = keep(sandbox, {
    id: random(sandbox, 12),
    realmId,
    scopes: [...scopes],
    revoked: false,
    refresh: newRefresh(sandbox),
    refreshMadeAt: at,
    refreshExpiresAt: at + REFRESH_SECONDS * 1000,
    hardExpiresAt: at + HARD_SECONDS * 1000,
  });
  sandbox.store.put('refresh', grant.refresh, { grantId: grant.id });
  note(sandbox, now, grant, 'Connect', viaApp(sandbox.clientId));
  return { grant, accessToken: issueAccess(sandbox, now, grant) };
}

function grantOfRefresh(sandbox: Sandbox, token: string): Grant | undefined {
  const row = z.object({ grantId: z.string() }).safeParse(sandbox.store.get('refresh', token)).data;
  return row === undefined ? undefined : grantById(sandbox, row.grantId);
}

/**
 * New tokens for a refresh value, or undefined when it is stale, expired or revoked. Rotation and the
 * life of the former value are switches (qbo-api.md 2.2: the sources contradict each other).
 */
export function refreshGrant(sandbox: Sandbox, now: Date, token: string): Issued | undefined {
  const { rotation, grace, staleRefreshRevokes } = settings(sandbox);
  const grant = grantOfRefresh(sandbox, token);
  const at = now.getTime();
  if (grant === undefined || grant.revoked || at >= grant.refreshExpiresAt) return undefined;
  const former = token !== grant.refresh;
  if (former && !(grace && token === grant.previous && at < (grant.previousUntil ?? 0))) {
    if (staleRefreshRevokes) revokeGrant(sandbox, grant.id);
    return undefined;
  }
  const rotate =
    !former && (rotation === 'always' || (rotation === '24h' && at - grant.refreshMadeAt >= ROTATE_MS));
  const refresh = rotate ? newRefresh(sandbox) : grant.refresh;
  const next = keep(sandbox, {
    ...grant,
    refresh,
    refreshExpiresAt: Math.min(at + REFRESH_SECONDS * 1000, grant.hardExpiresAt),
    ...(rotate ? { refreshMadeAt: at, previous: token, previousUntil: at + GRACE_MS } : {}),
  });
  if (rotate) sandbox.store.put('refresh', refresh, { grantId: grant.id });
  return { grant: next, accessToken: issueAccess(sandbox, now, next) };
}

export interface FoundAccess {
  readonly grant: Grant;
  readonly tokenId: string;
  readonly state: 'live' | 'expired' | 'revoked';
}

/** The sign-in behind an access token, and whether the token still counts. */
export function grantOfAccess(sandbox: Sandbox, now: Date, token: string): FoundAccess | undefined {
  const access = accessSchema.safeParse(sandbox.store.get('access', token)).data;
  const grant = access === undefined ? undefined : grantById(sandbox, access.grantId);
  if (access === undefined || grant === undefined) return undefined;
  const state = grant.revoked ? 'revoked' : now.getTime() >= access.expiresAt ? 'expired' : 'live';
  return { grant, tokenId: access.tokenId, state };
}

/** Ends a sign-in: both tokens are dead for ever (qbo-api.md 2.2). */
export function revokeGrant(sandbox: Sandbox, id: string): void {
  const grant = grantById(sandbox, id);
  if (grant !== undefined) keep(sandbox, { ...grant, revoked: true });
}

/** Revokes by access or refresh token; false when the token is unknown or already revoked. */
export function revokeToken(sandbox: Sandbox, now: Date, token: string): boolean {
  const grant = grantOfRefresh(sandbox, token) ?? grantOfAccess(sandbox, now, token)?.grant;
  if (grant === undefined || grant.revoked) return false;
  revokeGrant(sandbox, grant.id);
  note(sandbox, now, grant, 'Disconnect', viaApp(sandbox.clientId));
  return true;
}

/** What the person does who disconnects the app in QuickBooks. */
export function revokeAll(sandbox: Sandbox, now: Date, realmId?: string): number {
  const live = liveGrants(sandbox).filter((grant) => realmId === undefined || grant.realmId === realmId);
  for (const grant of live) {
    revokeGrant(sandbox, grant.id);
    note(sandbox, now, grant, 'Disconnect', PERSON);
  }
  return live.length;
}

/** Sign-ins that were not revoked: their refresh values may be over all the same. */
export function liveGrants(sandbox: Sandbox): readonly Grant[] {
  return [...sandbox.store.rows('grant').values()]
    .map((row) => grantSchema.safeParse(row).data)
    .filter((grant) => grant !== undefined)
    .filter((grant) => !grant.revoked);
}

function note(sandbox: Sandbox, now: Date, grant: Grant, what: 'Connect' | 'Disconnect', by: Actor): void {
  const books = new Books(sandbox.store, sandbox.indexes, grant.realmId, now, by);
  recordEvent(books, what, 'App', `Client id ${sandbox.clientId}`);
}
