import { execFile } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PROGRAM, type Ran } from '../support/workspace.ts';
import { CAN_MOUNT } from '../support/small-disk.ts';
import { upTo } from './extent.ts';
import { RUN, Theatre, type Stage } from './scenes.ts';
import { fileOf, keptFiles } from './standing.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open();
});
afterEach(async () => theatre.clear());
afterAll(async () => theatre.close());

describe.skipIf(process.platform === 'win32')(
  'a disk that fails in the middle (files may not grow any more)',
  () => {
    /** In blocks of 512 bytes: from the first write to the ledger to the last of the run. */
    test.each(upTo(1, [200, 0, 32, 64, 128, 160, 250, 300]))('%i blocks', async (blocks) => {
      const stage = await theatre.lay(await theatre.firstSync(12));
      const before = keptFiles(stage);
      const ran = await limited(stage, blocks);
      expect(ran).toMatchObject({ exit: 6 });
      expect(ran.stdout + ran.stderr).toMatch(
        /The disk does not read or write the ledger .* \(disk I\/O error\)/,
      );
      expect(ran.stdout + ran.stderr).toContain('What to do: Check the disk');
      expect(keptFiles(stage)).toEqual(before);
      await theatre.settles(stage);
    });
  },
);

/** A run of which no file may grow beyond so many blocks. */
async function limited({ space }: Stage, blocks: number): Promise<Ran> {
  const limit = ['-c', `ulimit -f ${blocks}; exec "$@"`, 'sh', process.execPath, PROGRAM, ...RUN];
  const env = { PATH: process.env.PATH, QBSYNC_HOME: space.home };
  return new Promise((resolve) => {
    const child = execFile('sh', limit, { env, cwd: space.folder }, (_, stdout, stderr) =>
      resolve({ exit: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

/** What may be asked of a folder that cannot be written. */
const COMMANDS = [RUN, ['sync-invoice', '--all', '--yes'], ['sync-payment', '--all', '--yes']];

async function refusesToWork(stage: Stage): Promise<void> {
  const before = keptFiles(stage);
  for (const argv of COMMANDS) {
    const ran = await theatre.start(stage, argv).ended;
    expect({ argv, ...ran }).toMatchObject({ exit: 6 });
    expect(ran.stderr).toContain('cannot be opened for writing');
    expect(ran.stderr).toMatch(/\((LEDGER|LOCK)_ACCESS;/);
    expect(ran.stderr).toContain('What to do:');
  }
  expect(stage.gate.seen).toBe(0);
  expect(keptFiles(stage)).toEqual(before);
}

describe('a folder that cannot be written', () => {
  test.skipIf(!CAN_MOUNT)('a disk that is mounted read-only', async () => {
    const { stage, disk } = await theatre.layOnDisk(await theatre.firstSync(3));
    disk.readOnly();
    await refusesToWork(stage);
    disk.writable();
    await theatre.settles(stage);
  });

  // The administrator may write into every folder.
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('by its rights', async () => {
    const stage = await theatre.lay(await theatre.firstSync(3));
    const folder = dirname(fileOf(stage, 'ledger.sqlite'));
    chmodSync(folder, 0o500);
    await refusesToWork(stage);
    chmodSync(folder, 0o700);
    await theatre.settles(stage);
  });
});
