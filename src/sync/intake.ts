import { customerKey } from '../domain/identity.ts';
import type { SourceRecord } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { FileItem, Ledger, NewRecord } from '../ledger/ledger.ts';
import type { Note, ReadOptions, ReadSource, Reject, Understood } from '../source/contract.ts';

/** What one file came to. Its records are not in it: they go by one after the other. */
export interface Intake {
  file: string;
  understood: Understood | undefined;
  /** How many records could be read. */
  records: number;
  /** The first of them, to look at. */
  first: NewRecord[];
  /** What could not be read, and records that clash with what is known. */
  rejects: Reject[];
  notes: Note[];
}

/** What was new in a file that was kept. */
export interface Kept {
  added: number;
  changed: number;
  unchanged: number;
}

/** How many records are shown of a file: enough to see a date that was read the wrong way round. */
const FIRST = 8;

/** Reads one file; keeps nothing. */
export async function readIntake(read: ReadSource, file: string, options: ReadOptions): Promise<Intake> {
  const intake = emptyIntake(file);
  for await (const item of itemsOf(read(file, options), intake)) void item;
  return intake;
}

/** Reads one file into the ledger, all of it or nothing. The same file twice changes nothing. */
export async function keepIntake(
  ledger: Ledger,
  read: ReadSource,
  file: string,
  options: ReadOptions,
): Promise<Intake & Kept> {
  const intake = emptyIntake(file);
  const { clashes, ...kept } = await ledger.takeIn(file, itemsOf(read(file, options), intake));
  return { ...intake, ...kept, rejects: [...intake.rejects, ...clashes] };
}

function emptyIntake(file: string): Intake {
  return { file, understood: undefined, records: 0, first: [], rejects: [], notes: [] };
}

/** Hands on what the ledger keeps, and notes in `intake` what is shown of it. */
async function* itemsOf(events: ReturnType<ReadSource>, intake: Intake): AsyncGenerator<FileItem> {
  for await (const event of events) {
    switch (event.type) {
      case 'record': {
        const record = newRecord(event.record, event.origin.file, event.origin.line);
        intake.records += 1;
        if (intake.first.length < FIRST) intake.first.push(record);
        yield { record };
        break;
      }
      case 'reject':
        intake.rejects.push(event.reject);
        yield event;
        break;
      case 'note':
        intake.notes.push(event.note);
        break;
      case 'understood':
        intake.understood = event.understood;
        break;
    }
  }
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
