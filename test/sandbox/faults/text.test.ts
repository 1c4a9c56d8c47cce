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
  [
    'slow',
    /^The fault slow must be given a whole number of milliseconds, up to 600000, and was given nothing\.$/,
  ],
  ['slow=soon', /milliseconds, up to 600000, and was given "soon"\.$/],
  ['slow=-1', /milliseconds, up to 600000, and was given "-1"\.$/],
  ['status=418', /^The fault status must be given one of 413, 429.* and was given "418"\.$/],
  [
    'status=503,body=yaml',
    /^"body" of the fault status must be given one of json, html, empty, and was given "yaml"/,
  ],
  ['truncate,body=html', /The fault truncate has no "body"/],
  ['truncate,colour=red', /A fault has no "colour"/],
  [
    'truncate,times=0',
    /"times" of the fault truncate must be given a whole number of requests from 1 to 10000, and was given "0"/,
  ],
  ['truncate,path', /needs a value for path/],
  ['truncate,company=', /needs a value for company/],
  ['truncate,times=', /"times" of the fault truncate must be .*, and was given nothing/],
  [
    'close-books=30/06/2026',
    /^The fault close-books must be given a day, written YYYY-MM-DD, and was given "30\/06\/2026"/,
  ],
  ['status=503,done=yes', /"done" of the fault status takes no value/],
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

test.each(RANDOM_KINDS)('a mistake in %s has an example of that very fault, which can be read', (kind) => {
  const read = readFault(`${kind},path=`);
  const [, example = ''] = /^For instance: --fault (.+)$/.exec('fix' in read ? read.fix : '') ?? [];
  expect(example.startsWith(kind)).toBe(true);
  expect(readFault(example)).toHaveProperty('order.kind', kind);
});

test('what was read can be ordered', () => {
  const qbo = new Client();
  const read = readFault('status=503,after=1,path=/customer');
  if (!('order' in read)) throw new Error(read.reason);
  qbo.control('faults', read.order);
  expect([1, 2, 3].map(() => qbo.call('GET', 'customer/1').status)).toEqual([200, 503, 200]);
});
