import { afterEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { exchange, signIn } from '../faults/exchange.ts';
import { start } from '../client.ts';

let running: RunningSandbox | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

test('requests that come together are limited over HTTP as they are in process', async () => {
  running = await start();
  running.control('limits', { on: true });
  const { base, headers } = await signIn(running);
  const statuses = async (requests: number): Promise<(number | undefined)[]> => {
    const seen = await Promise.all(
      Array.from({ length: requests }, () => exchange(`${base}/customer/1`, { headers })),
    );
    return seen.map(({ status }) => status).sort();
  };
  const ten = Array.from({ length: 10 }, () => 200);
  expect(await statuses(12)).toEqual([...ten, 429, 429]);
  running.control('clock', { advanceSeconds: 1 });
  expect(await statuses(10)).toEqual(ten);
});
