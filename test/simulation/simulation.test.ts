import { expect, test } from 'vitest';
import { simulate } from './simulation.ts';
import { replay } from './workers.ts';

const [first, many] = [Number(process.env.SEED ?? 1), Number(process.env.SEEDS ?? 60)];

test(
  `${many} seeds from ${first}: nothing twice, nothing lost, nothing a cent off`,
  { timeout: 0 },
  async () => {
    for (let seed = first; seed < first + many; seed++) {
      const { wrong, trace } = await simulate(seed);
      if (process.env.TRACE) process.stdout.write(`${trace.join('\n')}\n`);
      expect({ seed, replay: replay(seed), wrong }).toMatchObject({ wrong: [] });
    }
  },
);

test.each([2, 5, 8, 14])('seed %i gives the same trace twice', async (seed) => {
  const [once, again] = [await simulate(seed), await simulate(seed)];
  expect(once.trace.length).toBeGreaterThan(30);
  expect(again.trace).toEqual(once.trace);
});
