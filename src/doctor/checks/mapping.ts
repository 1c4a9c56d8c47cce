import { LINE_TYPES, type LineType } from '../domain/records.ts';
import type { LineTarget } from '../company/settings.ts';
import { fail, pass, warn, type Check, type Patient, type Result } from './check.ts';

/** Items, accounts and payment methods that were chosen must still be there, active and of the right type. */
export const mapping: Check = {
  code: 'mapping',
  title: 'Items and accounts',
  area: 'settings',
  run: (patient) => {
    const { settings, online } = patient;
    const results: Result[] = [];
    const used = new Set<LineType>(
      patient.records.flatMap(({ record }) =>
        record.kind === 'invoice' ? record.lines.map((line) => line.type) : [],
      ),
    );
    const wanted = used.size > 0 ? [...used] : LINE_TYPES;
    const missing = wanted.filter((type) => !settings.lineTypes[type]);
    if (missing.length > 0) {
      results.push(
        fail(`No item is chosen for lines of type: ${missing.join(', ')}.`, 'Run: qbsync configure'),
      );
    }
    if (!online?.ok)
      return results.length > 0 ? results : [pass('Items are chosen (not checked in QuickBooks).')];
    for (const [type, target] of Object.entries(settings.lineTypes))
      results.push(...lineResult(type, target, patient));
    results.push(...depositResult(patient), ...methodResults(patient));
    return results.some(({ level }) => level !== 'pass')
      ? results
      : [pass('Items, accounts and payment methods that were chosen are there and active.')];
  },
};

function lineResult(type: string, target: LineTarget, { online }: Patient): Result[] {
  if (!online?.ok) return [];
  if ('account' in target) {
    const account = online.lists.accounts.find(({ Id }) => Id === target.account.id);
    if (account?.Active) return [];
    return [
      fail(
        `The income account "${target.account.name}" for lines of type ${type} is inactive or gone in QuickBooks.`,
        'Make it active there (Chart of accounts), or run: qbsync configure',
      ),
    ];
  }
  const item = online.lists.items.find(({ Id }) => Id === target.item.id);
  if (!item?.Active) {
    return [
      fail(
        `The item "${target.item.name}" for lines of type ${type} is inactive or gone in QuickBooks.`,
        'Make it active there (Products and services), or run: qbsync configure',
      ),
    ];
  }
  const account = online.lists.accounts.find(({ Id }) => Id === item.IncomeAccountRef?.value);
  if (item.IncomeAccountRef && !account?.Active) {
    return [
      fail(
        `The income account "${item.IncomeAccountRef.name ?? item.IncomeAccountRef.value}" of the item "${item.Name}" is inactive or gone in QuickBooks.`,
        'Make it active there (Chart of accounts), or choose another item with: qbsync configure',
      ),
    ];
  }
  return [];
}

function depositResult({ settings, online }: Patient): Result[] {
  const { depositAccount } = settings;
  if (!depositAccount || !online?.ok) return [];
  const account = online.lists.accounts.find(({ Id }) => Id === depositAccount.id);
  if (account?.Active) return [];
  return [
    fail(
      `The account "${depositAccount.name}" that payments are put into is inactive or gone in QuickBooks.`,
      'Make it active there (Chart of accounts), or run: qbsync configure',
    ),
  ];
}

function methodResults({ settings, online }: Patient): Result[] {
  if (!online?.ok) return [];
  const active = new Set(online.lists.paymentMethods.filter(({ Active }) => Active).map(({ Id }) => Id));
  return Object.entries(settings.paymentMethods)
    .filter(([, method]) => !active.has(method.id))
    .map(([name, method]) =>
      warn(
        `The payment method "${method.name}" for "${name}" is inactive or gone in QuickBooks.`,
        'Run: qbsync configure',
      ),
    );
}
