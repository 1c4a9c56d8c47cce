import { expect, test } from 'vitest';
import { RANDOM_KINDS } from '../../../src/sandbox/fault-injection/orders.ts';
import { readFault } from '../../../src/sandbox/fault-injection/text.ts';
import { Client } from '../client.ts';

const when = { after: 0, times: 1, match: {} };

test.each([
  ['lose-answer', { kind: 'lose-answer' }],
  [
    'lose-answer,path=/invoice,times=3',
    { kind: 'lose-answer', times: 3, match: { pathContains: '/invoice' } },
  ],
  ['status=503,body=html', { kind: 'status', status: 503, body: 'html', done: false }],
  [
    'status=502, done , retry-after=7, method=post',
    { kind: 'status', status: 502, body: 'json', done: true, retryAfter: 7, match: { method: 'post' } },
  ],
  ['slow=2000,after=10', { kind: 'slow', ms: 2000, after: 10 }],
  ['stale-query=3', { kind: 'stale-query', writes: 3 }],
  ['stale-query,seconds=1.5', { kind: 'stale-query', seconds: 1.5 }],
  ['throttle-items=2', { kind: 'throttle-items', from: 2 }],
  [
    'close-books=2026-06-30,operation=Invoice',
    { kind: 'close-books', date: '2026-06-30', match: { operation: 'Invoice' } },
  ],
  ['move-clock=-60,company=9341', { kind: 'move-clock', seconds: -60, match: { company: '9341' } }],
])('%s', (text, order) => {
  expect(readFault(text)).toEqual({ order: { ...when, ...order } });
});

test.each([
  ['', /"" is not a kind/],
  ['meteor', /"meteor" is not a kind of fault/],
  ['company', /"company" is not a kind of fault/],
  ['lose-answer=3', /lose-answer takes no value/],
  ['slow', /needs something else for slow: milliseconds/],
  ['slow=soon', /needs something else for slow: milliseconds/],
  ['status=418', /needs something else for status: one of 413, 429/],
  ['status=503,body=yaml', /needs something else for body: one of json, html, empty/],
  ['truncate,body=html', /The fault truncate has no "body"/],
  ['truncate,colour=red', /A fault has no "colour"/],
  ['truncate,times=0', /something else for times: a number of requests from 1/],
  ['truncate,path', /needs a value for path/],
  ['truncate,company=', /needs a value for company/],
  ['truncate,times=', /something else for times/],
  ['close-books=30/06/2026', /something else for close-books: a day/],
  ['status=429,done', /"done" goes with 500, 502, 503, 504 only/],
])('%s is refused in words', (text, reason) => {
  const read = readFault(text);
  expect('reason' in read ? read.reason : '').toMatch(reason);
  expect('fix' in read ? read.fix : '').not.toBe('');
});

test('who names no kind is told all of them', () => {
  const read = readFault('meteor');
  for (const kind of RANDOM_KINDS) expect('fix' in read ? read.fix : '').toContain(kind);
});

test('what was read can be ordered', () => {
  const qbo = new Client();
  const read = readFault('status=503,after=1,path=/customer');
  if (!('order' in read)) throw new Error(read.reason);
  qbo.control('faults', read.order);
  expect([1, 2, 3].map(() => qbo.call('GET', 'customer/1').status)).toEqual([200, 503, 200]);
});
