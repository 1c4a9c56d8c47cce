import { sum, type Money } from '../domain/money.ts';
import type { CellReader } from './cells.ts';
import type { ReadLine } from './lines.ts';
import { quoted, type Row } from './rows.ts';
import { taxOfLine } from './totals.ts';

/** What a source's total column says: the total of the invoice, or of each line, or nothing. */
export interface StatedTotal {
  ofInvoice?: Money;
  ofLines?: Money;
}

/**
 * Reads the total of an invoice, which its rows repeat. Rows with different totals are read as totals of the lines where
 * each one is its own line's; anything else is a disagreement. Equal totals are never taken for totals of the lines: a
 * row that was copied twice looks the same.
 */
export function readTotal(rows: readonly Row[], lines: readonly ReadLine[], cells: CellReader): StatedTotal {
  const stated = rows.flatMap((row) => {
    const total = cells.money(row, 'total');
    return total ? [{ row, total }] : [];
  });
  const [first, ...others] = stated;
  if (!first) return {};
  const other = others.find(({ total }) => !total.eq(first.total));
  if (!other) return { ofInvoice: first.total };
  const each = lines.every(({ row, line }) => {
    const own = stated.find((one) => one.row === row)?.total;
    return own?.eq(line.amount.plus(line.taxAmount ?? taxOfLine(line))) ?? false;
  });
  if (each && lines.length === rows.length) return { ofLines: sum(stated.map(({ total }) => total)) };
  cells.refuse(
    other.row,
    'total',
    `The total is ${quoted(first.row.cell('total').text)} on line ${first.row.line} and ${quoted(other.row.cell('total').text)} on line ${other.row.line}.`,
    'The total of the whole invoice, tax included, the same on each of its rows.',
  );
  return {};
}
