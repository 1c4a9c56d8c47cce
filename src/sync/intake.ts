import { customerKey } from '../domain/identity.ts';
import type { SourceRecord } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { KeptReject, Ledger, NewRecord } from '../ledger/ledger.ts';
import type { Note, ReadOptions, ReadSource, Reject, Understood } from '../source/contract.ts';

/** What one file came to. */
export interface Intake {
  file: string;
  understood: Understood | undefined;
  records: NewRecord[];
  rejects: Reject[];
  notes: Note[];
}

/** Reads one file; keeps nothing. */
export async function readIntake(read: ReadSource, file: string, options: ReadOptions): Promise<Intake> {
  const intake: Intake = { file, understood: undefined, records: [], rejects: [], notes: [] };
  for await (const event of read(file, options)) {
    switch (event.type) {
      case 'record':
        intake.records.push(newRecord(event.record, event.origin.file, event.origin.line));
        break;
      case 'reject':
        intake.rejects.push(event.reject);
        break;
      case 'note':
        intake.notes.push(event.note);
        break;
      case 'understood':
        intake.understood = event.understood;
        break;
    }
  }
  return intake;
}

function newRecord(record: SourceRecord, file: string, line: number): NewRecord {
  if (record.kind === 'payment') {
    const key = record.customerId ? customerKey({ sourceId: record.customerId, name: '' }) : undefined;
    return { record, total: record.amount, customerKey: key, customerName: undefined, file, line };
  }
  return {
    record,
    total: invoiceTotals(record).total,
    customerKey: customerKey(record.customer),
    customerName: record.customer.name,
    file,
    line,
  };
}

export interface Kept {
  added: number;
  changed: number;
  unchanged: number;
  /** Rejects of the reader, and records that clash with what is known. */
  rejects: Reject[];
}

/** Keeps what was read in the ledger. The same file twice changes nothing. */
export async function keepIntake(ledger: Ledger, intake: Intake): Promise<Kept> {
  const rejects = [...intake.rejects];
  const taken = await ledger.takeIn(intake.file, intake.records, rejects.map(keptReject));
  intake.records.forEach((kept, at) => {
    if (taken[at] === 'conflict') rejects.push(clash(kept));
  });
  if (rejects.length > intake.rejects.length) {
    await ledger.takeIn(intake.file, [], rejects.map(keptReject));
  }
  const count = (what: string) => taken.filter((one) => one === what).length;
  return { added: count('new'), changed: count('changed'), unchanged: count('same'), rejects };
}

function clash({ record, file, line }: NewRecord): Reject {
  const number = record.kind === 'invoice' ? record.number : record.sourceId;
  return {
    file,
    line,
    kind: record.kind,
    recordId: number,
    what: `the number ${number} is known already under another invoice_id`,
    expected: 'one invoice_id for one number; correct the row, or give the other invoice its own number',
  };
}

function keptReject(reject: Reject): KeptReject {
  const { file, line, kind, column, recordId, what, expected } = reject;
  return { file, line, kind, column, recordId, what, expected };
}
