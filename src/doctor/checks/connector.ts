import { quoted } from '../../qbo/query.ts';
import { foldNumber } from '../../domain/identity.ts';
import type { Invoice } from '../../qbo/entities.ts';
import { markedId } from '../../sync/marker.ts';
import { listed, pass, warn, type Check } from '../check.ts';
import type { Patient } from '../patient.ts';

const DAY_MS = 86_400_000;
/** What is older was there before, and is not made any more. */
const RECENT_DAYS = 90;

/** Invoices with the source's numbers that qbsync did not make: the source's own connector runs beside it. */
export const connector: Check = {
  code: 'connector',
  title: 'Other connector',
  area: 'records',
  run: async (patient) => {
    const foreign = await foreignInvoices(patient);
    if (foreign.length === 0)
      return [pass('No invoice with a number of the source came into QuickBooks by another way.')];
    const numbers = foreign.map(({ DocNumber }) => DocNumber ?? '');
    return [
      warn(
        'OTHER_CONNECTOR',
        `QuickBooks has invoices with numbers of OpenSolar that qbsync did not make: ${listed(numbers)}. OpenSolar's own QuickBooks connection may be on, and would book everything twice.`,
        `In OpenSolar: switch the QuickBooks connection off. Import an export that has these invoices, then run: qbsync sync-invoice ${numbers.slice(0, 6).join(' ')} (where customer, date and total agree they are linked, and nothing is posted)`,
      ),
    ];
  },
};

async function foreignInvoices(patient: Patient): Promise<Invoice[]> {
  const [{ books }, entries] = [await patient.online(), await patient.entries()];
  const ledger = await patient.ledger();
  const invoices = entries.filter(({ kind }) => kind === 'invoice');
  const patterns = patternsOf(invoices.flatMap(({ number }) => number ?? []));
  // What is known and not linked is looked at by its number, or was entered by hand and is left out.
  const known = new Set(
    invoices.flatMap(({ link, number }) => (link || number === undefined ? [] : [foldNumber(number)])),
  );
  const since = new Date(patient.parts.clock.now().getTime() - RECENT_DAYS * DAY_MS).toISOString();
  const found: Invoice[] = [];
  for (const prefix of new Set(patterns.map((pattern) => pattern.prefix))) {
    // In LIKE these two stand for any text.
    if (/[%_\\]/.test(prefix)) continue;
    const where = `DocNumber LIKE ${quoted(`${prefix}%`)} AND MetaData.CreateTime > ${quoted(since)}`;
    for await (const page of books.pages('Invoice', where)) {
      const strange = page.filter(({ DocNumber = '', PrivateNote, TotalAmt }) => {
        const own = patternOf(DocNumber);
        return (
          patterns.some((pattern) => pattern.prefix === own?.prefix && pattern.digits === own.digits) &&
          markedId('invoice', PrivateNote) === undefined &&
          !TotalAmt.eq(0) &&
          !known.has(foldNumber(DocNumber))
        );
      });
      const linked = await ledger.linkedIds(
        'invoice',
        strange.map(({ Id }) => Id),
      );
      found.push(...strange.filter(({ Id }) => !linked.has(Id)));
    }
  }
  return found;
}

interface Pattern {
  prefix: string;
  /** How many digits stand behind it: people count otherwise than the source does. */
  digits: number;
}

/** `INV-00019` is `INV-` and five digits; a number without letters says nothing of where it comes from. */
function patternOf(number: string): Pattern | undefined {
  const [, prefix, digits] = /^(\D*\p{L}\D*)(\d+)$/u.exec(number) ?? [];
  return prefix !== undefined && digits !== undefined ? { prefix, digits: digits.length } : undefined;
}

function patternsOf(numbers: readonly string[]): Pattern[] {
  const all = new Map<string, Pattern>();
  for (const number of numbers) {
    const pattern = patternOf(number);
    if (pattern) all.set(`${pattern.prefix}${pattern.digits}`, pattern);
  }
  return [...all.values()];
}
