import { execFileSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLedger } from '../../src/ledger/sqlite.ts';
import { CAN_MOUNT, SmallDisk } from '../support/small-disk.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Workspace } from '../support/workspace.ts';

// The ledger is as it was until every file of an import is read, whatever ends the program before that.

let space: Workspace;
let disk: SmallDisk | undefined;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => {
  disk?.dispose();
  disk = undefined;
  await space.dispose();
});

const HEADER = 'invoice_number,customer_name,issue_date,amount';
/** More than SQLite holds of a temporary table in memory. */
const MANY = 8_000;
const textOf = (count: number) =>
  [HEADER, ...Array.from({ length: count }, (_, at) => `INV-${at},Ann ${at},2026-01-05,100.00`), ''].join(
    '\n',
  );
const someInvoices = (count: number) => space.file('a.csv', textOf(count));

/** How many records the ledger knows. */
async function known(home = space.home): Promise<number> {
  const ledger = await openLedger(join(home, 'companies', 'main', 'ledger.sqlite'), new VirtualClock());
  try {
    return (await ledger.keys({ kind: 'invoice' })).length;
  } finally {
    ledger.close();
  }
}

describe.skipIf(process.platform === 'win32')('stopped while the second of two files is read', () => {
  /** The program is at its second file, a pipe that gives nothing yet. */
  async function atSecond() {
    const first = someInvoices(3);
    const second = join(space.folder, 'b.csv');
    execFileSync('mkfifo', [second]);
    const child = space.spawn(['import', first, second]);
    // Opens once the other end is opened too.
    return { first, child, pipe: await open(second, 'w') };
  }

  test('by kill -9: nothing is kept, and the next import is as if nothing had been', async () => {
    const { first, child, pipe } = await atSecond();
    child.kill('SIGKILL');
    await child.ended;
    await pipe.close();
    expect(await known()).toBe(0);
    expect((await space.qbsync(['import', first])).stdout).toContain('3 new');
  });

  test('by Ctrl-C: nothing is kept', async () => {
    const { child, pipe } = await atSecond();
    child.kill('SIGINT');
    await pipe.write(textOf(MANY));
    await pipe.close();
    expect(await child.ended).toMatchObject({ exit: 130 });
    expect(await known()).toBe(0);
  });
});

describe.skipIf(!CAN_MOUNT)('a full disk', () => {
  test('where the records wait: it is said, and nothing is kept', async () => {
    disk = new SmallDisk(join(space.folder, 'temporary'), 64);
    const file = someInvoices(MANY);
    const ran = await space.spawn(['import', file], { env: { SQLITE_TMPDIR: disk.folder } }).ended;
    expect(ran).toMatchObject({ exit: 6 });
    expect(ran.stderr).toContain("the records that were read (in the system's folder for temporary files)");
    expect(await known()).toBe(0);
  });

  test('where the ledger is: it is said, nothing of the file is kept, and all of it once there is space', async () => {
    disk = new SmallDisk(space.home, 2_048);
    const file = someInvoices(MANY);
    const ran = await space.spawn(['import', file]).ended;
    expect(ran).toMatchObject({ exit: 6 });
    expect(ran.stderr).toMatch(/The disk is full, so the ledger \(\S+\) cannot be written/);
    expect(await known()).toBe(0);
    expect((await space.spawn(['import', someInvoices(500)]).ended).stdout).toContain('500 new');
  });
});
