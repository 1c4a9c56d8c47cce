import type { Settings } from '../../company/settings.ts';
import { EXIT } from '../../domain/problems.ts';
import { ALL_LINE_TYPES } from '../../domain/records.ts';
import { creationText } from '../../sync/creations.ts';
import { targetName, targetText } from '../../sync/propose-lines.ts';
import { clean } from '../../terminal/clean.ts';
import type { Outcome } from '../../terminal/outcome.ts';
import type { Created } from './create.ts';
import { draftOf, type Draft } from './draft.ts';

const WIDTH = 30;
const row = (name: string, value: string) => `  ${clean(name)}`.padEnd(WIDTH) + clean(value);

/** Settings for people, a line each; with what is to be made in QuickBooks. */
export function draftLines({ settings, creations }: Draft): string[] {
  const toMake = (setting: string) => {
    const creation = creations.get(setting);
    return creation ? `(to be made: ${creationText(creation)})` : undefined;
  };
  const lines = ALL_LINE_TYPES.flatMap((type) => {
    const target = settings.lineTypes[type];
    return target ? [row(`line ${type}`, targetName(target))] : [];
  });
  const newMethods = [...creations].filter(([, { kind }]) => kind === 'payment-method');
  return [
    ...Object.entries(settings.taxCodes).map(([rate, { name }]) => row(`tax ${rate}%`, name)),
    ...[toMake('tax.0') ?? []].flat().map((text) => row('tax 0%', text)),
    ...lines,
    row('deposits', settings.deposits === 'liability' ? 'owed until the work is done' : 'as other invoices'),
    row('deposit to', settings.depositAccount?.name ?? 'Undeposited Funds (QuickBooks decides)'),
    ...Object.entries(settings.paymentMethods).map(([method, { name }]) => row(`method ${method}`, name)),
    ...newMethods.map(([setting]) => row(setting.replace('.', ' '), toMake(setting) ?? '')),
    row('manual payments', settings.manualPayments),
    row('numbers', settings.numbers),
    ...(settings.startDate ? [row('start date', settings.startDate)] : []),
    ...(settings.dateOrder ? [row('dates with slashes', settings.dateOrder)] : []),
    ...Object.entries(settings.columns).map(([name, field]) => row(`column ${name}`, field)),
    ...settings.importFolders.map((folder) => row('import folder', folder)),
  ];
}

/** All settings by the names of `--set`; {@link setAll} makes the same settings of it. */
export function settingsByName(settings: Settings): Record<string, string | string[]> {
  const under = <T>(topic: string, all: Record<string, T>, text: (one: T) => string) =>
    Object.entries(all).map(([name, one]): [string, string] => [`${topic}.${name}`, text(one)]);
  return Object.fromEntries<string | string[]>([
    ...under('tax', settings.taxCodes, ({ name }) => name),
    ['deposits', settings.deposits],
    ...under('line', settings.lineTypes, targetText),
    ['deposit', settings.depositAccount?.name ?? 'none'],
    ...under('method', settings.paymentMethods, ({ name }) => name),
    ['manual-payments', settings.manualPayments],
    ['numbers', settings.numbers],
    ['start-date', settings.startDate ?? 'none'],
    ['date-format', settings.dateOrder ?? 'none'],
    ...under('column', settings.columns, (field) => field),
    ['import-folder', settings.importFolders],
  ]);
}

function settingsJson(settings: Settings): object {
  return {
    tax_codes: Object.entries(settings.taxCodes).map(([rate, { id, name }]) => ({ rate, id, name })),
    line_types: Object.entries(settings.lineTypes).map(([type, target]) => ({
      line_type: type,
      item: 'item' in target ? target.item : null,
      account: 'account' in target ? target.account : null,
    })),
    deposits: settings.deposits,
    deposit_account: settings.depositAccount ?? null,
    payment_methods: Object.entries(settings.paymentMethods).map(([method, { id, name }]) => ({
      method,
      id,
      name,
    })),
    manual_payments: settings.manualPayments,
    numbers: settings.numbers,
    start_date: settings.startDate ?? null,
    import_folders: settings.importFolders,
    date_format: settings.dateOrder ?? null,
    columns: settings.columns,
  };
}

export function settingsOutcome(
  settings: Settings,
  what: 'saved' | 'shown',
  created: Created[] = [],
): Outcome {
  const saved = what === 'saved';
  return {
    exit: EXIT.done,
    json: {
      saved,
      settings: settingsJson(settings),
      set: settingsByName(settings),
      created: created.map(({ kind, id, name, found }) => ({ kind, id, name, found })),
    },
    text: (style) => {
      const lines = [
        saved ? `${style.good('✔')} Saved.` : '',
        ...created.map(({ name, found }) => `  ${found ? 'found' : 'created'} in QuickBooks: ${clean(name)}`),
        ...draftLines(draftOf(settings)),
        saved ? '  Next: qbsync doctor' : '',
      ];
      return `${lines.filter(Boolean).join('\n')}\n`;
    },
  };
}
