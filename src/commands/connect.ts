import type { Unfinished } from '../company/open.ts';
import type { Context } from '../context.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { clockAhead, clockFinding } from '../qbo/clock.ts';
import type { Connection, PendingSignIn } from '../qbo/connection.ts';
import { ConsentRefused } from '../qbo/consent.ts';
import { endpointsOf, redirectAddress, type Environment } from '../qbo/endpoints.ts';
import type { AppKeys } from '../qbo/oauth.ts';
import type { CompanyFacts } from '../sync/company.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import type { Style } from '../terminal/style.ts';
import { bindLedger, readCompany } from './connect/company.ts';
import { appKeys, unknownKeys } from './connect/keys.ts';
import { signIn, type SignInOptions } from './connect/sign-in.ts';
import { portNumber, usage } from './values.ts';
import { walkOn } from './connect/walk-through.ts';

interface Options extends SignInOptions {
  environment?: Environment;
  url?: string;
  redirectUri?: string;
  port?: string;
  keys?: string;
  json?: boolean;
}

const USUAL_PORT = 8477;
/** An https address that Intuit offers to every app, for keys that may not use `localhost` (qbo-api.md 2.3). */
const PLAYGROUND = 'https://developer.intuit.com/v2/OAuth2Playground/RedirectUrl';

/** Signs in, reads the company, and only then keeps the tokens. At a terminal it leads on to the first plan. */
export async function connect(context: Context, options: Options): Promise<Outcome> {
  const files = await context.files();
  // A damaged settings file is said now, not after the company was changed.
  const configured = files.settings().taxCodes['0'] !== undefined;
  const before = files.connection();
  const led = context.terminal.interactive && !options.yes && !options.json;
  if (led && before && isBare(options) && !(await wantsNewSignIn(context, before))) return walkOn(context);
  const unfinished = files.unfinished();
  const connected = await connectAnew(context, options, { before, unfinished });
  const begun = await bindLedger(context, connected.connection);
  // The first connect begins one too, and then nothing is lost.
  const ledgerLost = begun && before !== undefined;
  files.saveConnection(connected.connection);
  unfinished.clear();
  await sayClock(context, connected.connection);
  if (!led) return connectedOutcome(connected.facts, configured, ledgerLost);
  context.terminal.say(connectedText(connected.facts, ledgerLost, context.terminal.style));
  return walkOn(context);
}

/** A clock that is off is the one cause of trouble that signing in anew does not mend. */
async function sayClock({ terminal, transport, clock }: Context, connection: Connection): Promise<void> {
  const ahead = await clockAhead(connection, transport, clock);
  const finding = ahead === undefined ? undefined : clockFinding(ahead, connection);
  if (finding) terminal.say(`${terminal.style.warn('!')} ${finding.reason} ${finding.fix}`);
}

/** Only `qbsync connect`: nothing says that a new sign-in is meant. */
const isBare = ({ environment, url, redirectUri, port, keys, redirectUrl, browser }: Options): boolean =>
  browser && [environment, url, redirectUri, port, keys, redirectUrl].every((one) => one === undefined);

/** Whoever is connected and well most likely comes back to go on where they left. */
async function wantsNewSignIn({ terminal }: Context, before: Connection): Promise<boolean> {
  if (!before.tokens || before.disconnected !== undefined) return true;
  return terminal.choose(`${before.companyName} is connected. What would you like to do?`, [
    { name: 'Go on with setting up', value: false },
    { name: 'Sign in to QuickBooks again', value: true },
  ]);
}

interface Known {
  before: Connection | undefined;
  unfinished: Unfinished;
}

async function connectAnew(context: Context, options: Options, { before, unfinished }: Known) {
  const begun = unfinished.read();
  const environment = await chooseEnvironment(context, options, before ?? begun);
  const earlier = [before, begun].find((one) => one?.environment === environment);
  const url = environment === 'local' ? await localUrl(context, options.url ?? earlier?.url) : undefined;
  const { from, ...app } = await appKeys(context, options.keys, environment, { before, begun });
  const redirectUri = redirectAddress(redirectOf(options, earlier, environment), environment);
  const keys: AppKeys = { environment, url, ...app, redirectUri };
  // What was typed need not be typed again when the sign-in is left in the middle.
  if (from === 'typed') unfinished.write({ ...keys });
  const files = await context.files();
  const signedIn = await signIn(context, keys, options, unfinished).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'APP_KEYS') {
      // Whoever tries again is asked for them, not sent to Intuit with the same ones for ever.
      unfinished.clear();
      if (from === 'saved' && before) files.saveConnection({ ...before, keysRefused: true });
    }
    throw error instanceof ConsentRefused ? unknownKeys(error, context, keys, from, before) : error;
  });
  const { companyId, tokens } = signedIn;
  const connectedAt = context.clock.now().toISOString();
  return readCompany(context, { ...keys, companyId, companyName: '', connectedAt, tokens });
}

function redirectOf(
  { redirectUri, port }: Options,
  earlier: Connection | PendingSignIn | undefined,
  environment: Environment,
): string {
  if (redirectUri !== undefined) return redirectUri;
  if (port === undefined && earlier) return earlier.redirectUri;
  const at = port === undefined ? USUAL_PORT : portNumber(port, 1);
  return environment === 'production' ? PLAYGROUND : `http://localhost:${at}/callback`;
}

async function localUrl({ terminal }: Context, given: string | undefined): Promise<string> {
  const text =
    given === undefined && terminal.interactive
      ? await terminal.ask('Address of the server (qbsync sandbox prints it when it starts):')
      : given;
  // The address that people have in the browser is the one of the pages, which lie below `/app/`.
  return endpointsOf('local', text?.replace(/\/app(\/.*)?$/, '')).api;
}

async function chooseEnvironment(
  { terminal }: Context,
  options: Options,
  earlier: { environment: Environment } | undefined,
): Promise<Environment> {
  if (options.environment) return options.environment;
  if (options.url) return 'local';
  if (earlier) return earlier.environment;
  if (!terminal.interactive) {
    throw usage('Which QuickBooks is meant?', 'Give --environment production, sandbox or local.');
  }
  return terminal.choose<Environment>('Which QuickBooks?', [
    { name: 'Live company (the Production keys of your Intuit app)', value: 'production' },
    { name: "Intuit's test company (the Development keys)", value: 'sandbox' },
    { name: 'A practice company on this machine (qbsync sandbox)', value: 'local' },
  ]);
}

function connectedOutcome(facts: CompanyFacts, configured: boolean, ledgerLost: boolean): Outcome {
  const { id, name, environment, homeCurrency, multiCurrency } = facts;
  return {
    exit: EXIT.done,
    json: {
      connected: true,
      company: { id, name, country: facts.country ?? null, environment },
      home_currency: homeCurrency,
      multi_currency: multiCurrency,
      configured,
      ledger_lost: ledgerLost,
    },
    text: (style) =>
      `${connectedText(facts, ledgerLost, style)}\n  Next: qbsync ${configured ? 'doctor' : 'configure'}\n`,
  };
}

function connectedText(facts: CompanyFacts, ledgerLost: boolean, style: Style): string {
  const { name, environment, homeCurrency, country = 'country not stated' } = facts;
  const connected = `${style.good('✔')} Connected to ${style.bold(clean(name))} (${country}, ${homeCurrency}, environment ${environment}).`;
  return ledgerLost ? `${connected}\n${style.warn('!')} ${LEDGER_LOST}` : connected;
}

/** To sign in again is also how a person accepts that a ledger is lost. */
const LEDGER_LOST = `The ledger of this company was gone, so a new one was begun.
  Import your exports, then run: qbsync recover. What stands in QuickBooks already is found there by its mark, and not
  sent twice. What you had ignored must be ignored again before the next push.`;
