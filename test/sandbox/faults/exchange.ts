import { Buffer } from 'node:buffer';
import { request } from 'node:http';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { objectOf, parseJson, textOf } from '../../../src/sandbox/json.ts';
import { REDIRECT, SCOPE } from '../client.ts';

/** What a plain HTTP client sees of one exchange. */
export interface Seen {
  /** Undefined when the connection ended before a status line came. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The whole body came, as long as was promised. */
  readonly complete: boolean;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** One request on a connection of its own. Never rejects: an end of the connection is something seen. */
export function exchange(url: string, { method = 'GET', headers = {}, body = '' }: Sent = {}): Promise<Seen> {
  return new Promise((resolve) => {
    const gone = (): void => resolve({ status: undefined, headers: {}, text: '', complete: false });
    const sent = request(url, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
          complete: response.complete,
        }),
      );
    });
    sent.on('error', gone);
    sent.end(body);
  });
}

export interface SignedIn {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly refresh: string;
  readonly basic: string;
}

/** A signed-in client, by the forms that a browser would send. */
export async function signIn(sandbox: RunningSandbox): Promise<SignedIn> {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const { companyId: realmId, clientId, clientSecret, url } = sandbox;
  const asked = {
    client_id: clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    state: 's',
  };
  const allowed = await exchange(`${url}/connect/oauth2`, {
    method: 'POST',
    headers: form,
    body: new URLSearchParams({ ...asked, realmId, decision: 'allow' }).toString(),
  });
  const code = new URL(String(allowed.headers.location)).searchParams.get('code') ?? '';
  const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const tokens = await exchange(`${url}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: { ...form, Authorization: basic },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT }).toString(),
  });
  const body = objectOf(parseJson(tokens.text));
  return {
    base: `${url}/v3/company/${realmId}`,
    headers: {
      Authorization: `Bearer ${textOf(body.access_token) ?? ''}`,
      Accept: 'application/json',
      'Content-Type': 'application/json',
    },
    refresh: textOf(body.refresh_token) ?? '',
    basic,
  };
}
