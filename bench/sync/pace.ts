import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { realWorld } from '../../src/context.ts';
import type { World } from '../../src/context.ts';
import { run } from '../../src/program.ts';
import { control } from '../../src/sandbox/control/control.ts';
import { Client } from '../../test/sandbox/client.ts';
import { Machine } from '../../test/simulation/machine.ts';
import { exchange } from '../../test/support/exchange.ts';
import { MIDDLE, SharedClock } from '../../test/support/virtual-clock.ts';
import { objectsOf, writeExports } from './exports.ts';
import type { Size } from './exports.ts';
import type { Figure } from './figure.ts';
import { leastTime, LIMITS, MOST_IN_FLIGHT, mostAtOnce, mostWithin, neededFor } from './windows.ts';
import type { Stretch } from './windows.ts';

/** A request as it was sent and answered, by the virtual clock. */
interface Sent extends Stretch {
  readonly batch: boolean;
  readonly status: number;
}

/**
 * A first sync by the real engine, as it goes against QuickBooks itself (windows as published), of a sandbox that enforces
 * its limits; by a clock that passes only where somebody waits.
 */
async function firstSync(size: Size, latencyMs: number): Promise<Sent[]> {
  const folder = mkdtempSync(join(tmpdir(), 'qbsync-bench-'));
  const clock = new SharedClock();
  const qbo = new Client({ clock: () => clock.now() });
  try {
    const machine = new Machine('paced', folder, qbo, clock, 'US');
    await machine.connect();
    const { invoices, payments } = await writeExports(machine.folder, size);
    const sent: Sent[] = [];
    const transport: World['transport'] = async (request) => {
      const from = clock.now().getTime();
      const { answer, delayMs } = exchange(qbo.sandbox, request);
      await clock.sleep(delayMs);
      const batch = new URL(request.url).pathname.endsWith('/batch');
      sent.push({ from, to: clock.now().getTime(), batch, status: answer.status });
      return answer;
    };
    const qbsync = (...argv: string[]) => inProcess(argv, { home: machine.home, folder, clock, transport });
    await qbsync('configure', '--accept-defaults');
    await qbsync('import', invoices, payments);
    // What configuring asked does not count against the sync.
    await clock.sleep(LIMITS.perMinute.milliseconds);
    control(qbo.sandbox, 'limits', { on: true, latencyMs });
    sent.length = 0;
    await qbsync('sync', '--yes');
    return sent;
  } finally {
    qbo.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inProcess(
  argv: string[],
  { home, folder, ...parts }: Pick<World, 'clock' | 'transport'> & { home: string; folder: string },
): Promise<void> {
  const talk = new PassThrough().setEncoding('utf8');
  let said = '';
  talk.on('data', (text: string) => (said += text));
  const exit = await run(argv, {
    ...realWorld(new AbortController().signal),
    ...parts,
    env: { QBSYNC_HOME: home },
    cwd: folder,
    random: MIDDLE,
    streams: { stdin: Readable.from(['']), stdout: new PassThrough().resume(), stderr: talk },
  });
  if (exit !== 0) throw new Error(`qbsync ${argv.join(' ')} ended with ${exit}: ${said}`);
}

/** The time of a first sync against what the published limits allow, and whether it kept to them. */
export async function pace(size: Size, latencyMs: number): Promise<Figure[]> {
  const sent = await firstSync(size, latencyMs);
  const starts = sent.map(({ from }) => from);
  const batches = sent.filter(({ batch }) => batch).map(({ from }) => from);
  const took = Math.max(...sent.map(({ to }) => to)) - Math.min(...starts);
  const { customers, invoices, payments } = size;
  const needed = neededFor([customers, invoices, payments], latencyMs);
  const least = leastTime(needed);
  const part = `pace, ${objectsOf(size)} objects, ${latencyMs} ms`;
  const figure = (what: string, value: number, unit: string, most?: number): Figure => ({
    part,
    what,
    value,
    unit,
    ...(most === undefined ? {} : { goal: { most } }),
  });
  return [
    figure('requests sent', sent.length, 'requests'),
    figure(`batches sent (${needed.batches} of 30 writes are needed)`, batches.length, 'batches'),
    figure('time by the virtual clock', took / 1000, 's'),
    figure('least time that the published limits allow', least / 1000, 's'),
    figure('time over that', took / least, 'times', 1.2),
    figure('answers that say too many', sent.filter(({ status }) => status === 429).length, 'answers', 0),
    ...Object.entries(LIMITS).map(([name, { most, milliseconds }]) =>
      figure(
        `most ${name === 'batchesPerMinute' ? 'batches' : 'requests'} in any ${milliseconds / 1000} s`,
        mostWithin(name === 'batchesPerMinute' ? batches : starts, milliseconds),
        'sent',
        most,
      ),
    ),
    figure('most in flight', mostAtOnce(sent), 'requests', MOST_IN_FLIGHT),
  ];
}
