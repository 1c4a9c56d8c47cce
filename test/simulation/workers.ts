import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import * as z from 'zod';

const result = z.object({ seed: z.number(), wrong: z.array(z.string()) });
export type SeedResult = z.output<typeof result>;

/**
 * Runs seeds on all processors, one process each, until they are through or `onResult` says false. Resolves when all
 * processes have ended. `file` is the bundled worker.ts.
 */
export async function onAllProcessors(
  file: string,
  seeds: Iterable<number>,
  onResult: (result: SeedResult) => boolean,
): Promise<void> {
  const rest = seeds[Symbol.iterator]();
  let goOn = true;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = fork(file);
      const next = () => {
        const seed = goOn ? rest.next() : undefined;
        if (seed === undefined || seed.done) worker.disconnect();
        else worker.send(seed.value);
      };
      worker.on('message', (message) => {
        if (!onResult(result.parse(message))) goOn = false;
        next();
      });
      worker.on('error', reject);
      worker.on('exit', (code) => {
        if (code === 0) resolve();
        else reject(new Error(`a worker ended with ${String(code)}`));
      });
      next();
    });
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

export function* seedsFrom(first: number, many: number): Generator<number> {
  for (let seed = first; seed < first + many; seed++) yield seed;
}

/** How to see one seed again, step by step. */
export const replay = (seed: number) =>
  `SEED=${seed} SEEDS=1 TRACE=1 npx vitest run test/simulation/simulation.test.ts`;
