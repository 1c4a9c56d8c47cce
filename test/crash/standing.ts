import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'vitest';
import * as z from 'zod';
import type { Attempt } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/sqlite.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { expectOnce } from '../support/rounds.ts';
import type { Stage } from './scenes.ts';

// What stands in the books and on this machine after a crash.

/** Objects that QuickBooks wrote, replayed answers not counted. */
export const objects = ({ requests }: RunningSandbox) =>
  requests.reduce((sum, { writes }) => sum + writes, 0);

/**
 * Everything of the scene is in the books once and to the cent, `status` says so of each record, QuickBooks wrote
 * no object more than an undisturbed run writes, for each write the ledger had the intent, and no attempt is open, of
 * customers and items neither.
 */
export async function expectSettled(stage: Stage): Promise<void> {
  const { space, sandbox, scene } = stage;
  await expectOnce(space, sandbox, scene.given);
  expect({ writes: objects(sandbox) }).toEqual({ writes: scene.writes });
  const file = fileOf(stage, 'ledger.sqlite');
  expect(withoutIntent(stage, file)).toEqual([]);
  expect(await openAttempts(stage)).toEqual([]);
}

/** What the ledger knows to be sent, and of which it does not know the outcome. */
export async function openAttempts(stage: Stage): Promise<Attempt[]> {
  const clock = { now: () => new Date(), sleep: async () => Promise.resolve() };
  const ledger = await openLedger(fileOf(stage, 'ledger.sqlite'), clock);
  try {
    return await ledger.openAttempts();
  } finally {
    ledger.close();
  }
}

/** Writes that reached QuickBooks and of whose request the ledger knows nothing. */
function withoutIntent({ sandbox }: Stage, file: string): (string | null)[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const kept = z.array(z.object({ request_id: z.string() }));
  const known = kept.parse(database.prepare('SELECT request_id FROM attempts').all());
  database.close();
  const ids = new Set<string | null>(known.map(({ request_id }) => request_id));
  return sandbox.requests
    .filter(({ writes }) => writes > 0)
    .map(({ query }) => new URLSearchParams(query).get('requestid'))
    .filter((id) => !ids.has(id));
}

/** How Intuit answered each request for tokens, since the company was laid out. */
export const tokenRequests = ({ requests }: RunningSandbox): number[] =>
  requests.filter(({ path }) => path.endsWith('/tokens/bearer')).map(({ status }) => status);

/** A file of the company on this machine. */
export const fileOf = ({ space }: Stage, name: string) => join(space.home, 'companies', 'main', name);

/** Settings and connection as they stand on this machine: no crash may touch what is in them. */
export const keptFiles = (stage: Stage): unknown[] =>
  ['settings.json', 'connection.json'].map((name): unknown =>
    JSON.parse(readFileSync(fileOf(stage, name), 'utf8')),
  );

const connectionShape = z.looseObject({ tokens: z.record(z.string(), z.string()) });

/** The connection as it stands on this machine. */
export const connectionOf = (stage: Stage): z.output<typeof connectionShape> =>
  connectionShape.parse(JSON.parse(readFileSync(fileOf(stage, 'connection.json'), 'utf8')));

export function editConnection(
  stage: Stage,
  change: (connection: z.output<typeof connectionShape>) => object,
): void {
  const connection = connectionOf(stage);
  writeFileSync(fileOf(stage, 'connection.json'), JSON.stringify({ ...connection, ...change(connection) }));
}
