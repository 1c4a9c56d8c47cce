import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { seeded } from '../../test/support/exports.ts';

/** How many of each a company has. */
export interface Size {
  readonly customers: number;
  readonly invoices: number;
  readonly payments: number;
}

/** An installer's year: three invoices a customer, a payment for every second invoice. */
export function sizeOf(invoices: number): Size {
  return { customers: Math.ceil(invoices / 3), invoices, payments: Math.ceil(invoices / 2) };
}

/** The size that comes nearest to so many customers, invoices and payments together. */
export const sizeOfObjects = (objects: number): Size => sizeOf(Math.round((objects * 6) / 11));

export const objectsOf = ({ customers, invoices, payments }: Size): number => customers + invoices + payments;

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
}

/** An invoice, and the payment of it where there is one. */
export interface Sale {
  readonly number: string;
  readonly customer: Person;
  readonly issued: string;
  readonly due: string;
  readonly lines: readonly { readonly description: string; readonly cents: number }[];
  readonly paidOn: string | undefined;
}

const FIRST = ['Ann', 'Bo', 'Chandra', 'Dolores', 'Emeka', 'Fiona', 'Gustavo', 'Hana', 'Ivan', 'Joy'];
const LAST = ['Abara', 'Baker', 'Calder', 'Dvorak', 'Eriksen', 'Fuentes', 'Garcia', 'Haddad', 'Ito', 'Jones'];
const STREETS = ['Alder Street', 'Sunrise Avenue', 'Meadow Lane', 'Harbour Road'];
const WORK = ['Deposit on contract', 'Progress payment: panels and inverter on site', 'Final payment'];

const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';
const padded = (at: number): string => String(at + 1).padStart(6, '0');
const dollars = (cents: number): string => (cents / 100).toFixed(2);

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2025-03-03T00:00:00Z');
const DAYS = 360;
const day = (count: number): string => new Date(FIRST_DAY + count * DAY_MS).toISOString().slice(0, 10);

function person(at: number): Person {
  const [first, last] = [pick(FIRST, at), pick(LAST, Math.floor(at / FIRST.length))];
  return {
    id: `cus_${padded(at)}`,
    name: `${first} ${last} ${at + 1}`,
    email: `${first}.${last}.${at + 1}@example.com`.toLowerCase(),
    phone: `(916) 555-${String(at % 10_000).padStart(4, '0')}`,
    street: `${1 + (at % 900)} ${pick(STREETS, at)}`,
  };
}

/** Which sales: those from `from` (counted from 0) up to and without `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The sales of a company of that size, each the same in every run; those beyond its size go to the same customers. */
export function* sales({ customers, invoices }: Size, { from, to }: Range): Generator<Sale> {
  for (let at = from; at < to; at++) {
    const random = seeded(at + 1);
    const issued = Math.floor(((at % invoices) * DAYS) / invoices);
    const lines = at % 4 === 3 ? 2 : 1;
    yield {
      number: `INV-${padded(at)}`,
      customer: person(Math.floor(at / 3) % customers),
      issued: day(issued),
      due: day(issued + 14),
      lines: Array.from({ length: lines }, (_, line) => ({
        description: pick(WORK, at + line),
        cents: 10_000 + Math.floor(random() * 1_500_000),
      })),
      paidOn: at % 2 === 0 ? day(issued + 7) : undefined,
    };
  }
}

export const totalOf = ({ lines }: Sale): number => lines.reduce((sum, { cents }) => sum + cents, 0);

const INVOICE_COLUMNS =
  'invoice_id,invoice_number,project_id,project_name,customer_id,customer_name,email,phone,address_line1,city,state,postal_code,country,issue_date,due_date,status,currency,line_type,description,quantity,unit_price,amount,tax_rate,total';
const PAYMENT_COLUMNS =
  'payment_id,invoice_number,customer_id,project_id,date,amount,currency,method,integrated,status,reference';

function invoiceRows(sale: Sale): string[] {
  const { number, customer, issued, due, lines, paidOn } = sale;
  const project = `${customer.id.replace('cus', 'prj')},${customer.name} at ${customer.street}`;
  const who = `${customer.id},${customer.name},${customer.email},${customer.phone},${customer.street}`;
  const head = `inv_${number},${number},${project},${who},Sacramento,CA,95814,US,${issued},${due},${paidOn ? 'Paid' : 'Sent'},USD`;
  return lines.map(({ description, cents }) => {
    const amount = dollars(cents);
    return `${head},milestone,${description},1,${amount},${amount},0,${dollars(totalOf(sale))}`;
  });
}

function paymentRow(sale: Sale): string {
  const { number, customer, paidOn } = sale;
  return `pay_${number},${number},${customer.id},${customer.id.replace('cus', 'prj')},${paidOn ?? ''},${dollars(totalOf(sale))},USD,card,true,Received,ch_${number}`;
}

export interface Exports {
  readonly invoices: string;
  readonly payments: string;
}

/** Writes the two exports of those sales, row by row; gives their paths. */
export async function writeExports(
  folder: string,
  size: Size,
  range: Range = { from: 0, to: size.invoices },
  change: (sale: Sale) => Sale = (sale) => sale,
): Promise<Exports> {
  const paths = { invoices: join(folder, 'invoices.csv'), payments: join(folder, 'payments.csv') };
  const rows = function* (kind: keyof Exports): Generator<string> {
    yield kind === 'invoices' ? INVOICE_COLUMNS : PAYMENT_COLUMNS;
    for (const sale of sales(size, range)) {
      if (kind === 'invoices') yield* invoiceRows(change(sale));
      else if (sale.paidOn !== undefined) yield paymentRow(sale);
    }
  };
  for (const kind of ['invoices', 'payments'] as const) await writeRows(paths[kind], rows(kind));
  return paths;
}

const ROWS_AT_ONCE = 1000;

async function writeRows(path: string, rows: Iterable<string>): Promise<void> {
  const file = await open(path, 'w');
  try {
    let block: string[] = [];
    const flush = async () => {
      await file.write(block.map((row) => `${row}\n`).join(''));
      block = [];
    };
    for (const row of rows) if (block.push(row) === ROWS_AT_ONCE) await flush();
    await flush();
  } finally {
    await file.close();
  }
}
