import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { isList, objectOf, objectsOf, parseJson, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { start } from '../client.ts';
import { VERIFIER } from './hooks.ts';

let close: (() => Promise<void>)[] = [];
beforeEach(() => (close = []));
afterEach(async () => {
  for (const each of close.reverse()) await each();
});

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver on the loopback address that answers with the given statuses, then 200. */
async function receiver(...statuses: readonly number[]): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      const status = statuses[received.length - 1] ?? 200;
      response.writeHead(status, status === 302 ? { Location: '/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/hook`, received };
}

const order = async (sandbox: RunningSandbox, action: string, body: JsonObject): Promise<JsonObject> => {
  const reply = await fetch(`${sandbox.url}/__sandbox/${action}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return objectOf(parseJson(await reply.text()));
};

const person = (DisplayName: string): JsonObject => ({
  person: { operation: 'create', entity: 'Customer', body: { DisplayName } },
});

async function served(): Promise<RunningSandbox> {
  const sandbox = await start();
  close.push(() => sandbox.close());
  const form = new URLSearchParams({
    client_id: sandbox.clientId,
    redirect_uri: 'http://localhost:1/callback',
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    state: 's',
    realmId: sandbox.companyId,
    decision: 'allow',
  });
  const consent = await fetch(`${sandbox.url}/connect/oauth2`, {
    method: 'POST',
    redirect: 'manual',
    body: form,
  });
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
  await fetch(`${sandbox.url}/oauth2/v1/tokens/bearer`, {
    method: 'POST',
    headers: {
      Authorization: `Basic ${Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'http://localhost:1/callback',
    }),
  });
  return sandbox;
}

test('delivered on request over HTTP with a signature that verifies', async () => {
  const { url, received } = await receiver();
  const sandbox = await served();
  sandbox.control('webhooks', { url, verifierToken: VERIFIER });
  await order(sandbox, 'company', person('Zoë'));
  await order(sandbox, 'company', person('Ben'));
  const { sent } = await order(sandbox, 'webhooks', { deliver: true });
  expect(objectsOf(sent)).toEqual([
    expect.objectContaining({ url, events: 2, acknowledged: true, status: 200, body: received[0]?.body }),
  ]);
  const [{ headers, body } = { headers: {}, body: '' }] = received;
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'intuit-signature': createHmac('sha256', VERIFIER).update(body).digest('base64'),
    'intuit-created-time': '2026-03-02T10:00:00-0800',
    'intuit-notification-schema-version': '0.1',
    'user-agent': 'intuit_notification_server/0.1',
  });
  expect(headers['intuit-t-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect((await order(sandbox, 'webhooks', { deliver: true })).sent).toEqual([]);
});

test('anything but 200 is a failure, redirects too; it is delivered when it is due', async () => {
  const { url, received } = await receiver(500, 302, 204);
  const sandbox = await served();
  sandbox.control('webhooks', { url, verifierToken: VERIFIER });
  await order(sandbox, 'company', person('Ada'));
  for (const [status, seconds] of [
    [500, 10],
    [302, 20],
    [204, 30],
  ] as const) {
    const { sent } = await order(sandbox, 'webhooks', { deliver: true });
    expect(objectsOf(sent)).toMatchObject([{ status, acknowledged: false }]);
    expect((await order(sandbox, 'webhooks', { deliver: true })).sent).toEqual([]);
    sandbox.control('clock', { advanceSeconds: seconds });
  }
  await order(sandbox, 'company', person('Ben'));
  const { sent } = await order(sandbox, 'webhooks', { deliver: true });
  expect(objectsOf(sent)).toMatchObject([{ acknowledged: true }, { acknowledged: true }]);
  expect(new Set(received.slice(0, 4).map(({ body }) => body)).size).toBe(1);
});

test('an endpoint that nobody serves is a failure too', async () => {
  const sandbox = await served();
  sandbox.control('webhooks', { url: 'http://127.0.0.1:1/', verifierToken: VERIFIER });
  await order(sandbox, 'company', person('Ada'));
  const { sent } = await order(sandbox, 'webhooks', { deliver: true });
  expect(objectsOf(sent)).toMatchObject([{ acknowledged: false }]);
  expect(textOf(objectsOf(sent)[0]?.error)).toContain('ECONNREFUSED');
});

test('delivered by itself right after the answer, when switched to automatic', async () => {
  const sandbox = await served();
  const arrived = new Promise<string>((resolve) => {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        response.writeHead(200).end();
        resolve(body);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const url = `http://127.0.0.1:${port}/`;
      sandbox.control('webhooks', { url, verifierToken: VERIFIER, automatic: true });
      void order(sandbox, 'company', person('Ada'));
    });
    close.push(() => new Promise((done) => server.close(() => done())));
  });
  const events = parseJson(await arrived);
  expect(isList(events) && events.length).toBe(1);
});
