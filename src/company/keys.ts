import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { saidBy } from '../domain/disk.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { newKey, placeText, Seal, type KeyPlace } from './seal.ts';

/** What of the outside world a key may be taken from. */
export interface KeySources {
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
  /** Undefined where the optional module for it is not installed. */
  keychain(): Promise<Keychain | undefined>;
}

/** The operating system's own place for secrets. */
export interface Keychain {
  read(account: string): string | undefined;
  write(account: string, secret: string): void;
}

/** The seal whose key is kept in a place. Throws `Problem` where the key is not there (`SEAL_KEY_MISSING`). */
export async function sealAt(place: KeyPlace, sources: KeySources): Promise<Seal> {
  const secret = await secretAt(place, sources);
  if (secret === undefined || secret === '') throw missing(place);
  return new Seal(place, secret);
}

/** As {@link sealAt}; a place that has no key yet gets one. An environment variable can only be set by a person. */
export async function newSealAt(place: KeyPlace, sources: KeySources): Promise<Seal> {
  if (place.in === 'file' && !existsSync(place.path)) makeKeyFile(place.path);
  if (place.in === 'keychain') {
    const keychain = (await sources.keychain()) ?? noKeychain();
    if (keychain.read(place.account) === undefined) keychain.write(place.account, newKey());
  }
  return sealAt(place, sources);
}

function makeKeyFile(path: string): void {
  try {
    // "wx": never over what is there, and not through a link that leads nowhere.
    writeFileSync(path, `${newKey()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new Problem({
      code: 'SEAL_KEY_FILE',
      reason: `The key file ${path} cannot be made (${saidBy(error)}). Nothing was encrypted.`,
      fix: 'Name a file in a folder that exists and where you may write.',
      exit: EXIT.usage,
      cause: error,
    });
  }
}

async function secretAt(place: KeyPlace, sources: KeySources): Promise<string | undefined> {
  switch (place.in) {
    case 'environment':
      return sources.env[place.name]?.trim();
    case 'file':
      return existsSync(place.path) ? keyInFile(place.path, sources.platform) : undefined;
    case 'keychain':
      return ((await sources.keychain()) ?? noKeychain()).read(place.account);
  }
}

function keyInFile(path: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new Problem({
      code: 'SEAL_KEY_OPEN',
      reason: `Other users of this computer may read the key file ${path}.`,
      fix: `Keep it to yourself: chmod 600 "${path}"`,
      exit: EXIT.settings,
    });
  }
  return readFileSync(path, 'utf8').trim();
}

function missing(place: KeyPlace): Problem {
  return new Problem({
    code: 'SEAL_KEY_MISSING',
    reason: `The saved sign-in is encrypted, and its key is not there: ${placeText(place)}. Nothing was sent to QuickBooks.`,
    fix:
      place.in === 'environment'
        ? `Set ${place.name} in this window (for cron: in its own settings), then run the same command again.`
        : 'Put the key back where it was, then run the same command again. If it is lost: qbsync encrypt --off --forget-sign-in, then qbsync connect.',
    exit: EXIT.settings,
  });
}

function noKeychain(): never {
  throw new Problem({
    code: 'KEYCHAIN_MISSING',
    reason: "The part of qbsync that talks to this computer's keychain is not installed.",
    fix: 'Install it with: npm install -g @napi-rs/keyring. Or keep the key elsewhere: qbsync encrypt --key-file FILE',
    exit: EXIT.settings,
  });
}
