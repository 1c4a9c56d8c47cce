import type { CellReader } from './cells.ts';
import type { Field } from './fields.ts';
import { quoted, type Row } from './rows.ts';

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
