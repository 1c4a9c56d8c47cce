import type { LineTarget, Settings } from '../../company/settings.ts';
import { LINE_TYPES, type LineType } from '../../domain/records.ts';
import { asBooked } from '../../sync/deposits.ts';
import { takesPayments } from '../../sync/mapping-check.ts';
import { named } from '../../sync/proposals.ts';
import { proposePaymentMethod } from '../../sync/propose-methods.ts';
import { fail, NotChecked, pass, warn, type Check, type Repair, type Result } from '../check.ts';
import type { Online, Patient } from '../patient.ts';
import { accountResult, itemResult } from './targets.ts';

/** Items, accounts and payment methods that were chosen must still be there, active and of the right type. */
export const mapping: Check = {
  code: 'mapping',
  title: 'Items and accounts',
  area: 'settings',
  run: async (patient) => {
    const settings = await patient.settings();
    const missing = await unmappedTypes(patient, settings);
    const online = await patient.online().catch((error: unknown) => {
      if (error instanceof NotChecked) return undefined;
      throw error;
    });
    if (!online)
      return missing.length > 0 ? missing : [pass('Items are chosen (not checked in QuickBooks).')];
    const results = [
      ...missing,
      ...targetResults(settings, online),
      ...depositResults(settings, online),
      ...methodResults(settings, online, patient),
    ];
    return results.length > 0
      ? results
      : [pass('Items, accounts and payment methods that were chosen are there and active.')];
  },
};

/** Of what waits; of all there are, before anything is known. */
async function unmappedTypes(patient: Patient, settings: Settings): Promise<Result[]> {
  const { lineTypes, deposits } = settings;
  const types = await patient.entries().then(
    async (entries) => (entries.length === 0 ? LINE_TYPES : await waitingTypes(patient, settings)),
    (error: unknown) => {
      if (error instanceof NotChecked && !error.problem) return LINE_TYPES;
      throw error;
    },
  );
  const missing = types.filter((type) => !lineTypes[type] && type !== 'deposit');
  const results: Result[] = [];
  if (deposits === 'liability' && !lineTypes.deposit) {
    results.push(
      fail(
        'DEPOSIT_ITEM_MISSING',
        'Deposits are to be kept as a liability, but no item for them is chosen.',
        'Run: qbsync configure --set line.deposit=ITEM (or deposits=invoice, to book them as other invoices)',
      ),
    );
  }
  if (missing.length === 0) return results;
  return [
    ...results,
    fail(
      'LINE_TYPE_UNMAPPED',
      `No item is chosen for lines of type: ${missing.join(', ')}.`,
      missing.length === LINE_TYPES.length
        ? 'Run: qbsync configure --accept-defaults (or qbsync configure, to choose)'
        : `Run: qbsync configure --set ${missing.map((type) => `line.${type}=ITEM`).join(' ')} (or qbsync configure, to choose)`,
    ),
  ];
}

async function waitingTypes(patient: Patient, settings: Settings): Promise<LineType[]> {
  const invoices = (await patient.waitingInvoices()).map(({ record }) => asBooked(record, settings));
  return [...new Set(invoices.flatMap(({ lines }) => lines.map(({ type }) => type)))];
}

/** One item stands for many types of lines, mostly: it is named once. */
function targetResults(settings: Settings, online: Online): Result[] {
  const groups = new Map<string, { target: LineTarget; types: string[] }>();
  const owes = (type: string) => type === 'deposit' && settings.deposits === 'liability';
  for (const [type, target] of Object.entries(settings.lineTypes)) {
    const what = 'item' in target ? `item ${target.item.id}` : `account ${target.account.id}`;
    const key = owes(type) ? `owed ${what}` : what;
    const group = groups.get(key) ?? { target, types: [] };
    groups.set(key, { target, types: [...group.types, type] });
  }
  return [...groups.values()].flatMap(({ target, types }) => {
    const all = LINE_TYPES.every((type) => types.includes(type));
    const lines = all ? 'all lines' : `lines of type ${types.join(', ')}`;
    const set = all ? 'line=NAME' : types.map((type) => `line.${type}=NAME`).join(' ');
    const use = { lines, choose: `choose another: qbsync configure --set ${set}`, owed: types.some(owes) };
    return 'item' in target
      ? itemResult(target.item, use, online)
      : accountResult(target.account, use, online);
  });
}

function depositResults({ depositAccount }: Settings, { lists }: Online): Result[] {
  if (!depositAccount) return [];
  const account = lists.accounts.find(({ Id }) => Id === depositAccount.id);
  if (!account?.Active) {
    return [
      fail(
        'DEPOSIT_ACCOUNT_GONE',
        `The account "${depositAccount.name}" that payments are put into is inactive or gone in QuickBooks.`,
        'In QuickBooks: Accounting → Chart of accounts, make it active; or run: qbsync configure --set deposit=ACCOUNT (deposit=none: Undeposited Funds)',
      ),
    ];
  }
  if (takesPayments(account)) return [];
  return [
    fail(
      'DEPOSIT_ACCOUNT_TYPE',
      `Payments cannot be put into the account "${account.Name}": it is of type ${account.AccountType}.`,
      'Run: qbsync configure --set deposit=none (then Undeposited Funds; or deposit=ACCOUNT, a bank account)',
    ),
  ];
}

function methodResults(settings: Settings, { lists }: Online, patient: Patient): Result[] {
  const active = new Set(lists.paymentMethods.filter(({ Active }) => Active).map(({ Id }) => Id));
  return Object.entries(settings.paymentMethods)
    .filter(([, method]) => !active.has(method.id))
    .map(([method, { name }]) => {
      const { safe } = proposePaymentMethod(method, lists.paymentMethods);
      const means = `The payment method "${name}" for "${method}" is inactive or gone in QuickBooks; payments are booked without one.`;
      if (!safe) {
        return warn(
          'PAYMENT_METHOD_GONE',
          means,
          `Run: qbsync configure --set "method.${method}=none" (or =NAME, another one)`,
        );
      }
      return warn(
        'PAYMENT_METHOD_GONE',
        means,
        `Run: qbsync configure --set "method.${method}=${safe.Name}" (qbsync doctor --fix does the same)`,
        remap(method, named(safe), patient),
      );
    });
}

function remap(method: string, to: Settings['paymentMethods'][string], patient: Patient): Repair {
  return {
    what: `use the payment method "${to.name}" for "${method}"`,
    mend: async () => {
      const files = await patient.parts.files();
      const settings = files.settings();
      files.saveSettings({ ...settings, paymentMethods: { ...settings.paymentMethods, [method]: to } });
    },
  };
}
