import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { EXIT, Problem } from '../domain/problems.ts';

/** Where everything of one company lives: one folder, named as the user calls the company. */
export interface CompanyPaths {
  folder: string;
  settings: string;
  connection: string;
  /** A sign-in that was begun and not ended. */
  signIn: string;
  ledger: string;
  runLock: string;
  refreshLock: string;
}

/** The company that is meant where nobody chose another. */
export const DEFAULT_COMPANY = 'main';

/** `QBSYNC_HOME`, else the platform's usual place for a program's data. */
export function homeFolder(env: Record<string, string | undefined>): string {
  return env.QBSYNC_HOME ? resolve(env.QBSYNC_HOME) : envPaths('qbsync', { suffix: '' }).data;
}

export const isCompanyName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{0,39}$/i.test(name);

export function companyPaths(home: string, name: string): CompanyPaths {
  if (!isCompanyName(name)) {
    throw new Problem({
      code: 'COMPANY_NAME',
      reason: `"${name}" cannot be used as a short name for a company.`,
      fix: 'Use letters, digits, - and _ only, 40 at most, for instance: --company sunny-roofs',
      exit: EXIT.usage,
    });
  }
  const folder = join(home, 'companies', name.toLowerCase());
  return {
    folder,
    settings: join(folder, 'settings.json'),
    connection: join(folder, 'connection.json'),
    signIn: join(folder, 'sign-in.json'),
    ledger: join(folder, 'ledger.sqlite'),
    runLock: join(folder, 'run.lock'),
    refreshLock: join(folder, 'refresh.lock'),
  };
}

/** Short names of the companies that are kept here, in alphabetical order. */
export function companyNames(home: string): string[] {
  const folder = join(home, 'companies');
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { withFileTypes: true });
  return found
    .filter((one) => one.isDirectory())
    .map(({ name }) => name)
    .sort();
}

const defaultFile = (home: string): string => join(home, 'default-company');

/** The company that a person chose to be meant where none is named; `main` where nobody chose. */
export function defaultCompany(home: string): string {
  const file = defaultFile(home);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : DEFAULT_COMPANY;
}

/** The company that a bare `qbsync` means in this environment. */
export function meantCompany(env: Record<string, string | undefined>, home: string): string {
  return env.QBSYNC_COMPANY ?? defaultCompany(home);
}

export function keepDefaultCompany(home: string, name: string): void {
  ensureFolder(home);
  made(home, () => writeFileSync(defaultFile(home), `${name}\n`, { mode: 0o600 }));
}

/** Makes the folder, for its owner only, before anything is put into it. */
export function ensureFolder(folder: string): void {
  made(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
}

function made(folder: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    throw new Problem({
      code: 'HOME_FOLDER',
      reason: `The folder ${folder} cannot be created or written to. Nothing was sent to QuickBooks.`,
      fix: 'Check that you may write there and that the disk is not full, or set QBSYNC_HOME to a folder where you may write.',
      exit: EXIT.stopped,
      cause: error,
    });
  }
}
