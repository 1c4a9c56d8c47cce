import { setImmediate } from 'node:timers/promises';
import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import { Pacer, UNPACED } from '../../src/qbo/pacer.ts';
import { SharedClock, VirtualClock } from '../support/virtual-clock.ts';

/** The most turns within any window of this length. */
function densest(times: number[], milliseconds: number): number {
  return times.reduce(
    (most, from) => Math.max(most, times.filter((at) => at >= from && at < from + milliseconds).length),
    0,
  );
}

/** Takes turns with pauses between them; gives the time of each. */
async function turns(pacer: Pacer, clock: VirtualClock, pauses: number[]): Promise<number[]> {
  const times: number[] = [];
  for (const pause of pauses) {
    clock.advance(pause);
    (await pacer.turn())();
    times.push(clock.now().getTime());
  }
  return times;
}

describe('the pace', () => {
  test('never passes what QuickBooks takes in a second and in a minute', async () => {
    const clock = new VirtualClock();
    const times = await turns(
      new Pacer(clock),
      clock,
      Array.from({ length: 1200 }, () => 0),
    );
    expect(densest(times, 1000)).toBe(10);
    expect(densest(times, 60_000)).toBe(500);
  });

  test('takes batches for what they are: forty a minute, and requests besides', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock);
    const times: { batch: number[]; single: number[] } = { batch: [], single: [] };
    for (let at = 0; at < 200; at++) {
      const kind = at % 4 === 3 ? 'single' : 'batch';
      (await pacer.turn(kind))();
      times[kind].push(clock.now().getTime());
    }
    expect(densest(times.batch, 60_000)).toBe(40);
    expect(densest([...times.batch, ...times.single], 1000)).toBeLessThanOrEqual(10);
    // 150 batches: the last ten wait for three whole minutes, and not longer.
    expect(clock.now().getTime() - Date.parse('2026-03-02T09:00:00.000Z')).toBeLessThan(3 * 60_500 + 5_000);
  });

  test('lets no more than five be under way', async () => {
    const pacer = new Pacer(new VirtualClock(), UNPACED);
    const answered: (() => void)[] = [];
    const asked = Array.from({ length: 12 }, async () => answered.push(await pacer.turn()));
    await setImmediate();
    expect(answered.length).toBe(5);
    for (let at = 0; at < 12; at++) {
      answered[at]?.();
      await setImmediate();
    }
    await Promise.all(asked);
  });

  test('after a throttle nobody goes for so long, then at half the pace, and at the whole one in the end', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, [{ milliseconds: 1000, most: 8 }]);
    const start = clock.now().getTime();
    const many = async (count: number) => {
      const times = await turns(
        pacer,
        clock,
        Array.from({ length: count }, () => 0),
      );
      return densest(times, 1000);
    };
    expect(await many(20)).toBe(8);
    pacer.throttled(5000);
    pacer.throttled(5000);
    const [next = 0] = await turns(pacer, clock, [0]);
    expect(next - start).toBeGreaterThanOrEqual(7000);
    clock.advance(1000);
    expect(await many(20)).toBe(4);
    clock.advance(180_000);
    expect(await many(20)).toBe(8);
  });

  test('is not held up by a clock that was set back', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, [{ milliseconds: 1000, most: 1 }]);
    await turns(pacer, clock, [0]);
    clock.advance(-3_600_000);
    await turns(pacer, clock, [0, 0]);
    expect(Math.max(...clock.slept)).toBeLessThanOrEqual(1000);
  });

  test('costs a small run nothing', async () => {
    const clock = new VirtualClock();
    await turns(
      new Pacer(clock),
      clock,
      Array.from({ length: 9 }, () => 0),
    );
    expect(clock.slept).toEqual([]);
  });

  test('holds for any windows and any rhythm, and nobody waits longer than needed', async () => {
    const windows = fc.array(
      fc.record({ milliseconds: fc.integer({ min: 1, max: 5000 }), most: fc.integer({ min: 1, max: 8 }) }),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(windows, fc.array(fc.nat(2000), { maxLength: 40 }), async (allowed, pauses) => {
        const clock = new VirtualClock();
        const times = await turns(new Pacer(clock, allowed), clock, pauses);
        for (const { milliseconds, most } of allowed) {
          expect(densest(times, milliseconds)).toBeLessThanOrEqual(most);
        }
        times.forEach((at, index) => {
          const earliest =
            (times[index - 1] ?? Date.parse('2026-03-02T09:00:00.000Z')) + (pauses[index] ?? 0);
          const freed = allowed.map(({ milliseconds, most }) => (times[index - most] ?? 0) + milliseconds);
          expect(at).toBe(Math.max(earliest, ...freed.filter((_, of) => index >= (allowed[of]?.most ?? 0))));
        });
      }),
    );
  });

  test('holds for turns asked for side by side', async () => {
    const clock = new SharedClock();
    const pacer = new Pacer(clock, [{ milliseconds: 1000, most: 3 }]);
    const times: number[] = [];
    const turn = async () => {
      const answered = await pacer.turn();
      times.push(clock.now().getTime());
      answered();
    };
    await Promise.all(Array.from({ length: 20 }, turn));
    expect(densest(times, 1000)).toBeLessThanOrEqual(3);
  });

  test('does not hold on this machine', async () => {
    const clock = new VirtualClock();
    await turns(
      new Pacer(clock, UNPACED),
      clock,
      Array.from({ length: 1000 }, () => 0),
    );
    expect(clock.slept).toEqual([]);
  });
});
