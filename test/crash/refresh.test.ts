import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Moment } from '../support/gate.ts';
import { keysOf } from '../support/workspace.ts';
import { upTo, WHOLE } from './extent.ts';
import { Theatre, type Stage } from './scenes.ts';
import { connectionOf, tokenRequests } from './standing.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

const TOKENS = '/oauth2/v1/tokens/bearer';

/** The access token is over; what Intuit does with the refresh token is said by `oauth`. */
async function expired(oauth: object): Promise<Stage> {
  const stage = await theatre.lay(await theatre.firstSync(3));
  stage.sandbox.control('company', { oauth: { grace: false, rotation: 'always', ...oauth } });
  stage.sandbox.control('clock', { advanceSeconds: 3601 });
  return stage;
}

async function killedInRefresh(stage: Stage, moment: Moment): Promise<void> {
  const child = theatre.start(stage);
  stage.gate.meet({ nth: 1, moment, path: TOKENS, strike: async () => theatre.kill(child) });
  await child.ended;
  await stage.gate.quiet();
  expect(stage.gate.spare()).toBe(true);
}

/** Says in plain words what to do, sends nothing, and after that all is as before. */
async function asksToConnect(stage: Stage): Promise<void> {
  const { space, sandbox, gate } = stage;
  const ran = await theatre.start(stage).ended;
  expect(ran).toMatchObject({ exit: 4 });
  expect(ran.stderr).toContain('Intuit no longer accepts the saved sign-in');
  expect(ran.stderr).toContain('Run: qbsync connect');
  const connect = ['connect', '--environment', 'local', '--url', gate.url, '--yes'];
  expect(await space.qbsync(connect, { env: keysOf(sandbox) })).toMatchObject({ exit: 0 });
  await theatre.settles(stage);
}

describe('killed during a refresh', { timeout: 60_000 }, () => {
  test.each(
    upTo(1, [
      { what: 'a refresh token that changes each time', oauth: { rotation: 'always' } },
      { what: 'one that does not change', oauth: { rotation: 'none' } },
      { what: 'a former one that ends the sign-in', oauth: { staleRefreshRevokes: true } },
    ]),
  )('before the request, $what: the next run works', async ({ oauth }) => {
    const stage = await expired(oauth);
    await killedInRefresh(stage, 'before');
    await theatre.settles(stage);
    expect(tokenRequests(stage.sandbox)).toEqual([200]);
  });

  test.each(
    upTo(1, [
      { what: 'the former one still good', oauth: { grace: true } },
      { what: 'a refresh token that did not change', oauth: { rotation: 'none' } },
    ]),
  )('after Intuit did it, $what: the next run works', async ({ oauth }) => {
    const stage = await expired(oauth);
    await killedInRefresh(stage, 'done');
    await theatre.settles(stage);
    expect(tokenRequests(stage.sandbox)).toEqual([200, 200]);
  });

  test.each(
    upTo(1, [
      { what: 'a former one that is dead', oauth: {} },
      { what: 'a former one that ends the sign-in', oauth: { staleRefreshRevokes: true } },
    ]),
  )('after Intuit did it, $what: the next run asks to connect', async ({ oauth }) => {
    const stage = await expired(oauth);
    await killedInRefresh(stage, 'done');
    await asksToConnect(stage);
  });

  test.runIf(WHOLE)(
    'at the answer: it works where the new value was kept, and asks to connect where it was lost',
    async () => {
      const stage = await expired({});
      const before = connectionOf(stage).tokens.refreshToken;
      await killedInRefresh(stage, 'answered');
      if (connectionOf(stage).tokens.refreshToken === before) await asksToConnect(stage);
      else await theatre.settles(stage);
    },
  );
});

describe('the answer of a refresh is lost, and the run lives on', { timeout: 60_000 }, () => {
  const lose = (stage: Stage) =>
    stage.sandbox.control('faults', { kind: 'lose-answer', match: { pathContains: TOKENS } });

  test.runIf(WHOLE)('the former value is good for a day: the next run works', async () => {
    const stage = await expired({ grace: true });
    lose(stage);
    const ran = await theatre.start(stage).ended;
    expect(ran).toMatchObject({ exit: 7 });
    expect(ran.stderr).toContain('gave no usable answer');
    await theatre.settles(stage);
  });

  test('the former value is dead: the next run asks to connect', async () => {
    const stage = await expired({});
    lose(stage);
    expect(await theatre.start(stage).ended).toMatchObject({ exit: 7 });
    await asksToConnect(stage);
  });
});
