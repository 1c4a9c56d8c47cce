/** One row of a delimited file as it stands there. */
export interface RawRow {
  /** Line where the row starts, from 1; a quoted cell may run over several. */
  line: number;
  cells: string[];
}

export interface Delimited {
  rows: RawRow[];
  /** Set where the file cannot be taken apart any further: the rows before it stand. */
  stop?: { line: number; why: 'unclosed' | 'after-quote'; rest: string };
}

export type Delimiter = ',' | ';' | '\t';

/**
 * Splits delimited text (RFC 4180, with LF, CR or CRLF). Written here because the line a row starts on and the line a
 * quote was opened on are what a person needs to find the fault, and the rows before the fault are to be kept.
 * Blank lines are left out. A quote inside an unquoted cell is a character like any other (`5" pipe`).
 */
export function splitDelimited(text: string, delimiter: Delimiter, firstLine = 1): Delimited {
  const rows: RawRow[] = [];
  let at = 0;
  let line = firstLine;
  while (at < text.length) {
    const row: RawRow = { line, cells: [] };
    const rowStart = at;
    let ended = false;
    while (!ended) {
      let cell: string;
      if (text[at] === '"') {
        const quotedCell = readQuoted(text, at);
        if (!quotedCell) return { rows, stop: { line, why: 'unclosed', rest: text.slice(rowStart) } };
        const after = text[quotedCell.end];
        if (after !== undefined && after !== delimiter && after !== '\n' && after !== '\r') {
          return { rows, stop: { line, why: 'after-quote', rest: text.slice(rowStart) } };
        }
        cell = quotedCell.cell;
        line += quotedCell.lines;
        at = quotedCell.end;
      } else {
        const end = endOfCell(text, at, delimiter);
        cell = text.slice(at, end);
        at = end;
      }
      row.cells.push(cell);
      if (text[at] === delimiter) at += 1;
      else ended = true;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    line += 1;
    if (row.cells.some((cell) => cell.trim() !== '')) rows.push(row);
  }
  return { rows };
}

/** The delimiter of a header line: the one that occurs most outside quotes; a comma where none does. */
export function delimiterOf(header: string): Delimiter {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: Delimiter) => bare.split(delimiter).length;
  const candidates: readonly Delimiter[] = [',', ';', '\t'];
  return candidates.reduce((best, next) => (count(next) > count(best) ? next : best));
}

function endOfCell(text: string, from: number, delimiter: Delimiter): number {
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === delimiter || character === '\n' || character === '\r') return at;
    at += 1;
  }
  return at;
}

function readQuoted(text: string, from: number): { cell: string; end: number; lines: number } | undefined {
  let cell = '';
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return undefined;
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { cell, end: quote + 1, lines: lineEnds(cell) };
    cell += '"';
    at = quote + 2;
  }
}

function lineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
