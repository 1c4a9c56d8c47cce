import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MANUAL_PAYMENTS, NUMBERS, type LineTarget, type Settings } from '../company/settings.ts';
import { foldName } from '../domain/identity.ts';
import { parseDecimal, plainText } from '../domain/money.ts';
import type { Problem } from '../domain/problems.ts';
import { LINE_TYPES, type LineType } from '../domain/records.ts';
import { lineTargetsFor, named, proposeTaxCode, type CompanyLists } from '../sync/proposals.ts';
import type { Lists } from './configure-lists.ts';
import { usage } from './values.ts';

const NONE = 'none';
/** Settings of which there are several, each with its own name behind a dot. */
const NAMED = new Set(['tax', 'line', 'method', 'column']);

function unknownSetting(name: string): Problem {
  return usage(
    `"${name}" is not a setting.`,
    'Settings are: tax.RATE, line.TYPE (or line for all), deposit, method.NAME, column.NAME, manual-payments, numbers, date-format, import-folder; the value none takes deposit, method, column, date-format and import-folder back.',
  );
}

export async function setOne(
  settings: Settings,
  name: string,
  value: string,
  desk: () => Promise<Lists>,
  cwd: string,
): Promise<Settings> {
  const [topic = '', ...rest] = name.split('.');
  const what = rest.join('.');
  const unset = value.toLowerCase() === NONE;
  const takesName = NAMED.has(topic);
  if ((what === '' && (topic === 'method' || topic === 'column')) || (what !== '' && !takesName))
    throw unknownSetting(name);
  switch (topic) {
    case 'tax':
      return { ...settings, taxCodes: { ...settings.taxCodes, ...setTax(what, value, await desk()) } };
    case 'line': {
      const target = lineTarget(value, (await desk()).lists);
      const types = what === '' ? lineTargetsFor(target) : { [lineType(what)]: target };
      return { ...settings, lineTypes: { ...settings.lineTypes, ...types } };
    }
    case 'deposit': {
      if (unset) return { ...settings, depositAccount: undefined };
      const accounts = (await desk()).lists.accounts.filter(({ Active }) => Active);
      return { ...settings, depositAccount: named(depositable(find(value, accounts, 'account'))) };
    }
    case 'method': {
      const method = what.toLowerCase();
      if (unset) return { ...settings, paymentMethods: without(settings.paymentMethods, method) };
      const found = find(value, (await desk()).lists.paymentMethods, 'payment method');
      return { ...settings, paymentMethods: { ...settings.paymentMethods, [method]: named(found) } };
    }
    case 'column':
      if (!unset)
        throw usage(
          'Columns are mapped with qbsync import --columns.',
          'Here only: --set "column.NAME=none"',
        );
      return { ...settings, columns: without(settings.columns, what) };
    case 'manual-payments':
      return { ...settings, manualPayments: among(value, MANUAL_PAYMENTS) };
    case 'numbers':
      return { ...settings, numbers: among(value, NUMBERS) };
    case 'date-format':
      return { ...settings, dateOrder: unset ? undefined : among(value, ['mdy', 'dmy'] as const) };
    case 'import-folder':
      return {
        ...settings,
        importFolders: unset ? [] : [...new Set([...settings.importFolders, folderAt(resolve(cwd, value))])],
      };
    default:
      throw unknownSetting(name);
  }
}

function folderAt(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw usage(`${path} is not a folder.`, 'Give a folder that exists; exports are put into it later.');
}

export function without<T>(map: Record<string, T>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}

function setTax(rateText: string, value: string, desk: Lists): Settings['taxCodes'] {
  const rate = parseDecimal(rateText);
  if (!rate || rate.lt(0) || rate.gt(100))
    throw usage(`"${rateText}" is not a tax rate.`, 'For instance: --set tax.10=GST');
  const { candidates } = proposeTaxCode(rate, desk.codes, desk.company);
  const code =
    candidates.find(({ id }) => id === value) ??
    candidates.find(({ name }) => foldName(name) === foldName(value));
  if (!code) {
    const all = desk.codes.find(({ id, name }) => id === value || foldName(name) === foldName(value));
    throw usage(
      all
        ? `The sales tax code "${all.name}" is ${plainText(all.percent)}%, not ${plainText(rate)}%.`
        : `No active sales tax code "${value}" is in the company.`,
      `Codes of ${plainText(rate)}% are: ${candidates.map(({ id, name }) => `${name} (${id})`).join(', ') || 'none; add one in QuickBooks under Taxes'}.`,
    );
  }
  return { [plainText(rate)]: { id: code.id, name: code.name, rates: code.rates } };
}

function lineType(text: string): LineType {
  return among(text, LINE_TYPES);
}

/** `NAME` is an item; `account:NAME` an income account, for which an item is planned. */
function lineTarget(value: string, lists: CompanyLists): LineTarget {
  const account = /^account:(.+)$/i.exec(value)?.[1];
  if (account === undefined)
    return {
      item: named(
        find(
          value,
          lists.items.filter(({ Active }) => Active),
          'item',
        ),
      ),
    };
  const found = find(
    account.trim(),
    lists.accounts.filter(({ Active }) => Active),
    'account',
  );
  if (found.AccountType !== 'Income' && found.AccountType !== 'Other Income') {
    throw usage(
      `The account "${found.Name}" is of type ${found.AccountType}, not Income.`,
      'Choose an income account.',
    );
  }
  return { account: named(found) };
}

function depositable<A extends { Name: string; AccountType: string }>(account: A): A {
  if (account.AccountType === 'Bank' || account.AccountType === 'Other Current Asset') return account;
  throw usage(
    `Payments cannot be put into "${account.Name}" (${account.AccountType}).`,
    'Choose a bank account, or Undeposited Funds.',
  );
}

function find<T extends { Id: string; Name: string }>(value: string, all: T[], noun: string): T {
  const found =
    all.find(({ Id }) => Id === value) ?? all.find(({ Name }) => foldName(Name) === foldName(value));
  if (found) return found;
  const some = all.slice(0, 12).map(({ Name }) => Name);
  throw usage(
    `No active ${noun} "${value}" is in the company.`,
    `There are: ${some.join(', ') || 'none'}${all.length > some.length ? ', …' : ''}.`,
  );
}

function among<T extends string>(value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value.trim().toLowerCase());
  if (!found) throw usage(`"${value}" cannot be chosen here.`, `Choose one of: ${allowed.join(', ')}.`);
  return found;
}
