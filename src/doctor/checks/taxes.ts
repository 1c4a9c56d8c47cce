import type { Settings } from '../../company/settings.ts';
import { decimal, plainText } from '../../domain/money.ts';
import type { FindingCode } from '../../domain/problems.ts';
import { isZeroRated, proposeTaxCode, type SalesCode } from '../../sync/proposals.ts';
import { fail, NotChecked, pass, warn, type Check, type Repair, type Result } from '../check.ts';
import type { Online, Patient } from '../patient.ts';

type Mapped = Settings['taxCodes'][string];

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
    return rates.map((rate) => {
      const mapped = settings.taxCodes[rate];
      if (!mapped) return unmapped(rate, online);
      if (!online) return pass(`${rate}% is "${mapped.name}" (not checked in QuickBooks).`);
      return inBooks(rate, mapped, online, patient);
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

function inBooks(rate: string, mapped: Mapped, online: Online, patient: Patient): Result {
  const { name } = mapped;
  const { facts, lists, codes } = online;
  const code = codes.find(({ id }) => id === mapped.id);
  const wrong = (code: FindingCode, means: string, otherwise: string): Result => {
    const safe = safeCode(rate, mapped, online);
    if (!safe) return fail(code, means, otherwise);
    const fix = `Run: qbsync configure --set tax.${rate}=${safe.id} (that is "${safe.name}"; qbsync doctor --fix does the same)`;
    return fail(code, means, fix, remap(rate, safe, patient));
  };
  if (facts.country === 'US') {
    const byAddress = mapped.id === 'TAX';
    if (mapped.id === 'NON' || (byAddress && facts.automatedTax)) return pass(`${rate}% is "${name}".`);
    const how = `Sales tax is worked out by ${facts.automatedTax ? 'QuickBooks itself, by address' : 'rates'} in this company, but ${rate}% is "${name}".`;
    if (byAddress !== facts.automatedTax) return wrong('AUTOMATED_TAX', how, 'Run: qbsync configure');
  }
  const listed = lists.taxCodes.find(({ Id }) => Id === mapped.id);
  if (!listed?.Active) {
    return wrong(
      'TAX_CODE_GONE',
      `The sales tax code "${name}" for ${rate}% is inactive or gone in QuickBooks.`,
      `In QuickBooks: Taxes → Sales tax settings, make "${name}" active again; or choose another code: qbsync configure`,
    );
  }
  if (!code) {
    return wrong(
      'TAX_CODE_NOT_FOR_SALES',
      `The sales tax code "${name}" for ${rate}% has no rate for sales in QuickBooks.`,
      'Choose a code for sales: qbsync configure',
    );
  }
  if (!code.percent.eq(decimal(rate))) {
    return wrong(
      'TAX_CODE_RATE',
      `The sales tax code "${code.name}" is ${plainText(code.percent)}% in QuickBooks, but it is used for ${rate}%.`,
      `In QuickBooks: Taxes → Add tax, make a code of ${rate}%; then run: qbsync configure`,
    );
  }
  return withExemption(rate, mapped, code, codes);
}

function withExemption(rate: string, mapped: Mapped, code: SalesCode, codes: SalesCode[]): Result {
  const zeroRated =
    rate === '0'
      ? codes.find(
          ({ id, percent, special }) => percent.eq(0) && special.has('ZERO_RATE') && id !== mapped.id,
        )
      : undefined;
  if (zeroRated && !isZeroRated(code)) {
    return warn(
      'TAX_ZERO_EXEMPT',
      `0% is "${code.name}", which is not a zero-rated code; the two differ on the tax return.`,
      `Ask your accountant; to change it run: qbsync configure --set tax.0=${zeroRated.id} (that is "${zeroRated.name}")`,
    );
  }
  return pass(`${rate}% is "${code.name}", active.`);
}

/** The one code of the same rate, where there is no choice to make. */
function safeCode(rate: string, mapped: Mapped, { codes, facts }: Online): SalesCode | undefined {
  const { safe } = proposeTaxCode(decimal(rate), codes, facts);
  return safe && safe.id !== mapped.id ? safe : undefined;
}

function remap(rate: string, { id, name, rates }: SalesCode, patient: Patient): Repair {
  return {
    what: `use the sales tax code "${name}" for ${rate}%`,
    mend: async () => {
      const files = await patient.parts.files();
      const settings = files.settings();
      files.saveSettings({ ...settings, taxCodes: { ...settings.taxCodes, [rate]: { id, name, rates } } });
    },
  };
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
