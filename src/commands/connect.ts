import { Store } from '../company/store.ts';
import type { Context } from '../context.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { Books } from '../qbo/books.ts';
import { listenForCallback, readCallback } from '../qbo/callback.ts';
import { QboClient } from '../qbo/client.ts';
import {
  pendingSignInSchema,
  signInEnds,
  type Connection,
  type PendingSignIn,
  type Tokens,
} from '../qbo/connection.ts';
import { ConsentRefused, followConsent } from '../qbo/consent.ts';
import { endpointsOf, type Environment } from '../qbo/endpoints.ts';
import {
  authorizeUrl,
  exchangeCode,
  refreshTokens,
  SignInError,
  signInProblem,
  type AppKeys,
} from '../qbo/oauth.ts';
import { Pacer } from '../qbo/pacer.ts';
import { Session } from '../qbo/session.ts';
import { companyFacts, countryCode } from '../sync/company.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { appKeys, unknownKeys } from './connect-keys.ts';
import { portNumber, usage } from './values.ts';

interface Options {
  environment?: Environment;
  url?: string;
  /** False with --no-browser. */
  browser: boolean;
  redirectUrl?: string;
  redirectUri?: string;
  port: string;
  keys?: string;
  yes?: boolean;
  json?: boolean;
}

const SIGN_IN_MINUTES = 5;

/** An https address that Intuit offers to every app, for keys that may not use `localhost` (qbo-api.md 2.3). */
const PLAYGROUND = 'https://developer.intuit.com/v2/OAuth2Playground/RedirectUrl';

/** Signs in, reads the company, and only then keeps the tokens. */
export async function connect(context: Context, options: Options): Promise<Outcome> {
  const files = await context.files();
  // A damaged settings file is said now, not after the company was changed.
  const configured = files.settings().taxCodes['0'] !== undefined;
  const before = files.connection();
  const environment = await chooseEnvironment(context, options, before);
  const url =
    environment === 'local' ? endpointsOf('local', withoutPage(options.url) ?? before?.url).api : undefined;
  const { from, ...app } = await appKeys(context, options.keys, before, environment);
  const keys: AppKeys = {
    environment,
    url,
    ...app,
    redirectUri: options.redirectUri ?? defaultRedirect(environment, portNumber(options.port, 1)),
  };
  const signedIn = await signIn(context, keys, options).catch((error: unknown) => {
    throw error instanceof ConsentRefused ? unknownKeys(error, context, keys, from, before) : error;
  });
  const connection: Connection = {
    ...keys,
    companyId: signedIn.companyId,
    companyName: '',
    connectedAt: context.clock.now().toISOString(),
    tokens: signedIn.tokens,
  };
  const company = await readCompany(context, connection);
  const begun = await bindLedger(context, connection, company.name);
  // The first connect begins one too, and then nothing is lost.
  const ledgerLost = begun && before !== undefined;
  files.saveConnection({
    ...company.connection,
    companyName: company.name,
    country: company.country,
  });
  return {
    exit: EXIT.done,
    json: {
      connected: true,
      company: {
        id: connection.companyId,
        name: company.name,
        country: company.country ?? null,
        environment,
      },
      home_currency: company.homeCurrency,
      multi_currency: company.multiCurrency,
      configured,
      ledger_lost: ledgerLost,
    },
    text: (style) =>
      [
        `${style.good('✔')} Connected to ${style.bold(company.name)} (${company.country ?? 'country not stated'}, ${company.homeCurrency}, environment ${environment}).`,
        ...(ledgerLost ? [`${style.warn('!')} ${LEDGER_LOST}`] : []),
        configured ? '  Next: qbsync doctor' : '  Next: qbsync configure',
        '',
      ].join('\n'),
  };
}

/** The address that people have in the browser is the one of the pages, which lie below `/app/`. */
const withoutPage = (url: string | undefined): string | undefined => url?.replace(/\/app(\/.*)?$/, '');

async function chooseEnvironment(
  context: Context,
  options: Options,
  before: Connection | undefined,
): Promise<Environment> {
  if (options.environment) return options.environment;
  if (options.url) return 'local';
  if (before) return before.environment;
  if (!context.terminal.interactive) {
    throw usage('Which QuickBooks is meant?', 'Give --environment production, sandbox or local.');
  }
  return context.terminal.choose<Environment>('Which QuickBooks?', [
    { name: 'Live company (production keys)', value: 'production' },
    { name: "Intuit's test company (development keys)", value: 'sandbox' },
    { name: 'A sandbox on this machine', value: 'local' },
  ]);
}

function defaultRedirect(environment: Environment, port: number): string {
  return environment === 'production' ? PLAYGROUND : `http://localhost:${port}/callback`;
}

interface SignedIn {
  companyId: string;
  tokens: Tokens;
}

async function signIn(context: Context, keys: AppKeys, options: Options): Promise<SignedIn> {
  const pending = Store.open(
    `${context.paths.folder}/sign-in.json`,
    pendingSignInSchema,
    'unfinished sign-in',
  );
  const state = Buffer.from(context.randomBytes(24)).toString('base64url');
  if (options.redirectUrl !== undefined) {
    const begun = pending.read();
    if (!begun || !sameSignIn(begun, keys)) throw notBegun();
    // A state is good for one answer, right or wrong.
    pending.clear();
    return finish(context, keys, options.redirectUrl, begun.state);
  }
  const address = authorizeUrl(keys, state);
  if (keys.environment === 'local' && options.yes) {
    const transport = context.transport;
    return finish(context, keys, await followConsent(transport, address, keys.redirectUri), state);
  }
  const listening = options.browser && keys.redirectUri.startsWith('http://localhost:');
  if (listening) return throughBrowser(context, keys, address, state, options);
  return pasted(context, keys, address, state, pending);
}

async function throughBrowser(
  context: Context,
  keys: AppKeys,
  address: string,
  state: string,
  options: Options,
): Promise<SignedIn> {
  const { terminal, clock, signal } = context;
  const port = portNumber(new URL(keys.redirectUri).port || options.port, 1);
  const listener = await listenForCallback(port, state, {
    signal,
    timeout: clock.sleep(SIGN_IN_MINUTES * 60_000),
  });
  try {
    const opened = await context.openBrowser(address);
    terminal.say(
      opened
        ? 'Your browser shows the sign-in page of QuickBooks. If it does not, open:'
        : 'Open this address in a browser:',
    );
    terminal.say(`\n  ${address}\n`);
    terminal.say('Waiting for the sign-in (Ctrl-C stops) …');
    return await finish(context, keys, await listener.answer, state);
  } finally {
    listener.close();
  }
}

async function pasted(
  context: Context,
  keys: AppKeys,
  address: string,
  state: string,
  pending: Store<typeof pendingSignInSchema>,
): Promise<SignedIn> {
  const { terminal } = context;
  const { environment, url, clientId, redirectUri } = keys;
  pending.write({ state, environment, url, clientId, redirectUri });
  terminal.say('1. Open this address in a browser and choose your company:');
  terminal.say(`\n  ${address}\n`);
  terminal.say(`2. You end at ${redirectUri} (the page itself may show an error: that is fine).`);
  terminal.say('   That address must be in the redirect addresses of your Intuit app.');
  if (!terminal.interactive) {
    throw new Problem({
      code: 'SIGN_IN_BEGUN',
      reason: 'The sign-in was begun and waits for the address at which you end.',
      fix: 'Run the same command again with --redirect-url "ADDRESS".',
      exit: EXIT.stopped,
    });
  }
  const answer = await terminal.ask('3. Paste the whole address from the browser here:');
  pending.clear();
  return finish(context, keys, answer, state);
}

async function finish(context: Context, keys: AppKeys, callback: string, state: string): Promise<SignedIn> {
  const { companyId } = readCallback(callback, state);
  try {
    return { companyId, tokens: await exchangeCode(keys, callback.trim(), context.clock) };
  } catch (error) {
    throw error instanceof SignInError ? signInProblem(error) : error;
  }
}

function sameSignIn(begun: PendingSignIn, keys: AppKeys): boolean {
  return (
    begun.environment === keys.environment &&
    begun.clientId === keys.clientId &&
    begun.redirectUri === keys.redirectUri
  );
}

function notBegun(): Problem {
  return new Problem({
    code: 'SIGN_IN_NOT_BEGUN',
    reason: 'No sign-in with these keys waits for an address.',
    fix: 'Run qbsync connect --no-browser first, open the address that it prints, then give the one you end at with --redirect-url.',
    exit: EXIT.usage,
  });
}

async function readCompany(context: Context, connection: Connection) {
  const { clock, random } = context;
  // Not on disk yet: a company that turns out to be the wrong one leaves nothing behind.
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
  const transport = context.transport;
  const books = new Books(new QboClient({ session, transport, clock, random, pacer: new Pacer(clock) }));
  const [info, preferences] = [await books.companyInfo(), await books.preferences()];
  const country = countryCode(info.Country);
  const name = info.CompanyName;
  const facts = companyFacts(
    { id: connection.companyId, name, environment: connection.environment, country },
    preferences,
  );
  return { ...facts, connection: kept.connection };
}

/** To sign in again is also how a person accepts that a ledger is lost. */
const LEDGER_LOST = `The ledger of this company was gone, so a new one was begun.
  Import your exports, then run: qbsync recover. What stands in QuickBooks already is found there by its mark, and not
  sent twice. What you had ignored must be ignored again before the next push.`;

/** A ledger belongs to one company for ever: what it says of another would be wrong. True where it is a new one. */
async function bindLedger(context: Context, connection: Connection, companyName: string): Promise<boolean> {
  const ledger = await context.ledgerOrNew();
  const { companyId: id, environment } = connection;
  const bound = await ledger.company();
  if (bound && (bound.id !== id || bound.environment !== environment)) {
    throw new Problem({
      code: 'COMPANY_DIFFERS',
      reason: `You signed in to ${companyName}, but the records kept here as "${context.companyName}" belong to ${bound.name}. Nothing was changed.`,
      fix: 'Sign in to that company, or keep this one beside it under a name of its own: qbsync --company NAME connect',
      exit: EXIT.settings,
    });
  }
  const ends = connection.tokens && signInEnds(connection.tokens);
  await ledger.setCompany({ id, name: companyName, environment, ...ends });
  return bound === undefined;
}
