import { randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { handle, openSandbox, startSandbox } from '../src/sandbox/index.ts';
import type { SandboxRequest } from '../src/sandbox/index.ts';

export const options = {
  country: 'US' as const,
  clock: () => new Date('2026-03-02T18:00:00Z'),
  randomBytes: (n: number) => new Uint8Array(randomBytes(n)),
  clientId: 'bench',
  clientSecret: 'bench-secret',
};

type Send = (method: string, path: string, query: Record<string, string>, body: string) => Promise<string>;

/** A signed-in client of a sandbox, in process or over HTTP. */
export interface Target {
  readonly send: Send;
  readonly close: () => Promise<void>;
}

/** Adds the sign-in to a transport: consent, code, token. */
async function signedIn(
  raw: (request: SandboxRequest) => Promise<{ body: string; location: string }>,
): Promise<Send> {
  const form = {
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
    host: 'localhost',
  };
  const basic = `Basic ${Buffer.from('bench:bench-secret').toString('base64')}`;
  const redirect_uri = 'http://localhost/callback';
  const post = (path: string, fields: Record<string, string>) =>
    raw({
      method: 'POST',
      path,
      query: new URLSearchParams(),
      headers: { ...form, authorization: basic },
      body: new URLSearchParams(fields).toString(),
    });
  const page = await raw({
    method: 'GET',
    path: '/connect/oauth2',
    query: new URLSearchParams({
      client_id: 'bench',
      redirect_uri,
      response_type: 'code',
      scope,
      state: 's',
    }),
    headers: form,
    body: '',
  });
  const realmId = /name="realmId" value="(\d+)"/.exec(page.body)?.[1] ?? '';
  const asked = {
    client_id: 'bench',
    redirect_uri,
    response_type: 'code',
    scope,
    state: 's',
    realmId,
    decision: 'allow',
  };
  const code = new URL((await post('/connect/oauth2', asked)).location).searchParams.get('code') ?? '';
  const grant = { grant_type: 'authorization_code', code, redirect_uri };
  const token =
    /"access_token":"([^"]+)"/.exec((await post('/oauth2/v1/tokens/bearer', grant)).body)?.[1] ?? '';
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'content-type': 'application/json',
    host: 'localhost',
  };
  return async (method, path, query, body) => {
    const url = `/v3/company/${realmId}/${path}`;
    const reply = await raw({ method, path: url, query: new URLSearchParams(query), headers, body });
    if (reply.body.includes('"Fault"') || reply.body.includes('"fault"'))
      throw new Error(reply.body.slice(0, 500));
    return reply.body;
  };
}

const scope = 'com.intuit.quickbooks.accounting';

export async function inProcess(stateDir?: string): Promise<Target> {
  const { sandbox, close } = openSandbox({ ...options, stateDir });
  const send = await signedIn((request) => {
    const { body, headers } = handle(sandbox, request);
    return Promise.resolve({ body: Buffer.from(body).toString('utf8'), location: headers.Location ?? '' });
  });
  return { send, close: () => Promise.resolve().then(close) };
}

export async function overHttp(stateDir?: string): Promise<Target> {
  const running = await startSandbox({ ...options, port: 0, stateDir });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = await signedIn(
    ({ method, path, query, headers, body }) =>
      new Promise((resolve, reject) => {
        const target = {
          host: '127.0.0.1',
          port: running.port,
          agent,
          method,
          path: `${path}?${query.toString()}`,
        };
        const length = String(Buffer.byteLength(body));
        const sent = httpRequest(
          { ...target, headers: { ...headers, 'content-length': length } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('end', () => {
              resolve({
                body: Buffer.concat(chunks).toString('utf8'),
                location: response.headers.location ?? '',
              });
            });
          },
        );
        sent.on('error', reject).end(body);
      }),
  );
  return {
    send,
    close: async () => {
      agent.destroy();
      await running.close();
    },
  };
}
