import type { Finding } from '../../domain/problems.ts';
import type { MarkedKind, Sighting } from '../../ledger/ledger.ts';
import { CUSTOMERS, INVOICES, PAYMENTS, type SeenCustomer } from './seen.ts';

/** A finding about an object of the books that belongs to no record. */
export interface ObjectFinding {
  /** What people call it in QuickBooks. */
  name: string;
  booksId: string;
  finding: Finding;
}

/** Our mark on something that is in no file: without the export nobody can say whether it is right. */
export function notImported(kind: MarkedKind, sighting: Sighting): ObjectFinding {
  const { booksId, mark = '' } = sighting;
  const { name, what } = describe(kind, sighting);
  return {
    name: name ?? mark,
    booksId,
    finding: {
      code: 'NOT_IMPORTED',
      reason: `QuickBooks has this ${kind} from qbsync (${[`id ${booksId}`, ...what].join(', ')}), but it is in no file that was imported.`,
      fix: 'Import the export that has it (qbsync import FILE), then run: qbsync recover',
    },
  };
}

function describe(kind: MarkedKind, sighting: Sighting): { name: string | undefined; what: string[] } {
  switch (kind) {
    case 'customer':
      return { name: CUSTOMERS.read(sighting).DisplayName, what: [] };
    case 'invoice': {
      const { DocNumber, TxnDate, CustomerRef, TotalAmt } = INVOICES.read(sighting);
      return {
        name: DocNumber,
        what: [CustomerRef.name ?? '', TxnDate, TotalAmt.toFixed(2)].filter(Boolean),
      };
    }
    case 'payment': {
      const { TxnDate, TotalAmt } = PAYMENTS.read(sighting);
      return { name: sighting.mark, what: [TxnDate, TotalAmt.toFixed(2)] };
    }
  }
}

/** Several customers that machines made for one. */
export function customerTwice(objects: readonly [SeenCustomer, ...SeenCustomer[]]): ObjectFinding {
  const [first] = objects;
  const texts = objects.map(({ Id, DisplayName }) => `"${DisplayName}" (id ${Id})`);
  return {
    name: first.DisplayName,
    booksId: first.Id,
    finding: {
      code: 'CUSTOMER_TWICE',
      reason: `QuickBooks has ${objects.length} customers from qbsync for one customer of the source: ${texts.join(', ')}.`,
      fix: 'Merge them in QuickBooks: give one the display name of the other, and agree to merge. Then run: qbsync recover',
    },
  };
}
