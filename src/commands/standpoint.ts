import { existsSync } from 'node:fs';
import type { Context } from '../context.ts';
import type { LedgerCompany, Tally } from '../ledger/ledger.ts';

/** How far a company has come on the way to its first booked invoice. */
export interface Standpoint extends Tally {
  /** Undefined before the first connect. */
  company: LedgerCompany | undefined;
  /** A sign-in was begun and waits to be ended. */
  signInBegun: boolean;
  /** The 0% tax mapping, without which nothing is planned, and the items are chosen. */
  mapped: boolean;
}

/** Looks at what is kept on this machine; asks nobody, makes nothing. */
export async function standpoint(context: Context): Promise<Standpoint> {
  const { paths } = context;
  const signInBegun = existsSync(paths.signIn);
  if (!existsSync(paths.ledger) && !existsSync(paths.connection))
    return { company: undefined, signInBegun, mapped: false, records: 0, booked: 0, unanswered: 0, left: 0 };
  const ledger = await context.ledger();
  const settings = (await context.files()).settings();
  return {
    company: await ledger.company(),
    signInBegun,
    mapped: settings.taxCodes['0'] !== undefined && Object.keys(settings.lineTypes).length > 0,
    ...(await ledger.tally()),
  };
}
