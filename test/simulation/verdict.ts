import Big from 'big.js';
import * as z from 'zod';
import type { Books } from '../../src/sandbox/books/books.ts';
import { objectOf, objectsOf, textOf, type JsonObject } from '../../src/sandbox/json.ts';
import type { Person } from './person.ts';
import { amountOf, totalOf, type SimInvoice, type SimPayment, type Source } from './source.ts';

const record = z.object({
  kind: z.string(),
  id: z.string().nullable(),
  status: z.string(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  qbo_id: z.string().nullable(),
});
type StatusRecord = z.output<typeof record>;
const statusJson = z.object({ records: z.array(record) });

/** The records in what `status --json` printed. */
export function recordsOf(status: string): StatusRecord[] {
  return statusJson.parse(JSON.parse(status)).records;
}

const syncJson = z.object({ stages: z.array(z.object({ stopped_by: z.unknown() })) });

/** Whether a run of `sync --json` ended before it was through. */
export function wasStopped(result: string): boolean {
  return syncJson.parse(JSON.parse(result)).stages.some(({ stopped_by: by }) => by !== null);
}

export interface End {
  books: Books;
  source: Source;
  person: Person;
  /** Somebody did not know all that was written: two machines, or a ledger that was lost or put back. */
  forgetful: boolean;
}

const money = (value: unknown) => new Big(typeof value === 'number' ? value : 0).toFixed(2);
const idOf = (row: JsonObject) => textOf(row.Id) ?? '';

/** Rows by the id that their mark names. */
function marked(rows: Iterable<JsonObject>, kind: string): Map<string, JsonObject[]> {
  const found = new Map<string, JsonObject[]>();
  for (const row of rows) {
    const id = new RegExp(`\\[qbsync:${kind}:([^\\]\\s]+)\\]`).exec(
      textOf(row.PrivateNote) ?? textOf(row.Notes) ?? '',
    )?.[1];
    if (id !== undefined)
      found.set(decodeURIComponent(id), [...(found.get(decodeURIComponent(id)) ?? []), row]);
  }
  return found;
}

/** Everything that is wrong at the end of a simulation, in sentences; nothing when all promises were kept. */
export function broken(end: End, standings: readonly StatusRecord[]): string[] {
  return new Verdict(end, standings).sentences();
}

class Verdict {
  readonly #end: End;
  readonly #standings = new Map<string, StatusRecord[]>();
  readonly #invoices: Map<string, JsonObject[]>;
  readonly #payments: Map<string, JsonObject[]>;
  readonly #customers: Map<string, JsonObject[]>;
  readonly #wrong: string[] = [];

  constructor(end: End, standings: readonly StatusRecord[]) {
    this.#end = end;
    for (const one of standings) {
      const name = `${one.kind} ${one.id ?? ''}`;
      this.#standings.set(name, [...(this.#standings.get(name) ?? []), one]);
    }
    this.#invoices = marked(end.books.rows('Invoice'), 'invoice');
    this.#payments = marked(end.books.rows('Payment'), 'payment');
    this.#customers = marked(end.books.rows('Customer'), 'customer');
  }

  sentences(): string[] {
    const { source } = this.#end;
    for (const invoice of source.invoices) {
      const total = invoice.cancelled ? '0.00' : totalOf(invoice);
      this.#record('invoice', invoice.id, total, this.#invoices.get(invoice.id) ?? []);
      if (invoice.cancelled) this.#mustBeVoided(invoice);
      this.#rightCustomer(invoice);
      if (this.#mustStand(invoice)) this.#mustBeActive('invoice', invoice.id);
    }
    for (const payment of source.payments) {
      this.#record('payment', payment.id, amountOf(payment), this.#payments.get(payment.id) ?? []);
      if (this.#mustBePaid(payment)) this.#mustBeActive('payment', payment.id);
    }
    this.#nothingElse();
    this.#once();
    return this.#wrong;
  }

  #touched(entity: string, row: JsonObject | undefined): boolean {
    return row !== undefined && this.#end.person.touched.has(`${entity} ${idOf(row)}`);
  }

  #record(kind: 'invoice' | 'payment', id: string, total: string, rows: readonly JsonObject[]): void {
    const name = `${kind} ${id}`;
    const entity = kind === 'invoice' ? 'Invoice' : 'Payment';
    const excused = this.#end.forgetful && rows.some((row) => this.#end.person.metWith(entity, row));
    if (rows.length > 1 && !excused) this.#wrong.push(`${name} is in the books ${rows.length} times`);
    const [standing, ...more] = this.#standings.get(name) ?? [];
    if (!standing || more.length > 0) {
      this.#wrong.push(`${name} has ${standing ? more.length + 1 : 0} lines in status`);
      return;
    }
    if (standing.status === 'Pending') this.#wrong.push(`${name} is still Pending after quiet runs`);
    if (standing.status !== 'Active') {
      if (!standing.reason) this.#wrong.push(`${name} is ${standing.status} without a reason`);
      return;
    }
    if (this.#end.person.touched.has(`${entity} ${standing.qbo_id ?? ''}`)) return;
    const row = rows.find((one) => one.Id === standing.qbo_id);
    if (!row)
      this.#wrong.push(`${name} is Active as ${standing.qbo_id ?? 'nothing'}, which is not in the books`);
    else if (money(row.TotalAmt) !== total)
      this.#wrong.push(`${name} is Active with ${money(row.TotalAmt)} for ${total}`);
  }

  /** Booked on the customer of that id, whoever else has their name. */
  #rightCustomer({ id, customer }: SimInvoice): void {
    for (const row of this.#invoices.get(id) ?? []) {
      if (this.#touched('Invoice', row)) continue;
      const booked = textOf(objectOf(row.CustomerRef).value) ?? 'nobody';
      const theirs = (this.#customers.get(`id:${customer.id}`) ?? []).map(idOf);
      if (!theirs.includes(booked))
        this.#wrong.push(`invoice ${id} is booked on ${booked}, not on ${customer.id} (${theirs.join()})`);
    }
  }

  /** Nobody stood in the way, so it must be there, not merely explained. */
  #mustStand({ id, number, customer, everCancelled }: SimInvoice): boolean {
    const { person } = this.#end;
    const rows = [...(this.#invoices.get(id) ?? [])];
    const customers = this.#customers.get(`id:${customer.id}`) ?? [];
    const theirs = this.#standings.get(`invoice ${id}`)?.[0]?.qbo_id;
    return !(
      everCancelled ||
      customer.email === '' ||
      person.numbers.has(number) ||
      person.touched.has(`Invoice ${theirs ?? ''}`) ||
      rows.some((row) => this.#touched('Invoice', row)) ||
      customers.some((row) => this.#touched('Customer', row)) ||
      this.#behind(id)
    );
  }

  /** Cancelled, and nobody stood in the way: it must not stand open in the books. */
  #mustBeVoided({ id }: SimInvoice): void {
    if (this.#end.forgetful) return;
    for (const row of this.#invoices.get(id) ?? []) {
      const paid = money(row.Balance) !== money(row.TotalAmt) || objectsOf(row.LinkedTxn).length > 0;
      if (money(row.TotalAmt) !== '0.00' && !paid && !this.#touched('Invoice', row))
        this.#wrong.push(`invoice ${id} is cancelled, and stands in the books with ${money(row.TotalAmt)}`);
    }
  }

  /** Who forgot what was posted takes an own older version for somebody's edit, and says so. */
  #behind(id: string): boolean {
    return this.#end.forgetful && this.#standings.get(`invoice ${id}`)?.[0]?.code === 'DIFFERS_IN_BOOKS';
  }

  #mustBePaid({ id, parts }: SimPayment): boolean {
    const paid = (invoice: SimInvoice) =>
      this.#end.source.payments
        .flatMap((payment) => payment.parts)
        .filter((part) => part.invoice === invoice)
        .reduce((sum, { amount }) => sum.plus(amount), new Big(0));
    const rows = this.#payments.get(id) ?? [];
    return (
      rows.every((row) => !this.#touched('Payment', row)) &&
      !this.#end.person.touched.has(`Payment ${this.#standings.get(`payment ${id}`)?.[0]?.qbo_id ?? ''}`) &&
      parts.every(({ invoice }) => this.#mustStand(invoice) && paid(invoice).lte(totalOf(invoice)))
    );
  }

  #mustBeActive(kind: string, id: string): void {
    const standing = this.#standings.get(`${kind} ${id}`)?.[0];
    if (standing && standing.status !== 'Active')
      this.#wrong.push(
        `${kind} ${id} is ${standing.status} though nobody stood in the way: ${standing.code ?? ''} ${standing.reason ?? ''}`,
      );
  }

  #nothingElse(): void {
    const { invoices, payments, customers } = this.#end.source;
    const known = [
      [this.#invoices, new Set(invoices.map(({ id }) => id)), 'invoice'],
      [this.#payments, new Set(payments.map(({ id }) => id)), 'payment'],
      [this.#customers, new Set(customers.map(({ id }) => `id:${id}`)), 'customer'],
    ] as const;
    for (const [there, ids, kind] of known) {
      for (const id of there.keys())
        if (!ids.has(id)) this.#wrong.push(`the books have a ${kind} ${id} that is in no export`);
    }
  }

  /** A person who renamed one of them freed the name that somebody who does not know may now give to another. */
  #namesakes(id: string): JsonObject[] {
    const nameOf = (one: string) =>
      this.#end.source.customers.find((customer) => `id:${customer.id}` === one)?.name;
    return [...this.#customers].flatMap(([one, rows]) => (nameOf(one) === nameOf(id) ? rows : []));
  }

  #once(): void {
    const { books } = this.#end;
    const numbers = [
      ...[...books.rows('Invoice')].map(({ DocNumber }) => textOf(DocNumber)),
      ...[...books.rows('Item')].map(({ Name }) => textOf(Name)),
    ];
    const seen = new Set<string>();
    for (const number of numbers) {
      if (number === undefined) continue;
      if (seen.has(number)) this.#wrong.push(`${number} is in the books more than once`);
      seen.add(number);
    }
    for (const [id, rows] of this.#customers) {
      const excused =
        this.#end.forgetful && this.#namesakes(id).some((row) => this.#touched('Customer', row));
      if (rows.length > 1 && !excused)
        this.#wrong.push(`customer ${id} is in the books ${rows.length} times`);
    }
    for (const [id, rows] of this.#payments) {
      const twice = rows.some((row) => objectsOf(row.Line).length === 0 && money(row.TotalAmt) !== '0.00');
      if (twice && rows.every((row) => !this.#touched('Payment', row)))
        this.#wrong.push(`payment ${id} pays nothing`);
    }
  }
}
