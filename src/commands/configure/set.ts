import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEPOSITS, MANUAL_PAYMENTS, NUMBERS } from '../../company/settings.ts';
import { ALL_LINE_TYPES } from '../../domain/records.ts';
import type { Problem } from '../../domain/problems.ts';
import { named } from '../../sync/proposals.ts';
import { takesPayments } from '../../sync/mapping/payments.ts';
import { dayNamed, fieldNamed, usage } from '../values.ts';
import { changed, withDeposits, without, type Draft } from './draft.ts';
import { among, find } from './find.ts';
import type { Lists } from './lists.ts';
import { setLine, setMethod, setTax } from './set-mapping.ts';

const NONE = 'none';
/** Settings of which there are several, each with its own name behind a dot. */
const NAMED = new Set(['tax', 'line', 'method', 'column']);

export interface SetParts {
  /** Read from the company only where a value is one of its own. */
  desk: () => Promise<Lists>;
  cwd: string;
}

function unknownSetting(name: string): Problem {
  return usage(
    `"${name}" is not a setting.`,
    'Settings are: tax.RATE, line.TYPE (or line for all), deposits, deposit, method.NAME, manual-payments, numbers, start-date, column.NAME, date-format, import-folder; the value none takes line.deposit, deposit, method, start-date, column, date-format and import-folder back.',
  );
}

/** One setting by its name, as `--set` and a file give it. */
export async function setOne(draft: Draft, name: string, value: string, parts: SetParts): Promise<Draft> {
  const { desk, cwd } = parts;
  const { settings } = draft;
  const [topic = '', ...rest] = name.split('.');
  const what = rest.join('.');
  const unset = value.toLowerCase() === NONE;
  if ((what === '' && (topic === 'method' || topic === 'column')) || (what !== '' && !NAMED.has(topic)))
    throw unknownSetting(name);
  switch (topic) {
    case 'tax':
      return setTax(draft, what, value, await desk());
    case 'line': {
      const type = what === '' ? undefined : among(what, ALL_LINE_TYPES);
      return setLine(draft, type, type === 'deposit' && unset ? undefined : value, await desk());
    }
    case 'deposits': {
      const policy = among(value, DEPOSITS);
      // So that what it is booked on is checked too.
      if (policy === 'liability') await desk();
      return withDeposits(draft, policy);
    }
    case 'deposit': {
      if (unset) return changed(draft, { depositAccount: undefined });
      const accounts = (await desk()).lists.accounts.filter(({ Active }) => Active);
      return changed(draft, { depositAccount: named(depositable(find(value, accounts, 'account'))) });
    }
    case 'method':
      return setMethod(draft, what.toLowerCase(), unset ? undefined : value, desk);
    case 'column':
      return changed(draft, {
        columns: unset ? without(settings.columns, what) : { ...settings.columns, [what]: fieldNamed(value) },
      });
    case 'manual-payments':
      return changed(draft, { manualPayments: among(value, MANUAL_PAYMENTS) });
    case 'numbers':
      return changed(draft, { numbers: among(value, NUMBERS) });
    case 'start-date':
      return changed(draft, { startDate: unset ? undefined : dayNamed(value) });
    case 'date-format':
      return changed(draft, { dateOrder: unset ? undefined : among(value, ['mdy', 'dmy'] as const) });
    case 'import-folder':
      return changed(draft, {
        importFolders: unset ? [] : [...new Set([...settings.importFolders, folderAt(resolve(cwd, value))])],
      });
    default:
      throw unknownSetting(name);
  }
}

/**
 * Several settings in any order: how deposits are kept is set first, since it decides what they may be booked on. Calls
 * `refused` with each that cannot be set, and goes on.
 */
export async function setAll(
  draft: Draft,
  pairs: readonly (readonly [name: string, value: string])[],
  parts: SetParts,
  refused: (name: string, problem: unknown) => void,
): Promise<Draft> {
  const first = ([name]: readonly [string, string]) => (name === 'deposits' ? 0 : name === 'line' ? 1 : 2);
  let now = draft;
  for (const [name, value] of [...pairs].sort((a, b) => first(a) - first(b))) {
    try {
      now = await setOne(now, name, value, parts);
    } catch (problem) {
      refused(name, problem);
    }
  }
  return now;
}

function folderAt(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw usage(`${path} is not a folder.`, 'Give a folder that exists; exports are put into it later.');
}

function depositable<A extends { Name: string; AccountType: string }>(account: A): A {
  if (takesPayments(account)) return account;
  throw usage(
    `Payments cannot be put into "${account.Name}" (${account.AccountType}).`,
    'Choose a bank account, or Undeposited Funds.',
  );
}
