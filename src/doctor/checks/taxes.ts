import { decimal, plainText } from '../../domain/money.ts';
import { checkTaxes } from '../../sync/mapping/taxes.ts';
import { proposeTaxCode } from '../../sync/proposals.ts';
import { fail, NotChecked, pass, type Check, type Result } from '../check.ts';
import { chosenResult } from '../chosen.ts';
import type { Online, Patient } from '../patient.ts';

/** The 0% rate and every other rate in use must lead to an active code of that rate, for sales. */
export const taxes: Check = {
  code: 'taxes',
  title: 'Sales tax',
  area: 'settings',
  run: async (patient) => {
    const [settings, rates] = [await patient.settings(), await ratesInUse(patient)];
    const online = await patient.online().catch((error: unknown) => {
      if (error instanceof NotChecked) return undefined;
      throw error;
    });
    if (online && !online.facts.salesTax) return switchedOff(rates);
    const findings = online ? checkTaxes(settings, online.lists, online.facts) : [];
    return rates.map((rate) => {
      const mapped = settings.taxCodes[rate];
      if (!mapped) return unmapped(rate, online);
      const finding = findings.find((one) => one.settings.includes(`tax.${rate}`));
      if (finding) return chosenResult(finding, patient);
      return pass(`${rate}% is "${mapped.name}"${online ? '' : ' (not checked in QuickBooks)'}.`);
    });
  },
};

function switchedOff(rates: string[]): Result[] {
  const taxed = rates.filter((rate) => rate !== '0');
  if (taxed.length === 0) return [pass('Sales tax is switched off in QuickBooks, and no record has any.')];
  return [
    fail(
      'SALES_TAX_OFF',
      `Sales tax is switched off in QuickBooks, but records have ${taxed.join('%, ')}%.`,
      'In QuickBooks: Taxes → Set up sales tax; if a code is missing then, run: qbsync configure',
    ),
  ];
}

function unmapped(rate: string, online: Online | undefined): Result {
  const [first] = online ? proposeTaxCode(decimal(rate), online.codes, online.facts).candidates : [];
  return fail(
    'TAX_RATE_UNMAPPED',
    `${rate}% has no sales tax code.`,
    first
      ? `Run: qbsync configure --set tax.${rate}=${first.id} (that is "${first.name}"; qbsync configure shows others)`
      : `Run: qbsync configure (or qbsync configure --set tax.${rate}=CODE)`,
  );
}

async function ratesInUse(patient: Patient): Promise<string[]> {
  // Before the first import the 0% rate is what is known to be needed.
  const used = await patient.ledger().then(
    async (ledger) => (await ledger.used()).taxRates,
    (error: unknown) => {
      if (error instanceof NotChecked && !error.problem) return [];
      throw error;
    },
  );
  const rates = new Set(['0', ...used.map(plainText)]);
  return [...rates].sort((a, b) => decimal(a).cmp(decimal(b)));
}
