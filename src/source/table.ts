import type { RecordKind } from '../domain/records.ts';
import type { Understood } from './contract.ts';
import type { Field } from './fields.ts';

/** One value of a file and where it stands. */
export interface Cell {
  /** Trimmed; empty where the column or key is absent. */
  text: string;
  /** The heading in the file, or the key path of JSON (`lines[1].amount`, counted from 0 as JSON tools do). */
  column?: string;
  /** Position from 1; CSV only. */
  columnNumber?: number;
}

/** One row of a CSV file or one object of a JSON file, told by canonical field. */
export interface Row {
  /** Line of the file where it starts. */
  line: number;
  cell: (field: Field) => Cell;
  /**
   * JSON only: the object's `lines` or `applied`. A row that has them is a record of its own; rows without are put
   * together by id or number.
   */
  parts?: readonly Row[];
  /** A comma in a number may be a decimal comma here, so that `1,200` is a guess either way. */
  commaIsDoubtful?: boolean;
}

/** A row that could not be taken apart: the record it names must not be built from the rows that are left. */
export interface Spoiled {
  invoiceId?: string;
  number?: string;
  paymentId?: string;
}

/** A fault of the file or of a row as a whole. */
export interface TableFault {
  line: number;
  column?: string;
  recordId?: string;
  what: string;
  expected: string;
}

/** A file taken apart into rows whose cells are told by field. */
export interface Table {
  /** Absent where the kind of the file cannot be told. */
  kind?: RecordKind;
  columns: Understood['columns'];
  rows: Row[];
  /** Records that have lost a row. */
  spoiled: Spoiled[];
  fileFaults: TableFault[];
  rowFaults: TableFault[];
}

const SHOWN = 60;

/** A value of the file as a message shows it: in quotes, cut at 60 characters. */
export function quoted(text: string): string {
  return `"${cut(text)}"`;
}

/** Text cut at 60 characters, never inside a character. */
export function cut(text: string): string {
  if (text.length <= SHOWN) return text;
  const characters = Array.from(text.slice(0, SHOWN * 4));
  return characters.length <= SHOWN ? text : `${characters.slice(0, SHOWN).join('')}…`;
}

/** `a, b and c`. */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}
