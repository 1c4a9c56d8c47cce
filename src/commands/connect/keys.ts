import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { Context } from '../../context.ts';
import { EXIT, Problem } from '../../domain/problems.ts';
import type { Connection, PendingSignIn } from '../../qbo/connection.ts';
import type { ConsentRefused } from '../../qbo/consent.ts';
import type { Environment } from '../../qbo/endpoints.ts';
import type { AppKeys } from '../../qbo/oauth.ts';
import { usage } from '../values.ts';

type Keys = Pick<AppKeys, 'clientId' | 'clientSecret'>;

/** Where client id and secret were taken from. */
export type KeySource = 'file' | 'window' | 'saved' | 'begun' | 'typed';

const keysFile = z.object({ client_id: z.string().min(1), client_secret: z.string().min(1) });

/** Client id and secret: a file, environment variables, what is kept from before, or a prompt; never an option. */
export async function appKeys(
  context: Context,
  file: string | undefined,
  environment: Environment,
  { before, begun }: { before: Connection | undefined; begun: PendingSignIn | undefined },
): Promise<Keys & { from: KeySource }> {
  const { env, terminal } = context;
  if (file !== undefined) return { ...(await readKeys(resolve(context.cwd, file))), from: 'file' };
  const { QBSYNC_CLIENT_ID: clientId, QBSYNC_CLIENT_SECRET: clientSecret } = env;
  if (clientId && clientSecret)
    return { clientId: clientId.trim(), clientSecret: clientSecret.trim(), from: 'window' };
  if (before?.environment === environment && !before.keysRefused)
    return { clientId: before.clientId, clientSecret: before.clientSecret, from: 'saved' };
  if (begun?.environment === environment) {
    terminal.say(
      `Going on with the keys of the sign-in that was begun (Client ID ${short(begun.clientId)}).`,
    );
    return { clientId: begun.clientId, clientSecret: begun.clientSecret, from: 'begun' };
  }
  if (!terminal.interactive) {
    throw new Problem({
      code: 'APP_KEYS_MISSING',
      reason: before?.keysRefused
        ? 'Intuit no longer accepts the saved keys of your app, and new ones are not given.'
        : 'The client id and client secret of your Intuit app are not given.',
      fix: 'Set QBSYNC_CLIENT_ID and QBSYNC_CLIENT_SECRET, or give --keys FILE (JSON with client_id and client_secret).',
      exit: EXIT.usage,
    });
  }
  terminal.say(WHERE_KEYS_ARE[environment]);
  const id = await terminal.ask('Client ID', (text) => oneWord(text, 'The Client ID'));
  return { clientId: id, clientSecret: await typedSecret(context, id), from: 'typed' };
}

const DASHBOARD = 'developer.intuit.com → My Hub → App dashboard → your app → Keys and credentials';
const WHERE_KEYS_ARE: Record<Environment, string> = {
  production: `The keys of your Intuit app are at ${DASHBOARD} → Production. They are two long lines of letters and digits.`,
  sandbox: `The keys of your Intuit app are at ${DASHBOARD} → Development. They are two long lines of letters and digits.`,
  local:
    'The server on this machine says its client id and secret when it starts (qbsync sandbox prints them).',
};

/** Catches what people paste by mistake: nothing, several lines, or the words around a key. */
function oneWord(text: string, what: string): true | string {
  if (text.trim() === '') return `${what} cannot be empty`;
  return /\s/.test(text.trim()) ? `${what} is one line without blanks: copy it alone` : true;
}

async function typedSecret({ terminal }: Context, clientId: string): Promise<string> {
  return terminal.askSecret('Client secret (what you paste is not shown)', (text) =>
    text.trim() === clientId
      ? 'That is the Client ID once more; the secret stands below it'
      : oneWord(text, 'The Client secret'),
  );
}

async function readKeys(file: string): Promise<Keys> {
  try {
    const keys = keysFile.parse(JSON.parse(await readFile(file, 'utf8')));
    return { clientId: keys.client_id, clientSecret: keys.client_secret };
  } catch {
    // The cause could quote the file, which holds a secret.
    throw usage(
      `The keys file ${file} cannot be read.`,
      'It must be JSON like {"client_id": "…", "client_secret": "…"}.',
    );
  }
}

const THREE_LINES =
  'Run all three lines that the server printed when it started, in this window: two set its keys, the third connects.';

/** Client ids are long, and begin differently. */
const short = (clientId: string): string => (clientId.length > 10 ? `${clientId.slice(0, 10)}…` : clientId);

/** Says which of the client ids that there are was the one that the server on this machine refused. */
export function unknownKeys(
  refused: ConsentRefused,
  { companyName }: Context,
  { url, clientId, redirectUri }: AppKeys,
  from: KeySource,
  before: Connection | undefined,
): Problem {
  const where = url ?? 'The server';
  if (refused.status === 404) {
    return new Problem({
      code: refused.code,
      reason: `There is no sign-in page at ${where}.`,
      fix: 'Give the address that the server printed when it started, without a path: --url http://127.0.0.1:PORT',
      exit: refused.exit,
      cause: refused,
    });
  }
  const saved = before?.environment === 'local' && before.clientId !== clientId ? before.clientId : undefined;
  const whose: Record<KeySource, string> = {
    file: 'It is the one of the keys file.',
    window: 'It is the one that QBSYNC_CLIENT_ID has in this window.',
    saved: `It is the one that was saved for the company "${companyName}".`,
    begun: 'It is the one of the sign-in that was begun.',
    typed: 'It is the one that was typed.',
  };
  const fromWindow = from === 'window' && saved !== undefined;
  return new Problem({
    code: refused.code,
    reason: [
      `${where} refused the sign-in (error ${refused.status}): it does not know the client id ${short(clientId)}, or not the redirect address ${redirectUri}.`,
      whose[from],
      ...(fromWindow ? [`The one saved for the company "${companyName}" is another: ${short(saved)}.`] : []),
    ].join(' '),
    fix: fromWindow
      ? `${THREE_LINES} Or take QBSYNC_CLIENT_ID and QBSYNC_CLIENT_SECRET out of it (a new window has none), and the saved ones are used.`
      : THREE_LINES,
    exit: refused.exit,
    cause: refused,
  });
}
