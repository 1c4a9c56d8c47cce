import type { RecordKind, SourceRecord } from '../domain/records.ts';
import type { CellFault } from './cells.ts';
import type { SourceEvent } from './contract.ts';
import type { Field } from './fields.ts';
import type { Row } from './rows.ts';

/** The rows of one record, in the order of the file; never empty. */
export interface Group {
  /** Told by what: the id or the number. */
  key: string;
  rows: [Row, ...Row[]];
  /** Not to be built: a row of it was lost. */
  spoiled: boolean;
}

/** What became of one record or of one row that is none: told in the order of the file's lines. */
export interface Outcome {
  line: number;
  events: SourceEvent[];
}

/** The outcome of a record with its notes. */
export function accepted(
  file: string,
  line: number,
  record: SourceRecord,
  recordId: string,
  notes: readonly { line: number; what: string }[],
): Outcome {
  const told = notes.map((note): SourceEvent => ({ type: 'note', note: { file, recordId, ...note } }));
  return { line, events: [{ type: 'record', record, origin: { file, line } }, ...told] };
}

/** The outcome of a record or a row that stays out, one reject a fault. */
export function refused(
  file: string,
  line: number,
  kind: RecordKind | 'file',
  faults: readonly CellFault[],
  recordId?: string,
): Outcome {
  return {
    line,
    events: faults.map((fault) => ({
      type: 'reject',
      reject: { file, kind, ...(recordId === undefined ? {} : { recordId }), ...fault },
    })),
  };
}

/** A fault that names a column, made outside a cell reader. */
export function faultAt(row: Row, field: Field, what: string, expected: string): CellFault {
  const { column, columnNumber } = row.cell(field);
  return {
    line: row.line,
    ...(column === undefined ? {} : { column }),
    ...(columnNumber === undefined ? {} : { columnNumber }),
    what,
    expected,
  };
}
