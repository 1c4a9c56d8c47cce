import { afterEach, describe, expect, test } from 'vitest';
import { KINDS } from '../../../src/sandbox/fault-injection/orders.ts';
import type { FaultKind } from '../../../src/sandbox/fault-injection/orders.ts';
import type { FaultOrder, RunningSandbox } from '../../../src/sandbox/index.ts';
import { isObject, objectOf, objectsOf, parseJson } from '../../../src/sandbox/json.ts';
import { start } from '../client.ts';
import { exchange, signIn } from './exchange.ts';
import type { Seen } from './exchange.ts';

let running: RunningSandbox | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

interface Case {
  readonly order: FaultOrder & { readonly kind: FaultKind };
  /** The status line that arrives, if any. */
  readonly status: number | undefined;
  readonly complete: boolean;
  readonly json: boolean;
  /** Whether the customer is in the books afterwards. */
  readonly written: boolean;
  readonly text?: RegExp;
}

const whole = { complete: true, json: true };
const cases: readonly Case[] = [
  { order: { kind: 'cut-before' }, status: undefined, complete: false, json: false, written: false },
  { order: { kind: 'lose-answer' }, status: undefined, complete: false, json: false, written: true },
  {
    order: { kind: 'cut-after-headers' },
    status: 200,
    complete: false,
    json: false,
    written: true,
    text: /^$/,
  },
  { order: { kind: 'truncate' }, status: 200, complete: false, json: false, written: true, text: /^\{"Cust/ },
  {
    order: { kind: 'broken-json' },
    status: 200,
    complete: true,
    json: false,
    written: true,
    text: /^\{"Cust/,
  },
  { order: { kind: 'slow', ms: 1 }, ...whole, status: 200, written: true },
  { order: { kind: 'unauthorized' }, ...whole, status: 401, written: false, text: /003200/ },
  { order: { kind: 'revoke-token' }, ...whole, status: 401, written: false, text: /003200/ },
  { order: { kind: 'disconnect' }, ...whole, status: 401, written: false, text: /003200/ },
  { order: { kind: 'move-clock' }, ...whole, status: 401, written: false, text: /Token expired/ },
  { order: { kind: 'lapse' }, ...whole, status: 400, written: false, text: /"6190"/ },
  { order: { kind: 'close-books' }, ...whole, status: 200, written: true },
  {
    order: { kind: 'company', change: { subscriptionStatus: 'CANCELLED' } },
    ...whole,
    status: 400,
    written: false,
    text: /"6190"/,
  },
  {
    order: { kind: 'status', status: 413, body: 'html' },
    ...whole,
    json: false,
    status: 413,
    written: false,
  },
  { order: { kind: 'status', status: 429 }, ...whole, status: 429, written: false, text: /ThrottleExceeded/ },
  { order: { kind: 'status', status: 500 }, ...whole, status: 500, written: false, text: /10000/ },
  { order: { kind: 'status', status: 500, done: true }, ...whole, status: 500, written: true, text: /10000/ },
  {
    order: { kind: 'status', status: 502, body: 'html' },
    ...whole,
    json: false,
    status: 502,
    written: false,
    text: /<h1>502 Bad Gateway/,
  },
  {
    order: { kind: 'status', status: 503, body: 'empty' },
    ...whole,
    json: false,
    status: 503,
    written: false,
    text: /^$/,
  },
  {
    order: { kind: 'status', status: 504, body: 'html', done: true },
    ...whole,
    json: false,
    status: 504,
    written: true,
  },
  // None of these concerns a single write.
  { order: { kind: 'invalid-grant' }, ...whole, status: 200, written: true },
  { order: { kind: 'stale-query' }, ...whole, status: 200, written: true },
  { order: { kind: 'throttle-items' }, ...whole, status: 200, written: true },
];

const written = (sandbox: RunningSandbox, name: string): boolean =>
  sandbox.books().Customer?.some((row) => row.DisplayName === name) === true;

describe('over HTTP', () => {
  test.each(cases)('$order: $status, written: $written', async ({ order, ...expected }) => {
    running = await start();
    const { base, headers } = await signIn(running);
    running.control('faults', { ...order, match: { method: 'POST', pathContains: '/customer' } });
    const seen = await exchange(`${base}/customer`, {
      method: 'POST',
      headers,
      body: '{"DisplayName":"Ada"}',
    });
    expect({ status: seen.status, complete: seen.complete }).toEqual({
      status: expected.status,
      complete: expected.complete,
    });
    expect(isObject(parseJson(seen.text))).toBe(expected.json);
    if (expected.text !== undefined) expect(seen.text).toMatch(expected.text);
    expect(written(running, 'Ada')).toBe(expected.written);
    expect(running.requests.at(-1)?.writes).toBe(expected.written ? 1 : 0);
  });

  test('every kind is in the table', () => {
    expect(new Set(cases.map(({ order }) => order.kind))).toEqual(new Set(KINDS));
  });

  test('a promised length is kept by broken JSON and not by a cut', async () => {
    running = await start();
    const { base, headers } = await signIn(running);
    const lengths = async (kind: 'broken-json' | 'truncate'): Promise<[promised: number, sent: number]> => {
      running?.control('faults', { kind });
      const { headers: got, text } = await exchange(`${base}/customer/1`, { headers });
      return [Number(got['content-length']), Buffer.byteLength(text)];
    };
    const [promised, sent] = await lengths('broken-json');
    expect(sent).toBe(promised);
    const cut = await lengths('truncate');
    expect(cut[1]).toBe(Math.floor(cut[0] / 2));
  });

  test('some items of a batch are throttled, the others done', async () => {
    running = await start();
    const { base, headers } = await signIn(running);
    running.control('faults', { kind: 'throttle-items', from: 1 });
    const items = ['A', 'B'].map((DisplayName) => ({
      bId: DisplayName,
      operation: 'create',
      Customer: { DisplayName },
    }));
    const body = JSON.stringify({ BatchItemRequest: items });
    const send = (): Promise<Seen> =>
      exchange(`${base}/batch?requestid=r-1`, { method: 'POST', headers, body });
    const first = objectsOf(objectOf(parseJson((await send()).text)).BatchItemResponse);
    expect(first).toMatchObject([
      { bId: 'A', Customer: { DisplayName: 'A' } },
      { bId: 'B', Fault: { type: 'SERVICE', Error: [{ code: '3001' }] } },
    ]);
    const again = objectsOf(objectOf(parseJson((await send()).text)).BatchItemResponse);
    expect(again).toMatchObject([{ Customer: { DisplayName: 'A' } }, { Customer: { DisplayName: 'B' } }]);
    expect(running.books().Customer?.filter((row) => row.DisplayName === 'A')).toHaveLength(1);
  });

  describe('at the sign-in', () => {
    const signedIn = async (sandbox: RunningSandbox): Promise<() => Promise<Seen>> => {
      const { basic, refresh } = await signIn(sandbox);
      return () =>
        exchange(`${sandbox.url}/oauth2/v1/tokens/bearer`, {
          method: 'POST',
          headers: { Authorization: basic, 'Content-Type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refresh }).toString(),
        });
    };

    test('a refresh whose answer is lost has rotated the token all the same', async () => {
      running = await start();
      const renew = await signedIn(running);
      running.control('company', { oauth: { rotation: 'always' } });
      running.control('faults', { kind: 'lose-answer', match: { pathContains: '/tokens/bearer' } });
      running.control('faults', {
        kind: 'status',
        status: 503,
        body: 'html',
        match: { pathContains: '/tokens/' },
      });
      expect((await renew()).status).toBeUndefined();
      expect((await renew()).status).toBe(503);
      const { status, text } = await renew();
      expect(status).toBe(400);
      expect(text).toContain('invalid_grant');
    });

    test('a token that is refused as during an outage is good afterwards', async () => {
      running = await start();
      const renew = await signedIn(running);
      running.control('faults', { kind: 'invalid-grant' });
      const { status, text } = await renew();
      expect([status, JSON.parse(text)]).toMatchObject([400, { error: 'invalid_grant' }]);
      expect((await renew()).status).toBe(200);
    });
  });

  test('what waits and what struck can be read', async () => {
    running = await start();
    const { base, headers } = await signIn(running);
    running.control('faults', { kind: 'status', status: 503, after: 1, times: 2, match: { method: 'GET' } });
    running.control('faults', { seed: 3, rate: 0, kinds: ['slow'] });
    for (let nth = 0; nth < 2; nth++) await exchange(`${base}/customer/1`, { headers });
    const shown = objectOf(parseJson((await exchange(`${running.url}/__sandbox/faults`)).text));
    expect(shown).toMatchObject({
      waiting: [{ kind: 'status', status: 503, after: 0, times: 1, match: { method: 'GET' } }],
      chance: { seed: 3, rate: 0, kinds: ['slow'] },
      struck: [{ method: 'GET', kind: 'status', status: 503, byChance: false }],
    });
  });

  test('ending the sandbox ends answers that it holds back', async () => {
    running = await start();
    const { base, headers } = await signIn(running);
    running.control('limits', { latencyMs: 600_000 });
    const held = exchange(`${base}/customer`, { method: 'POST', headers, body: '{"DisplayName":"Ada"}' });
    while (running.requests.at(-1)?.writes !== 1) await new Promise((resolve) => setImmediate(resolve));
    const ending = running;
    running = undefined;
    await ending.close();
    expect((await held).status).toBeUndefined();
  });
});
