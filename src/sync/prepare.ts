import { customerKey, foldName, foldNumber } from '../domain/fingerprint.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import { LINE_TYPES, type LineType, type SourceInvoice, type SourcePayment } from '../domain/records.ts';
import type { LineTarget, Settings } from '../company/settings.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Books } from '../qbo/books.ts';
import type { Invoice, Item, Payment } from '../qbo/entities.ts';
import type { CompanyFacts } from './company.ts';
import { candidateNames, planCustomers, type CustomerView, type WantedCustomer } from './customers.ts';
import { judgeCustomer, type Verdict } from './judge.ts';
import type { Plan, PlannedCustomer, PlannedItem } from './plan.ts';
import { planInvoice } from './plan-invoices.ts';
import { planPayments } from './plan-payments.ts';

/** What planning asks: our ledger, and the books for reading only. */
export interface Desk {
  ledger: Ledger;
  books: Books;
  company: CompanyFacts;
  settings: Settings;
}

/**
 * Reads what is known of the records, asks the books about them in as few questions as fit, and decides. A look-up that
 * fails ends the planning: nothing is created on a guess.
 */
export async function makePlan(desk: Desk, entries: Entry[]): Promise<Plan> {
  const invoices = await planAllInvoices(
    desk,
    entries.filter(({ kind }) => kind === 'invoice'),
  );
  const payments = await planAllPayments(
    desk,
    entries.filter(({ kind }) => kind === 'payment'),
  );
  return { company: desk.company, ...invoices, payments };
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
): Promise<Pick<Plan, 'customers' | 'items' | 'itemIds' | 'invoices'>> {
  const pairs = pair(entries, await desk.ledger.contents(entries), isInvoice);
  const pending = pairs.filter(({ entry, record }) => isWaiting(entry, record));
  const customers = await lookUpCustomers(
    desk,
    pending.map(({ record }) => record),
  );
  const [inBooks, linked, items] = await Promise.all([
    lookUpInvoices(desk, pending),
    lookUpLinked(
      desk,
      pending.map(({ entry }) => entry),
    ),
    lookUpItems(
      desk,
      pending.map(({ record }) => record),
    ),
  ]);
  const view = { company: desk.company, settings: desk.settings, customers, inBooks, linked };
  const invoices = pairs.map(({ entry, record }) => planInvoice(entry, record, view));
  const used = new Set(
    invoices.filter(({ action }) => action !== 'skip' && action !== 'error').map((one) => one.customerKey),
  );
  const usedTypes = new Set(
    invoices
      .filter(({ action }) => action === 'create' || action === 'update')
      .flatMap(({ record }) => record.lines.map((line) => line.type)),
  );
  return {
    invoices,
    customers: [...customers.values()].filter(
      (customer): customer is PlannedCustomer => 'displayName' in customer && used.has(customer.key),
    ),
    items: items.toCreate.filter(({ type }) => usedTypes.has(type)),
    itemIds: items.ids,
  };
}

/** Records that may be written, so that the books must be asked about them. */
function isWaiting(entry: Entry, record: SourceInvoice): boolean {
  if (entry.open || entry.standing?.state === 'ignored') return false;
  if (record.state === 'draft' || record.state === 'cancelled') return false;
  return entry.link?.fingerprint !== entry.fingerprint || entry.standing !== undefined;
}

async function lookUpCustomers(
  desk: Desk,
  invoices: SourceInvoice[],
): Promise<Map<string, PlannedCustomer | Verdict>> {
  const wanted = new Map<string, WantedCustomer>();
  for (const { customer, currency } of invoices) {
    if (judgeCustomer(customer)) continue;
    const key = customerKey(customer);
    const kept = desk.company.multiCurrency ? (currency ?? desk.company.homeCurrency) : undefined;
    if (!wanted.has(key)) wanted.set(key, { key, customer, currency: kept });
  }
  const claims = new Map(
    (await desk.ledger.customers([...wanted.keys()])).map((claim) => [claim.key, claim]),
  );
  const unknown = [...wanted.values()].filter(({ key }) => !claims.get(key)?.booksId);
  const names = new Set(unknown.flatMap((one) => candidateNames(one, claims.get(one.key))));
  const view: CustomerView = { claims, claimedBy: new Map(), inBooks: new Map() };
  for (const name of names) {
    const claim = await desk.ledger.customerNamed(name);
    if (claim) view.claimedBy.set(foldName(name), claim.key);
  }
  for (const customer of await desk.books.among('Customer', 'DisplayName', names)) {
    const name = foldName(customer.DisplayName);
    view.inBooks.set(name, [...(view.inBooks.get(name) ?? []), customer]);
  }
  return planCustomers([...wanted.values()], view);
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

async function lookUpLinked(desk: Desk, entries: Entry[]): Promise<Map<string, Invoice | undefined>> {
  const map = new Map<string, Invoice | undefined>();
  for (const { link } of entries) {
    // Read by id, not by query: an update builds on exactly this version.
    if (link) map.set(link.booksId, await desk.books.read('Invoice', link.booksId));
  }
  return map;
}

/** Name of the item that qbsync makes for a line type that is mapped to an income account. */
export function itemName(type: LineType): string {
  return `OpenSolar ${type}`;
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

async function planAllPayments(desk: Desk, entries: Entry[]): Promise<Plan['payments']> {
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
  const [booked, dated] = await Promise.all([
    desk.books.among('Invoice', 'Id', ids),
    desk.books.among(
      'Payment',
      'TxnDate',
      waiting.map(({ record }) => record.date),
    ),
  ]);
  const payments: Payment[] = [...dated];
  for (const { entry } of waiting) {
    if (!entry.link || dated.some(({ Id }) => Id === entry.link?.booksId)) continue;
    const read = await desk.books.read('Payment', entry.link.booksId);
    if (read) payments.push(read);
  }
  return planPayments(pairs, {
    company: desk.company,
    invoices,
    inBooks: new Map(booked.map((invoice) => [invoice.Id, invoice])),
    payments,
    customerIds: await customerIds(
      desk,
      waiting.map(({ record }) => record),
    ),
  });
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
