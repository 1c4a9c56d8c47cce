import { fc } from '../../support/property.ts';
import { expect, test } from 'vitest';
import { faultsByChance, seededNumbers } from '../../../src/sandbox/fault-injection/chance.ts';
import { RANDOM_KINDS, strikeSchema } from '../../../src/sandbox/fault-injection/orders.ts';
import { objectOf, objectsOf } from '../../../src/sandbox/json.ts';
import { Client } from '../client.ts';

test('numbers lie between 0 and 1, spread evenly, and repeat for the same seed', () => {
  const next = seededNumbers(7);
  const numbers = Array.from({ length: 10_000 }, next);
  const again = seededNumbers(7);
  expect(numbers.every((number) => number >= 0 && number < 1 && number === again())).toBe(true);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  expect(mean).toBeGreaterThan(0.48);
  expect(mean).toBeLessThan(0.52);
  expect(seededNumbers(8)()).not.toBe(numbers[0]);
});

/** The same four hundred requests, and what struck. */
function run(seed: number, rate: number): { readonly struck: readonly object[]; readonly statuses: string } {
  const qbo = new Client();
  qbo.control('faults', {
    seed,
    rate,
    kinds: ['lose-answer', 'status', 'slow', 'broken-json', 'cut-before'],
  });
  const statuses: number[] = [];
  for (let nth = 0; nth < 200; nth++) {
    statuses.push(
      qbo.post('customer', { DisplayName: `C${nth}` }).status,
      qbo.query('select * from Term').status,
    );
  }
  const shown = qbo.raw('GET', '/__sandbox/faults').body;
  return { struck: objectsOf(shown.struck), statuses: statuses.join() };
}

test('the same seed and requests meet the same faults, at about the rate; another seed meets others', () => {
  const first = run(7, 0.05);
  expect(run(7, 0.05)).toEqual(first);
  expect(run(8, 0.05).struck).not.toEqual(first.struck);
  expect(first.struck.length).toBeGreaterThan(8);
  expect(first.struck.length).toBeLessThan(35);
  expect(run(7, 0).struck).toEqual([]);
  expect(run(7, 1).struck).toHaveLength(400);
});

test('chance makes only faults that could have been ordered', () => {
  fc.assert(
    fc.property(fc.integer(), fc.subarray(RANDOM_KINDS, { minLength: 1 }), (seed, kinds) => {
      const roll = faultsByChance({ seed, rate: 1, kinds });
      for (let nth = 0; nth < 20; nth++) {
        expect(strikeSchema.safeParse(roll(() => true)).error).toBeUndefined();
      }
    }),
  );
});

test('chance strikes the accounting API and the token endpoint, each with what can happen there', () => {
  const qbo = new Client();
  qbo.control('faults', { seed: 1, rate: 1, kinds: ['unauthorized', 'status'] });
  for (let nth = 0; nth < 20; nth++) {
    expect([429, 500, 502, 503, 504]).toContain(qbo.refreshWith(qbo.refresh).status);
    expect(qbo.raw('GET', '/.well-known/openid_sandbox_configuration').status).toBe(200);
    expect(qbo.consent().get('code')).not.toBeNull();
  }
  qbo.control('faults', { seed: 1, rate: 1, kinds: ['stale-query'] });
  expect(qbo.call('GET', 'customer/1').status).toBe(200);
  qbo.control('faults', { clear: true });
  expect(qbo.refreshWith(qbo.refresh).status).toBe(200);
  expect(objectOf(qbo.raw('GET', '/__sandbox/faults').body).chance).toBeNull();
});

test('whatever strikes, the sandbox answers, and the books can be read afterwards', () => {
  const qbo = new Client();
  qbo.control('limits', { on: true });
  qbo.control('faults', { seed: 11, rate: 0.9, kinds: RANDOM_KINDS.filter((kind) => kind !== 'lapse') });
  const Customer = { DisplayName: 'In a batch' };
  const batch = {
    BatchItemRequest: [
      { bId: '1', operation: 'create', Customer },
      { bId: '2', Query: 'select * from Customer' },
    ],
  };
  const calls = [
    () => qbo.post('customer', { DisplayName: `C${qbo.sandbox.requests.length}` }),
    () => qbo.post('batch', batch, { requestid: 'r-1' }),
    () => qbo.query('select * from Customer'),
    () => qbo.call('GET', 'customer/1'),
    () => qbo.refreshWith(qbo.refresh),
    () => qbo.raw('POST', '/v3/company/1/invoice', 'x'),
  ];
  for (let nth = 0; nth < 1200; nth++) {
    const status = calls[nth % calls.length]?.().status ?? 0;
    expect([200, 400, 401, 403, 429, 500, 502, 503, 504]).toContain(status);
    // A sign-in that a fault ended is begun anew.
    if (status === 401 || status === 400) qbo.signIn();
  }
  qbo.control('faults', { clear: true });
  qbo.control('limits', { on: false });
  qbo.signIn();
  expect(qbo.rows('Customer').length).toBeGreaterThan(4);
  expect(qbo.sandbox.store.mark()).toBe(0);
});
