import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Clock } from '../../src/domain/clock.ts';
import { seeded } from '../support/exports.ts';
import type { Moment } from '../support/gate.ts';
import { upTo } from './extent.ts';
import { RUN, Theatre, type Stage } from './scenes.ts';
import { expectSettled } from './standing.ts';

// The clock of the machine is wrong, or is set right between two runs. The program has no option for it, so the runs
// after a kill are in this process.

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

const DAY = 86_400_000;

/** The machine's clock, off by what is told each time it is looked at; waiting costs nothing. */
function clockOff(by: () => number): Clock {
  return { now: () => new Date(Date.now() + by()), sleep: async () => Promise.resolve() };
}

async function killed(stage: Stage, nth: number, moment: Moment): Promise<void> {
  const child = theatre.start(stage);
  stage.gate.meet({ nth, moment, strike: async () => theatre.kill(child) });
  await child.ended;
  expect(stage.gate.spare()).toBe(true);
  await stage.gate.quiet();
}

const JUMPS = [
  { jump: 'a year back', by: -365 * DAY },
  { jump: 'seven years on', by: 7 * 365 * DAY },
  { jump: 'an hour back', by: -DAY / 24 },
  { jump: 'an hour and a second on', by: DAY / 24 + 1000 },
  { jump: 'to the first days of computers', by: -Date.now() + DAY },
];

describe.each(upTo(1, [12, 3]))(
  'killed in a sync of %i invoices, and the clock jumped before the next run',
  (size) => {
    test.each(upTo(2, JUMPS))('$jump', { timeout: 60_000 }, async ({ by }) => {
      const scene = await theatre.firstSync(size);
      for (const moment of upTo(1, ['done', 'before', 'answered'] as const)) {
        const stage = await theatre.lay(scene);
        await killed(stage, scene.requests - 1, moment);
        const again = await stage.space.qbsync(RUN, { world: { clock: clockOff(() => by) } });
        expect({ moment, ...again }).toMatchObject({ exit: 0 });
        // Set right again: what was noted under the wrong time does no harm.
        expect(await theatre.start(stage).ended).toMatchObject({ exit: 0 });
        await expectSettled(stage);
      }
    });
  },
);

test.each(upTo(1, [1, 2, 3]))(
  'seed %i: a clock that jumps up to a day to and fro at every look',
  async (seed) => {
    const random = seeded(seed);
    const stage = await theatre.lay(await theatre.firstSync(seed === 3 ? 12 : 4));
    stage.sandbox.control('faults', { kind: 'lose-answer', times: 2, after: 1, match: { method: 'POST' } });
    const clock = clockOff(() => (random() * 2 - 1) * DAY);
    for (let times = 0; times < 3; times++) await stage.space.qbsync(RUN, { world: { clock } });
    await theatre.settles(stage);
  },
);
