import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listenForCallback } from '../../src/qbo/callback.ts';
import { axiosTransport } from '../../src/qbo/http.ts';
import { refreshTokens, revokeTokens, type AppKeys } from '../../src/qbo/oauth.ts';
import { freePort } from '../support/browser.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A server that answers everything alike; the headers of what it was asked. */
async function serving(status: number, headers: Record<string, string> = {}) {
  const asked: Record<string, string | string[] | undefined>[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(status, headers).end('{}');
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { asked, url: `http://127.0.0.1:${port}` };
}

describe.each([301, 302, 303, 307, 308])('a redirect (%i) to another host', (status) => {
  let elsewhere: Awaited<ReturnType<typeof serving>>;
  let here: Awaited<ReturnType<typeof serving>>;
  beforeEach(async () => {
    elsewhere = await serving(200);
    here = await serving(status, { Location: `${elsewhere.url}/tokens` });
  });

  test('does not get the bearer of a request', async () => {
    const headers = { Authorization: 'Bearer secret' };
    await axiosTransport()({ method: 'GET', url: `${here.url}/v3`, headers });
    await axiosTransport()({ method: 'POST', url: `${here.url}/v3`, headers, body: '{}' });
    expect([here.asked.length, elsewhere.asked.length]).toEqual([2, 0]);
  });

  test('does not get the client secret of a sign-in', async () => {
    const keys: AppKeys = {
      environment: 'local',
      url: here.url,
      clientId: 'id',
      clientSecret: 'secret',
      redirectUri: 'http://localhost:1/callback',
    };
    const clock = { now: () => new Date(), sleep: async () => Promise.resolve() };
    await expect(refreshTokens(keys, 'refresh', clock)).rejects.toThrow();
    await expect(revokeTokens(keys, 'refresh')).rejects.toThrow();
    expect([here.asked.length, elsewhere.asked.length]).toEqual([2, 0]);
  });
});

test('nothing leaves this machine unencrypted', async () => {
  const request = { method: 'GET', url: 'http://quickbooks.api.intuit.com/v3', headers: {} } as const;
  await expect(axiosTransport()(request)).rejects.toThrow('refused to send unencrypted');
});

const outside = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

test.skipIf(outside === undefined)('who waits for a sign-in is not heard from another computer', async () => {
  const port = await freePort();
  const ending = { signal: new AbortController().signal, timeout: new Promise<void>(() => undefined) };
  const listener = await listenForCallback(port, 'state', ending);
  try {
    const knocking = connect({ host: outside ?? '', port });
    const [error] = (await once(knocking, 'error')) as [{ code?: string }];
    expect(error.code).toBe('ECONNREFUSED');
    const inside = connect({ host: '127.0.0.1', port });
    await once(inside, 'connect');
    inside.destroy();
  } finally {
    listener.close();
  }
});
