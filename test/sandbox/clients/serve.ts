import * as z from 'zod';
import { REDIRECT, SCOPE, start } from '../client.ts';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';

export const SCOPES = [SCOPE, 'openid', 'profile', 'email', 'phone', 'address'];

/** A sandbox on today's clock: clients compare the times of tokens with their own. */
export const serve = (): Promise<RunningSandbox> => start({ clock: () => new Date() });

/** Presses Allow on the consent page that the address leads to; gives the address it ends at. */
export async function allow(authorizeUrl: string, companyId: string): Promise<string> {
  const asked = new URL(authorizeUrl);
  const page = await fetch(asked);
  if (!(await page.text()).includes(`value="${companyId}"`)) throw new Error('the page lacks the company');
  const form = new URLSearchParams(asked.searchParams);
  form.set('realmId', companyId);
  form.set('decision', 'allow');
  const action = `${asked.origin}${asked.pathname}`;
  const back = await fetch(action, { method: 'POST', body: form, redirect: 'manual' });
  return back.headers.get('location') ?? '';
}

/** The parameters of an authorize request, for clients that leave it to others. */
export function authorizeUrl({ url, clientId }: RunningSandbox): string {
  const parameters = {
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPES.join(' '),
    state: 's-1',
  };
  return `${url}/connect/oauth2?${new URLSearchParams(parameters).toString()}`;
}

const grant = z.object({ access_token: z.string(), refresh_token: z.string() });

/** The tokens of an app that a person let into the oldest company. */
export async function signIn(running: RunningSandbox): Promise<z.output<typeof grant>> {
  const { clientId, clientSecret, companyId, url } = running;
  const back = new URL(await allow(authorizeUrl(running), companyId));
  const reply = await fetch(`${url}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
    }),
  });
  return grant.parse(await reply.json());
}
