import type { RecordKind } from '../domain/records.ts';
import type { Understood } from './contract.ts';
import type { Field } from './fields.ts';
import type { Grouping } from './grouping.ts';
import type { RowPlaces, RowReader } from './row-places.ts';

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

/** A fault of the file or of a row as a whole. */
export interface TableFault {
  line: number;
  /** Whether the file is at fault, not a record in it. */
  isOfFile?: boolean;
  column?: string;
  recordId?: string;
  what: string;
  expected: string;
}

/** A file that was gone through once: what its columns are, and what of it can be read again row by row. */
export interface Table {
  /** Absent where the kind of the file cannot be told. */
  kind?: RecordKind;
  columns: Understood['columns'];
  /** What is wrong with more than one row. */
  faults: TableFault[];
  /** Absent where no row can be understood. */
  rows?: Rows;
}

/** The rows of a file, none of them held. */
export interface Rows {
  places: RowPlaces;
  grouping: Grouping;
  /** Gives a row, or what is wrong with it. */
  reader: RowReader<Row | TableFault[]>;
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
