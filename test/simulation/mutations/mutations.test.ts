import { expect, test } from 'vitest';
import { onAllProcessors, seedsFrom } from '../workers.ts';
import { MUTATIONS } from './list.ts';
import { plant } from './plant.ts';

// The whole list, 200 seeds each: npm run simulate:mutations

/** Bugs that show early, so that every test run sees that the simulation can fail. */
const EARLY = ['customers keyed by name', 'retry after a validation fault'];
const SEEDS = 12;

test.each(MUTATIONS)('"$name" can be planted', { timeout: 60_000 }, async (mutation) => {
  const file = await plant(mutation);
  if (!EARLY.includes(mutation.name)) return;
  const found: number[] = [];
  await onAllProcessors(file, seedsFrom(1, SEEDS), ({ seed, wrong }) => {
    if (wrong.length > 0) found.push(seed);
    return found.length === 0;
  });
  expect(found).not.toEqual([]);
});
