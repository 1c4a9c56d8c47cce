import type { ColumnReading } from './columns.ts';
import type { Delimiter } from './csv-text.ts';
import type { Field } from './fields.ts';
import type { LostRow } from './row-names.ts';
import type { Row, TableFault } from './table.ts';

/** The columns of a CSV file that has all that it needs: makes rows of cells. */
export class CsvColumns {
  readonly #headings: readonly string[];
  readonly #reading: Extract<ColumnReading, { ok: true }>;
  readonly #delimiter: Delimiter;

  constructor(
    headings: readonly string[],
    reading: Extract<ColumnReading, { ok: true }>,
    delimiter: Delimiter,
  ) {
    this.#headings = headings;
    this.#reading = reading;
    this.#delimiter = delimiter;
  }

  /** The row that the cells are, or why they are none. */
  row(line: number, given: readonly string[]): Row | TableFault[] {
    const cells = given.length > this.#headings.length ? trimEnd(given, this.#headings.length) : given;
    if (cells.length !== this.#headings.length) return [this.#countFault(line, cells)];
    return {
      line,
      commaIsDoubtful: this.#delimiter !== ',',
      cell: (field) => {
        const index = this.#reading.at.get(field);
        if (index === undefined) return { text: '' };
        const column = this.#headings[index] ?? '';
        return { text: (cells[index] ?? '').trim(), column, columnNumber: index + 1 };
      },
    };
  }

  /** The records that lose a row by cells that are no row. */
  *lostBy(cells: readonly string[]): Generator<LostRow> {
    yield this.#named(cells);
    // A quote that was closed too late has swallowed whole rows into one cell.
    for (const cell of cells.filter((text) => /[\r\n]/.test(text))) {
      for (const line of cell.split(/\r\n|\r|\n/)) yield this.lostByLine(line);
    }
  }

  /** The record that loses a row by a line that cannot be taken apart: read as well as it goes. */
  lostByLine(line: string): LostRow {
    return this.#named(line.split(this.#delimiter).map((cell) => cell.replaceAll('"', '')));
  }

  #named(cells: readonly string[]): LostRow {
    if (this.#reading.kind === 'payment') return { id: this.#valueAt(cells, 'payment_id') };
    return { id: this.#valueAt(cells, 'invoice_id'), number: this.#valueAt(cells, 'invoice_number') };
  }

  #valueAt(cells: readonly string[], field: Field): string | undefined {
    const index = this.#reading.at.get(field);
    const text = index === undefined ? '' : (cells[index] ?? '').trim();
    return text === '' ? undefined : text;
  }

  #countFault(line: number, cells: readonly string[]): TableFault {
    const { id, number } = this.#named(cells);
    const recordId = number ?? id;
    const wanted = this.#headings.length;
    const counted = (n: number) => `${n} ${n === 1 ? 'cell' : 'cells'}`;
    return {
      line,
      ...(recordId === undefined ? {} : { recordId }),
      what: `The row has ${counted(cells.length)}, the header has ${wanted}, so it cannot be told which value belongs where${
        recordId === undefined ? '' : `; all of ${recordId} is left out`
      }.`,
      expected:
        cells.length > wanted
          ? 'Put text that holds the separator in quotes: "Smith, John".'
          : 'Write every column in every row, empty ones too.',
    };
  }
}

/** Without the empty cells at the end, down to `least` of them: spreadsheets write such columns for no reason. */
export function trimEnd(cells: readonly string[], least = 0): string[] {
  let length = cells.length;
  while (length > least && (cells[length - 1] ?? '').trim() === '') length -= 1;
  return cells.slice(0, length);
}
