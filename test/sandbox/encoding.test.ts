import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { REDIRECT, SCOPE, start } from './client.ts';

let sandbox: RunningSandbox;
afterEach(() => sandbox.close());

interface Raw {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly whole: boolean;
}

/** An exchange without a client that unpacks by itself. */
function exchange(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: Uint8Array,
): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${sandbox.url}${path}`,
      { method: body === undefined ? 'GET' : 'POST', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => undefined);
        response.on('close', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat(chunks),
            whole: response.complete,
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const LONG = '/__sandbox/books';
const JSON_TYPE = { 'content-type': 'application/json' };

test('a long answer is packed for who takes gzip, and only for them', async () => {
  sandbox = await start();
  const plain = await exchange(LONG);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.headers.vary).toBe('Accept-Encoding');
  for (const accepted of ['gzip', 'deflate, GZIP;q=0.5']) {
    const packed = await exchange(LONG, { 'accept-encoding': accepted });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(packed.headers['content-length']).toBe(String(packed.bytes.length));
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(gunzipSync(packed.bytes)).toEqual(plain.bytes);
  }
  for (const accepted of ['br', 'gzip;q=0', 'xgzip']) {
    expect((await exchange(LONG, { 'accept-encoding': accepted })).bytes).toEqual(plain.bytes);
  }
});

test('a short answer is sent as it is', async () => {
  sandbox = await start();
  const answer = await exchange('/nowhere', { 'accept-encoding': 'gzip' });
  expect(answer.headers['content-encoding']).toBeUndefined();
});

test('a packed request is understood', async () => {
  sandbox = await start();
  const order = gzipSync(JSON.stringify({ advanceSeconds: 60 }));
  const answer = await exchange('/__sandbox/clock', { ...JSON_TYPE, 'content-encoding': 'gzip' }, order);
  expect(answer.status).toBe(200);
  expect(sandbox.now().toISOString()).toBe('2026-03-02T18:01:00.000Z');
});

test.each([
  ['broken gzip', 'gzip', Buffer.from('no gzip'), 400],
  ['gzip cut short', 'gzip', gzipSync('{"advanceSeconds": 60}').subarray(0, 20), 400],
  ['an encoding that is not known', 'br', Buffer.from('x'), 415],
  ['gzip that swells beyond the limit', 'gzip', gzipSync(Buffer.alloc(21 * 1024 * 1024)), 413],
])('refuses %s', async (_name, encoding, body, status) => {
  sandbox = await start();
  const answer = await exchange('/__sandbox/clock', { ...JSON_TYPE, 'content-encoding': encoding }, body);
  expect(answer.status).toBe(status);
  expect(sandbox.now().toISOString()).toBe('2026-03-02T18:00:00.000Z');
});

test('an answer that is to be truncated is truncated in its packed form', async () => {
  sandbox = await start();
  const consent = new URLSearchParams({
    client_id: sandbox.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    state: 's',
  });
  const path = `/connect/oauth2?${consent.toString()}`;
  sandbox.control('faults', { kind: 'truncate' });
  const cut = await exchange(path, { 'accept-encoding': 'gzip' });
  expect(cut.headers['content-encoding']).toBe('gzip');
  expect(cut.whole).toBe(false);
  expect(cut.bytes.length).toBe(Math.floor(Number(cut.headers['content-length']) / 2));
  const whole = await exchange(path, { 'accept-encoding': 'gzip' });
  expect(gunzipSync(whole.bytes).toString('utf8')).toContain('</html>');
});

test('uploads may be as large as the documentation says, other bodies not', async () => {
  sandbox = await start();
  const large = Buffer.alloc(21 * 1024 * 1024);
  const upload = await exchange(`/v3/company/${sandbox.companyId}/upload`, {}, large);
  expect(upload.status).toBe(401);
  expect((await exchange(`/v3/company/${sandbox.companyId}/invoice`, {}, large)).status).toBe(413);
  const tooLarge = Buffer.alloc(100 * 1024 * 1024 + 1);
  expect((await exchange(`/v3/company/${sandbox.companyId}/upload`, {}, tooLarge)).status).toBe(413);
});
