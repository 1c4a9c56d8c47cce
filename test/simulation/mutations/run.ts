// Plants known bugs in the engine, one after another, and runs seeds until the simulation finds each.
// Run: npm run simulate:mutations [-- --seeds 200] [--only "part of a name"]
import { parseArgs } from 'node:util';
import { onAllProcessors, seedsFrom, type SeedResult } from '../workers.ts';
import { MUTATIONS } from './list.ts';
import { plant } from './plant.ts';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, only: { type: 'string', default: '' } },
});

for (const mutation of MUTATIONS.filter(({ name }) => name.includes(values.only))) {
  const found: SeedResult[] = [];
  await onAllProcessors(await plant(mutation), seedsFrom(1, Number(values.seeds)), (result) => {
    if (result.wrong.length > 0) found.push(result);
    return found.length === 0;
  });
  const [first] = found.sort((a, b) => a.seed - b.seed);
  const how = first
    ? `seed ${first.seed}: ${(first.wrong[0] ?? '').slice(0, 110)}`
    : `NOT FOUND in ${values.seeds} seeds`;
  process.stdout.write(`${mutation.name.padEnd(32)} ${how}\n`);
  if (!first) process.exitCode = 1;
}
