import type { DateOrder } from '../domain/dates.ts';
import type { RecordKind, SourceRecord } from '../domain/records.ts';
import type { CellFault, CellReader } from './cells.ts';
import type { SourceEvent } from './contract.ts';
import type { Field } from './fields.ts';
import { quoted, type Row } from './table.ts';

/** The rows of one record, in the order of the file; never empty. */
export interface Group {
  /** Told by what: the id or the number. */
  key: string;
  rows: [Row, ...Row[]];
}

/** What is the same for all records of a file. */
export interface RecordContext {
  file: string;
  dateOrder?: DateOrder;
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

/** Fields that every row of one record states alike, and how two spellings of one value are told. */
export type Shared = readonly { field: Field; same?: (text: string) => string | undefined }[];

/**
 * Checks that the rows of one record say the same. An empty cell says nothing. Names both lines and both values, once a
 * field: which of the two is right only a person can know.
 */
export function checkAgreement(
  rows: readonly Row[],
  shared: Shared,
  cells: CellReader,
  record: string,
): void {
  for (const { field, same } of shared) {
    let first: { row: Row; text: string; key: string } | undefined;
    for (const row of rows) {
      const { text, column } = row.cell(field);
      // What cannot be read is refused by itself.
      if (text === '' || cells.hasRefused(row, field)) continue;
      const key = same?.(text) ?? text;
      if (!first) first = { row, text, key };
      else if (first.key !== key) {
        cells.refuse(
          row,
          field,
          `${record} says ${column ?? field} ${quoted(first.text)} on line ${first.row.line} and ${quoted(text)} on line ${row.line}.`,
          `All rows of ${record} must have the same ${column ?? field}. If they are two, each needs a number of its own.`,
        );
        break;
      }
    }
  }
}

/** The row that states a field first; the first row where none does. */
export function rowWith(rows: readonly [Row, ...Row[]], field: Field): Row {
  return rows.find((row) => row.cell(field).text !== '') ?? rows[0];
}
