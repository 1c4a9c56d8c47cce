import type { Ledger } from '../../ledger/ledger.ts';
import { claimFound } from '../push-lists.ts';
import type { Part } from './parts.ts';

/** Keeps in the ledger what was decided. Where it ends in the middle, the same reading again does the rest. */
export async function keepPart(ledger: Ledger, { customers, records }: Part): Promise<void> {
  const claims = customers.flatMap(({ claim }) => claim ?? []);
  await claimFound(ledger, claims);
  await ledger.settle([...customers, ...records].flatMap(({ settlement }) => settlement ?? []));
  await ledger.link(records.flatMap(({ link }) => link ?? []));
  await ledger.judge(records.flatMap(({ judgement }) => judgement ?? []));
}
