import { expect, test } from 'vitest';
import { FaultInjector } from '../../../src/sandbox/fault-injection/injector.ts';
import { strikeSchema } from '../../../src/sandbox/fault-injection/orders.ts';
import { objectsOf } from '../../../src/sandbox/json.ts';
import type { SandboxRequest } from '../../../src/sandbox/types.ts';
import { START } from '../client.ts';

const request = (method: string, path: string, body = ''): SandboxRequest => ({
  method,
  path,
  query: new URLSearchParams(),
  headers: {},
  body,
});
const invoice = request('POST', '/v3/company/1/invoice', '{"Line":[]}');
const now = new Date(START);

function injector(...orders: readonly object[]): (asked: SandboxRequest) => string | undefined {
  const faults = new FaultInjector();
  for (const order of orders) faults.order(strikeSchema.parse(order));
  return (asked) => faults.take(asked, now)?.effect.kind;
}

test('a fault lets so many pass, strikes so often, and is gone', () => {
  const take = injector({ kind: 'truncate', after: 2, times: 2 });
  expect([1, 2, 3, 4, 5].map(() => take(invoice))).toEqual([
    undefined,
    undefined,
    'truncate',
    'truncate',
    undefined,
  ]);
});

test('faults that wait for the same requests count them alike; the older one strikes first', () => {
  const take = injector({ kind: 'truncate', after: 1 }, { kind: 'lapse', after: 1 }, { kind: 'disconnect' });
  expect([1, 2, 3, 4].map(() => take(invoice))).toEqual(['disconnect', 'truncate', 'lapse', undefined]);
});

test('a fault strikes what it matches and counts nothing else', () => {
  const match = { method: 'post', pathContains: '/invoice', operation: 'Line', company: '1' };
  const take = injector({ kind: 'truncate', after: 1, match });
  const others = [
    request('GET', '/v3/company/1/invoice', '{"Line":[]}'),
    request('POST', '/v3/company/1/payment', '{"Line":[]}'),
    request('POST', '/v3/company/1/invoice', '{}'),
    request('POST', '/v3/company/12/invoice', '{"Line":[]}'),
    request('POST', '/oauth2/v1/tokens/bearer', '"Line" /invoice'),
  ];
  expect(take(invoice)).toBeUndefined();
  expect(others.map(take)).toEqual(others.map(() => undefined));
  expect(take(invoice)).toBe('truncate');
});

test('the list of what struck keeps the newest thousand', () => {
  const faults = new FaultInjector();
  faults.order(strikeSchema.parse({ kind: 'slow', ms: 1, times: 1500 }));
  for (let nth = 0; nth < 1500; nth++) faults.take(request('GET', `/${nth}`), now);
  const struck = objectsOf(faults.shown().struck);
  expect([struck.length, struck[0]?.path, struck.at(-1)?.path]).toEqual([1000, '/500', '/1499']);
  expect(struck[0]).toEqual({
    at: START,
    method: 'GET',
    path: '/500',
    byChance: false,
    kind: 'slow',
    ms: 1,
  });
});
