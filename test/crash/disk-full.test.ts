import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keysOf, type Ran } from '../support/workspace.ts';
import { CAN_MOUNT } from '../support/small-disk.ts';
import { upTo, WHOLE } from './extent.ts';
import { Theatre, type Stage } from './scenes.ts';
import { keptFiles, objects, tokenRequests } from './standing.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

function expectDiskFull({ exit, stdout, stderr }: Ran): void {
  expect({ exit, stderr }).toMatchObject({ exit: 6 });
  expect(stdout + stderr).toContain('The disk is full');
  expect(stdout + stderr).toContain('What to do:');
}

describe.skipIf(!CAN_MOUNT).each(upTo(1, [12, 3]))('a full disk, %i invoices', (size) => {
  test('full from the start: nothing is sent, nothing is changed', async () => {
    const { stage, disk } = await theatre.layOnDisk(await theatre.firstSync(size));
    const before = keptFiles(stage);
    disk.fill();
    const ran = await theatre.start(stage).ended;
    expectDiskFull(ran);
    expect(ran.stderr).toMatch(/the lock file \(\S+run\.lock\) cannot be written/);
    expect(stage.gate.seen).toBe(0);
    expect(keptFiles(stage)).toEqual(before);
    disk.free();
    await theatre.settles(stage);
  });

  test('full after so many kilobytes', { timeout: 0 }, async () => {
    const scene = await theatre.firstSync(size);
    for (let leave = WHOLE ? 4 : 48; leave <= (WHOLE ? 200 : 48); leave += 4) {
      const { stage, disk } = await theatre.layOnDisk(scene);
      const before = keptFiles(stage);
      disk.fill(leave);
      const ran = await theatre.start(stage).ended;
      if (ran.exit !== 0) expectDiskFull(ran);
      expect(keptFiles(stage)).toEqual(before);
      disk.free();
      await theatre.settles(stage);
      await theatre.clear();
    }
  });

  test('full while a request is on its way', { timeout: 0 }, async () => {
    const scene = await theatre.firstSync(size);
    const all = Array.from({ length: scene.requests }, (_, at) => at + 1);
    for (const nth of WHOLE ? all : [scene.requests - 1]) {
      const { stage, disk } = await theatre.layOnDisk(scene);
      const strike = async () => {
        disk.fill();
        return Promise.resolve('pass' as const);
      };
      stage.gate.meet({ nth, moment: 'before', strike });
      const ran = await theatre.start(stage).ended;
      if (ran.exit !== 0) expectDiskFull(ran);
      disk.free();
      await theatre.settles(stage);
      await theatre.clear();
    }
  });
});

describe.skipIf(!CAN_MOUNT)('a full disk in a refresh', () => {
  /** The disk is full from when Intuit is asked for tokens. */
  async function fullInRefresh(rotation: 'always' | 'none'): Promise<{ stage: Stage; ran: Ran }> {
    const { stage, disk } = await theatre.layOnDisk(await theatre.firstSync(3));
    stage.sandbox.control('company', { oauth: { rotation, grace: false } });
    stage.sandbox.control('clock', { advanceSeconds: 3601 });
    const strike = async () => {
      disk.fill();
      return Promise.resolve('pass' as const);
    };
    stage.gate.meet({ nth: 1, moment: 'before', path: '/tokens/bearer', strike });
    const before = keptFiles(stage);
    const ran = await theatre.start(stage).ended;
    expect(keptFiles(stage)).toEqual(before);
    expect(tokenRequests(stage.sandbox)).toEqual([200]);
    expect(objects(stage.sandbox)).toBe(0);
    disk.free();
    return { stage, ran };
  }

  test('the new tokens cannot be kept: nothing is sent, and a former value that lives works on', async () => {
    const { stage, ran } = await fullInRefresh('none');
    expectDiskFull(ran);
    await theatre.settles(stage);
  });

  test('the former value is dead: it says so at once, and the next run asks to connect', async () => {
    const { stage, ran } = await fullInRefresh('always');
    expectDiskFull(ran);
    expect(ran.stderr).toContain('then run: qbsync connect');
    const next = await theatre.start(stage).ended;
    expect(next).toMatchObject({ exit: 4 });
    expect(next.stderr).toContain('Run: qbsync connect');
    const connect = ['connect', '--environment', 'local', '--url', stage.gate.url, '--yes'];
    const env = keysOf(stage.sandbox);
    expect(await stage.space.qbsync(connect, { env })).toMatchObject({ exit: 0 });
    await theatre.settles(stage);
  });
});

describe.skipIf(!CAN_MOUNT)('a disk that is nearly full before Intuit is asked for tokens', () => {
  test.each(upTo(2, [8, 4, 0, 12, 16, 20, 24, 28, 32]))(
    '%i KB: no sign-in is spent that cannot be kept',
    async (leave) => {
      const { stage, disk } = await theatre.layOnDisk(await theatre.firstSync(3));
      stage.sandbox.control('company', { oauth: { rotation: 'always', grace: false } });
      stage.sandbox.control('clock', { advanceSeconds: 3601 });
      disk.fill(leave);
      const ran = await theatre.start(stage, ['sync-invoice', '--all', '--dry-run']).ended;
      if (ran.exit !== 0) expectDiskFull(ran);
      if (leave <= 8) expect(tokenRequests(stage.sandbox)).toEqual([]);
      disk.free();
      await theatre.settles(stage);
    },
  );
});
