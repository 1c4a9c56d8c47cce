import type { Unfinished } from '../../company/open.ts';
import type { Context } from '../../context.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import { listenForCallback, readCallback, isAnswer, whyNotCallback } from '../../qbo/callback.ts';
import type { PendingSignIn, Tokens } from '../../qbo/connection.ts';
import { followConsent } from '../../qbo/consent.ts';
import { authorizeUrl, exchangeCode, SignInError, signInProblem, type AppKeys } from '../../qbo/oauth.ts';

export interface SignInOptions {
  /** False with --no-browser. */
  browser: boolean;
  redirectUrl?: string;
  yes?: boolean;
}

export interface SignedIn {
  companyId: string;
  tokens: Tokens;
}

const SIGN_IN_MINUTES = 5;

/** Gets a person's consent on Intuit's page, by whichever way there is, and exchanges it for tokens. */
export async function signIn(
  context: Context,
  keys: AppKeys,
  options: SignInOptions,
  unfinished: Unfinished,
): Promise<SignedIn> {
  const state = Buffer.from(context.randomBytes(24)).toString('base64url');
  if (options.redirectUrl !== undefined) {
    const begun = unfinished.read();
    if (!begun?.state || !sameSignIn(begun, keys)) throw notBegun();
    // Something else that was pasted by mistake costs nothing.
    if (!isAnswer(options.redirectUrl)) readCallback(options.redirectUrl, begun.state);
    // A state is good for one answer, right or wrong.
    unfinished.write({ ...begun, state: undefined });
    return finish(context, keys, options.redirectUrl, begun.state);
  }
  const address = authorizeUrl(keys, state);
  if (keys.environment === 'local' && options.yes) {
    const transport = context.transport;
    return finish(context, keys, await followConsent(transport, address, keys.redirectUri), state);
  }
  const listening = options.browser && keys.redirectUri.startsWith('http://localhost:');
  return listening
    ? throughBrowser(context, keys, address, state)
    : pasted(context, keys, address, state, unfinished);
}

async function throughBrowser(
  context: Context,
  keys: AppKeys,
  address: string,
  state: string,
): Promise<SignedIn> {
  const { terminal, clock, signal } = context;
  const port = Number(new URL(keys.redirectUri).port) || 80;
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
    const hint = redirectHint(keys);
    if (hint) terminal.say(hint);
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
  unfinished: Unfinished,
): Promise<SignedIn> {
  const { terminal } = context;
  unfinished.write({ ...keys, state });
  terminal.say('1. Open this address in a browser, sign in, and choose your company:');
  terminal.say(`\n  ${address}\n`);
  terminal.say(
    `2. Press Connect. You end at ${keys.redirectUri} (that page may look empty, or show an error: that is fine).`,
  );
  const hint = redirectHint(keys);
  if (hint) terminal.say(`   ${hint}`);
  terminal.say(
    '3. Copy the whole address from the top of the browser and paste it here. It works once, and only for a few minutes.',
  );
  if (!terminal.interactive) {
    throw new Problem({
      code: 'SIGN_IN_BEGUN',
      reason: 'The sign-in was begun and waits for the address at which you end.',
      fix: 'Run the same command again with --redirect-url "ADDRESS".',
      exit: EXIT.stopped,
    });
  }
  // Asked anew on a line of its own: what was pasted wrongly would stand before the next one.
  let answer = await terminal.ask('The address:');
  for (
    let why;
    (why = whyNotCallback(answer, state)) !== undefined;
    answer = await terminal.ask('The address:')
  )
    terminal.say(`${terminal.style.bad('✖')} ${why}.`);
  unfinished.write({ ...keys, state: undefined });
  return finish(context, keys, answer, state);
}

/** What Intuit's page cannot say in our words. */
function redirectHint({ environment, redirectUri }: AppKeys): string | undefined {
  if (environment === 'local') return undefined;
  return `If the page says that the redirect address (redirect_uri) is not valid: add exactly ${redirectUri} at developer.intuit.com → My Hub → App dashboard → your app → Settings → Redirect URIs, on the side ${environment === 'production' ? 'Production' : 'Development'}, and open the address again.`;
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
    reason: 'No sign-in with these keys waits for an address. An address works once.',
    fix: 'Run qbsync connect --no-browser first, open the address that it prints, then give the one you end at with --redirect-url.',
    exit: EXIT.usage,
  });
}
