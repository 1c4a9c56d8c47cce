import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectOnce } from '../support/rounds.ts';
import { upTo } from './extent.ts';
import { Theatre } from './scenes.ts';
import { fileOf, objects } from './standing.ts';

// After a kill the latest entries of the ledger stand in ledger.sqlite-wal. Somebody who copies or restores
// ledger.sqlite alone loses them: the ledger is that of an earlier hour, and the books know more than it does.

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

const SCENES = [
  { what: 'a first sync in batches', lay: async () => theatre.firstSync(12) },
  { what: 'a first sync, one by one', lay: async () => theatre.firstSync(3) },
];

describe.each(upTo(1, SCENES))('killed, and what lay beside the ledger is gone: $what', ({ lay }) => {
  test.each(upTo(2, [1, 3, 0, 2, 4, 5]))(
    '%i requests before the end',
    { timeout: 60_000 },
    async (before) => {
      const scene = await lay();
      const stage = await theatre.lay(scene);
      const child = theatre.start(stage);
      stage.gate.meet({
        nth: scene.requests - before,
        moment: 'done',
        strike: async () => theatre.kill(child),
      });
      await child.ended;
      expect(stage.gate.spare()).toBe(true);
      await stage.gate.quiet();
      for (const end of ['-wal', '-shm']) rmSync(`${fileOf(stage, 'ledger.sqlite')}${end}`);
      expect(await theatre.start(stage).ended).toMatchObject({ exit: 0 });
      await expectOnce(stage.space, stage.sandbox, scene.given);
      expect(objects(stage.sandbox)).toBe(scene.writes);
    },
  );
});
