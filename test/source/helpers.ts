import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { moneyText, plainText } from '../../src/domain/money.ts';
import type { SourceInvoice, SourcePayment, SourceRecord } from '../../src/domain/records.ts';
import type { Note, Origin, ReadOptions, Reject, Understood } from '../../src/source/contract.ts';
import { readFileSource } from '../../src/source/file.ts';

export interface ReadResult {
  understood: Understood[];
  records: SourceRecord[];
  origins: Origin[];
  invoices: SourceInvoice[];
  payments: SourcePayment[];
  rejects: Reject[];
  notes: Note[];
}

/** Everything the reader says of a file that is there. */
export async function readPath(file: string, options: ReadOptions = {}): Promise<ReadResult> {
  const result: ReadResult = {
    understood: [],
    records: [],
    origins: [],
    invoices: [],
    payments: [],
    rejects: [],
    notes: [],
  };
  for await (const event of readFileSource(file, options)) {
    if (event.type === 'understood') result.understood.push(event.understood);
    else if (event.type === 'reject') result.rejects.push(event.reject);
    else if (event.type === 'note') result.notes.push(event.note);
    else {
      result.records.push(event.record);
      result.origins.push(event.origin);
      if (event.record.kind === 'invoice') result.invoices.push(event.record);
      else result.payments.push(event.record);
    }
  }
  return result;
}

/** Writes a file for one reading and takes it away again. */
export async function read(
  contents: string | Uint8Array,
  options: ReadOptions = {},
  name = 'in.csv',
): Promise<ReadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'qbsync-source-'));
  try {
    const file = join(folder, name);
    await writeFile(file, contents);
    return await readPath(file, options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One CSV text of a header and rows. */
export function csv(header: string, ...rows: string[]): string {
  return [header, ...rows].join('\n') + '\n';
}

/** Amounts of the first invoice's lines, for short expectations. */
export function amounts({ invoices }: ReadResult, at = 0): string[] {
  return (invoices[at]?.lines ?? []).map(({ amount }) => moneyText(amount));
}

/** A record with its decimals as text, so that two of them can be compared. */
export function plain(record: unknown): unknown {
  return JSON.parse(
    JSON.stringify(record, (_, value: unknown) => (isMoney(value) ? plainText(value) : value)),
  ) as unknown;
}

function isMoney(value: unknown): value is Parameters<typeof plainText>[0] {
  return typeof value === 'object' && value !== null && 'toFixed' in value && 'times' in value;
}
