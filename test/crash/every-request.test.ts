import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../support/exports.ts';
import { MOMENTS, type Moment } from '../support/gate.ts';
import { upTo, WHOLE } from './extent.ts';
import { Theatre, type Scene } from './scenes.ts';
import { expectSettled } from './standing.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

/**
 * A run that is killed when its nth request has come so far, and one more that must leave everything settled. False
 * when the run came to its end without being hit. A request that is late arrives while the second run is at work.
 */
async function killedAt(scene: Scene, nth: number, moment: Moment): Promise<boolean> {
  const stage = await theatre.lay(scene);
  const child = theatre.start(stage);
  stage.gate.meet({ nth, moment, strike: async () => theatre.kill(child) });
  const { exit } = await child.ended;
  const hit = stage.gate.spare();
  if (!hit) expect(exit).toBe(0);
  await stage.gate.quiet();
  if (moment === 'late') {
    const arrives = 1 + (nth % 4);
    stage.gate.meet({ nth: arrives, moment: 'before', strike: async () => stage.gate.deliver() });
  }
  const again = await theatre.start(stage).ended;
  await stage.gate.deliver();
  expect({ nth, moment, ...again }).toMatchObject({ exit: 0 });
  await expectSettled(stage);
  await theatre.clear();
  return hit;
}

const SCENES = [
  { what: 'a first sync, one by one', lay: async () => theatre.firstSync(3) },
  { what: 'a first sync in batches', lay: async () => theatre.firstSync(12) },
  { what: 'changes in batches', lay: async () => theatre.changed(12) },
  { what: 'changes, one by one', lay: async () => theatre.changed(3) },
  { what: 'voids in batches', lay: async () => theatre.cancelled(12) },
  { what: 'voids, one by one', lay: async () => theatre.cancelled(3) },
  { what: 'a first sync, several batches at once', lay: async () => theatre.firstSync(70) },
];

describe.each(upTo(2, SCENES))('kill -9 at a request: $what', ({ what, lay }) => {
  test.runIf(WHOLE).each(MOMENTS)('every request, %s', { timeout: 0 }, async (moment) => {
    const scene = await lay();
    let nth = 1;
    while (await killedAt(scene, nth, moment)) nth++;
    process.stdout.write(`${what}, ${moment}: ${nth - 1} kills\n`);
    expect(nth).toBe(scene.requests + 1);
  });

  test.skipIf(WHOLE)('one request at each moment', { timeout: 60_000 }, async () => {
    const random = seeded(what.length);
    const scene = await lay();
    for (const moment of MOMENTS) {
      const nth = 1 + Math.floor(random() * scene.requests);
      expect(await killedAt(scene, nth, moment)).toBe(true);
    }
  });
});
