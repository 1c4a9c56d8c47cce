import { moneyText, percentOf, plainText, sum, toCents, ZERO, type Money } from '../domain/money.ts';
import type { LineType, SourceLine } from '../domain/records.ts';
import type { CellReader } from './cells.ts';
import { quoted, type Row } from './table.ts';
import { lineType } from './words.ts';

/** Line types that take money off; some exports write them without a sign. */
const LESSENING: ReadonlySet<LineType> = new Set(['discount', 'incentive']);
const CENT = '0.01';

/** Reads one line of an invoice; undefined where a cell of it was refused. */
export function readLine(row: Row, cells: CellReader, note: (what: string) => void): SourceLine | undefined {
  const before = cells.faults.length;
  cells.required(row, 'amount', 'The amount', '1200.10');
  const amount = cells.money(row, 'amount');
  const quantity = cells.number(row, 'quantity');
  const unitPrice = cells.number(row, 'unit_price');
  const taxRate = cells.rate(row, 'tax_rate');
  const taxAmount = cells.money(row, 'tax_amount');
  const typeText = row.cell('line_type').text;
  const type = lineType(typeText);
  if (cells.faults.length > before || !amount || !taxRate) return undefined;
  if (!type) note(`The line type ${quoted(typeText)} is not known; the line is taken as "other".`);
  const line: SourceLine = {
    type: type ?? 'other',
    description: row.cell('description').text,
    quantity,
    unitPrice,
    amount,
    taxRate,
    taxAmount,
  };
  checkProduct(row, line, cells);
  checkTax(row, line, cells);
  return cells.faults.length > before ? undefined : line;
}

function checkProduct(row: Row, { quantity, unitPrice, amount }: SourceLine, cells: CellReader): void {
  if (!quantity || !unitPrice) return;
  const product = toCents(quantity.times(unitPrice));
  if (product.eq(amount)) return;
  cells.refuse(
    row,
    'amount',
    `${plainText(quantity)} × ${plainText(unitPrice)} = ${moneyText(product)}, but amount says ${moneyText(amount)}.`,
    'The amount must be quantity times unit price, before tax.',
  );
}

function checkTax(row: Row, line: SourceLine, cells: CellReader): void {
  const { taxAmount, taxRate, amount } = line;
  if (!taxAmount) return;
  const computed = taxOfLine(line);
  if (taxAmount.minus(computed).abs().lte(CENT)) return;
  if (row.cell('tax_rate').text === '') {
    cells.refuse(
      row,
      'tax_amount',
      `There is tax of ${moneyText(taxAmount)}, but no tax rate.`,
      'Write the rate in tax_rate: 10 means ten percent.',
    );
    return;
  }
  cells.refuse(
    row,
    'tax_amount',
    `${plainText(taxRate)}% of ${moneyText(amount)} is ${moneyText(computed)}, but tax_amount says ${moneyText(taxAmount)}.`,
    'The tax must be the rate of the amount before tax; look for an amount that already includes it.',
  );
}

/** A line and the row it was read from. */
export interface ReadLine {
  row: Row;
  line: SourceLine;
}

/**
 * Gives discounts and incentives that were written without a sign their minus, where the invoice's total shows that they
 * were meant so. Without a total it stays open which was meant, and guessing wrong would bill the customer twice as much off.
 */
export function settleSigns(
  lines: readonly ReadLine[],
  total: Money | undefined,
  cells: CellReader,
  note: (row: Row, what: string) => void,
): SourceLine[] {
  const asWritten = lines.map(({ line }) => line);
  const doubtful = lines.filter(({ line }) => LESSENING.has(line.type) && line.amount.gt(0));
  if (doubtful.length === 0 || (total && fits(asWritten, total))) return asWritten;
  if (!total) {
    for (const { row, line } of doubtful) {
      cells.refuse(
        row,
        'amount',
        `The ${line.type} of ${moneyText(line.amount)} has no minus, and there is no total to tell whether it is taken off.`,
        `Write -${moneyText(line.amount)} if it is taken off.`,
      );
    }
    return asWritten;
  }
  const settled = lines.map(({ line }) =>
    LESSENING.has(line.type) && line.amount.gt(0) ? negative(line) : line,
  );
  if (!fits(settled, total)) return asWritten;
  for (const { row, line } of doubtful) {
    note(row, `The ${line.type} of ${moneyText(line.amount)} is taken off, as the total shows.`);
  }
  return settled;
}

function negative(line: SourceLine): SourceLine {
  return {
    ...line,
    amount: ZERO.minus(line.amount),
    ...(line.unitPrice ? { unitPrice: ZERO.minus(line.unitPrice) } : {}),
    ...(line.taxAmount ? { taxAmount: ZERO.minus(line.taxAmount) } : {}),
  };
}

/** What a source's total column says: the total of the invoice, or of each line, or nothing. */
interface StatedTotal {
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

type Taxed = Pick<SourceLine, 'amount' | 'taxRate' | 'taxAmount'>;

/** Sum of the lines before tax. */
export function netOf(lines: readonly Taxed[]): Money {
  return sum(lines.map(({ amount }) => amount));
}

/**
 * The taxes that a source may have come to, best first: what it states on the lines (else the rate's), each rate on the
 * sum of its lines, each line rounded by itself. They differ by cents, and all are in use.
 */
export function possibleTaxes(lines: readonly Taxed[]): [Money, Money, Money] {
  const stated = lines.flatMap(({ taxAmount }) => (taxAmount ? [taxAmount] : []));
  const unstated = lines.filter(({ taxAmount }) => !taxAmount);
  return [sum(stated).plus(taxPerRate(unstated)), taxPerRate(lines), sum(lines.map(taxOfLine))];
}

/** Tax of one line by its rate, in cents. */
function taxOfLine({ amount, taxRate }: Taxed): Money {
  return toCents(percentOf(amount, taxRate));
}

/** Whether the total is the lines and one of their possible taxes. */
export function fits(lines: readonly Taxed[], total: Money): boolean {
  const net = netOf(lines);
  return possibleTaxes(lines).some((tax) => net.plus(tax).eq(total));
}

/** What does not add up, with the figures, and what to do about it. */
export function misfit(lines: readonly Taxed[], total: Money): { what: string; expected: string } {
  const net = netOf(lines);
  const [tax] = possibleTaxes(lines);
  const inclusive = net.eq(total) && tax.gt(0);
  return {
    what:
      `lines ${moneyText(net)} + tax ${moneyText(tax)} = ${moneyText(net.plus(tax))}, ` +
      `but total says ${moneyText(total)}.`,
    expected: inclusive
      ? 'The amounts seem to include the tax already: write each line before tax.'
      : 'The total must be the sum of the lines plus tax. Look for a line that is missing, written twice or has a wrong amount or tax rate.',
  };
}

function taxPerRate(lines: readonly Taxed[]): Money {
  const nets = new Map<string, { rate: Money; net: Money }>();
  for (const { amount, taxRate } of lines) {
    const key = plainText(taxRate);
    const before = nets.get(key);
    nets.set(key, { rate: taxRate, net: before ? before.net.plus(amount) : amount });
  }
  return sum([...nets.values()].map(({ rate, net }) => toCents(percentOf(net, rate))));
}
