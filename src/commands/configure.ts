import type { Settings } from '../company/settings.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../domain/problems.ts';
import { targetName } from '../sync/proposals.ts';
import { clean } from '../terminal/clean.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { withDefaults } from './configure-defaults.ts';
import { openLists, type Lists } from './configure-lists.ts';
import { asked } from './configure-prompts.ts';
import { setOne } from './configure-set.ts';
import { pairs } from './values.ts';

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
  if (options.acceptDefaults) {
    const made = withDefaults(settings, await desk());
    settings = made.settings;
    for (const note of made.notes) context.terminal.say(`${context.terminal.style.warn('!')} ${clean(note)}`);
  } else if (options.set === undefined) settings = await asked(context, settings, await desk());
  (await context.files()).saveSettings(settings);
  return settingsOutcome(settings, 'saved');
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
        ...(settings.dateOrder ? ['  dates with slashes'.padEnd(30) + settings.dateOrder] : []),
        ...Object.entries(settings.columns).map(
          ([name, field]) => `  column ${clean(name)}`.padEnd(30) + clean(field),
        ),
        ...settings.importFolders.map((folder) => '  import folder'.padEnd(30) + clean(folder)),
        what === 'saved' ? '  Next: qbsync doctor' : '',
      ];
      return `${lines.filter(Boolean).join('\n')}\n`;
    },
  };
}
