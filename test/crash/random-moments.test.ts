import { setTimeout as after } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { seeded } from '../support/exports.ts';
import { MOMENTS } from '../support/gate.ts';
import { WHOLE } from './extent.ts';
import { Theatre, type Scene, type Stage } from './scenes.ts';
import { expectSettled } from './standing.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

const SEED = Number(process.env.QBSYNC_CRASH_SEED ?? 1);
const KILLS = WHOLE ? 500 : 5;
/** A run takes about a third of a second: from the start of the program to after its end. */
const LIFE_MS = 400;
const MOST_IN_A_ROW = 4;

/** One of `length` things, by chance. */
const below = (length: number, random: () => number) => Math.floor(random() * length);

/** Kills a run, at a random moment of its time or of a random request; false when it ended first. */
async function killed({ gate, scene, ...stage }: Stage, random: () => number): Promise<boolean> {
  const child = theatre.start({ gate, scene, ...stage });
  const strike = async () => {
    await after(random() < 0.5 ? 0 : random() * 12);
    const [cut] = await Promise.all([theatre.kill(child), gate.deliver()]);
    return cut;
  };
  if (random() < 0.4) await Promise.race([after(random() * LIFE_MS), child.ended]);
  else {
    const moment = MOMENTS[below(MOMENTS.length, random)] ?? 'before';
    gate.meet({ nth: 1 + below(scene.requests, random), moment, strike });
    await child.ended;
  }
  await theatre.kill(child);
  gate.spare();
  await gate.quiet();
  return child.child.signalCode === 'SIGKILL';
}

test(
  `${KILLS} kills at random moments, up to ${MOST_IN_A_ROW} in a row, then one run`,
  { timeout: 0 },
  async () => {
    const scenes: Scene[] = [
      await theatre.firstSync(14, 10),
      ...(WHOLE ? [await theatre.firstSync(4, 9), await theatre.changed(4, 9)] : []),
      ...(WHOLE ? [await theatre.firstSync(70, 11), await theatre.changed(40, 12)] : []),
    ];
    await theatre.clear();
    let [kills, seed] = [0, SEED];
    for (; kills < KILLS; seed++) {
      const random = seeded(seed);
      const scene = scenes[below(scenes.length, random)];
      if (!scene) continue;
      const stage = await theatre.lay(scene);
      for (let times = 1 + below(MOST_IN_A_ROW, random); times > 0; times--) {
        if (await killed(stage, random)) kills++;
      }
      await stage.gate.deliver();
      expect({ seed, ...(await theatre.start(stage).ended) }).toMatchObject({ exit: 0 });
      await expectSettled(stage);
      await theatre.clear();
    }
    process.stdout.write(`random moments: ${kills} kills, ${seed - SEED} companies, from seed ${SEED}\n`);
  },
);
