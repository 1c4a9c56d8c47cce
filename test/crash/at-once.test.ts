import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { upTo, WHOLE } from './extent.ts';
import { RUN, Theatre, type Stage } from './scenes.ts';
import { editConnection, expectSettled, tokenRequests } from './standing.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

const many = (length: number, stage: Stage, argv?: string[]) =>
  Array.from({ length }, () => theatre.start(stage, argv));

describe('ten processes at once on one company', { timeout: 120_000 }, () => {
  test.each(upTo(1, [12, 3]))(
    '%i invoices: nine find the tenth at work, say so and send nothing',
    async (size) => {
      const stage = await theatre.lay(await theatre.firstSync(size));
      const nineEnded: { go: () => void } = { go: () => undefined };
      const held = new Promise<void>((resolve) => (nineEnded.go = resolve));
      const strike = async () => {
        await held;
        return 'pass' as const;
      };
      stage.gate.meet({ nth: 1, moment: 'before', strike });
      const ended: number[] = [];
      const runs = many(10, stage).map(async (child) => {
        const ran = await child.ended;
        if (ended.push(ran.exit) === 9) nineEnded.go();
        return ran;
      });
      const all = await Promise.all(runs);
      expect(ended).toEqual([...Array.from({ length: 9 }, () => 8), 0]);
      for (const { exit, stderr } of all) {
        if (exit === 8)
          expect(stderr).toMatch(/Another run is at work on this company: qbsync sync, process \d+/);
      }
      expect(stage.gate.seen).toBe(stage.scene.requests);
      await expectSettled(stage);
    },
  );

  test.runIf(WHOLE).each([3, 12])(
    '%i invoices, as fast as each comes: once, and the late ones say so',
    async (size) => {
      const stage = await theatre.lay(await theatre.firstSync(size));
      const exits = (await Promise.all(many(10, stage).map(async ({ ended }) => ended))).map(
        ({ exit }) => exit,
      );
      expect(exits).toContain(0);
      expect(exits.filter((exit) => exit !== 0 && exit !== 8)).toEqual([]);
      await expectSettled(stage);
    },
  );

  test.runIf(WHOLE)('the one at work is killed: the next takes over', async () => {
    const stage = await theatre.lay(await theatre.firstSync(12));
    const children = many(10, stage);
    const ended: number[] = [];
    const nineEnded = new Promise<void>((resolve) => {
      for (const child of children) {
        void child.ended.then(({ exit }) => {
          if (ended.push(exit) === 9) resolve();
        });
      }
    });
    const strike = async () => {
      await nineEnded;
      await Promise.all(children.map(async (child) => theatre.kill(child)));
      return 'cut' as const;
    };
    stage.gate.meet({ nth: 8, moment: 'done', strike });
    await Promise.all(children.map(async (child) => child.ended));
    await stage.gate.quiet();
    await theatre.settles(stage);
  });
});

describe('twenty processes with one expired access token', { timeout: 120_000 }, () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await theatre.lay(await theatre.firstSync(3));
    stage.sandbox.control('company', {
      oauth: { rotation: 'always', grace: false, staleRefreshRevokes: true },
    });
    stage.sandbox.control('clock', { advanceSeconds: 3601 });
  });

  const DRY = ['sync-invoice', '--all', '--dry-run'];

  async function allSucceed(argv: string[]): Promise<void> {
    const all = await Promise.all(many(20, stage, argv).map(async ({ ended }) => ended));
    expect(all.filter(({ exit }) => exit !== 0)).toEqual([]);
    const refreshes = tokenRequests(stage.sandbox);
    expect(refreshes.length).toBeGreaterThan(0);
    expect(refreshes.length).toBeLessThanOrEqual(2);
    expect(refreshes.filter((status) => status !== 200)).toEqual([]);
    await theatre.settles(stage);
  }

  test('all refused with 401 at the same time', async () => {
    stage.gate.gather(20);
    await allSucceed(DRY);
    const refused = stage.sandbox.requests.filter(({ status }) => status === 401);
    expect(refused.length).toBe(20);
  });

  test.runIf(WHOLE)('all knowing by the clock that it is over', async () => {
    editConnection(stage, ({ tokens }) => ({
      tokens: { ...tokens, accessExpiresAt: '2026-01-01T00:00:00.000Z' },
    }));
    await allSucceed(DRY);
  });

  test.runIf(WHOLE)('Intuit slow to answer: the others wait', async () => {
    stage.sandbox.control('faults', { kind: 'slow', ms: 2000, match: { pathContains: '/tokens/bearer' } });
    stage.gate.gather(20);
    await allSucceed(DRY);
  });

  test.runIf(WHOLE)('nineteen that want to write are told of the one that does', async () => {
    const all = await Promise.all(many(20, stage, RUN).map(async ({ ended }) => ended));
    expect(all.filter(({ exit }) => exit !== 0 && exit !== 8)).toEqual([]);
    expect(tokenRequests(stage.sandbox)).toEqual([200]);
    await expectSettled(stage);
  });
});
