import type { Settings } from '../../company/settings.ts';
import { LINE_TYPES, type LineType } from '../../domain/records.ts';
import { asBooked } from '../../sync/deposits.ts';
import type { SettingFinding } from '../../sync/mapping/finding.ts';
import { checkDepositItem, checkLines } from '../../sync/mapping/lines.ts';
import { checkPayments } from '../../sync/mapping/payments.ts';
import { fail, NotChecked, pass, type Check, type Result } from '../check.ts';
import { chosenResult } from '../chosen.ts';
import type { Patient } from '../patient.ts';

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
    const findings = online
      ? [...checkLines(settings, online.lists), ...checkPayments(settings, online.lists)]
      : checkDepositItem(settings);
    const results = [...missing, ...findings.map((finding) => chosenResult(lenient(finding), patient))];
    if (results.length > 0) return results;
    return [
      pass(
        online
          ? 'Items, accounts and payment methods that were chosen are there and active.'
          : 'Items are chosen (not checked in QuickBooks).',
      ),
    ];
  },
};

/** A payment method concerns only payments that came by it, so a script that asks doctor first may go on. */
function lenient(finding: SettingFinding): SettingFinding {
  return finding.code === 'PAYMENT_METHOD_GONE' ? { ...finding, level: 'warning' } : finding;
}

/** Of what waits; of all there are, before anything is known. */
async function unmappedTypes(patient: Patient, settings: Settings): Promise<Result[]> {
  const { lineTypes } = settings;
  const types = await patient.entries().then(
    async (entries) => (entries.length === 0 ? LINE_TYPES : await waitingTypes(patient, settings)),
    (error: unknown) => {
      if (error instanceof NotChecked && !error.problem) return LINE_TYPES;
      throw error;
    },
  );
  const missing = types.filter((type) => !lineTypes[type] && type !== 'deposit');
  if (missing.length === 0) return [];
  return [
    fail(
      'LINE_TYPE_UNMAPPED',
      `No item is chosen for lines of type: ${missing.join(', ')}.`,
      missing.length === LINE_TYPES.length
        ? 'Run: qbsync configure --accept-defaults (or qbsync configure, to choose)'
        : `Run: qbsync configure --set ${missing.map((type) => `"line.${type}=ITEM"`).join(' ')} (or qbsync configure, to choose)`,
    ),
  ];
}

async function waitingTypes(patient: Patient, settings: Settings): Promise<LineType[]> {
  const invoices = (await patient.waitingInvoices()).map(({ record }) => asBooked(record, settings));
  return [...new Set(invoices.flatMap(({ lines }) => lines.map(({ type }) => type)))];
}
