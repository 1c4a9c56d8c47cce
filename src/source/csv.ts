import type { ReadOptions } from './contract.ts';
import { readColumns, type ColumnReading } from './columns.ts';
import { delimiterOf, splitDelimited, type Delimited, type Delimiter, type RawRow } from './csv-text.ts';
import type { Field } from './fields.ts';
import type { Row, Spoiled, Table, TableFault } from './table.ts';

/** Reads CSV text with commas, semicolons or tabs. */
export function readCsv(text: string, options: ReadOptions): Table {
  const start = findHeader(text);
  const delimited = splitDelimited(start.text, start.delimiter, start.line);
  const [header, ...rows] = delimited.rows;
  const table: Table = { columns: [], rows: [], spoiled: [], fileFaults: [], rowFaults: [] };
  if (!header) {
    table.fileFaults.push(
      delimited.stop
        ? stopFault(delimited.stop)
        : {
            line: 1,
            what: 'The file is empty.',
            expected: 'A first line with the column names, then one row a line.',
          },
    );
    return table;
  }
  const headings = trimEnd(header.cells.map((cell) => cell.trim()));
  const reading = readColumns(headings, options);
  table.columns = reading.columns;
  if (reading.kind) table.kind = reading.kind;
  if (!reading.ok) {
    table.fileFaults.push({ line: header.line, what: reading.what, expected: reading.expected });
    return table;
  }
  for (const raw of rows) {
    const cells = raw.cells.length > headings.length ? trimEnd(raw.cells, headings.length) : raw.cells;
    if (cells.length === headings.length) {
      table.rows.push(csvRow(raw.line, cells, headings, reading, start.delimiter));
    } else {
      spoil(table, cells, reading);
      // A quote that was closed too late has swallowed whole rows into one cell.
      for (const cell of cells.filter((text) => /[\r\n]/.test(text))) {
        spoilLines(table, cell, start.delimiter, reading);
      }
      table.rowFaults.push(countFault(raw, cells.length, headings.length, nameOf(cells, reading)));
    }
  }
  if (delimited.stop) {
    table.fileFaults.push(stopFault(delimited.stop));
    // Which records the lost part belongs to is read as well as it goes, so that none of them is half read.
    spoilLines(table, delimited.stop.rest, start.delimiter, reading);
  }
  return table;
}

const LONGEST_HEADER = 65_536;

function findHeader(text: string): { text: string; line: number; delimiter: Delimiter } {
  const blank = /^(?:[ \t]*(?:\r\n|\r|\n))+/.exec(text)?.[0] ?? '';
  let body = text.slice(blank.length);
  let line = 1 + (blank.match(/\r\n|\r|\n/g)?.length ?? 0);
  // Excel writes and reads `sep=;` as a first line.
  const told = /^"?sep=([,;\t])"?(?:\r\n|\r|\n)/i.exec(body);
  if (told) {
    body = body.slice(told[0].length);
    line += 1;
  }
  const first = /^(?:"[^"]*"|[^"\r\n])*/.exec(body.slice(0, LONGEST_HEADER))?.[0] ?? '';
  const delimiter = told?.[1];
  return {
    text: body,
    line,
    delimiter: delimiter === ',' || delimiter === ';' || delimiter === '\t' ? delimiter : delimiterOf(first),
  };
}

type Reading = Extract<ColumnReading, { ok: true }>;

function csvRow(
  line: number,
  cells: readonly string[],
  headings: readonly string[],
  { at }: Reading,
  delimiter: Delimiter,
): Row {
  return {
    line,
    commaIsDoubtful: delimiter !== ',',
    cell: (field) => {
      const index = at.get(field);
      if (index === undefined) return { text: '' };
      return { text: (cells[index] ?? '').trim(), column: headings[index] ?? '', columnNumber: index + 1 };
    },
  };
}

function valueAt(cells: readonly string[], { at }: Reading, field: Field): string | undefined {
  const index = at.get(field);
  const text = index === undefined ? '' : (cells[index] ?? '').trim();
  return text === '' ? undefined : text;
}

function spoil(table: Table, cells: readonly string[], reading: Reading): void {
  const spoiled: Spoiled = {};
  const invoiceId = valueAt(cells, reading, 'invoice_id');
  const number = valueAt(cells, reading, 'invoice_number');
  const paymentId = valueAt(cells, reading, 'payment_id');
  if (invoiceId) spoiled.invoiceId = invoiceId;
  if (number) spoiled.number = number;
  if (paymentId) spoiled.paymentId = paymentId;
  if (invoiceId ?? number ?? paymentId) table.spoiled.push(spoiled);
}

function spoilLines(table: Table, text: string, delimiter: Delimiter, reading: Reading): void {
  for (const line of text.split(/\r\n|\r|\n/)) {
    const cells = line.split(delimiter).map((cell) => cell.replaceAll('"', ''));
    spoil(table, cells, reading);
  }
}

function nameOf(cells: readonly string[], reading: Reading): string | undefined {
  return reading.kind === 'payment'
    ? valueAt(cells, reading, 'payment_id')
    : (valueAt(cells, reading, 'invoice_number') ?? valueAt(cells, reading, 'invoice_id'));
}

function countFault(raw: RawRow, count: number, wanted: number, recordId: string | undefined): TableFault {
  const cells = (n: number) => `${n} ${n === 1 ? 'cell' : 'cells'}`;
  return {
    line: raw.line,
    ...(recordId === undefined ? {} : { recordId }),
    what: `The row has ${cells(count)}, the header has ${wanted}, so it cannot be told which value belongs where${
      recordId === undefined ? '' : `; all of ${recordId} is left out`
    }.`,
    expected:
      count > wanted
        ? 'Put text that holds the separator in quotes: "Smith, John".'
        : 'Write every column in every row, empty ones too.',
  };
}

function stopFault({ line, why }: NonNullable<Delimited['stop']>): TableFault {
  return why === 'unclosed'
    ? {
        line,
        what: `The quote (") that opens on line ${line} is never closed, so the rest of the file cannot be read.`,
        expected: 'Close the quote, or write a quote inside a text twice: "5"" pipe".',
      }
    : {
        line,
        what: `After the quoted text that opens on line ${line} there is more text in the same cell, so the rest of the file cannot be read.`,
        expected:
          'Close the quote at the end of the cell, and write a quote inside a text twice: "5"" pipe".',
      };
}

/** Without the empty cells at the end, down to `least` of them: spreadsheets write such columns for no reason. */
function trimEnd(cells: readonly string[], least = 0): string[] {
  let length = cells.length;
  while (length > least && (cells[length - 1] ?? '').trim() === '') length -= 1;
  return cells.slice(0, length);
}
