import { describe, expect, test } from 'vitest';
import { leastTime, LIMITS, mostAtOnce, mostWithin, neededFor } from '../../bench/sync/windows.ts';
import { fc } from '../support/property.ts';

const instants = fc.array(fc.nat(5_000), { maxLength: 60 });

describe('the most within any stretch', () => {
  test.each([
    [[], 0],
    [[7], 1],
    [[0, 999, 1000], 2],
    [[1000, 0, 999], 2],
    [[0, 500, 999, 1000, 1499], 4],
    [[5, 5, 5], 3],
  ])('of a second, of %j, is %i', (given, most) => {
    expect(mostWithin(given, 1000)).toBe(most);
  });

  test('is what counting from each instant finds', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 2_000 }), (given, length) => {
        const counts = given.map((from) => given.filter((at) => at >= from && at < from + length).length);
        expect(mostWithin(given, length)).toBe(Math.max(0, ...counts));
      }),
    );
  });
});

test('the most at once: what ends when another begins is over', () => {
  const [first, second, third] = [
    { from: 0, to: 10 },
    { from: 10, to: 20 },
    { from: 5, to: 12 },
  ];
  expect(mostAtOnce([])).toBe(0);
  expect(mostAtOnce([first, second])).toBe(1);
  expect(mostAtOnce([first, second, third])).toBe(2);
});

describe('the least time that the limits allow', () => {
  test('needs a batch for each begun thirty of a kind, and a question for each kind', () => {
    expect(neededFor([637, 1909, 955], 500)).toEqual({ batches: 118, requests: 121, latencyMs: 500 });
  });

  test.each([
    [1, 0.5],
    [10, 0.5],
    [11, 1.5],
    [40, 3.5],
    [41, 60.5],
    [118, 123.5],
    [120, 123.5],
    [121, 180.5],
  ])('is, for %i batches of half a second each, %d s', (batches, seconds) => {
    expect(leastTime({ batches, requests: batches, latencyMs: 500 })).toBe(seconds * 1000);
  });

  test('is what sending each batch as early as all limits let it comes to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(10_000), (batches, latencyMs) => {
        const { perSecond, batchesPerMinute } = LIMITS;
        const sent: number[] = [];
        const after = (place: number, milliseconds: number) => (sent.at(-place) ?? -Infinity) + milliseconds;
        for (let at = 0; at < batches; at++)
          sent.push(
            Math.max(
              sent.at(-1) ?? 0,
              after(perSecond.most, perSecond.milliseconds),
              after(batchesPerMinute.most, batchesPerMinute.milliseconds),
              after(10, latencyMs),
            ),
          );
        expect(leastTime({ batches, requests: batches, latencyMs })).toBe((sent.at(-1) ?? 0) + latencyMs);
      }),
    );
  });

  test('counts other requests too where they are what takes longest', () => {
    expect(leastTime({ batches: 1, requests: 501, latencyMs: 0 })).toBe(60_000);
    expect(leastTime({ batches: 1, requests: 41, latencyMs: 0 })).toBe(4_000);
  });
});
