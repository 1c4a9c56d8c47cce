import * as z from 'zod';
import type { Sandbox } from '../types.ts';

/** Switches of the sign-in side (qbo-api.md 2.1, 2.2). */
export const oauthSettingsSchema = z.strictObject({
  rotation: z.enum(['none', '24h', 'always']).default('24h'),
  /** Whether the former refresh value lives on for 24 h. Off: stale at once. */
  grace: z.boolean().default(false),
  /** Whether presenting a stale refresh value ends the whole sign-in, as concurrent refreshes can. */
  staleRefreshRevokes: z.boolean().default(false),
  /** Whether a refresh of a sign-in with scope openid brings an id_token too (U). */
  idTokenOnRefresh: z.boolean().default(false),
  /** For how many seconds a code can be exchanged: the page does not say (2.1). */
  codeSeconds: z.int().positive().default(300),
  /** The status of `invalid_client`: 401 is assumed (2.2). */
  invalidClientStatus: z.union([z.literal(401), z.literal(400)]).default(401),
  /** `code_challenge` of an authorize request, which no page documents (2.1). */
  pkce: z.enum(['ignore', 'refuse']).default('ignore'),
});

export type OauthSettings = z.infer<typeof oauthSettingsSchema>;

export function settings(sandbox: Sandbox): OauthSettings {
  return oauthSettingsSchema.parse(sandbox.store.get('settings', 'oauth') ?? {});
}

export function changeSettings(sandbox: Sandbox, change: Partial<OauthSettings>): OauthSettings {
  const next = { ...settings(sandbox), ...change };
  sandbox.store.put('settings', 'oauth', next);
  return next;
}
