import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../support/exports.ts';
import type { Moment } from '../support/gate.ts';
import type { Ran, Spawned } from '../support/workspace.ts';
import { upTo, WHOLE } from './extent.ts';
import { RUN, Theatre, type Scene, type Stage } from './scenes.ts';
import { objects, openAttempts } from './standing.ts';

// Somebody presses Ctrl-C, once or twice, while a request is held on its way.

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

const STOPPING = 'Stopping: what is on its way to QuickBooks is finished first.';

async function pressed(child: Spawned): Promise<void> {
  child.kill('SIGINT');
  await child.says(STOPPING);
}

/** A run in which Ctrl-C is pressed once when its nth request has come so far; the request then goes on. */
async function pressedOnce(stage: Stage, nth: number, moment: Moment, path = ''): Promise<Ran> {
  const child = theatre.start(stage);
  const strike = async () => {
    await pressed(child);
    return 'pass' as const;
  };
  stage.gate.meet({ nth, moment, path, strike });
  const ran = await child.ended;
  expect(stage.gate.spare()).toBe(true);
  return ran;
}

/** The requests of a scene that are tried: all of them, or a few by chance. */
function tried({ requests }: Scene, random = seeded(requests)): number[] {
  const all = Array.from({ length: requests }, (_, at) => at + 1);
  return WHOLE ? all : all.filter(() => random() < 4 / requests);
}

const SCENES = [
  { what: 'one by one', lay: async () => theatre.firstSync(3), atOnce: 1 },
  { what: 'in batches', lay: async () => theatre.firstSync(12), atOnce: 1 },
  { what: 'several batches at once', lay: async () => theatre.firstSync(70), atOnce: 4 },
];

describe.skipIf(process.platform === 'win32').each(upTo(2, SCENES))('Ctrl-C, $what', ({ lay, atOnce }) => {
  test.each(upTo(1, ['before', 'done'] as const))(
    'once, %s: the request is finished and recorded, nothing new is begun',
    { timeout: 0 },
    async (moment) => {
      const scene = await lay();
      for (const nth of tried(scene)) {
        const stage = await theatre.lay(scene);
        const ran = await pressedOnce(stage, nth, moment);
        // Where all the rest was on its way already, it is finished, and there is nothing left to stop.
        const finished = stage.gate.seen === scene.requests;
        expect({ nth, ...ran }).toMatchObject({ exit: finished ? 0 : 130 });
        expect(ran.stdout + ran.stderr).toContain(finished ? 'created' : 'Stopped at your request');
        expect(stage.gate.seen).toBeLessThan(nth + atOnce);
        expect(await openAttempts(stage)).toEqual([]);
        if (finished) expect(objects(stage.sandbox)).toBe(scene.writes);
        await theatre.settles(stage);
        await theatre.clear();
      }
    },
  );

  test('twice: it stops at once, and the next run settles what was on its way', { timeout: 0 }, async () => {
    const scene = await lay();
    for (const nth of tried(scene)) {
      const stage = await theatre.lay(scene);
      const child = theatre.start(stage);
      // The request is held until the program is gone: it does not wait for it.
      const strike = async () => {
        await pressed(child);
        child.kill('SIGINT');
        expect(await child.ended).toMatchObject({ exit: 130 });
        return 'pass' as const;
      };
      stage.gate.meet({ nth, moment: nth % 2 === 0 ? 'before' : 'done', strike });
      await child.ended;
      await stage.gate.quiet();
      expect(stage.gate.spare()).toBe(true);
      await theatre.settles(stage);
      await theatre.clear();
    }
  });
});

describe.skipIf(process.platform === 'win32')('what Ctrl-C leaves is said', () => {
  test('of invoices that were sent and of those that were not', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const ran = await pressedOnce(stage, 1, 'before', '/invoice?');
    expect(ran.stdout).toContain('! 1 invoice created, 2 not reached.');
    expect(ran.stdout).toContain('Stopped at your request; what was in flight is finished and recorded.');
    expect(ran.stdout).toContain('What to do: Run the same command again to go on.');
  });

  test('while the plan is made: nothing was sent', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const ran = await pressedOnce(stage, 1, 'before', '/query');
    expect(ran).toMatchObject({ exit: 130, stdout: '' });
    expect(ran.stderr).toContain('Stopped at your request.');
    expect(ran.stderr).not.toContain('What was posted before stands');
    expect(objects(stage.sandbox)).toBe(0);
    await theatre.settles(stage);
  });

  test('while payments are planned: what became of the invoices', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const ran = await pressedOnce(stage, 1, 'before', '/invoice/');
    expect(ran).toMatchObject({ exit: 130 });
    expect(ran.stderr).toContain('✔ 3 invoices created.');
    expect(ran.stderr).toContain('What was posted before stands: qbsync status shows every record.');
    await theatre.settles(stage);
  });

  test('with the last question of a plan: the plan is shown, and nothing of it is done', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const ran = await pressedOnce(stage, 1, 'before', 'FROM%20Payment');
    expect(ran).toMatchObject({ exit: 130 });
    expect(ran.stdout).toContain('✔ 3 invoices created.');
    expect(ran.stdout).toContain('! 3 not reached.');
    await theatre.settles(stage);
  });
});

describe.skipIf(process.platform === 'win32')('Ctrl-C while the program waits', () => {
  // Waiting it out would take a minute, and the test half of that at the most.
  test.each([
    { what: 'to be let in by QuickBooks, before a question', match: { method: 'GET' } },
    {
      what: 'to be let in by QuickBooks, before a write',
      match: { method: 'POST', pathContains: '/customer' },
    },
  ])('$what: it ends at once', async ({ match }) => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    stage.sandbox.control('faults', { kind: 'status', status: 429, retryAfter: 60, times: 9, match });
    const child = theatre.start(stage);
    const strike = async () => {
      child.kill('SIGINT');
      return Promise.resolve('pass' as const);
    };
    const path = match.pathContains ?? '';
    stage.gate.meet({ nth: 1, moment: 'answered', path, strike });
    expect(await child.ended).toMatchObject({ exit: 130 });
    expect(await openAttempts(stage)).toEqual([]);
    expect(objects(stage.sandbox)).toBe(0);
    stage.sandbox.control('faults', { clear: true });
    await theatre.settles(stage);
  });

  test('for QuickBooks after an error', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const match = { method: 'POST', pathContains: '/invoice' };
    stage.sandbox.control('faults', { kind: 'status', status: 503, times: 99, match });
    const child = theatre.start(stage);
    const strike = async () => {
      child.kill('SIGINT');
      return Promise.resolve('pass' as const);
    };
    stage.gate.meet({ nth: 3, moment: 'answered', path: '/invoice?', strike });
    const ran = await child.ended;
    expect(ran).toMatchObject({ exit: 130 });
    expect(ran.stdout).toContain('It may be in QuickBooks');
    stage.sandbox.control('faults', { clear: true });
    await theatre.settles(stage);
  });

  test('as the second of two runs: it says who is at work, and ends the other by nothing', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const first = theatre.start(stage, RUN);
    const strike = async () => {
      const second = theatre.start(stage, RUN);
      expect(await second.ended).toMatchObject({ exit: 8 });
      await pressed(first);
      return 'pass' as const;
    };
    stage.gate.meet({ nth: 3, moment: 'before', strike });
    expect(await first.ended).toMatchObject({ exit: 130 });
    await theatre.settles(stage);
  });
});
