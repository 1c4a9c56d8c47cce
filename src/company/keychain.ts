import * as z from 'zod';
import type { Keychain } from './keys.ts';

const SERVICE = 'qbsync';

/** What is used of the optional module `@napi-rs/keyring`: nothing of it is installed with qbsync. */
const module_ = z.object({ Entry: z.custom<EntryClass>((value) => typeof value === 'function') });
type EntryClass = new (
  service: string,
  account: string,
) => { getPassword(): string | null; setPassword(secret: string): void };

/** The keychain of this computer; undefined where the optional module is not there or has no keychain to talk to. */
export async function openKeychain(): Promise<Keychain | undefined> {
  // In a variable, so that the bundler leaves it for Node to find, or not.
  const name = '@napi-rs/keyring';
  try {
    const { Entry } = module_.parse(await import(name));
    return {
      read: (account) => new Entry(SERVICE, account).getPassword() ?? undefined,
      write: (account, secret) => new Entry(SERVICE, account).setPassword(secret),
    };
  } catch {
    return undefined;
  }
}
