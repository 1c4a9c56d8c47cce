import { Buffer } from 'node:buffer';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { start } from './client.ts';
import { exchange, signIn } from './faults/exchange.ts';
import type { SignedIn } from './faults/exchange.ts';

let running: RunningSandbox;
let client: SignedIn;
beforeEach(async () => {
  running = await start();
  client = await signIn(running);
});
afterEach(() => running.close());

const lines = (...parts: readonly string[]): string => `${parts.join('\r\n')}\r\n\r\n`;

/** Sends bytes as they are and collects what comes until the connection ends. */
function raw(bytes: string, half: 'end' | 'abort' | 'wait' = 'wait'): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(running.port, '127.0.0.1', () => {
      socket.write(bytes, () => {
        if (half === 'end') socket.end();
        if (half === 'abort') socket.destroy();
      });
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

const statuses = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code = '']) => code);
const HOST = 'Host: localhost';
const CLOSE = 'Connection: close';

async function stillServes(): Promise<void> {
  expect((await exchange(`${client.base}/customer/1`, { headers: client.headers })).status).toBe(200);
}

describe('hostile HTTP is answered or dropped, and the sandbox goes on', () => {
  test.each([
    ['bytes that are no HTTP', '\u0016\u0003\u0001 hello\r\n\r\n', ['400']],
    ['a method that there is not', lines('BREW /v3/company/1/invoice HTTP/1.1', HOST), ['400']],
    ['headers beyond all measure', lines('GET / HTTP/1.1', HOST, `X: ${'x'.repeat(100_000)}`), ['431']],
    [
      'too many headers',
      lines('GET / HTTP/1.1', HOST, ...Array.from({ length: 3000 }, (_, n) => `x${n}: 1`), CLOSE),
      ['431'],
    ],
    ['no host', lines('GET /v3/company/1/invoice/1 HTTP/1.1'), ['400']],
    ['a length that is no number', lines('POST / HTTP/1.1', HOST, 'Content-Length: abc'), ['400']],
    ['a negative length', lines('POST / HTTP/1.1', HOST, 'Content-Length: -1'), ['400']],
    ['two lengths', lines('POST / HTTP/1.1', HOST, 'Content-Length: 1', 'Content-Length: 2'), ['400']],
    [
      'a length and chunks',
      lines('POST / HTTP/1.1', HOST, 'Content-Length: 5', 'Transfer-Encoding: chunked'),
      ['400'],
    ],
    ['chunks of no size', `${lines('POST / HTTP/1.1', HOST, 'Transfer-Encoding: chunked')}zz\r\n`, ['400']],
    [
      'a body longer than its length',
      `${lines('POST / HTTP/1.1', HOST, 'Content-Length: 2')}{}{}{}`,
      ['400'],
    ],
    ['a path of nothing but dots', lines('GET /../../../etc/passwd HTTP/1.1', HOST, CLOSE), ['400']],
    ['a path that is no address', lines('GET //[ HTTP/1.1', HOST, CLOSE), ['400']],
    ['half an escape', lines('GET /v3/company/%/query?query=% HTTP/1.1', HOST, CLOSE), ['401']],
    ['an address in full', lines('GET http://localhost/connect/oauth2 HTTP/1.1', HOST, CLOSE), ['400']],
    ['a question to the server itself', lines('OPTIONS * HTTP/1.1', HOST, CLOSE), ['400']],
    [
      'a wish for another protocol',
      lines('GET /v3 HTTP/1.1', HOST, 'Upgrade: h2c', 'Connection: Upgrade, close'),
      ['400'],
    ],
    ['a tunnel', lines('CONNECT evil.example:443 HTTP/1.1', HOST), []],
  ])('%s', async (_name, bytes, expected) => {
    expect(statuses(await raw(bytes, 'end'))).toEqual(expected);
    await stillServes();
  });

  test.each(['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])(
    '%s is a path that is not there',
    async (method) => {
      const seen = await exchange(`${client.base}/customer/1`, { method, headers: client.headers });
      expect([seen.status, seen.complete]).toEqual([400, true]);
      expect(seen.text).toContain('Unsupported Operation');
      await stillServes();
    },
  );

  test('HEAD gets headers and no body', async () => {
    const seen = await exchange(`${client.base}/customer/1`, { method: 'HEAD', headers: client.headers });
    expect(seen).toMatchObject({ status: 400, text: '', complete: true });
    await stillServes();
  });

  test('uploads that break off, at any point', async () => {
    const head = lines(
      `POST /v3/company/${running.companyId}/customer HTTP/1.1`,
      HOST,
      'Content-Length: 100000',
    );
    for (const bytes of [head.slice(0, 20), head.slice(0, -2), head, `${head}{"DisplayName":"Ha`]) {
      expect(await raw(bytes, 'abort')).toBe('');
      await raw(bytes, 'end');
    }
    await stillServes();
    expect(running.requests.filter(({ writes }) => writes > 0)).toEqual([]);
  });

  test('a body above 20 MB is 413, and the connection can go on', async () => {
    const size = 20 * 1024 * 1024 + 1;
    const post = `POST /v3/company/${running.companyId}/customer HTTP/1.1`;
    const large = `${lines(post, HOST, `Content-Length: ${size}`)}${' '.repeat(size)}`;
    const answers = await raw(large + lines('GET /.well-known/openid_configuration HTTP/1.1', HOST, CLOSE));
    expect(statuses(answers)).toEqual(['413', '200']);
    await stillServes();
  });

  test('a body without end is cut off', async () => {
    const head = lines('POST /v3/company/1/customer HTTP/1.1', HOST, 'Transfer-Encoding: chunked');
    const chunk = `100000\r\n${' '.repeat(0x10_0000)}\r\n`;
    await new Promise<void>((resolve) => {
      const socket = connect(running.port, '127.0.0.1', () => socket.write(head));
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', more);
      socket.on('error', () => undefined);
      socket.on('close', () => resolve());
      socket.once('connect', more);
    });
    await stillServes();
  });

  test('a client that leaves while its answer is held back', async () => {
    running.control('limits', { latencyMs: 600_000 });
    const sent = request(`${client.base}/customer`, { method: 'POST', headers: client.headers });
    sent.on('error', () => undefined);
    sent.end('{"DisplayName":"Gone"}');
    while (running.requests.at(-1)?.writes !== 1) await new Promise((resolve) => setImmediate(resolve));
    sent.destroy();
    running.control('limits', { latencyMs: 0 });
    await stillServes();
    expect(running.books().Customer?.some((row) => row.DisplayName === 'Gone')).toBe(true);
  });
});

describe('connections', () => {
  test('one serves many requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let nth = 0; nth < 5; nth++) {
      await new Promise<void>((resolve, reject) => {
        const sent = request(`${client.base}/customer/1`, { headers: client.headers, agent }, (response) => {
          ports.add(response.socket.localPort);
          response.resume().on('end', resolve);
        });
        sent.on('error', reject).end();
      });
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });

  test('requests sent without waiting are answered in their order, a slow one first', async () => {
    running.control('faults', { kind: 'slow', ms: 20 });
    const get = (path: string, ...more: string[]): string =>
      lines(
        `GET /v3/company/${running.companyId}/${path} HTTP/1.1`,
        HOST,
        'Accept: application/json',
        `Authorization: ${client.headers.Authorization ?? ''}`,
        ...more,
      );
    const answers = await raw(get('customer/1') + get('customer/2') + get('customer/3', CLOSE));
    expect(statuses(answers)).toEqual(['200', '200', '200']);
    expect([...answers.matchAll(/"Id":"(\d)","SyncToken"/g)].map(([, id]) => id)).toEqual(['1', '2', '3']);
  });

  test('an answer that is cut takes the requests behind it along', async () => {
    running.control('faults', { kind: 'lose-answer' });
    const get = (path: string): string => lines(`GET ${path} HTTP/1.1`, HOST);
    const discovery = get('/.well-known/openid_configuration');
    expect(statuses(await raw(discovery + discovery))).toEqual([]);
    await stillServes();
  });
});
