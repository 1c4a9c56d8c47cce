import { foldNumber } from '../../domain/identity.ts';
import type { Desk } from '../../sync/prepare.ts';
import { matchInvoice } from '../../sync/match.ts';
import { keepPart } from '../../sync/recover/keep.ts';
import { invoicesInSight } from '../../sync/recover/parts.ts';
import { listed, pass, warn, type Check } from '../check.ts';
import type { Known, Patient } from '../patient.ts';
import type { Invoice } from '../../qbo/entities.ts';

interface Unlinked {
  known: Known;
  invoice: Invoice;
}

/** Invoices that qbsync made, elsewhere or before a ledger was put back, and that this computer does not know as made. */
export const links: Check = {
  code: 'links',
  title: 'Links',
  area: 'records',
  run: async (patient) => {
    const found = await unlinked(patient);
    if (found.length === 0)
      return [pass('Every invoice of qbsync that was looked at is known here as made.')];
    const names = listed(found.map(({ known }) => known.entry.number ?? known.entry.key));
    return [
      warn(
        'NOT_LINKED',
        `QuickBooks has these from qbsync already, but this computer does not know it: ${names}.`,
        'Run: qbsync doctor --fix (or qbsync recover, which looks at everything)',
        {
          what: `note that ${names} stand in QuickBooks`,
          asRun: true,
          mend: async () => relink(patient, found),
        },
      ),
    ];
  },
};

async function unlinked(patient: Patient): Promise<Unlinked[]> {
  const [same, waiting] = [await patient.sameNumbers(), await patient.waitingInvoices()];
  return waiting.flatMap((known) => {
    const match = matchInvoice(known.record, same.get(foldNumber(known.record.number)) ?? [], '');
    return match?.type === 'ours' ? [{ known, invoice: match.invoice }] : [];
  });
}

async function relink(patient: Patient, found: readonly Unlinked[]): Promise<void> {
  const { books, facts: company } = await patient.online();
  const [ledger, settings] = [await patient.ledger(), await patient.settings()];
  const desk: Desk = { ledger, books, company, settings };
  const customers = await books.readAll('Customer', [
    ...new Set(found.map(({ invoice }) => invoice.CustomerRef.value)),
  ]);
  const part = await invoicesInSight(
    desk,
    found.map(({ known }) => known.entry),
    { invoices: found.map(({ invoice }) => invoice), customers: [...customers.values()] },
  );
  await keepPart(ledger, part);
}
