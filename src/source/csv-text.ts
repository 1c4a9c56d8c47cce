// CSV text to rows by csv-parse. Own work is the lines, counted from csv-parse's byte positions (its own count takes a CRLF
// inside quotes for two lines, and names the last line of the file for a quote that is never closed), and the delimiter.
import { CsvError, parse, type Options } from 'csv-parse/sync';
import { LineCounter } from './decode.ts';

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

/** The delimiter of a header line: the one that occurs most outside quotes; a comma where none does. */
export function delimiterOf(header: string): Delimiter {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  const count = (delimiter: Delimiter) => bare.split(delimiter).length;
  const candidates: readonly Delimiter[] = [',', ';', '\t'];
  return candidates.reduce((best, next) => (count(next) > count(best) ? next : best));
}

/**
 * Splits delimited text (RFC 4180, with LF, CR or CRLF). Blank lines are left out. A quote inside an unquoted cell is a
 * character like any other (`5" pipe`). Where a quote is never closed, or closed inside a cell, the rows before it are
 * kept: what comes after cannot be told apart.
 */
export function splitDelimited(text: string, delimiter: Delimiter, firstLine = 1): Delimited {
  const bytes = Buffer.from(text);
  const { spans, fault, bareQuotes } = strictly(bytes, delimiter);
  const whole = bareQuotes ? leniently(bytes, delimiter, fault?.at) : spans;
  // One character a byte, so that positions fit.
  const counter = new LineCounter(bytes.toString('latin1'));
  const lineAt = (at: number) => counter.at(at).line + firstLine - 1;
  const rows = whole
    .map(({ start, cells }) => ({ line: lineAt(start), cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!fault) return { rows };
  const rest = bytes.subarray(whole.at(-1)?.end ?? 0).toString();
  return { rows, stop: { line: lineAt(fault.at), why: fault.why, rest } };
}

/** A row and the bytes it takes, line end included. */
interface Span {
  start: number;
  end: number;
  cells: string[];
}

/** Where the cell at fault begins. */
interface Fault {
  at: number;
  why: 'unclosed' | 'after-quote';
}

/**
 * All rows up to a fault. csv-parse takes both a quote inside an unquoted cell and text after a closing quote, or neither.
 * The first is harmless, the second means that the cells are not where they seem to be. So it is told to take neither,
 * goes on after the first and stops at the second; rows with bare quotes, which it leaves out, need `leniently`.
 */
function strictly(
  bytes: Buffer,
  delimiter: Delimiter,
): { spans: Span[]; bareQuotes: boolean; fault?: Fault } {
  let bareQuotes = false;
  const spans: Span[] = [];
  try {
    collect(bytes, delimiter, spans, {
      on_skip: (error) => {
        if (error?.code !== 'INVALID_OPENING_QUOTE') throw error ?? new Error('csv-parse skipped a row');
        bareQuotes = true;
        return undefined;
      },
    });
    return { spans, bareQuotes };
  } catch (error) {
    return { spans, bareQuotes, fault: faultOf(error) };
  }
}

/** The rows before the cell at fault, those with bare quotes too. */
function leniently(bytes: Buffer, delimiter: Delimiter, before = Infinity): Span[] {
  const spans: Span[] = [];
  collect(bytes, delimiter, spans, { relax_quotes: true });
  return spans.filter(({ end }) => end <= before);
}

function collect(bytes: Buffer, delimiter: Delimiter, into: Span[], options: Options): void {
  let start = 0;
  parse(bytes, {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_records_with_error: true,
    on_record: (cells, { bytes: end }) => {
      into.push({ start, end, cells });
      start = end;
      return null;
    },
    ...options,
  });
}

function faultOf(error: unknown): Fault {
  if (error instanceof CsvError && typeof error.bytes === 'number') {
    if (error.code === 'CSV_QUOTE_NOT_CLOSED') return { at: error.bytes, why: 'unclosed' };
    if (error.code === 'CSV_INVALID_CLOSING_QUOTE') return { at: error.bytes, why: 'after-quote' };
  }
  throw error;
}
