import { foldNumber } from '../../domain/identity.ts';
import type { SourceRecord } from '../../domain/records.ts';
import type { Attempt, Entry, Ledger, Sightings } from '../../ledger/ledger.ts';
import type { Customer, Invoice } from '../../qbo/entities.ts';
import { carriesNumbers } from '../company.ts';
import { inGroups } from '../groups.ts';
import { idInMark, marksOf } from '../marker.ts';
import type { Desk } from '../prepare.ts';
import { learnedFrom, recoverCustomer, type RecoveredCustomer } from './customers.ts';
import { chosen, recoverInvoice, recoverPayment, type Recovered } from './decide.ts';
import { matched, sourceMarks } from './matching.ts';
import { CUSTOMERS, INVOICES, PAYMENTS, type Marked } from './seen.ts';

/** Some records of one kind, and the customers they belong to. */
export interface Part {
  customers: RecoveredCustomer[];
  records: Recovered[];
}

/** So many records are decided and kept at a time. */
const PART = 500;

/**
 * Holds all that was imported against what a reading of the books came across, invoices first, a part at a time. Keeps
 * nothing but which sightings were recognised, so it may be asked twice: to show, and to carry out.
 */
export async function* recoveredParts(desk: Desk, sightings: Sightings): AsyncGenerator<Part> {
  const { ledger } = desk;
  const recovery = new Recovery(desk, sightings, await ledger.openAttempts());
  for (const keys of inGroups(await ledger.keys({ kind: 'invoice' }), PART)) {
    yield recovery.invoices(await ledger.entries({ kind: 'invoice', keys }));
  }
  for (const keys of inGroups(await ledger.keys({ kind: 'payment' }), PART)) {
    yield recovery.payments(await ledger.entries({ kind: 'payment', keys }));
  }
}

/**
 * As {@link recoveredParts}, of a few invoices that were found in the books by their numbers, with their customers: for
 * what is known to stand there, without a reading of everything.
 */
export async function invoicesInSight(
  desk: Desk,
  entries: Entry[],
  found: { invoices: readonly Invoice[]; customers: readonly Customer[] },
): Promise<Part> {
  const { ledger } = desk;
  const sightings = await ledger.sightings();
  await sightings.add(
    'invoice',
    found.invoices.map((invoice) => INVOICES.sighting(invoice)),
  );
  await sightings.add(
    'customer',
    found.customers.map((customer) => CUSTOMERS.sighting(customer)),
  );
  return new Recovery(desk, sightings, await ledger.openAttempts()).invoices(entries);
}

class Recovery {
  readonly #ledger: Ledger;
  readonly #sightings: Sightings;
  readonly #numbered: boolean;
  readonly #attempts: ReadonlyMap<string, Attempt>;

  constructor({ ledger, company, settings }: Desk, sightings: Sightings, open: readonly Attempt[]) {
    this.#ledger = ledger;
    this.#sightings = sightings;
    this.#numbered = carriesNumbers(company, settings);
    this.#attempts = new Map(open.map((attempt) => [`${attempt.kind} ${attempt.key}`, attempt]));
  }

  async invoices(entries: Entry[]): Promise<Part> {
    const customers = await this.#customers(entries);
    const seen = await this.#seen('invoice', INVOICES, entries);
    const records = (await this.#recordsOf(entries)).flatMap(({ entry, record }) => {
      if (record.kind !== 'invoice') return [];
      const customerId = customers.get(entry.customerKey ?? '')?.booksId;
      const found = { seen: seen.get(entry.key) ?? [], attempt: this.#attempt('invoice', entry.key) };
      return [recoverInvoice(entry, record, found, { customerId, numbered: this.#numbered })];
    });
    for (const customer of await this.#learned(customers, records)) customers.set(customer.key, customer);
    return { customers: [...customers.values()], records };
  }

  async payments(entries: Entry[]): Promise<Part> {
    const customers = await this.#customers(entries);
    const seen = await this.#seen('payment', PAYMENTS, entries);
    const pairs = await this.#recordsOf(entries);
    const ids = await this.#invoiceIds(pairs.map(({ record }) => record));
    const records = pairs.flatMap(({ entry, record }) => {
      if (record.kind !== 'payment') return [];
      const found = { seen: seen.get(entry.key) ?? [], attempt: this.#attempt('payment', entry.key) };
      return [recoverPayment(entry, record, found, (number) => ids.get(foldNumber(number)))];
    });
    return { customers: [...customers.values()], records };
  }

  #attempt(kind: Attempt['kind'], key: string): Attempt | undefined {
    return this.#attempts.get(`${kind} ${key}`);
  }

  async #recordsOf(entries: readonly Entry[]): Promise<{ entry: Entry; record: SourceRecord }[]> {
    const records = await this.#ledger.contents([...entries]);
    return entries.flatMap((entry, at) => {
      const record = records[at];
      return record ? [{ entry, record }] : [];
    });
  }

  /** Objects of the books that are these records', by record key. */
  async #seen<N extends 'Invoice' | 'Payment', S>(
    kind: Entry['kind'],
    marked: Marked<N, S>,
    entries: readonly Entry[],
  ): Promise<Map<string, S[]>> {
    const linked = entries.flatMap(({ link }) => link?.booksId ?? []);
    const found = await this.#sightings.find(kind, entries.flatMap(marksOf), linked);
    const own = sourceMarks(entries);
    const rest = found.flatMap(({ mark }) => (mark === undefined || own.has(mark) ? [] : [mark]));
    const others = rest.length > 0 ? await this.#ledger.entries({ kind, ids: rest }) : [];
    const matches = matched(entries, found, sourceMarks(others));
    const recognised = [...matches.values()].flat().map(({ booksId }) => booksId);
    await this.#sightings.recognise(kind, recognised);
    return new Map([...matches].map(([key, some]) => [key, some.map((one) => marked.read(one))]));
  }

  /** Ids that the invoices have in the books to which payments are applied, per folded number. */
  async #invoiceIds(payments: readonly SourceRecord[]): Promise<Map<string, string>> {
    const numbers = payments.flatMap((record) =>
      record.kind === 'payment' ? record.applied.map(({ invoiceNumber }) => invoiceNumber) : [],
    );
    const entries = await this.#ledger.entries({ kind: 'invoice', ids: numbers });
    const seen = await this.#seen('invoice', INVOICES, entries);
    return new Map(
      entries.flatMap(({ number, key, link }) => {
        const id = chosen(link?.booksId, seen.get(key) ?? [])?.Id ?? link?.booksId;
        return number === undefined || id === undefined ? [] : [[foldNumber(number), id]];
      }),
    );
  }

  async #customers(entries: readonly Entry[]): Promise<Map<string, RecoveredCustomer>> {
    const names = new Map<string, string | undefined>();
    for (const { customerKey, customerName } of entries) {
      if (customerKey !== undefined) names.set(customerKey, customerName ?? names.get(customerKey));
    }
    const keys = [...names.keys()];
    const claims = new Map((await this.#ledger.customers(keys)).map((claim) => [claim.key, claim]));
    const claimed = [...claims.values()].flatMap(({ booksId }) => booksId ?? []);
    const found = await this.#sightings.find('customer', keys.map(idInMark), claimed);
    await this.#sightings.recognise(
      'customer',
      found.map(({ booksId }) => booksId),
    );
    return new Map(
      keys.map((key) => {
        const claim = claims.get(key);
        const marked = found.filter(({ mark }) => mark === idInMark(key)).map((one) => CUSTOMERS.read(one));
        const claimSeen = found.some(({ booksId }) => booksId === claim?.booksId);
        const attempt = this.#attempt('customer', key);
        return [key, recoverCustomer({ key, name: names.get(key) }, { claim, claimSeen, marked, attempt })];
      }),
    );
  }

  /** Customers without a mark, who were in the books before qbsync: their invoices tell whom they are booked on. */
  async #learned(
    customers: ReadonlyMap<string, RecoveredCustomer>,
    records: readonly Recovered[],
  ): Promise<RecoveredCustomer[]> {
    const told = records.filter(
      ({ entry, customer }) => customer && customers.get(entry.customerKey ?? '')?.booksId === undefined,
    );
    if (told.length === 0) return [];
    const ids = told.flatMap(({ customer }) => customer?.id ?? []);
    const [claims, marked] = [
      await this.#ledger.customersInBooks(ids),
      await this.#sightings.find('customer', [], ids),
    ];
    const owners = new Map<string, string>();
    for (const { booksId, mark } of marked) if (mark !== undefined) owners.set(booksId, mark);
    for (const { booksId, key } of claims) if (booksId !== undefined) owners.set(booksId, idInMark(key));
    return learnedFrom(told, owners);
  }
}
