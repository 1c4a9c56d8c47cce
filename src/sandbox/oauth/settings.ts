import * as z from 'zod';
import type { Sandbox } from '../types.ts';

/** Switches of the sign-in side (qbo-api.md 2.2). */
export const oauthSettingsSchema = z.strictObject({
  rotation: z.enum(['none', '24h', 'always']).default('24h'),
  /** Whether the former refresh value lives on for 24 h. Off: stale at once. */
  grace: z.boolean().default(false),
  /** Whether presenting a stale refresh value ends the whole sign-in, as concurrent refreshes can. */
  staleRefreshRevokes: z.boolean().default(false),
  /** Whether a refresh of a sign-in with scope openid brings an id_token too (U). */
  idTokenOnRefresh: z.boolean().default(false),
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
