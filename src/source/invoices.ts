import { readDate, type DateOrder } from '../domain/dates.ts';
import { plainText } from '../domain/money.ts';
import type { Address, SourceCustomer, SourceInvoice, SourceLine } from '../domain/records.ts';
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
import { fits, misfit, readLine, readTotal, settleSigns, type ReadLine } from './invoice-lines.ts';
import { cut, type Row } from './table.ts';
import { invoiceState, STATUS_WORDS } from './words.ts';

/** Makes an invoice of its rows: whole and agreeing with itself, or not at all. */
export function readInvoice(group: Group, { file, dateOrder }: RecordContext): Outcome {
  const [head] = group.rows;
  const cells = new CellReader(dateOrder);
  const notes: { line: number; what: string }[] = [];
  const name = rowWith(group.rows, 'invoice_number').cell('invoice_number').text || group.key;
  const rows = linesOf(head, cells) ?? group.rows;
  const lines = rows.flatMap((row): ReadLine[] => {
    const line = readLine(row, cells, (what) => notes.push({ line: row.line, what }));
    return line ? [{ row, line }] : [];
  });
  const invoice = readHead(group.rows, cells, cut(name), dateOrder);
  const total = readTotal(group.rows, lines, cells);
  // The sum is judged only when every cell of it was read, or the figures would mislead.
  const known = cells.faults.length === 0;
  let settled: SourceLine[] = lines.map(({ line }) => line);
  if (known) {
    settled = settleSigns(lines, total.ofInvoice, cells, (row, what) => notes.push({ line: row.line, what }));
  }
  if (cells.faults.length === 0 && total.ofInvoice && !fits(settled, total.ofInvoice)) {
    const { what, expected } = misfit(settled, total.ofInvoice);
    cells.refuse(rowWith(group.rows, 'total'), 'total', what, expected);
  }
  if (!invoice || cells.faults.length > 0) return refused(file, head.line, 'invoice', cells.faults, name);
  const stated = total.ofInvoice ?? total.ofLines;
  if (!stated) notes.push(...repeated(lines));
  const record: SourceInvoice = Object.assign(invoice, { lines: settled, total: stated });
  return accepted(file, head.line, record, name, notes);
}

/** The lines of a JSON object; undefined for rows, each of which is a line itself. */
function linesOf(head: Row, cells: CellReader): readonly Row[] | undefined {
  const { parts } = head;
  if (!parts) return undefined;
  if (parts.length === 0) cells.refuse(head, undefined, 'The invoice has no lines.', 'At least one line.');
  if (head.cell('tax_amount').text !== '') {
    cells.refuse(
      head,
      'tax_amount',
      'There is a tax amount beside the lines.',
      'Write the tax of each line.',
    );
  }
  return parts;
}

const upper = (text: string) => text.toUpperCase();
const lower = (text: string) => text.toLowerCase();

function readHead(
  rows: readonly [Row, ...Row[]],
  cells: CellReader,
  name: string,
  dateOrder?: DateOrder,
): Omit<SourceInvoice, 'lines' | 'total'> | undefined {
  const before = cells.faults.length;
  for (const row of rows) {
    cells.required(row, 'invoice_number', 'The invoice number', 'INV-00001');
    cells.required(row, 'issue_date', 'The issue date', '2026-03-31');
    requireCustomer(row, cells);
  }
  const issueDates = rows.map((row) => cells.date(row, 'issue_date'));
  const dueDates = rows.map((row) => cells.date(row, 'due_date'));
  const currencies = rows.map((row) => cells.currency(row, 'currency'));
  for (const row of rows) cells.word(row, 'status', invoiceState, STATUS_WORDS.invoice);
  const sameDay = (text: string) => {
    const reading = readDate(text, dateOrder);
    return reading.ok ? reading.date : undefined;
  };
  checkAgreement(rows, [...SHARED_TEXTS, ...sharedDates(sameDay)], cells, name);
  const issueDate = issueDates.find(Boolean);
  if (cells.faults.length > before || !issueDate) return undefined;
  const stated = (field: Field) => rowWith(rows, field).cell(field).text;
  const dueDate = dueDates.find(Boolean);
  const currency = currencies.find(Boolean);
  return {
    kind: 'invoice',
    sourceId: stated('invoice_id') || undefined,
    number: stated('invoice_number'),
    projectId: stated('project_id') || undefined,
    projectName: stated('project_name') || undefined,
    customer: readCustomer(stated),
    issueDate,
    dueDate,
    state: invoiceState(stated('status')) ?? 'issued',
    currency,
  };
}

const SHARED_TEXTS: Shared = [
  { field: 'invoice_id' },
  { field: 'invoice_number' },
  { field: 'customer_id' },
  { field: 'customer_name' },
  { field: 'first_name' },
  { field: 'last_name' },
  { field: 'company' },
  { field: 'email', same: lower },
  { field: 'status', same: invoiceState },
  { field: 'currency', same: upper },
  { field: 'project_id' },
  { field: 'project_name' },
];

function sharedDates(same: (text: string) => string | undefined): Shared {
  return [
    { field: 'issue_date', same },
    { field: 'due_date', same },
  ];
}

/** Two rows that are alike in everything may be one row that was copied twice, and no total tells. */
function repeated(lines: readonly ReadLine[]): { line: number; what: string }[] {
  const seen = new Map<string, number>();
  return lines.flatMap(({ row, line }) => {
    const key = JSON.stringify([
      line.type,
      line.description,
      plainText(line.amount),
      plainText(line.taxRate),
    ]);
    const before = seen.get(key);
    seen.set(key, before ?? row.line);
    return before === undefined
      ? []
      : [{ line: row.line, what: `The row is the same as the one on line ${before}; both are taken.` }];
  });
}

/** A row must say who the customer is: by name, by first and last name, or by company. */
function requireCustomer(row: Row, cells: CellReader): void {
  if (nameOf((field) => row.cell(field).text) !== '') return;
  const column: Field = row.cell('customer_name').column === undefined ? 'last_name' : 'customer_name';
  cells.refuse(row, column, 'The customer name is missing.', "Write it, for example Mary O'Neil.");
}

/** The customer as the source has it. Whether the name and the e-mail will do is judged later, where it stays visible. */
function readCustomer(stated: (field: Field) => string): SourceCustomer {
  const address: Address = {
    line1: stated('address_line1') || undefined,
    city: stated('city') || undefined,
    state: stated('state') || undefined,
    postalCode: stated('postal_code') || undefined,
    country: stated('country') || undefined,
  };
  return {
    sourceId: stated('customer_id') || undefined,
    name: nameOf(stated),
    firstName: stated('first_name') || undefined,
    lastName: stated('last_name') || undefined,
    company: stated('company') || undefined,
    email: stated('email') || undefined,
    phone: stated('phone') || undefined,
    address,
  };
}

function nameOf(stated: (field: Field) => string): string {
  const parts = [stated('first_name'), stated('last_name')].filter((part) => part !== '');
  return stated('customer_name') || parts.join(' ') || stated('company');
}
