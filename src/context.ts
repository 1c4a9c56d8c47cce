import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock, Random } from './domain/clock.ts';
import {
  companyPaths,
  DEFAULT_COMPANY,
  ensureFolder,
  homeFolder,
  type CompanyPaths,
} from './company/paths.ts';
import { NO_SETTINGS, settingsSchema, type Settings } from './company/settings.ts';
import { Store } from './company/store.ts';
import { EXIT, Problem } from './domain/problems.ts';
import type { Ledger } from './ledger/ledger.ts';
import { waitForLock } from './ledger/lock.ts';
import { openLedger } from './ledger/sqlite.ts';
import type { Books } from './qbo/books.ts';
import { connectionSchema, type Connection, type ConnectionStore } from './qbo/connection.ts';
import type { Transport } from './qbo/http.ts';
import type { Session } from './qbo/session.ts';
import { Terminal, type Streams } from './terminal/terminal.ts';

/** What the outside world hands to the program; a test hands in its own. */
export interface World {
  env: Record<string, string | undefined>;
  cwd: string;
  pid: number;
  streams: Streams;
  clock: Clock;
  random: Random;
  randomBytes(count: number): Uint8Array;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  openTransport(): Promise<Transport>;
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
  settings(): Settings;
  saveSettings(settings: Settings): void;
  connections(): ConnectionStore;
  /** Undefined where no company was connected yet. */
  connection(): Connection | undefined;
  ledger(): Promise<Ledger>;
  session(): Promise<Session>;
  books(): Promise<Books>;
  close(): Promise<void>;
}

export function makeContext(world: World, company: string | undefined): Context {
  const home = homeFolder(world.env);
  const companyName = company ?? world.env.QBSYNC_COMPANY ?? DEFAULT_COMPANY;
  const paths = companyPaths(home, companyName);
  const once = <T>(open: () => T) => {
    let opened: { it: T } | undefined;
    return { get: () => (opened ??= { it: open() }).it, opened: () => opened?.it };
  };

  const settingsStore = once(() => Store.open(paths.settings, settingsSchema, 'settings'));
  const connections = once<ConnectionStore>(() => {
    const store = Store.open(paths.connection, connectionSchema, 'connection file');
    return {
      read: () => store.read(),
      write: (connection) => store.write(connection),
      exclusively: (work) => withRefreshLock(world, paths, work),
    };
  });
  const ledger = once(async () => {
    ensureFolder(paths.folder);
    return openLedger(paths.ledger, world.clock);
  });
  const session = once(async () => {
    const { Session } = await import('./qbo/session.ts');
    return new Session(connections.get(), world.clock, async (keys, token, clock) => {
      const { refreshTokens } = await import('./qbo/oauth.ts');
      return refreshTokens(keys, token, clock);
    });
  });
  const books = once(async () => {
    const [{ QboClient }, { Books }, { Pacer, UNPACED }, transport, open] = await Promise.all([
      import('./qbo/client.ts'),
      import('./qbo/books.ts'),
      import('./qbo/pacer.ts'),
      world.openTransport(),
      session.get(),
    ]);
    const { clock, random } = world;
    const pacer = open.connection().environment === 'local' ? new Pacer(clock, UNPACED) : new Pacer(clock);
    return new Books(new QboClient({ session: open, transport, clock, random, pacer }));
  });

  return {
    ...world,
    terminal: new Terminal(world.streams, world.env),
    home,
    companyName,
    paths,
    settings: () => settingsStore.get().read() ?? NO_SETTINGS,
    saveSettings: (settings) => settingsStore.get().write(settings),
    connections: () => connections.get(),
    connection: () => connections.get().read(),
    ledger: () => ledger.get(),
    session: () => session.get(),
    books: () => books.get(),
    close: async () => {
      const open = await ledger.opened()?.catch(() => undefined);
      open?.close();
    },
  };
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

/** The real world: this process, its clock and the network. */
export function realWorld(signal: AbortSignal): World {
  return {
    env: process.env,
    cwd: process.cwd(),
    pid: process.pid,
    streams: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
    clock: { now: () => new Date(), sleep: async (milliseconds) => sleep(milliseconds) },
    random: Math.random,
    randomBytes: (count) => randomBytes(count),
    signal,
    openTransport: async () => (await import('./qbo/http.ts')).axiosTransport(),
    openBrowser: async (url) => {
      const { openPage } = await import('./terminal/browser.ts');
      return openPage(url);
    },
  };
}
