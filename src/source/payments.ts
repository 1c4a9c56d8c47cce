import { readDate, type DateOrder } from '../domain/dates.ts';
import { moneyText, plainText, sum, ZERO, type Money } from '../domain/money.ts';
import type { Application, SourcePayment } from '../domain/records.ts';
import { CellReader } from './cells.ts';
import type { Field } from './fields.ts';
import {
  accepted,
  checkAgreement,
  refused,
  rowWith,
  type Group,
  type Outcome,
  type RecordContext,
  type Shared,
} from './groups.ts';
import { cut, quoted, type Row } from './table.ts';
import { paymentState, STATUS_WORDS, yesOrNo } from './words.ts';

/** Makes a payment of its rows. */
export function readPayment({ key, rows }: Group, { file, dateOrder }: RecordContext): Outcome {
  const [first] = rows;
  const cells = new CellReader(dateOrder);
  const notes: { line: number; what: string }[] = [];
  const head = readHead(rows, cells, key, dateOrder);
  const money = first.parts ? wholeAmount(first, first.parts, cells) : applyRows(rows, cells, cut(key));
  const fee = readFee(rows, cells);
  if (!head || cells.faults.length > 0) return refused(file, first.line, 'payment', cells.faults, key);
  if (money.merged.length > 0) {
    notes.push({
      line: first.line,
      what: `Its rows for ${money.merged.map(cut).join(', ')} are added up to one amount an invoice.`,
    });
  }
  const { amount, applied } = money;
  const record: SourcePayment = Object.assign(head, { amount, applied, fee });
  return accepted(file, first.line, record, key, notes);
}

type Head = Omit<SourcePayment, 'amount' | 'applied' | 'fee'>;

function readHead(
  rows: readonly [Row, ...Row[]],
  cells: CellReader,
  key: string,
  dateOrder?: DateOrder,
): Head | undefined {
  const before = cells.faults.length;
  for (const row of rows) cells.required(row, 'date', 'The payment date', '2026-03-31');
  const date = rows.map((row) => cells.date(row, 'date')).find(Boolean);
  const currency = rows.map((row) => cells.currency(row, 'currency')).find(Boolean);
  for (const row of rows) {
    cells.word(row, 'status', paymentState, STATUS_WORDS.payment);
    if (row.cell('integrated').text !== '') cells.word(row, 'integrated', yesOrNo, 'true, false, yes, no');
  }
  const sameDay = (text: string) => {
    const reading = readDate(text, dateOrder);
    return reading.ok ? reading.date : undefined;
  };
  checkAgreement(rows, [{ field: 'date', same: sameDay }, ...SHARED], cells, `Payment ${cut(key)}`);
  if (cells.faults.length > before || !date) return undefined;
  const stated = (field: Field) => rowWith(rows, field).cell(field).text;
  const method = stated('method');
  return {
    kind: 'payment',
    sourceId: key,
    customerId: stated('customer_id') || undefined,
    projectId: stated('project_id') || undefined,
    date,
    currency,
    method: method || undefined,
    // Where the export does not say: OpenSolar takes cards itself, everything else is marked by hand.
    integrated: yesOrNo(stated('integrated')) ?? /\bcard\b/i.test(method),
    state: paymentState(stated('status')) ?? 'received',
    reference: stated('reference') || undefined,
  };
}

const SHARED: Shared = [
  { field: 'customer_id' },
  { field: 'currency', same: (text) => text.toUpperCase() },
  { field: 'method', same: (text) => text.toLowerCase() },
  { field: 'integrated', same: (text) => String(yesOrNo(text)) },
  { field: 'status', same: paymentState },
];

/** A JSON payment: its own amount, and what of it is applied. What is left over stays a credit of the customer. */
function wholeAmount(row: Row, parts: readonly Row[], cells: CellReader): Applied {
  cells.required(row, 'amount', 'The amount', '1200.10');
  const amount = cells.money(row, 'amount');
  const before = cells.faults.length;
  if (row.cell('invoice_number').text !== '') {
    cells.refuse(
      row,
      'invoice_number',
      'There is an invoice number beside the list of what is applied.',
      'Name the invoice in the list only.',
    );
  }
  for (const part of parts) cells.required(part, 'invoice_number', 'The invoice number', 'INV-00001');
  const applied = applyRows(parts, cells, cut(row.cell('payment_id').text));
  if (!amount || cells.faults.length > before) return { ...applied, amount: amount ?? ZERO };
  if (amount.lte(0)) refuseAmount(row, amount, cells);
  const used = sum(applied.applied.map((one) => one.amount));
  if (used.gt(amount)) {
    cells.refuse(
      row,
      'amount',
      `The payment is ${moneyText(amount)}, but ${moneyText(used)} of it is applied to invoices.`,
      'What is applied may be less than the payment, not more.',
    );
  }
  if (applied.applied.length === 0) requireCustomer(row, cells);
  return { ...applied, amount };
}

/** The provider's fee: one for the payment where its rows repeat it, the sum where each row has its own. */
function readFee(rows: readonly Row[], cells: CellReader): Money | undefined {
  const fees = rows.flatMap((row) => {
    const fee = cells.money(row, 'fee');
    if (fee?.lt(0))
      cells.refuse(row, 'fee', 'The fee is below zero.', 'What the provider kept, such as 12.50.');
    return fee ? [fee] : [];
  });
  const [first] = fees;
  return first && fees.every((fee) => fee.eq(first)) ? first : first && sum(fees);
}

/** The money of one payment and where it goes. */
interface Applied {
  /** All of it; more than what is applied where a row names no invoice. */
  amount: Money;
  applied: Application[];
  /** Invoices that more than one row names. */
  merged: string[];
}

/** Reads rows of which each applies an amount to one invoice; a row without an invoice is money not applied yet. */
function applyRows(rows: readonly Row[], cells: CellReader, payment: string): Applied {
  const amounts: Money[] = [];
  const applied = new Map<string, Money>();
  const merged = new Set<string>();
  const seen = new Map<string, number>();
  for (const row of rows) {
    cells.required(row, 'amount', 'The amount', '1200.10');
    const amount = cells.money(row, 'amount');
    if (!amount) continue;
    amounts.push(amount);
    if (amount.lte(0)) refuseAmount(row, amount, cells);
    const number = row.cell('invoice_number').text;
    if (number === '') requireCustomer(row, cells);
    const key = `${number}\n${plainText(amount)}`;
    const before = seen.get(key);
    if (before !== undefined) refuseRepeated(row, before, number, payment, cells);
    seen.set(key, before ?? row.line);
    const earlier = applied.get(number);
    if (number && earlier) merged.add(number);
    if (number) applied.set(number, earlier ? earlier.plus(amount) : amount);
  }
  return {
    amount: sum(amounts),
    applied: [...applied].map(([invoiceNumber, amount]) => ({ invoiceNumber, amount })),
    merged: [...merged],
  };
}

/** Money that came in is above zero; what goes back to a customer is not a payment. */
function refuseAmount(row: Row, amount: Money, cells: CellReader): void {
  cells.refuse(
    row,
    'amount',
    amount.eq(0)
      ? 'The payment amount is zero.'
      : `The payment amount is below zero (${moneyText(amount)}); refunds are not pushed to QuickBooks.`,
    amount.eq(0)
      ? 'The amount that was received, such as 1200.10.'
      : 'Leave the row out and record the refund in QuickBooks by hand.',
  );
}

/** Money that is applied to no invoice can go to a customer only. */
function requireCustomer(row: Row, cells: CellReader): void {
  if (row.cell('customer_id').text !== '') return;
  cells.refuse(
    row,
    row.cell('invoice_number').column === undefined ? 'customer_id' : 'invoice_number',
    'The row names neither an invoice nor a customer, so it cannot be told whose money it is.',
    'Write the invoice_number it pays, or the customer_id it is kept for.',
  );
}

function refuseRepeated(row: Row, before: number, number: string, payment: string, cells: CellReader): void {
  const where = number === '' ? 'no invoice' : `invoice ${quoted(number)}`;
  const amount = row.cell('amount').text;
  cells.refuse(
    row,
    'invoice_number',
    `Payment ${payment} has ${where} with the amount ${quoted(amount)} twice, on lines ${before} and ${row.line}.`,
    'Remove the row that is there twice; if both are right, write one row with the sum.',
  );
}
