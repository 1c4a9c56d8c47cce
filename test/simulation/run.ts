// The long run: npm run simulate -- --seeds 20000 [--from 1]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { onAllProcessors, replay, seedsFrom } from './workers.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const [many, first] = [Number(values.seeds), Number(values.from)];
const seconds = () => performance.now() / 1000;
const [start, failed] = [seconds(), [] as number[]];
let done = 0;
let said = start;

await onAllProcessors(resolve('dist/simulation/worker.js'), seedsFrom(first, many), ({ seed, wrong }) => {
  done++;
  if (wrong.length > 0) {
    failed.push(seed);
    process.stdout.write(`seed ${seed}:\n${wrong.map((line) => `  ${line}\n`).join('')}  ${replay(seed)}\n`);
  }
  if (seconds() - said > 15) {
    said = seconds();
    const left = ((said - start) / done) * (many - done);
    process.stdout.write(
      `${done} of ${many} seeds, ${failed.length} failed, about ${Math.ceil(left / 60)} min left\n`,
    );
  }
  return true;
});

const took = seconds() - start;
process.stdout.write(
  `${done} seeds from ${first} in ${took.toFixed(0)} s (${((took * 1000) / done).toFixed(0)} ms each by the clock): ${failed.length} failed ${failed.sort((a, b) => a - b).join(' ')}\n`,
);
if (failed.length > 0) process.exitCode = 1;
