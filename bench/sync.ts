// How many calls a sync makes, how long it takes by the limits that QuickBooks publishes, how fast it is without them
// beside a plain loop, and what memory it takes: each figure with its goal. Ends with 1 where a goal was missed.
// Run: npm run bench:sync [-- --parts calls,pace,throughput,memory --full --latency 500 --json]
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { calls } from './sync/calls.ts';
import { sizeOf, sizeOfObjects } from './sync/exports.ts';
import { isMet, tableOf } from './sync/figure.ts';
import type { Figure } from './sync/figure.ts';
import { memory } from './sync/memory.ts';
import { pace } from './sync/pace.ts';
import { throughput } from './sync/throughput.ts';

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'calls,pace,throughput,memory' },
    /** The sizes of the goals, 100,000 invoices among them; without it those that take some minutes. */
    full: { type: 'boolean', default: false },
    /** How long QuickBooks takes for one request, in ms of the virtual clock. */
    latency: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
});

const { full } = values;
const PACED = sizeOfObjects(3_500);
/** A service over the Internet, when it answers quickly: ms a request. */
const NEAR = 100;
const PARTS: Record<string, () => Promise<Figure[]>> = {
  calls: () => calls(full ? [sizeOf(50_000)] : []),
  pace: () => pace(PACED, Number(values.latency)),
  throughput: async () => [
    ...(await throughput(full ? sizeOf(10_000) : sizeOf(2_000), 0)),
    ...(await throughput(sizeOf(full ? 1_000 : 250), NEAR)),
  ],
  memory: () => (full ? memory(10_000, 100_000) : memory(2_000, 10_000)),
};

const [cpu] = cpus();
process.stderr.write(`Node ${process.versions.node}, ${cpus().length} cores, ${cpu?.model ?? 'unknown'}\n`);
const figures: Figure[] = [];
for (const name of values.parts.split(',')) {
  const part = PARTS[name];
  if (!part) throw new Error(`there is no part "${name}"; there are ${Object.keys(PARTS).join(', ')}`);
  const start = performance.now();
  figures.push(...(await part()));
  process.stderr.write(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(
  values.json
    ? `${JSON.stringify(figures.map((figure) => ({ ...figure, met: isMet(figure) ?? null })))}\n`
    : `${tableOf(figures)}\n`,
);
if (figures.some((figure) => isMet(figure) === false)) process.exitCode = 1;
