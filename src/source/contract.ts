import type { DateOrder } from '../domain/dates.ts';
import type { SourceRecord } from '../domain/records.ts';

/** Where in a file something was read. Lines and columns are counted from 1, as editors and spreadsheets do. */
export interface Origin {
  file: string;
  line: number;
}

/** Input that could not become a record: it stays out, the rest goes on. */
export interface Reject extends Origin {
  kind: 'invoice' | 'payment' | 'file';
  /** The column's name as the file has it, where one column is at fault. */
  column?: string;
  /** The column's position from 1, where one column is at fault. */
  columnNumber?: number;
  /** The number or id shown to people, where it could be read. */
  recordId?: string;
  /** What is wrong, a sentence: `"03/04/2026" can be 3 April or March 4`. */
  what: string;
  /** What would be right, a sentence. */
  expected: string;
}

/** Something a person should know that did not keep the record out. */
export interface Note extends Origin {
  recordId: string;
  what: string;
}

export type SourceEvent =
  | { type: 'record'; record: SourceRecord; origin: Origin }
  | { type: 'reject'; reject: Reject }
  | { type: 'note'; note: Note }
  | { type: 'understood'; understood: Understood };

/** What the reader made of a file's columns; sent once a file, first. */
export interface Understood {
  file: string;
  format: 'csv' | 'jsonl';
  kind: 'invoice' | 'payment';
  encoding: string;
  /** One entry a column of the file, in its order; `field` absent where the column is not used. */
  columns: { name: string; field?: string }[];
}

/** Column name in the file → canonical field. Saved by `import --columns`. */
export type ColumnMap = Record<string, string>;

export interface ReadOptions {
  dateOrder?: DateOrder;
  /** Name of a WHATWG encoding, for files that are not Unicode. */
  encoding?: string;
  columns?: ColumnMap;
  /** What the file holds, where its columns do not tell. */
  kind?: 'invoice' | 'payment';
}

/** Reads one source. Never throws for what the file holds; a file that cannot be opened is a `Problem`. */
export type ReadSource = (file: string, options: ReadOptions) => AsyncIterable<SourceEvent>;
