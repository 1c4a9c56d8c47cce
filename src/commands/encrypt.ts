import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { newSealAt } from '../company/keys.ts';
import { placeText, type KeyPlace } from '../company/seal.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { notConnected } from '../qbo/session.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { requireYes, declined } from './confirm.ts';
import { usage } from './values.ts';

interface Options {
  keyFile?: string;
  /** True without a name. */
  keyEnv?: string | true;
  keychain?: boolean;
  off?: boolean;
  forgetSignIn?: boolean;
  yes?: boolean;
}

const USUAL_VARIABLE = 'QBSYNC_KEY';

/** Encrypts the saved sign-in, takes the encryption off, or says how it stands. */
export async function encrypt(context: Context, options: Options): Promise<Outcome> {
  const files = await context.files();
  if (options.off && options.forgetSignIn) return forgetSignIn(context, options);
  const place = options.off ? undefined : placeOf(context, options);
  if (!place && !options.off) return outcome(files.seal()?.place, 'stands');
  const connections = await context.connections();
  // Not while another process renews the sign-in: it would write it back as it was.
  await connections.exclusively(async () => {
    if (!files.connection()) throw notConnected();
    files.reseal(place && (await newSealAt(place, context)));
  });
  return outcome(place, 'changed');
}

function placeOf({ cwd, companyName }: Context, options: Options): KeyPlace | undefined {
  const { keyFile, keyEnv, keychain } = options;
  if ([keyFile, keyEnv, keychain].filter((one) => one !== undefined).length > 1)
    throw usage('The key can be kept in one place only.', 'Give --key-file, --key-env or --keychain.');
  if (keyFile !== undefined) return { in: 'file', path: resolve(cwd, keyFile) };
  if (keyEnv !== undefined) return { in: 'environment', name: keyEnv === true ? USUAL_VARIABLE : keyEnv };
  return keychain ? { in: 'keychain', account: companyName } : undefined;
}

/** The way out where the key is lost: only the sign-in goes, and connecting brings a new one. */
async function forgetSignIn(context: Context, options: Options): Promise<Outcome> {
  const question = `Forget the saved sign-in of "${context.companyName}"? Records and settings stay; connect again afterwards.`;
  if (!(await requireYes(context, options, question))) throw declined();
  const ledger = await context.ledger();
  const company = await ledger.company();
  rmSync(context.paths.connection, { force: true });
  if (company) await ledger.setCompany({ ...company, disconnected: 'Its saved sign-in was forgotten.' });
  return outcome(undefined, 'forgotten');
}

function outcome(place: KeyPlace | undefined, what: 'stands' | 'changed' | 'forgotten'): Outcome {
  return {
    exit: EXIT.done,
    json: {
      encrypted: place !== undefined,
      key_in: place?.in ?? null,
      sign_in_forgotten: what === 'forgotten',
    },
    text: (style) => {
      if (what === 'forgotten')
        return `${style.good('✔')} The saved sign-in is forgotten. Next: qbsync connect\n`;
      if (!place && what === 'changed')
        return `${style.good('✔')} The saved sign-in is no longer encrypted; only your own user may read its file.\n`;
      if (!place)
        return `The saved sign-in is not encrypted; only your own user may read its file.\nTo encrypt it, say where its key shall be kept:\n${WAYS}`;
      return `${what === 'changed' ? style.good('✔') : ' '} The saved sign-in is encrypted. Its key is in ${placeText(place)}.\n  Without that key nobody can use it, you neither: keep a copy of the key in a safe place.\n`;
    },
  };
}

const WAYS = `  qbsync encrypt --key-file FILE   in a file, which is made (for instance on another disk)
  qbsync encrypt --key-env         in the environment variable ${USUAL_VARIABLE} (for cron and servers)
  qbsync encrypt --keychain        in the keychain of this computer (needs the module @napi-rs/keyring)
`;
