import { existsSync, readFileSync } from 'node:fs';
import { EXIT, Problem } from '../domain/problems.ts';
import { connectionSchema, pendingSignInSchema, type Connection } from '../qbo/connection.ts';
import { sealAt, type KeySources } from './keys.ts';
import type { CompanyPaths } from './paths.ts';
import { sealedSchema, type Seal } from './seal.ts';
import { NO_SETTINGS, settingsSchema, type Settings } from './settings.ts';
import { Store, type Coat } from './store.ts';

/** What was begun and not ended: the keys that were typed, and the answer that is waited for. */
export type Unfinished = Store<typeof pendingSignInSchema>;

/** The files of a company: how it books, and how it is connected. */
export interface CompanyFiles {
  settings(): Settings;
  saveSettings(settings: Settings): void;
  /** Undefined where no company was connected yet. */
  connection(): Connection | undefined;
  saveConnection(connection: Connection): void;
  unfinished(): Unfinished;
  /** How the connection is encrypted; undefined where it is not. */
  seal(): Seal | undefined;
  /** Writes the connection anew under another seal, or under none. */
  reseal(seal: Seal | undefined): void;
}

export async function openCompanyFiles(paths: CompanyPaths, sources: KeySources): Promise<CompanyFiles> {
  return companyFiles(paths, await sealOf(paths.connection, sources));
}

/** The files under a seal that is there already; a `Problem` in its place is thrown by whatever needs it. */
export function companyFiles(paths: CompanyPaths, sealed?: Seal | Problem): CompanyFiles {
  let settings: Store<typeof settingsSchema> | undefined;
  let connection: Store<typeof connectionSchema> | undefined;
  let seal = sealed;
  const coat: Coat = {
    off: (stored) => {
      const sealed = sealedSchema.safeParse(stored);
      if (!sealed.success) return stored;
      const open = usable(seal);
      if (!open) throw sealedMeanwhile();
      return open.open(sealed.data);
    },
    on: (value) => usable(seal)?.close(value) ?? value,
  };
  // Each opened by itself: a damaged file of the one does not keep from the other.
  let unfinished: Unfinished | undefined;
  const settingsStore = () => (settings ??= Store.open(paths.settings, settingsSchema, 'settings'));
  const connectionStore = () =>
    (connection ??= Store.open(paths.connection, connectionSchema, 'connection file', coat));
  return {
    settings: () => settingsStore().read() ?? NO_SETTINGS,
    saveSettings: (value) => settingsStore().write(value),
    connection: () => connectionStore().read(),
    saveConnection: (value) => connectionStore().write(value),
    unfinished: () =>
      (unfinished ??= Store.open(paths.signIn, pendingSignInSchema, 'unfinished sign-in', coat)),
    seal: () => usable(seal),
    reseal: (next) => {
      const kept = connectionStore().read();
      seal = next;
      if (kept) connectionStore().write(kept);
    },
  };
}

/** A key that is not there is a problem of those who need the connection, not of `import`. */
async function sealOf(file: string, sources: KeySources): Promise<Seal | Problem | undefined> {
  const sealed = sealedSchema.safeParse(storedIn(file));
  if (!sealed.success) return undefined;
  try {
    return await sealAt(sealed.data.sealed.key, sources);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function usable(seal: Seal | Problem | undefined): Seal | undefined {
  if (seal instanceof Problem) throw seal;
  return seal;
}

/** What cannot be read here is said by the store, once somebody needs it. */
function storedIn(file: string): unknown {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

function sealedMeanwhile(): Problem {
  return new Problem({
    code: 'SEAL_CHANGED',
    reason: 'Another qbsync encrypted the saved sign-in just now.',
    fix: 'Run the same command again.',
    exit: EXIT.busy,
    retry: 'now',
  });
}
