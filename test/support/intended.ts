import type { Intent, Ledger } from '../../src/ledger/ledger.ts';

/** Commits one intent; its id. */
export async function intended(ledger: Ledger, intent: Intent): Promise<number> {
  const [id] = await ledger.intend([intent]);
  if (id === undefined) throw new Error('the intent was not kept');
  return id;
}
