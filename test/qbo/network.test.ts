import { once } from 'node:events';
import { createServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { axiosTransport, NoAnswer, type HttpAnswer } from '../../src/qbo/http.ts';
import { isWebPage, networkProblem } from '../../src/qbo/network.ts';
import { Problem } from '../../src/domain/problems.ts';
import { aClient, json, MemoryConnections, Script, type Step } from '../support/engine.ts';
import { jargonIn } from '../support/plain-words.ts';
import { NOBODYS_CERTIFICATE } from '../support/certificate.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const page = (status: number): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: '<!DOCTYPE html><title>Hotel</title>',
});

function setUp(...steps: Step[]) {
  const script = new Script(...steps);
  const store = new MemoryConnections();
  return { script, store, client: aClient(script.transport, { store, clock: new VirtualClock() }) };
}

/** How reading and writing end, and how often was asked. */
async function met(steps: () => Step[]) {
  const reading = setUp(...steps());
  const writing = setUp(...steps());
  const ending = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
  return {
    read: await ending(reading.client.read('/preferences')),
    reads: reading.script.seen.length,
    written: await ending(writing.client.write('/invoice', '{}', 'r-1')),
    writes: writing.script.seen.length,
    store: writing.store,
  };
}

const times = (step: Step) => () => Array.from({ length: 5 }, () => step);

describe('what stands between here and QuickBooks', () => {
  test.each([
    ['ENOTFOUND', 'OFFLINE'],
    ['EAI_AGAIN', 'OFFLINE'],
    ['ECONNREFUSED', 'CONNECTION_REFUSED'],
  ])('%s is %s: asked five times, and nothing was sent', async (said, code) => {
    const got = await met(times(new NoAnswer(said, false)));
    expect([got.reads, got.writes]).toEqual([5, 5]);
    for (const problem of [got.read, got.written]) expect(problem).toMatchObject({ code, exit: 7 });
  });

  test.each([
    ['CERT_HAS_EXPIRED', 'CERTIFICATE_EXPIRED'],
    ['CERT_NOT_YET_VALID', 'CLOCK_WRONG'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'CERTIFICATE_UNKNOWN'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERTIFICATE_UNKNOWN'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERTIFICATE_UNKNOWN'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'CERTIFICATE_NAME'],
  ])('%s is %s: said at once, since asking again brings the same', async (said, code) => {
    const got = await met(times(new NoAnswer(said, false)));
    expect([got.reads, got.writes]).toEqual([1, 1]);
    for (const problem of [got.read, got.written])
      expect(problem).toMatchObject({ code, exit: 7, retry: 'never' });
  });

  test.each(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ENETUNREACH', 'ETIMEDOUT'])(
    '%s may have come after the request: nobody knows what became of a write',
    async (said) => {
      const got = await met(times(new NoAnswer(said, true)));
      expect(got.read).toBeInstanceOf(Problem);
      expect(got.written).toMatchObject({ type: 'unknown' });
      expect([got.reads, got.writes]).toEqual([5, 1]);
    },
  );

  test('a proxy that wants a sign-in has passed nothing on', async () => {
    const got = await met(times({ status: 407, headers: {}, text: '' }));
    for (const problem of [got.read, got.written])
      expect(problem).toMatchObject({ code: 'PROXY_SIGN_IN', exit: 7 });
    expect([got.reads, got.writes]).toEqual([1, 1]);
  });

  test.each([200, 302, 511])('a page with status %s is no answer, and settles no write', async (status) => {
    const got = await met(times(page(status)));
    expect(got.read).toMatchObject({ code: 'NETWORK_PAGE', exit: 7 });
    expect(got.written).toMatchObject({ type: 'unknown' });
  });

  test('a filter’s page is not QuickBooks taking the rights away', async () => {
    const got = await met(times(page(403)));
    for (const problem of [got.read, got.written]) expect(problem).toMatchObject({ code: 'NETWORK_PAGE' });
    expect(got.store.read()?.disconnected).toBeUndefined();
  });

  test('an error page of QuickBooks itself is an outage, not a network', async () => {
    expect((await met(times(page(503)))).read).toMatchObject({ code: 'QUICKBOOKS_UNREACHABLE' });
    expect(isWebPage(json({}))).toBe(false);
  });

  test('is told in plain words that name the host', () => {
    const all = ['ENOTFOUND', 'ECONNREFUSED', 'EPROTO', 'HTTP 407', 'a web page', 'CERT_HAS_EXPIRED'];
    for (const said of all) {
      const problem = networkProblem(said, 'quickbooks.api.intuit.com');
      expect(problem?.message).toContain('quickbooks.api.intuit.com');
      expect([problem?.message ?? '', problem?.fix ?? ''].flatMap(jargonIn)).toEqual([]);
    }
    expect(networkProblem('ECONNREFUSED', '127.0.0.1:8080')).toBeUndefined();
    expect(networkProblem('HTTP 503', 'quickbooks.api.intuit.com')).toBeUndefined();
  });
});

test('a server that cannot prove who it is gets not one byte of a request', async () => {
  let connections = 0;
  let bytes = 0;
  const server = createServer(NOBODYS_CERTIFICATE, (socket) => {
    socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
    socket.on('error', () => undefined);
  })
    .on('connection', () => connections++)
    .on('tlsClientError', () => undefined)
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v3`;
  const transport = axiosTransport();
  for (let round = 0; round < 10; round++) {
    const post = transport({
      method: 'POST',
      url,
      headers: { Authorization: 'Bearer t' },
      body: 'x'.repeat(9000),
    });
    await expect(post).rejects.toMatchObject({ sent: false, message: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  }
  server.close();
  await once(server, 'close');
  expect([connections, bytes]).toEqual([10, 0]);
});
