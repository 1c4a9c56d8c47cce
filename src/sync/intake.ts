import { customerKey } from '../domain/identity.ts';
import type { SourceRecord } from '../domain/records.ts';
import { invoiceTotals } from '../domain/totals.ts';
import type { FileItem, Ledger, NewRecord } from '../ledger/ledger.ts';
import type { Note, ReadOptions, ReadSource, Reject, SourceEvent, Understood } from '../source/contract.ts';

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

/** Reads files; keeps nothing. */
export async function readIntakes(
  read: ReadSource,
  files: readonly string[],
  options: ReadOptions,
): Promise<Intake[]> {
  const intakes = files.map(emptyIntake);
  for (const intake of intakes) {
    for await (const event of read(intake.file, options)) note(intake, event);
  }
  return intakes;
}

/**
 * Reads files into the ledger, of each all or nothing, and none of them before all were read. The same file twice changes
 * nothing.
 */
export async function keepIntakes(
  ledger: Ledger,
  read: ReadSource,
  files: readonly string[],
  options: ReadOptions,
): Promise<(Intake & Partial<Kept>)[]> {
  const intakes = files.map(emptyIntake);
  const taken = await ledger.takeIn(
    intakes.map((intake) => ({ file: intake.file, items: itemsOf(read(intake.file, options), intake) })),
  );
  return intakes.map((intake, at) => {
    const { clashes = [], ...kept } = taken[at] ?? {};
    return { ...intake, ...kept, rejects: [...intake.rejects, ...clashes] };
  });
}

function emptyIntake(file: string): Intake {
  return { file, understood: undefined, records: 0, first: [], rejects: [], notes: [] };
}

/** What the ledger keeps of a file, as it is read; `intake` has what is shown of it. */
async function* itemsOf(events: ReturnType<ReadSource>, intake: Intake): AsyncGenerator<FileItem> {
  for await (const event of events) {
    const item = note(intake, event);
    if (item) yield item;
  }
}

/** Notes what is shown of a file, and gives what the ledger keeps of it. */
function note(intake: Intake, event: SourceEvent): FileItem | undefined {
  switch (event.type) {
    case 'record': {
      const record = newRecord(event.record, event.origin.file, event.origin.line);
      intake.records += 1;
      if (intake.first.length < FIRST) intake.first.push(record);
      return { record };
    }
    case 'reject':
      intake.rejects.push(event.reject);
      return event;
    case 'note':
      intake.notes.push(event.note);
      return undefined;
    case 'understood':
      intake.understood = event.understood;
      return undefined;
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
