import { resolve } from 'node:path';
import { MANUAL_PAYMENTS, NUMBERS, type LineTarget, type Settings } from '../company/settings.ts';
import type { Context } from '../context.ts';
import { foldName } from '../domain/identity.ts';
import { decimal, parseDecimal, plainText } from '../domain/money.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { LINE_TYPES, type LineType } from '../domain/records.ts';
import { notConnected } from '../qbo/session.ts';
import { companyFacts, type CompanyFacts } from '../sync/company.ts';
import { readLists, readNeeds } from '../sync/lists.ts';
import {
  LINE_WORDS,
  lineTargetsFor,
  named,
  proposeLineTarget,
  proposePaymentMethod,
  proposeTaxCode,
  salesCodes,
  targetName,
  type CompanyLists,
  type Needs,
  type SalesCode,
} from '../sync/proposals.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { pairs, usage } from './values.ts';

interface Options {
  set?: string[];
  acceptDefaults?: boolean;
  show?: boolean;
}

/** Chooses how records are booked: by prompts, by `--set`, or as proposed. */
export async function configure(context: Context, options: Options): Promise<Outcome> {
  const before = (await context.files()).settings();
  if (options.show) return settingsOutcome(before, 'shown');
  let opened: Promise<Lists> | undefined;
  // Asked for only by what is chosen from the company: a date format can be set before there is one.
  const desk = () => (opened ??= openLists(context));
  let settings = before;
  for (const [name, value] of pairs(options.set ?? [], '--set tax.0=NON')) {
    settings = await setOne(settings, name, value, desk, context.cwd);
  }
  if (options.acceptDefaults) settings = withDefaults(settings, await desk());
  else if (options.set === undefined) settings = await asked(context, settings, await desk());
  (await context.files()).saveSettings(settings);
  return settingsOutcome(settings, 'saved');
}

interface Lists {
  lists: CompanyLists;
  needs: Needs;
  company: CompanyFacts;
  codes: SalesCode[];
}

async function openLists(context: Context): Promise<Lists> {
  const connection = (await context.files()).connection();
  if (!connection) throw notConnected();
  const [lists, needs] = [await readLists(await context.books()), await readNeeds(await context.ledger())];
  const { companyId: id, companyName: name, environment, country } = connection;
  const company = companyFacts({ id, name, environment, country }, lists.preferences);
  return { lists, needs, company, codes: salesCodes(lists, company) };
}

/** Proposals where nothing is set yet. Fails as a whole, naming everything that a person must decide. */
function withDefaults(before: Settings, desk: Lists): Settings {
  const missing: string[] = [];
  const settings: Settings = {
    ...before,
    taxCodes: { ...before.taxCodes },
    lineTypes: { ...before.lineTypes },
    paymentMethods: { ...before.paymentMethods },
  };
  for (const rate of desk.company.salesTax ? desk.needs.rates : []) {
    if (settings.taxCodes[rate]) continue;
    const { safe, candidates } = proposeTaxCode(decimal(rate), desk.codes, desk.company);
    if (safe) settings.taxCodes[rate] = { id: safe.id, name: safe.name, rates: safe.rates };
    else missing.push(taxMissing(rate, candidates));
  }
  if (LINE_TYPES.some((type) => !settings.lineTypes[type])) {
    const { safe, candidates } = proposeLineTarget(desk.lists);
    if (safe) settings.lineTypes = { ...lineTargetsFor(safe), ...settings.lineTypes };
    else {
      const some = candidates.slice(0, 5).map(typed);
      missing.push(
        `the item for invoice lines (${some.join(', ') || 'the company has none'}): --set "line=NAME"`,
      );
    }
  }
  for (const method of desk.needs.methods) {
    if (settings.paymentMethods[method]) continue;
    const { safe } = proposePaymentMethod(method, desk.lists.paymentMethods);
    if (safe) settings.paymentMethods[method] = named(safe);
  }
  if (missing.length > 0) throw noSafeDefault(missing);
  return settings;
}

/** A line target as `--set` takes it. */
function typed(target: LineTarget): string {
  return 'item' in target ? target.item.name : `account:${target.account.name}`;
}

function taxMissing(rate: string, candidates: SalesCode[]): string {
  if (candidates.length === 0) {
    return `a sales tax code of ${rate}% (the company has none; add it in QuickBooks under Taxes)`;
  }
  const some = candidates.map(({ id, name }) => `${name} = --set tax.${rate}=${id}`).join(', ');
  const why = rate === '0' ? '; zero-rated and exempt are not the same for your tax return' : '';
  return `the sales tax code for ${rate}% (${some}${why})`;
}

function noSafeDefault(missing: string[]): Problem {
  return new Problem({
    code: 'NO_SAFE_DEFAULT',
    reason: `No safe default for: ${missing.join('; ')}. Nothing was saved.`,
    fix: 'Choose with: qbsync configure, or give it with --set beside --accept-defaults.',
    exit: EXIT.settings,
  });
}

const NONE = 'none';
/** Settings of which there are several, each with its own name behind a dot. */
const NAMED = new Set(['tax', 'line', 'method', 'column']);

function unknownSetting(name: string): Problem {
  return usage(
    `"${name}" is not a setting.`,
    'Settings are: tax.RATE, line.TYPE (or line for all), deposit, method.NAME, column.NAME, manual-payments, numbers, date-format, import-folder; the value none takes deposit, method, column, date-format and import-folder back.',
  );
}

async function setOne(
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
        importFolders: unset ? [] : [...new Set([...settings.importFolders, resolve(cwd, value)])],
      };
    default:
      throw unknownSetting(name);
  }
}

function without<T>(map: Record<string, T>, name: string): Record<string, T> {
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

/** One question a topic; what is set or proposed stands first. */
async function asked(context: Context, before: Settings, desk: Lists): Promise<Settings> {
  const { terminal } = context;
  const { lists, needs, codes, company } = desk;
  const settings: Settings = {
    ...before,
    taxCodes: { ...before.taxCodes },
    paymentMethods: { ...before.paymentMethods },
  };
  terminal.say(
    `Settings for ${terminal.style.bold(clean(company.name))}. The proposal is marked; arrow keys choose, Ctrl-C leaves without saving.`,
  );
  for (const rate of company.salesTax ? needs.rates : []) {
    const { safe, candidates, why } = proposeTaxCode(decimal(rate), codes, company);
    if (candidates.length === 0) throw noSafeDefault([taxMissing(rate, candidates)]);
    const wanted = settings.taxCodes[rate]?.id ?? safe?.id;
    const choices = candidates.map((code) => ({
      name: `${code.name} (${plainText(code.percent)}%)${code.id === safe?.id ? `: ${why}` : ''}`,
      value: code,
    }));
    const at = candidates.findIndex(({ id }) => id === wanted);
    const question =
      rate === '0' && candidates.length > 1
        ? 'Sales tax code for 0% (zero-rated and exempt differ on the tax return; ask your accountant)'
        : `Sales tax code for ${rate}%`;
    const code = await terminal.choose(question, choices, Math.max(at, 0));
    settings.taxCodes[rate] = { id: code.id, name: code.name, rates: code.rates };
  }
  settings.lineTypes = await askedLines(context, settings, lists);
  const banks = lists.accounts.filter(
    ({ Active, AccountType }) => Active && (AccountType === 'Bank' || AccountType === 'Other Current Asset'),
  );
  const deposit = await terminal.choose(
    'Account that payments are put into',
    [
      { name: 'Undeposited Funds (QuickBooks decides)', value: undefined },
      ...banks.map((account) => ({
        name: `${account.Name} (${account.AccountType})`,
        value: named(account),
      })),
    ],
    1 + banks.findIndex(({ Id }) => Id === settings.depositAccount?.id),
  );
  if (deposit) settings.depositAccount = deposit;
  else delete settings.depositAccount;
  for (const method of needs.methods) {
    const { safe, candidates } = proposePaymentMethod(method, lists.paymentMethods);
    const at = candidates.findIndex(({ Id }) => Id === (settings.paymentMethods[method]?.id ?? safe?.Id));
    const chosen = await terminal.choose(
      `Payment method for "${method}"`,
      [
        { name: 'none', value: undefined },
        ...candidates.map((one) => ({ name: one.Name, value: named(one) })),
      ],
      1 + at,
    );
    settings.paymentMethods = without(settings.paymentMethods, method);
    if (chosen) settings.paymentMethods[method] = chosen;
  }
  return settings;
}

async function askedLines(
  context: Context,
  settings: Settings,
  lists: CompanyLists,
): Promise<Settings['lineTypes']> {
  const { terminal } = context;
  const { safe, candidates, why } = proposeLineTarget(lists);
  if (candidates.length === 0)
    throw noSafeDefault(['the item for invoice lines (the company has neither items nor income accounts)']);
  const lineTypes: Settings['lineTypes'] = {};
  for (const type of LINE_TYPES) {
    const now = settings.lineTypes[type] ?? safe;
    const at = candidates.findIndex(
      (one) => now !== undefined && JSON.stringify(one) === JSON.stringify(now),
    );
    const choices = candidates.map((one) => ({
      name: `${targetName(one)}${safe && JSON.stringify(one) === JSON.stringify(safe) ? ` (${why})` : ''}`,
      value: one,
    }));
    lineTypes[type] = await terminal.choose(`Item for ${LINE_WORDS[type]}`, choices, Math.max(at, 0));
  }
  return lineTypes;
}

function settingsOutcome(settings: Settings, what: 'saved' | 'shown'): Outcome {
  return {
    exit: EXIT.done,
    json: {
      saved: what === 'saved',
      settings: {
        tax_codes: Object.entries(settings.taxCodes).map(([rate, { id, name }]) => ({ rate, id, name })),
        line_types: Object.entries(settings.lineTypes).map(([type, target]) => ({
          line_type: type,
          item: 'item' in target ? target.item : null,
          account: 'account' in target ? target.account : null,
        })),
        deposit_account: settings.depositAccount ?? null,
        payment_methods: Object.entries(settings.paymentMethods).map(([method, { id, name }]) => ({
          method,
          id,
          name,
        })),
        manual_payments: settings.manualPayments,
        numbers: settings.numbers,
        import_folders: settings.importFolders,
        date_format: settings.dateOrder ?? null,
        columns: settings.columns,
      },
    },
    text: (style) => {
      const lines = [
        what === 'saved' ? `${style.good('✔')} Saved.` : '',
        ...Object.entries(settings.taxCodes).map(
          ([rate, { name }]) => `  tax ${rate}%`.padEnd(30) + clean(name),
        ),
        ...Object.entries(settings.lineTypes).map(
          ([type, target]) => `  line ${type}`.padEnd(30) + clean(targetName(target)),
        ),
        '  deposit to'.padEnd(30) +
          clean(settings.depositAccount?.name ?? 'Undeposited Funds (QuickBooks decides)'),
        ...Object.entries(settings.paymentMethods).map(
          ([method, { name }]) => `  method ${clean(method)}`.padEnd(30) + clean(name),
        ),
        '  manual payments'.padEnd(30) + settings.manualPayments,
        '  numbers'.padEnd(30) + settings.numbers,
        ...settings.importFolders.map((folder) => '  import folder'.padEnd(30) + clean(folder)),
        what === 'saved' ? '  Next: qbsync doctor' : '',
      ];
      return `${lines.filter(Boolean).join('\n')}\n`;
    },
  };
}
