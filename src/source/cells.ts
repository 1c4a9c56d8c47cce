import { readDate, type DateOrder, type PlainDate } from '../domain/dates.ts';
import { parseDecimal, toCents, ZERO, type Money } from '../domain/money.ts';
import { quoted, type Cell, type Row } from './table.ts';
import type { Field } from './fields.ts';

/** What is wrong with one cell, or with the record as a whole where `column` is absent. */
export interface CellFault {
  line: number;
  column?: string;
  columnNumber?: number;
  what: string;
  expected: string;
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

// QuickBooks keeps amounts as JSON numbers, which hold fifteen digits for certain.
const MOST_DIGITS = 15;

/** Reads the cells of one record and gathers everything that is wrong with them, so that all of it can be told at once. */
export class CellReader {
  readonly faults: CellFault[] = [];
  readonly #dateOrder: DateOrder | undefined;

  constructor(dateOrder?: DateOrder) {
    this.#dateOrder = dateOrder;
  }

  /** Notes a fault of one cell. */
  refuse(row: Row, field: Field | undefined, what: string, expected: string): void {
    const cell: Cell = field === undefined ? { text: '' } : row.cell(field);
    this.faults.push({
      line: row.line,
      ...(cell.column === undefined ? {} : { column: cell.column }),
      ...(cell.columnNumber === undefined ? {} : { columnNumber: cell.columnNumber }),
      what,
      expected,
    });
  }

  /** Whether a cell has been refused already. */
  hasRefused(row: Row, field: Field): boolean {
    const { column } = row.cell(field);
    return this.faults.some((fault) => fault.line === row.line && fault.column === column);
  }

  /** Text of a cell that must not be empty. */
  required(row: Row, field: Field, what: string, example: string): string {
    const { text } = row.cell(field);
    if (text === '') this.refuse(row, field, `${what} is missing.`, `Write it, for example ${example}.`);
    return text;
  }

  date(row: Row, field: Field): PlainDate | undefined {
    const { text } = row.cell(field);
    if (text === '') return undefined;
    const reading = readDate(text, this.#dateOrder);
    if (reading.ok) return reading.date;
    if (reading.why === 'ambiguous') {
      this.refuse(
        row,
        field,
        `${quoted(text)} can be ${bothReadings(text)}.`,
        'Write it as YYYY-MM-DD, or say how the file writes dates: --date-format mdy (month first) or --date-format dmy (day first).',
      );
    } else {
      const what = reading.why === 'no-such-day' ? 'is not a day that exists' : 'is not a date';
      this.refuse(row, field, `${quoted(text)} ${what}.`, 'A date such as 2026-03-31.');
    }
    return undefined;
  }

  /** An amount of money: at most two decimals. */
  money(row: Row, field: Field): Money | undefined {
    const value = this.number(row, field);
    if (!value || toCents(value).eq(value)) return value;
    const { text } = row.cell(field);
    this.refuse(
      row,
      field,
      `${quoted(text)} has more than two decimals.`,
      'An amount in dollars and cents, such as 1200.10.',
    );
    return undefined;
  }

  /** A decimal number: a quantity, a unit price, or an amount whose decimals are checked elsewhere. */
  number(row: Row, field: Field): Money | undefined {
    const { text } = row.cell(field);
    if (text === '') return undefined;
    if (text.replace(/\D/g, '').length > MOST_DIGITS + 15 || tooManyDigits(parseDecimal(text))) {
      this.refuse(
        row,
        field,
        `${quoted(text)} has more than ${MOST_DIGITS} digits.`,
        'An amount such as 1200.10.',
      );
      return undefined;
    }
    const value = row.commaIsDoubtful && /^[^.]*,[^.]*$/.test(text) ? undefined : parseDecimal(text);
    if (!value) {
      const comma = text.includes(',') ? ' Use a dot for the decimals and nothing for the thousands.' : '';
      this.refuse(row, field, `${quoted(text)} is not a number.`, `A number such as 1200.10.${comma}`);
    }
    return value;
  }

  /** Percent: `10`, `10%`; empty is 0. */
  rate(row: Row, field: Field): Money | undefined {
    const { text } = row.cell(field);
    if (text === '') return ZERO;
    const bare = text.replace(/\s*%$/, '');
    const value = bare.length > MOST_DIGITS ? undefined : parseDecimal(bare);
    if (value?.gte(0) && value.lte(100)) return value;
    this.refuse(
      row,
      field,
      `${quoted(text)} is not a tax rate.`,
      'A percentage from 0 to 100: 10 means ten percent.',
    );
    return undefined;
  }

  currency(row: Row, field: Field): string | undefined {
    const { text } = row.cell(field);
    if (text === '') return undefined;
    const code = text.toUpperCase();
    if (CURRENCIES.has(code)) return code;
    this.refuse(
      row,
      field,
      `${quoted(text)} is not a currency.`,
      'A three-letter code: USD, AUD, GBP or CAD.',
    );
    return undefined;
  }

  /** A word out of a list that `meaning` knows. */
  word<T>(row: Row, field: Field, meaning: (text: string) => T | undefined, accepted: string): T | undefined {
    const { text } = row.cell(field);
    const value = meaning(text);
    if (value === undefined) {
      this.refuse(row, field, `${quoted(text)} is not known here.`, `One of: ${accepted}.`);
    }
    return value;
  }
}

function tooManyDigits(value: Money | undefined): boolean {
  return value !== undefined && value.toFixed().replace(/\D/g, '').length > MOST_DIGITS;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** `03/04/2026` → `March 4, 2026 (month first) or 3 April 2026 (day first)`. */
function bothReadings(text: string): string {
  const [first = 0, second = 0, year = 0] = text.split(/[-/.]/).map(Number);
  return (
    `${MONTHS[first - 1] ?? ''} ${second}, ${year} (month first) or ` +
    `${first} ${MONTHS[second - 1] ?? ''} ${year} (day first)`
  );
}
