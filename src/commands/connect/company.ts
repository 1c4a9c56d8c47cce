import type { Context } from '../../context.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { Books } from '../../qbo/books.ts';
import { QboClient } from '../../qbo/client.ts';
import { signInEnds, type Connection } from '../../qbo/connection.ts';
import { refreshTokens } from '../../qbo/oauth.ts';
import { Pacer } from '../../qbo/pacer.ts';
import { Session } from '../../qbo/session.ts';
import { companyFacts, countryCode, type CompanyFacts } from '../../sync/company.ts';

/** Reads the company that was signed in to, with a connection that is on no disk yet. */
export async function readCompany(
  context: Context,
  connection: Connection,
): Promise<{ facts: CompanyFacts; connection: Connection }> {
  const { clock, random, transport } = context;
  // A company that turns out to be the wrong one leaves nothing behind.
  const kept = { connection };
  const store = {
    read: () => kept.connection,
    write: (renewed: Connection) => {
      kept.connection = renewed;
    },
    note: async () => Promise.resolve(),
    exclusively: async <T>(work: () => Promise<T>) => work(),
  };
  const session = new Session(store, clock, refreshTokens);
  const books = new Books(new QboClient({ session, transport, clock, random, pacer: new Pacer(clock) }));
  const info = await books.companyInfo().catch((error: unknown) => {
    throw error instanceof Problem && NOT_LET_IN.has(error.code) ? otherKeys(connection, error) : error;
  });
  const preferences = await books.preferences();
  const country = countryCode(info.Country);
  const { companyId: id, environment } = connection;
  const facts = companyFacts({ id, name: info.CompanyName, environment, country }, preferences);
  return { facts, connection: { ...kept.connection, companyName: facts.name, country } };
}

const NOT_LET_IN: ReadonlySet<string> = new Set(['NO_ACCESS', 'WRONG_ENVIRONMENT', 'DISCONNECTED']);

/** Right after a sign-in that worked there is one usual cause: keys of the other side of the app. */
function otherKeys({ environment }: Connection, cause: Problem): Problem {
  const [mine, other] = environment === 'production' ? ['a live', 'Development'] : ['a test', 'Production'];
  return new Problem({
    code: 'WRONG_ENVIRONMENT',
    reason: `You are signed in, but QuickBooks does not open this company as ${mine} company (environment "${environment}"). Most likely these are the ${other} keys of your app. Nothing was changed.`,
    fix: `Take the keys of the right side (developer.intuit.com → your app → Keys and credentials), or name the other environment: qbsync connect --environment ${environment === 'production' ? 'sandbox' : 'production'}`,
    exit: EXIT.reconnect,
    cause,
  });
}

/** A ledger belongs to one company for ever: what it says of another would be wrong. True where it is a new one. */
export async function bindLedger(context: Context, connection: Connection): Promise<boolean> {
  const ledger = await context.ledgerOrNew();
  const { companyId: id, companyName: name, environment, tokens } = connection;
  const bound = await ledger.company();
  if (bound && (bound.id !== id || bound.environment !== environment)) {
    throw new Problem({
      code: 'COMPANY_DIFFERS',
      reason: `You signed in to ${name} (company id ${id}), but the records kept here as "${context.companyName}" belong to ${bound.name} (company id ${bound.id}). Nothing was changed.`,
      fix: 'Sign in to that company, or keep this one beside it under a name of its own: qbsync --company NAME connect',
      exit: EXIT.settings,
    });
  }
  await ledger.setCompany({ id, name, environment, ...(tokens && signInEnds(tokens)) });
  return bound === undefined;
}
