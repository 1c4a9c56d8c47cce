import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { axiosTransport, NoAnswer, type HttpRequest } from '../../src/qbo/http.ts';
import { endpointsOf, isLoopback, webLink } from '../../src/qbo/endpoints.ts';

let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
beforeEach(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => answer(request, response, body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const post = (body: string): HttpRequest => ({
  method: 'POST',
  url: `${base}/v3/company/1/invoice?requestid=r%20%2B`,
  headers: { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: 'Bearer t' },
  body,
});
const failure = async (request: HttpRequest): Promise<unknown> =>
  axiosTransport()(request).catch((error: unknown) => error);

describe('the real transport', () => {
  test('sends the bytes and the address as they are', async () => {
    const body = '{"Amount":1200.10,"Description":"é ☀ \\u0000","Name":" x "}';
    let seen: unknown[] = [];
    answer = (request, response, got) => {
      seen = [
        request.method,
        request.url,
        got,
        request.headers.authorization,
        request.headers['content-type'],
      ];
      response.end('{}');
    };
    await axiosTransport()(post(body));
    expect(seen).toEqual([
      'POST',
      '/v3/company/1/invoice?requestid=r%20%2B',
      body,
      'Bearer t',
      'application/json',
    ]);
  });

  test.each([200, 302, 400, 401, 403, 429, 500, 503])(
    'resolves for status %s, with the body untouched',
    async (status) => {
      answer = (_, response) => {
        response.writeHead(status, {
          'Intuit-Tid': 'tid-7',
          'Retry-After': '3',
          'Content-Type': 'application/json',
        });
        response.end('{"Amount":100.00');
      };
      const got = await axiosTransport()(post('{}'));
      expect([got.status, got.text]).toEqual([status, '{"Amount":100.00']);
      expect(got.headers).toMatchObject({ 'intuit-tid': 'tid-7', 'retry-after': '3' });
    },
  );

  test('follows no redirect, so the token stays with the host it was meant for', async () => {
    let requests = 0;
    answer = (_, response) => {
      requests++;
      response.writeHead(302, { Location: `${base}/elsewhere` });
      response.end();
    };
    expect((await axiosTransport()(post('{}'))).status).toBe(302);
    expect(requests).toBe(1);
  });

  test('knows that a refused connection carried nothing', async () => {
    server.close();
    await once(server, 'close');
    const error = await failure(post('{}'));
    expect(error).toBeInstanceOf(NoAnswer);
    expect(error).toMatchObject({ sent: false, message: 'ECONNREFUSED' });
  });

  test('does not know what became of a connection that was cut', async () => {
    answer = (request) => request.socket.destroy();
    expect(await failure(post('{}'))).toMatchObject({ name: 'NoAnswer', sent: true });
  });

  test('does not know what became of an answer that was cut', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"Invoice":');
      response.flushHeaders();
      setImmediate(() => response.socket?.destroy());
    };
    expect(await failure(post('{}'))).toMatchObject({ name: 'NoAnswer', sent: true });
  });

  test('never goes through a proxy on this machine', async () => {
    answer = (_, response) => response.end('{"ok":true}');
    const before = process.env.HTTP_PROXY;
    process.env.HTTP_PROXY = 'http://127.0.0.1:1';
    try {
      expect((await axiosTransport()(post('{}'))).text).toBe('{"ok":true}');
    } finally {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    }
  });
});

describe('where the services answer', () => {
  test('each environment has its own address', () => {
    expect(endpointsOf('production').api).toBe('https://quickbooks.api.intuit.com');
    expect(endpointsOf('sandbox').api).toBe('https://sandbox-quickbooks.api.intuit.com');
    expect(endpointsOf('local', 'http://127.0.0.1:4000/base/?x#y')).toMatchObject({
      api: 'http://127.0.0.1:4000/base',
      token: 'http://127.0.0.1:4000/base/oauth2/v1/tokens/bearer',
    });
  });

  test.each([
    [undefined],
    ['http://example.com'],
    ['http://127.0.0.1.example.com'],
    ['http://localhost.example.com:4000'],
    ['http://user@evil.example'],
    ['http://127.0.0.1@evil.example'],
    ['ftp://127.0.0.1'],
    ['file:///etc/passwd'],
    ['127.0.0.1:4000'],
    ['http://0.0.0.0'],
    ['http://10.0.0.1'],
  ])('"local" is this machine only: %s is refused', (url) => {
    expect(() => endpointsOf('local', url)).toThrow(expect.objectContaining({ code: 'LOCAL_URL', exit: 2 }));
  });

  test.each([
    'http://localhost',
    'http://127.0.0.1:1',
    'http://127.9.8.7',
    'http://[::1]:3',
    'http://2130706433',
  ])('%s is this machine', (url) => {
    expect(isLoopback(new URL(url))).toBe(true);
  });

  test('a transaction has a page where there are pages', () => {
    expect(webLink('production', 'invoice', '1&x')).toBe('https://qbo.intuit.com/app/invoice?txnId=1%26x');
    expect(webLink('local', 'invoice', '1')).toBeUndefined();
  });
});
