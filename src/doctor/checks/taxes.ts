import { decimal, plainText } from '../domain/money.ts';
import type { Connection } from '../qbo/connection.ts';
import { fail, pass, warn, type Check, type Patient, type Result } from './check.ts';

/** The 0% rate and every other rate in use must lead to an active code of that rate. */
export const taxes: Check = {
  code: 'taxes',
  title: 'Sales tax',
  area: 'settings',
  run: (patient) => {
    const { settings, online } = patient;
    if (online?.ok && !online.facts.salesTax) {
      const taxed = ratesInUse(patient).filter((rate) => rate !== '0');
      return taxed.length === 0
        ? [pass('Sales tax is switched off in QuickBooks, and no record has any.')]
        : [
            fail(
              `Sales tax is switched off in QuickBooks, but records have ${taxed.join('%, ')}%.`,
              'In QuickBooks: Taxes → Set up sales tax; then run: qbsync configure',
            ),
          ];
    }
    return ratesInUse(patient).map((rate) => {
      const mapped = settings.taxCodes[rate];
      if (!mapped)
        return fail(`${rate}% has no sales tax code.`, `Run: qbsync configure (or --set tax.${rate}=CODE)`);
      return online?.ok
        ? inBooks(rate, mapped.id, mapped.name, patient)
        : pass(`${rate}% is "${mapped.name}" (not checked in QuickBooks).`);
    });
  },
};

function inBooks(rate: string, id: string, name: string, { online, connection }: Patient): Result {
  if (!online?.ok) return pass(`${rate}% is "${name}".`);
  if (isPseudo(id, connection)) return pass(`${rate}% is "${name}".`);
  const code = online.codes.find((one) => one.id === id);
  if (!code) {
    return fail(
      `The sales tax code "${name}" for ${rate}% is inactive or gone in QuickBooks.`,
      `Make it active there (Taxes), or run: qbsync configure`,
    );
  }
  if (!code.percent.eq(decimal(rate))) {
    return fail(
      `The sales tax code "${code.name}" is ${plainText(code.percent)}% in QuickBooks, but it is used for ${rate}%.`,
      'Run: qbsync configure',
    );
  }
  const exempt =
    rate === '0' &&
    online.codes.some((one) => one.percent.eq(0) && one.special.has('ZERO_RATE') && one.id !== id);
  if (exempt && !code.special.has('ZERO_RATE')) {
    return warn(
      `0% is "${code.name}", which is not a zero-rated code; the two differ on the tax return.`,
      'Ask your accountant; to change it run: qbsync configure',
    );
  }
  return pass(`${rate}% is "${code.name}", active.`);
}

/** TAX and NON are not objects with a rate of their own (qbo-api.md 3.6). */
function isPseudo(id: string, connection: Connection | undefined): boolean {
  return connection?.country === 'US' && (id === 'TAX' || id === 'NON');
}

function ratesInUse({ records }: Patient): string[] {
  const rates = new Set(['0']);
  for (const { record } of records) {
    if (record.kind === 'invoice') for (const { taxRate } of record.lines) rates.add(plainText(taxRate));
  }
  return [...rates].sort((a, b) => decimal(a).cmp(decimal(b)));
}
