import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../src/sandbox/limits/limits.ts';
import { Client, START } from '../client.ts';
import type { Reply } from '../client.ts';

/** A signed-in client of a company whose limits hold. */
function limited(settings: object = {}): Client {
  const qbo = new Client();
  qbo.control('limits', { on: true, ...settings });
  // What is refused is not counted, so that a window opens for the request that comes at its very end.
  qbo.control('company', { readings: { throttledCount: false } });
  return qbo;
}

const at = (qbo: Client, seconds: number): void => {
  qbo.control('clock', { set: new Date(Date.parse(START) + Math.round(seconds * 1000)).toISOString() });
};
const read = (qbo: Client): Reply => qbo.call('GET', 'customer/1');
const batch = (qbo: Client): Reply =>
  qbo.post('batch', { BatchItemRequest: [{ bId: '1', Query: 'select count(*) from Item' }] });

interface Case {
  readonly name: string;
  readonly most: number;
  /** Seconds between requests, so that no other window is met. */
  readonly every: number;
  /** Seconds after which the first request no longer counts. */
  readonly opens: number;
  readonly ask: (qbo: Client) => Reply;
  readonly settings?: object;
}

const cases: readonly Case[] = [
  {
    name: '500 requests a minute of a company',
    most: LIMITS.companyPerMinute,
    every: 0.11,
    opens: 60,
    ask: read,
  },
  { name: '10 requests a second of an app', most: LIMITS.appPerSecond, every: 0.01, opens: 1, ask: read },
  {
    name: '10 requests of an app at once',
    most: LIMITS.appAtOnce,
    every: 0.2,
    opens: 5,
    ask: read,
    settings: { latencyMs: 5000 },
  },
  {
    name: '40 batches a minute of an app',
    most: LIMITS.appBatchesPerMinute,
    every: 0.2,
    opens: 60,
    ask: batch,
  },
  {
    name: '120 batches a minute of a company, 100 of them by others',
    most: LIMITS.companyBatchesPerMinute - 100,
    every: 0.2,
    opens: 60,
    ask: batch,
    settings: { otherBatchesPerMinute: 100 },
  },
  {
    name: '500 requests a minute of a company, 450 of them by others',
    most: LIMITS.companyPerMinute - 450,
    every: 0.2,
    opens: 60,
    ask: read,
    settings: { otherRequestsPerMinute: 450 },
  },
];

describe('request limits', () => {
  test.each(cases)(
    '$name: one more is refused until the window has moved',
    ({ most, every, opens, ask, settings }) => {
      const qbo = limited(settings);
      for (let nth = 0; nth < most; nth++) {
        at(qbo, nth * every);
        expect(ask(qbo).status).toBe(200);
      }
      expect(ask(qbo).status).toBe(429);
      if (most * every < opens) {
        at(qbo, opens - 0.001);
        expect(ask(qbo).status).toBe(429);
      }
      at(qbo, opens);
      expect(ask(qbo).status).toBe(200);
      expect(ask(qbo).status).toBe(429);
    },
  );

  test('there are none unless they were asked for, and they can be switched off', () => {
    const qbo = new Client();
    for (let nth = 0; nth < 30; nth++) expect(read(qbo).status).toBe(200);
    qbo.control('limits', { on: true });
    for (let nth = 0; nth < 10; nth++) expect(read(qbo).status).toBe(200);
    expect(read(qbo).status).toBe(429);
    expect(qbo.control('limits', { on: false })).toMatchObject({ on: false, latencyMs: 0 });
    expect(read(qbo).status).toBe(200);
  });

  test('the sign-in is never limited', () => {
    const qbo = limited();
    for (let nth = 0; nth < 30; nth++) {
      expect(qbo.refreshWith(qbo.refresh).status).toBe(200);
      expect(qbo.raw('GET', '/.well-known/openid_sandbox_configuration').status).toBe(200);
    }
  });

  test('a refused write leaves no trace, and its requestid is free', () => {
    const qbo = limited();
    for (let nth = 0; nth < 10; nth++) read(qbo);
    const create = () => qbo.post('customer', { DisplayName: 'Late' }, { requestid: 'r-1' });
    expect(create().status).toBe(429);
    expect(qbo.sandbox.requests.at(-1)).toMatchObject({ status: 429, writes: 0 });
    at(qbo, 1);
    expect(create().status).toBe(200);
  });
});

describe('what counts', () => {
  /** How many requests still pass within a second after so many of a kind. */
  function leftAfter(qbo: Client, ask: () => unknown, times: number): number {
    for (let nth = 0; nth < times; nth++) ask();
    let left = 0;
    while (read(qbo).status === 200) left++;
    return left;
  }

  test('replayed, refused and failed requests count as those that went well', () => {
    const replayed = limited();
    const create = () => replayed.post('customer', { DisplayName: 'Once' }, { requestid: 'r-1' });
    expect(leftAfter(replayed, create, 4)).toBe(6);
    const refused = limited();
    expect(leftAfter(refused, () => refused.post('customer', {}), 4)).toBe(6);
    const failed = limited();
    failed.control('faults', { kind: 'status', status: 503, times: 4 });
    expect(leftAfter(failed, () => read(failed), 4)).toBe(6);
    const lost = limited();
    lost.control('faults', { kind: 'cut-before', times: 4 });
    expect(leftAfter(lost, () => read(lost), 4)).toBe(6);
  });

  test('a slow fault keeps a request in flight', () => {
    const qbo = limited();
    qbo.control('faults', { kind: 'slow', ms: 60_000, times: 10 });
    for (let nth = 0; nth < 10; nth++) {
      at(qbo, nth);
      expect(read(qbo)).toMatchObject({ status: 200, after: { delayMs: 60_000 } });
    }
    at(qbo, 30);
    expect(read(qbo).status).toBe(429);
    at(qbo, 60);
    expect(read(qbo).status).toBe(200);
  });

  test('reading throttledCount: who keeps asking is kept out', () => {
    const passing = (throttledCount: boolean): number => {
      const qbo = limited();
      qbo.control('company', { readings: { throttledCount } });
      let passed = 0;
      for (let nth = 0; nth < 30; nth++) {
        at(qbo, nth * 0.09);
        if (read(qbo).status === 200) passed++;
      }
      at(qbo, 29 * 0.09 + 0.19);
      expect(read(qbo).status).toBe(200);
      return passed;
    };
    expect([passing(true), passing(false)]).toEqual([10, 26]);
  });

  test('reading unauthorizedCount: a token that is over counts; one that never was never does', () => {
    const over = (unauthorizedCount: boolean, token?: string): number => {
      const qbo = limited();
      qbo.control('company', { readings: { unauthorizedCount } });
      const former = qbo.access;
      at(qbo, 3600);
      qbo.signIn();
      const ask = () => {
        const authorization = `Bearer ${token ?? former}`;
        expect(qbo.call('GET', 'customer/1', undefined, { headers: { authorization } }).status).toBe(401);
      };
      return leftAfter(qbo, ask, 4);
    };
    expect(over(true)).toBe(6);
    expect(over(false)).toBe(10);
    expect(over(true, 'x'.repeat(40))).toBe(10);
  });

  test('reading limitWindow: whole minutes of the clock, or any', () => {
    const batches = (limitWindow: 'fixed' | 'sliding'): number => {
      const qbo = limited();
      qbo.control('company', { readings: { limitWindow } });
      let passed = 0;
      for (let nth = 0; nth < 80; nth++) {
        at(qbo, 50 + nth / 5);
        if (batch(qbo).status === 200) passed++;
      }
      return passed;
    };
    // From second 50 on at five a second: 40 until 58, none until 60, and from 60 to 66 the new minute's.
    expect([batches('fixed'), batches('sliding')]).toEqual([70, 40]);
  });
});

describe('the answer', () => {
  function throttled(readings: object, headers: Readonly<Record<string, string>> = {}): Reply {
    const qbo = limited();
    qbo.control('company', { readings });
    for (let nth = 0; nth < 10; nth++) read(qbo);
    return qbo.call('GET', 'customer/1', undefined, { headers });
  }
  const text = 'message=ThrottleExceeded; errorCode=003001; statusCode=';
  const Detail = 'The request limit was reached.  Try again later';

  test('is the lower-case fault of the gateway, without Retry-After', () => {
    const reply = throttled({});
    expect(reply.status).toBe(429);
    expect(reply.headers['Retry-After']).toBeUndefined();
    expect(reply.body.fault).toEqual({
      error: [{ message: `${text}429`, detail: Detail, code: '3001', element: null }],
      type: 'SERVICE',
    });
  });

  test('comes in the other forms that were seen', () => {
    const upper = throttled({ throttleFault: 'upper', throttleRetryAfter: 60 });
    expect(upper.body.Fault).toEqual({
      Error: [{ Message: `${text}429`, Detail, code: '3001' }],
      type: 'SERVICE',
    });
    expect(upper.headers['Retry-After']).toBe('60');
    const former = throttled({ throttleStatus: 403 });
    expect([former.status, former.text]).toEqual([403, expect.stringContaining(`${text}403`)]);
  });

  test.each([
    [429, 'lower'],
    [429, 'upper'],
    [403, 'lower'],
  ] as const)('is XML where JSON was not asked for (%i, %s)', (throttleStatus, throttleFault) => {
    const reply = throttled({ throttleStatus, throttleFault }, { accept: '*/*' });
    expect(reply.status).toBe(throttleStatus);
    expect(reply.text).toContain(
      `<Fault type="SERVICE"><Error code="3001"><Message>${text}${throttleStatus}</Message><Detail>${Detail}</Detail></Error></Fault>`,
    );
  });

  test('reading throttledBatch: a batch is refused as a whole, or item by item', () => {
    const ask = (throttledBatch: 'request' | 'items'): { qbo: Client; reply: Reply } => {
      const qbo = limited();
      qbo.control('company', { readings: { throttledBatch } });
      for (let nth = 0; nth < 10; nth++) read(qbo);
      const Customer = { DisplayName: 'In a batch' };
      const items = [
        { bId: '1', operation: 'create', Customer },
        { bId: '2', Query: 'select * from Customer' },
      ];
      return { qbo, reply: qbo.post('batch', { BatchItemRequest: items }, { requestid: 'r-1' }) };
    };
    expect(ask('request').reply.status).toBe(429);
    const { qbo, reply } = ask('items');
    const Fault = { Error: [{ Message: `${text}429`, Detail, code: '3001' }], type: 'SERVICE' };
    expect(reply.status).toBe(200);
    expect(reply.body.BatchItemResponse).toEqual([
      { bId: '1', Fault },
      { bId: '2', Fault },
    ]);
    at(qbo, 1);
    expect(qbo.rows('Customer', "where DisplayName = 'In a batch'")).toHaveLength(0);
  });
});
