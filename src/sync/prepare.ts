import { customerKey, foldName, foldNumber } from '../domain/identity.ts';
import { ZERO } from '../domain/money.ts';
import { EXIT, forRecord, Problem } from '../domain/problems.ts';
import { LINE_TYPES, type LineType, type SourceInvoice, type SourcePayment } from '../domain/records.ts';
import type { LineTarget, Settings } from '../company/settings.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Books } from '../qbo/books.ts';
import type { Invoice, Item, Payment } from '../qbo/entities.ts';
import type { CompanyFacts } from './company.ts';
import { asBooked } from './deposits.ts';
import type { Verdict } from './judge.ts';
import { lookUpCustomers } from './look-up-customers.ts';
import { isVoided, voided } from './match.ts';
import { itemName } from './names.ts';
import {
  listsFor,
  needsLists,
  nothingGivenOut,
  type GivenOut,
  type Plan,
  type PlannedCustomer,
  type PlannedInvoice,
  type PlannedItem,
} from './plan.ts';
import { planInvoice } from './plan-invoices.ts';
import type { LinkedInvoice } from './plan-linked.ts';
import { planPayments } from './plan-payments.ts';
import { isWithdrawn } from './plan-withdrawn.ts';
import { startsBefore } from './start-date.ts';

/** What planning asks: our ledger, and the books for reading only. */
export interface Desk {
  ledger: Ledger;
  books: Books;
  company: CompanyFacts;
  settings: Settings;
}

/**
 * Reads what is known of the records, asks the books about them in as few questions as fit, and decides. A look-up that
 * fails ends the planning: nothing is created on a guess. Where records are planned in parts, `before` carries what the
 * former parts use up, and is added to.
 */
export async function makePlan(
  desk: Desk,
  entries: Entry[],
  before: GivenOut = nothingGivenOut(),
): Promise<Plan> {
  const waiting = entries.filter((entry) => !isSettled(entry));
  const of = (kind: Entry['kind']) => waiting.filter((entry) => entry.kind === kind);
  const invoices = await planAllInvoices(desk, of('invoice'), before);
  const payments = await planAllPayments(desk, of('payment'), before);
  return { company: desk.company, settled: entries.filter(isSettled), ...invoices, ...payments };
}

/** States of the source in which a record belongs into the books. */
const STANDS = ['issued', 'paid', 'received'];

/** In the books as the source has it, and nothing was wrong with it when it was looked at last. */
function isSettled({ link, fingerprint, standing, open, state }: Entry): boolean {
  return link?.fingerprint === fingerprint && standing === undefined && !open && STANDS.includes(state);
}

/** Without these no invoice can be written; said once, before anything is planned. */
export function requireMapping(settings: Settings, company: CompanyFacts): void {
  const missing: string[] = [];
  if (company.salesTax && !settings.taxCodes['0']) missing.push('the sales tax code for 0%');
  if (LINE_TYPES.every((type) => !settings.lineTypes[type])) {
    missing.push('the item or income account for invoice lines');
  }
  if (missing.length === 0) return;
  throw new Problem({
    code: 'MAPPING_MISSING',
    reason: `Before the first push, ${company.name} needs: ${missing.join(', and ')}.`,
    fix: 'Run: qbsync configure (or qbsync configure --accept-defaults)',
    exit: EXIT.settings,
  });
}

async function planAllInvoices(
  desk: Desk,
  entries: Entry[],
  before: GivenOut,
): Promise<Pick<Plan, 'customers' | 'items' | 'itemIds' | 'invoices'>> {
  const { company, settings } = desk;
  const pairs = pair(entries, await desk.ledger.contents(entries), isInvoice).map(({ entry, record }) => ({
    entry,
    record: asBooked(record, settings),
  }));
  const pending = pairs.filter(({ entry, record }) => isWaiting(entry, record, settings));
  const withdrawn = pairs.filter(({ entry, record }) => isWithdrawn(entry, record));
  const customers = await lookUpCustomers(
    desk,
    pending.map(({ record }) => record),
    before,
  );
  const [inBooks, linked, items] = await Promise.all([
    lookUpInvoices(desk, pending),
    lookUpLinked(
      desk,
      [...pending, ...withdrawn].map(({ entry }) => entry),
    ),
    lookUpItems(
      desk,
      pending.map(({ record }) => record),
    ),
  ]);
  const view = { company, settings, customers, inBooks, linked, itemIds: items.ids };
  const invoices = pairs.map(({ entry, record }) => planInvoice(entry, record, view));
  const known = knownFromBooks(invoices, customers);
  for (const { action, customerKey: key } of invoices) {
    const customer = action === 'create' || action === 'update' ? known.get(key) : undefined;
    if (customer && customer.action !== 'known') before.names.set(foldName(customer.displayName), key);
  }
  return {
    invoices,
    ...listsFor(invoices.filter(needsLists), { customers: [...known.values()], items: items.toCreate }),
    itemIds: items.ids,
  };
}

/**
 * Customers as they are planned; where an invoice of ours was found in the books, its own customer is the one, under
 * whichever name it stands there now.
 */
function knownFromBooks(
  invoices: PlannedInvoice[],
  customers: Map<string, PlannedCustomer | Verdict>,
): Map<string, PlannedCustomer> {
  const known = new Map<string, PlannedCustomer>();
  for (const [key, customer] of customers) if ('displayName' in customer) known.set(key, customer);
  for (const { action, adoption, customerKey: key } of invoices) {
    const customer = known.get(key);
    if (action !== 'adopt' || !adoption?.customer || !customer || customer.action === 'known') continue;
    const { id, name } = adoption.customer;
    known.set(key, { ...customer, action: 'adopt', booksId: id, displayName: name ?? customer.displayName });
  }
  return known;
}

/** Records that may be written, so that the books must be asked about them. */
function isWaiting(entry: Entry, record: SourceInvoice, settings: Settings): boolean {
  if (entry.open || entry.standing?.state === 'ignored') return false;
  if (!entry.link && startsBefore(record, settings)) return false;
  if (record.state === 'draft' || record.state === 'cancelled') return false;
  return entry.link?.fingerprint !== entry.fingerprint || entry.standing !== undefined;
}

async function lookUpInvoices(
  desk: Desk,
  pairs: { entry: Entry; record: SourceInvoice }[],
): Promise<Map<string, Invoice[]>> {
  const records = pairs.filter(({ entry }) => !entry.link).map(({ record }) => record);
  const byNumber = desk.settings.numbers === 'source';
  const found = byNumber
    ? await desk.books.among(
        'Invoice',
        'DocNumber',
        records.map(({ number }) => number),
      )
    : await desk.books.among(
        'Invoice',
        'TxnDate',
        records.map(({ issueDate }) => issueDate),
      );
  const map = new Map<string, Invoice[]>();
  for (const invoice of found) {
    const place = byNumber ? foldNumber(invoice.DocNumber ?? '') : invoice.TxnDate;
    map.set(place, [...(map.get(place) ?? []), invoice]);
  }
  return map;
}

async function lookUpLinked(desk: Desk, entries: Entry[]): Promise<Map<string, LinkedInvoice>> {
  const map = new Map<string, LinkedInvoice>();
  const ids = entries.flatMap(({ link }) => link?.booksId ?? []);
  const inBooks = await desk.books.readAll('Invoice', ids);
  for (const { kind, key, link } of entries) {
    if (!link) continue;
    const posted = await desk.ledger.lastPosted(kind, key);
    map.set(link.booksId, { now: inBooks.get(link.booksId), posted });
  }
  return map;
}

async function lookUpItems(
  desk: Desk,
  invoices: SourceInvoice[],
): Promise<{ ids: Plan['itemIds']; toCreate: PlannedItem[] }> {
  const ids: Plan['itemIds'] = {};
  const byAccount: { type: LineType; target: Extract<LineTarget, { account: unknown }> }[] = [];
  const used = new Set(invoices.flatMap(({ lines }) => lines.map((line) => line.type)));
  for (const type of used) {
    const target = desk.settings.lineTypes[type];
    if (!target) continue;
    if ('item' in target) ids[type] = target.item.id;
    else byAccount.push({ type, target });
  }
  if (byAccount.length === 0) return { ids, toCreate: [] };
  const found = new Map<string, Item>();
  for (const item of await desk.books.among(
    'Item',
    'Name',
    byAccount.map(({ type }) => itemName(type)),
  )) {
    found.set(foldName(item.Name), item);
  }
  const toCreate: PlannedItem[] = [];
  for (const { type, target } of byAccount) {
    const item = found.get(foldName(itemName(type)));
    if (item) ids[type] = item.Id;
    else {
      toCreate.push({
        type,
        name: itemName(type),
        accountId: target.account.id,
        accountName: target.account.name,
      });
    }
  }
  return { ids, toCreate };
}

async function planAllPayments(
  desk: Desk,
  entries: Entry[],
  before: GivenOut,
): Promise<Pick<Plan, 'payments' | 'learned'>> {
  const pairs = pair(entries, await desk.ledger.contents(entries), isPayment);
  const waiting = pairs.filter(
    ({ entry }) =>
      !entry.open &&
      entry.standing?.state !== 'ignored' &&
      (entry.link?.fingerprint !== entry.fingerprint || entry.standing !== undefined),
  );
  const numbers = new Set(waiting.flatMap(({ record }) => record.applied.map((one) => one.invoiceNumber)));
  const invoices = new Map<string, Entry>();
  if (numbers.size > 0) {
    for (const entry of await desk.ledger.entries({ kind: 'invoice', ids: [...numbers] })) {
      if (entry.number) invoices.set(foldNumber(entry.number), entry);
    }
  }
  const ids = [...invoices.values()].flatMap(({ link }) => (link ? [link.booksId] : []));
  const inBooks = await desk.books.readAll('Invoice', ids);
  await readAgain(desk, waiting, invoices, inBooks);
  const payments = planPayments(pairs, {
    company: desk.company,
    startDate: desk.settings.startDate,
    invoices,
    inBooks,
    applied: before.applied,
    payments: await lookUpPayments(desk, waiting, [...inBooks.values()]),
    leftOut: new Map(
      (await desk.ledger.rejects()).flatMap(({ recordId, what }) =>
        recordId === undefined ? [] : [[foldNumber(recordId), what]],
      ),
    ),
    customerIds: await customerIds(
      desk,
      waiting.map(({ record }) => record),
    ),
  });
  for (const { action, refs } of payments) {
    for (const { invoiceId, amount } of action === 'create' ? (refs?.applied ?? []) : [])
      before.applied.set(invoiceId, (before.applied.get(invoiceId) ?? ZERO).plus(amount));
  }
  return { payments, learned: voidedAmong([...invoices.values()], inBooks) };
}

/** Invoices that are linked and stand voided in the books: their own status must say so too. */
function voidedAmong(entries: Entry[], inBooks: Map<string, Invoice>): Plan['learned'] {
  return entries.flatMap((entry) => {
    const invoice = inBooks.get(entry.link?.booksId ?? '');
    // A cancelled one is voided in both.
    if (!invoice || !isVoided(invoice) || entry.standing?.state === 'ignored' || entry.state === 'cancelled')
      return [];
    return [{ entry, verdict: forRecord(voided(invoice.Id), entry.number ?? entry.key) }];
  });
}

/**
 * Payments of the books that may be one of these: those of the same days, those on the same invoices (a date may have
 * been corrected there), and those that are linked already.
 */
/**
 * What was refused before goes under a new request id, and then QuickBooks itself no longer tells a second payment from
 * the first. Another machine may have booked it meanwhile, and a question may lag behind; an invoice that is read by its
 * id does not, and names its payments.
 */
async function readAgain(
  { ledger, books }: Desk,
  waiting: { entry: Entry; record: SourcePayment }[],
  invoices: Map<string, Entry>,
  inBooks: Map<string, Invoice>,
): Promise<void> {
  const keys = waiting.map(({ entry }) => entry.key);
  const refused = new Set((await ledger.refusals('payment', keys)).map(({ key }) => key));
  const ids = waiting
    .filter(({ entry }) => refused.has(entry.key))
    .flatMap(({ record }) => record.applied)
    .flatMap(({ invoiceNumber }) => invoices.get(foldNumber(invoiceNumber))?.link?.booksId ?? []);
  for (const id of new Set(ids)) {
    const invoice = await books.read('Invoice', id);
    if (invoice) inBooks.set(id, invoice);
    else inBooks.delete(id);
  }
}

async function lookUpPayments(
  desk: Desk,
  waiting: { entry: Entry; record: SourcePayment }[],
  invoices: Invoice[],
): Promise<Payment[]> {
  const dates = waiting.map(({ record }) => record.date);
  const found = new Map<string, Payment>();
  for (const payment of await desk.books.among('Payment', 'TxnDate', dates)) found.set(payment.Id, payment);
  const others = [
    ...invoices.flatMap(({ LinkedTxn }) =>
      LinkedTxn.flatMap(({ TxnId, TxnType }) => (TxnType === 'Payment' ? [TxnId] : [])),
    ),
    ...waiting.flatMap(({ entry }) => entry.link?.booksId ?? []),
  ].filter((id) => !found.has(id));
  const ours = await desk.ledger.linkedIds('payment', others);
  // One by one: whether payments can be asked for by a list of ids is not documented (qbo-api.md 4).
  for (const id of new Set(others)) {
    // Another record's payment cannot be this one.
    if (ours.has(id) && !waiting.some(({ entry }) => entry.link?.booksId === id)) continue;
    const payment = await desk.books.read('Payment', id);
    if (payment) found.set(id, payment);
  }
  return [...found.values()];
}

async function customerIds(desk: Desk, payments: SourcePayment[]): Promise<Map<string, string>> {
  const ids = payments
    .filter(({ applied }) => applied.length === 0)
    .flatMap(({ customerId }) => customerId ?? []);
  const claims = await desk.ledger.customers(ids.map((sourceId) => customerKey({ sourceId, name: '' })));
  const known = new Map(claims.map((claim) => [claim.key, claim.booksId]));
  const map = new Map<string, string>();
  for (const sourceId of ids) {
    const booksId = known.get(customerKey({ sourceId, name: '' }));
    if (booksId) map.set(sourceId, booksId);
  }
  return map;
}

function pair<R extends SourceInvoice | SourcePayment>(
  entries: Entry[],
  contents: (SourceInvoice | SourcePayment)[],
  is: (record: SourceInvoice | SourcePayment) => record is R,
): { entry: Entry; record: R }[] {
  return entries.flatMap((entry, at) => {
    const record = contents[at];
    return record && is(record) ? [{ entry, record }] : [];
  });
}

function isInvoice(record: SourceInvoice | SourcePayment): record is SourceInvoice {
  return record.kind === 'invoice';
}

function isPayment(record: SourceInvoice | SourcePayment): record is SourcePayment {
  return record.kind === 'payment';
}
