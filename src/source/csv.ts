import type { RecordKind } from '../domain/records.ts';
import { readColumns } from './columns.ts';
import type { ReadOptions, Understood } from './contract.ts';
import { CsvColumns, trimEnd } from './csv-columns.ts';
import { delimiterOf, findRows, splitRows, type Beginning, type Delimiter, type Stop } from './csv-text.ts';
import { lineEnds, linesOf, type FileText } from './file-text.ts';
import { KINDS } from './kinds.ts';
import { RowNames } from './row-names.ts';
import { RowReader, type RowPlaces } from './row-places.ts';
import type { Table, TableFault } from './table.ts';

/** Goes through CSV text with commas, semicolons or tabs. */
export async function readCsv(text: FileText, options: ReadOptions): Promise<Table> {
  const beginning = await findBeginning(text);
  const { places, stop } = await findRows(text, beginning);
  const stops = stop ? [stopFault(stop)] : [];
  const cells = new RowReader(text, places, (bytes) => splitRows(bytes, beginning.delimiter));
  const header = await findHeader(places, cells, beginning.delimiter, options);
  if (!header) return { columns: [], faults: stop ? stops : [EMPTY] };
  const { kind, understood } = header;
  if (!header.ok) return { kind, columns: understood, faults: [header.fault] };
  const names = await namesIn(places, cells, header);
  // Which records the lost part belongs to is read as well as it goes, so that none of them is half read.
  if (stop) {
    for await (const { bytes } of linesOf(text, stop.rest)) {
      names.lose(header.columns.lostByLine(bytes.toString()));
    }
  }
  const grouping = KINDS[header.kind].group(names);
  const reader = cells.map((found, row) =>
    isUnderneath(header, row, found) ? header.columns.row(places.line(row), found) : [],
  );
  return { kind, columns: understood, faults: stops, rows: { places, grouping, reader } };
}

interface GoodHeader {
  ok: true;
  /** Which row it is. */
  row: number;
  kind: RecordKind;
  understood: Understood['columns'];
  columns: CsvColumns;
}

type Header =
  | GoodHeader
  | { ok: false; kind: RecordKind | undefined; understood: Understood['columns']; fault: TableFault };

/** The first row that is not blank; undefined where there is none. */
async function findHeader(
  places: RowPlaces,
  cells: RowReader<string[]>,
  delimiter: Delimiter,
  options: ReadOptions,
): Promise<Header | undefined> {
  for (let row = 0; row < places.length; row += 1) {
    const headings = trimEnd((await cells.onward(row)).map((cell) => cell.trim()));
    if (headings.length === 0) continue;
    const reading = readColumns(headings, options);
    const { kind, columns: understood } = reading;
    if (!reading.ok) {
      const { what, expected } = reading;
      const fault = { line: places.line(row), isOfFile: true, what, expected };
      return { ok: false, kind, understood, fault };
    }
    const columns = new CsvColumns(headings, reading, delimiter);
    return { ok: true, row, kind: reading.kind, understood, columns };
  }
  return undefined;
}

async function namesIn(places: RowPlaces, cells: RowReader<string[]>, header: GoodHeader): Promise<RowNames> {
  const names = new RowNames();
  for (let row = 0; row < places.length; row += 1) {
    const found = await cells.onward(row);
    const read = isUnderneath(header, row, found) ? header.columns.row(places.line(row), found) : [];
    if (!Array.isArray(read)) names.push(read, header.kind);
    else {
      names.pushUnreadable();
      if (read.length > 0) for (const lost of header.columns.lostBy(found)) names.lose(lost);
    }
  }
  return names;
}

/** Whether a row is one of those under the header, and not blank. */
function isUnderneath(header: GoodHeader, row: number, cells: readonly string[]): boolean {
  return row > header.row && cells.some((cell) => cell.trim() !== '');
}

const LONGEST_HEADER = 65_536;

async function findBeginning(text: FileText): Promise<Beginning> {
  const head = await headOf(text);
  const blank = /^(?:[ \t]*(?:\r\n|\r|\n))+/.exec(head)?.[0] ?? '';
  let [start, line] = [blank.length, 1 + lineEnds(blank)];
  // Excel writes and reads `sep=;` as a first line.
  const told = /^"?sep=([,;\t])"?(?:\r\n|\r|\n)/i.exec(head.slice(start));
  if (told) {
    start += told[0].length;
    line += 1;
  }
  const first = /^(?:"[^"]*"|[^"\r\n])*/.exec(head.slice(start, start + LONGEST_HEADER))?.[0] ?? '';
  const delimiter = told?.[1];
  return {
    start,
    line,
    delimiter: delimiter === ',' || delimiter === ';' || delimiter === '\t' ? delimiter : delimiterOf(first),
  };
}

/** As much of the file's beginning as a header may take, behind whatever is blank before it. */
async function headOf(text: FileText): Promise<string> {
  for (let length = 2 * LONGEST_HEADER; ; length *= 2) {
    const head = (await text.slice(0, Math.min(length, text.size))).toString();
    if (length >= text.size || head.trimStart().length >= LONGEST_HEADER) return head;
  }
}

const EMPTY: TableFault = {
  line: 1,
  isOfFile: true,
  what: 'The file is empty.',
  expected: 'A first line with the column names, then one row a line.',
};

function stopFault({ line, why }: Stop): TableFault {
  return why === 'unclosed'
    ? {
        line,
        isOfFile: true,
        what: `The quote (") that opens on line ${line} is never closed, so the rest of the file cannot be read.`,
        expected: 'Close the quote, or write a quote inside a text twice: "5"" pipe".',
      }
    : {
        line,
        isOfFile: true,
        what: `After the quoted text that opens on line ${line} there is more text in the same cell, so the rest of the file cannot be read.`,
        expected:
          'Close the quote at the end of the cell, and write a quote inside a text twice: "5"" pipe".',
      };
}
