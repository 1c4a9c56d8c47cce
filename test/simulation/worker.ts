import { simulate } from './simulation.ts';
import type { SeedResult } from './workers.ts';

// One process of many: simulates the seeds that it is sent, one after another.

process.on('message', (seed: number) => {
  const answer = (wrong: string[]) => process.send?.({ seed, wrong } satisfies SeedResult);
  simulate(seed).then(
    ({ wrong }) => answer(wrong),
    (error: unknown) => answer([error instanceof Error ? (error.stack ?? error.message) : String(error)]),
  );
});
