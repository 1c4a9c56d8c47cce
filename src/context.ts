import { existsSync, statfsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { Clock, Random } from './domain/clock.ts';
import type { Machine } from './domain/machine.ts';
import {
  companyNames,
  companyPaths,
  defaultCompany,
  ensureFolder,
  homeFolder,
  isCompanyName,
  meantCompany,
  type CompanyPaths,
} from './company/paths.ts';
import type { Keychain } from './company/keys.ts';
import type { CompanyFiles } from './company/open.ts';
import { EXIT, Problem } from './domain/problems.ts';
import type { Ledger } from './ledger/ledger.ts';
import { waitForLock } from './ledger/lock.ts';
import { openLedger } from './ledger/sqlite.ts';
import type { Books } from './qbo/books.ts';
import type { ConnectionStore } from './qbo/connection.ts';
import { axiosTransport, type Transport } from './qbo/http.ts';
import type { Refresh } from './qbo/session.ts';
import { openPage } from './terminal/browser.ts';
import { asIs, named, type Naming } from './terminal/named.ts';
import { interrupted, Terminal, type Streams } from './terminal/terminal.ts';

/** What the outside world hands to the program; a test hands in its own. */
export interface World {
  env: Record<string, string | undefined>;
  cwd: string;
  pid: number;
  platform: NodeJS.Platform;
  machine: Machine;
  streams: Streams;
  clock: Clock;
  random: Random;
  randomBytes(count: number): Uint8Array;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  transport: Transport;
  /** Asks Intuit for new tokens. */
  refresh: Refresh;
  openLedger(file: string, clock: Clock, mayBeNew: boolean): Promise<Ledger>;
  /** How many records are planned, and carried out, together: what stands in memory at one time. */
  recordsTogether: number;
  /** For what may go on for hours: what is not used any more is given back sooner, for a little more work. */
  spareMemory(): void;
  /** The keychain of the operating system; undefined where it cannot be used. */
  keychain(): Promise<Keychain | undefined>;
  /** Opens a page in the user's browser; false where there is none. */
  openBrowser(url: string): Promise<boolean>;
}

/** What a command is handed. Every part is opened on first use, so that a command pays for what it needs only. */
export interface Context extends World {
  terminal: Terminal;
  home: string;
  /** Short name of the company, as the user calls it. */
  companyName: string;
  paths: CompanyPaths;
  /** Settings and connection of the company: the files that hold secrets are opened by commands that need them. */
  files(): Promise<CompanyFiles>;
  connections(): Promise<ConnectionStore>;
  ledger(): Promise<Ledger>;
  /** The ledger, or a new one in the place of one that was lost: for commands with which a person accepts that. */
  ledgerOrNew(): Promise<Ledger>;
  books(): Promise<Books>;
  close(): Promise<void>;
}

/**
 * `mayBeNew`: the command may begin a company; any other one that names an unknown company has a typo in it. `naming`: see
 * {@link Terminal}.
 */
export async function makeContext(
  world: World,
  company: string | undefined,
  mayBeNew = true,
  naming?: Naming,
): Promise<Context> {
  const home = homeFolder(world.env);
  const companyName = company ?? meantCompany(world.env, home);
  const paths = companyPaths(home, companyName);
  const given = company ?? world.env.QBSYNC_COMPANY;
  if (given !== undefined && !mayBeNew && !existsSync(paths.folder)) throw noSuchCompany(given, home);
  const once = <A extends unknown[], T>(open: (...how: A) => T) => {
    let opened: { it: T } | undefined;
    return { get: (...how: A) => (opened ??= { it: open(...how) }).it, opened: () => opened?.it };
  };

  const files = once(async () => {
    const { openCompanyFiles } = await import('./company/open.ts');
    return openCompanyFiles(paths, world);
  });
  // A company that is connected has a ledger: a new one would not know what was sent and what was ignored.
  const ledger = once(async (mayBeNew: boolean = !existsSync(paths.connection)) => {
    ensureFolder(paths.folder);
    return world.openLedger(paths.ledger, world.clock, mayBeNew);
  });
  const connections = once(async (): Promise<ConnectionStore> => {
    const [kept, open] = [await files.get(), await ledger.get()];
    return {
      read: () => kept.connection(),
      write: (connection) => kept.saveConnection(connection),
      note: async (standing) => {
        const company = await open.company();
        if (!company) return;
        const { id, name, environment } = company;
        await open.setCompany({ id, name, environment, ...standing });
      },
      exclusively: (work) => withRefreshLock(world, paths, work),
    };
  });
  const books = once(async () => {
    const { openBooks } = await import('./qbo/open.ts');
    return openBooks(await connections.get(), { ...world, transport: unlessInterrupted(world) });
  });

  return {
    ...world,
    terminal: await Terminal.open(world, naming),
    home,
    companyName,
    paths,
    files: () => files.get(),
    connections: () => connections.get(),
    ledger: () => ledger.get(),
    ledgerOrNew: () => ledger.get(true),
    books: () => books.get(),
    close: async () => {
      const open = await ledger.opened()?.catch(() => undefined);
      open?.close();
    },
  };
}

/**
 * Names the company in what is printed, where `qbsync` without the name would mean another one in some window: one that
 * only this window's QBSYNC_COMPANY means is named too, since what is printed may be copied from a mail of the night.
 */
export function namingOf(world: World, given: string | undefined): Naming {
  const company = given ?? world.env.QBSYNC_COMPANY;
  if (company === undefined || !isCompanyName(company) || isMeantAnyway(world, company)) return asIs;
  return (text) => named(text, company);
}

function isMeantAnyway({ env }: World, company: string): boolean {
  try {
    return defaultCompany(homeFolder(env)).toLowerCase() === company.toLowerCase();
  } catch {
    // A command that names its company does not need the file that says which one is meant.
    return false;
  }
}

/** After Ctrl-C nothing new is sent, not even a question; what is on its way comes to its end. */
function unlessInterrupted({ transport, signal }: World): Transport {
  return async (request) => {
    if (signal.aborted) throw interrupted();
    return transport(request);
  };
}

function noSuchCompany(name: string, home: string): Problem {
  return new Problem({
    code: 'COMPANY_UNKNOWN',
    reason: `No company is called "${name}" here. There is: ${companyNames(home).join(', ') || 'none yet'}.`,
    fix: `Check the name, or begin it with: qbsync --company ${name} connect`,
    exit: EXIT.usage,
  });
}

/** A refresh takes seconds; who waits longer than this stands behind a process that hangs. */
const REFRESH_PATIENCE_MS = 90_000;

async function withRefreshLock<T>(world: World, paths: CompanyPaths, work: () => Promise<T>): Promise<T> {
  const holder = { pid: world.pid, command: 'sign-in', since: world.clock.now().toISOString() };
  const release = await waitForLock(paths.refreshLock, holder, world.clock, REFRESH_PATIENCE_MS);
  if (!release) {
    throw new Problem({
      code: 'SIGN_IN_BUSY',
      reason: 'Another qbsync is renewing the sign-in and does not come to an end.',
      fix: 'End the other qbsync (or restart the machine), then run the same command again.',
      exit: EXIT.busy,
      retry: 'later',
    });
  }
  try {
    return await work();
  } finally {
    release();
  }
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** The real world: this process, its clock and the network. */
export function realWorld(signal: AbortSignal): World {
  return {
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    platform: process.platform,
    machine: {
      node: process.versions.node,
      arch: process.arch,
      userId: process.getuid?.(),
      freeBytes,
    },
    streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    clock: {
      now: () => new Date(),
      sleep: async (milliseconds) => {
        await sleep(milliseconds, undefined, { signal }).catch(() => {
          throw interrupted();
        });
      },
    },
    random: Math.random,
    // Web crypto is loaded on first use, node:crypto at start.
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    signal,
    transport: axiosTransport(),
    refresh: async (...asked) => (await import('./qbo/oauth.ts')).refreshTokens(...asked),
    openLedger,
    // So many that the questions about them fill one request (qbo-api.md 5: 1,000 objects, in lists of 100).
    recordsTogether: 900,
    // Left alone, the engine lets garbage grow to four times what is alive.
    spareMemory: () => {
      setFlagsFromString('--heap-growing-percent=40');
      setFlagsFromString('--semi-space-growth-factor=1');
    },
    keychain: async () => (await import('./company/keychain.ts')).openKeychain(),
    openBrowser: openPage,
  };
}
