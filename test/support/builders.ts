import { settingsSchema, type Settings } from '../../src/company/settings.ts';
import { plainDate, type PlainDate } from '../../src/domain/dates.ts';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import { customerKey } from '../../src/domain/identity.ts';
import { decimal, moneyText } from '../../src/domain/money.ts';
import type {
  SourceCustomer,
  SourceInvoice,
  SourceLine,
  SourcePayment,
  SourceRecord,
} from '../../src/domain/records.ts';
import type { Standing } from '../../src/domain/status.ts';
import { invoiceTotals } from '../../src/domain/totals.ts';
import type {
  Attempt,
  Entry,
  EntryLink,
  FileItem,
  KeptReject,
  Ledger,
  Link,
  NewRecord,
  TakenFile,
} from '../../src/ledger/ledger.ts';
import {
  customerSchema,
  invoiceSchema,
  paymentSchema,
  type Customer,
  type Invoice,
  type Payment,
} from '../../src/qbo/entities.ts';
import type { CompanyFacts } from '../../src/sync/company.ts';
import { recordMarker } from '../../src/sync/marker.ts';

// Representative objects with what a test says of them changed, nothing else.

export function day(text: string): PlainDate {
  const read = plainDate(text);
  if (!read) throw new Error(`not a day: ${text}`);
  return read;
}

export function aLine(amount: string, parts: Partial<SourceLine> = {}): SourceLine {
  return {
    type: 'milestone',
    description: 'Deposit',
    amount: decimal(amount),
    taxRate: decimal('0'),
    ...parts,
  };
}

export function aCustomer(parts: Partial<SourceCustomer> = {}): SourceCustomer {
  return { sourceId: 'C-1', name: 'Anna Berg', email: 'anna@berg.example', address: {}, ...parts };
}

export function anInvoice(parts: Partial<SourceInvoice> = {}): SourceInvoice {
  return {
    kind: 'invoice',
    sourceId: '501',
    number: 'INV-1',
    customer: aCustomer(),
    issueDate: day('2026-02-10'),
    state: 'issued',
    lines: [aLine('100.00')],
    ...parts,
  };
}

export function aPayment(parts: Partial<SourcePayment> = {}): SourcePayment {
  return {
    kind: 'payment',
    sourceId: 'PAY-1',
    date: day('2026-02-20'),
    amount: decimal('100.00'),
    integrated: true,
    state: 'received',
    applied: [{ invoiceNumber: 'INV-1', amount: decimal('100.00') }],
    ...parts,
  };
}

/** A record as intake hands it to the ledger. */
export function taken(record: SourceRecord, file = 'export.csv', line = 2): NewRecord {
  if (record.kind === 'payment') {
    return { record, total: record.amount, customerKey: undefined, customerName: undefined, file, line };
  }
  const { customer } = record;
  const total = invoiceTotals(record).total;
  return { record, total, customerKey: customerKey(customer), customerName: customer.name, file, line };
}

/** Takes a file into a ledger: what was read of it and what was not. */
export async function takeIn(
  ledger: Ledger,
  file: string,
  records: readonly NewRecord[],
  rejects: readonly KeptReject[] = [],
): Promise<TakenFile> {
  const items = async function* (): AsyncGenerator<FileItem> {
    for (const record of records) yield await Promise.resolve({ record });
    for (const reject of rejects) yield { reject };
  };
  const [kept] = await ledger.takeIn([{ file, items: items() }]);
  if (!kept) throw new Error('the ledger says nothing of the file');
  return kept;
}

/** A record as the ledger knows it: not sent, not judged. */
export function anEntry(record: SourceRecord, parts: Partial<Entry> = {}): Entry {
  const invoice = record.kind === 'invoice' ? record : undefined;
  return {
    kind: record.kind,
    key: record.sourceId ?? invoice?.number.toLowerCase() ?? '',
    sourceId: record.sourceId,
    number: invoice?.number,
    projectId: record.projectId,
    projectName: invoice?.projectName,
    customerKey: invoice && customerKey(invoice.customer),
    customerName: invoice?.customer.name,
    date: record.kind === 'invoice' ? record.issueDate : record.date,
    currency: record.currency,
    total: moneyText(record.kind === 'invoice' ? invoiceTotals(record).total : record.amount),
    state: record.state,
    fingerprint: fingerprint(record),
    file: 'export.csv',
    line: 2,
    link: undefined,
    standing: undefined,
    open: false,
    ...parts,
  };
}

export function aLink(record: SourceRecord, parts: Partial<Link> = {}): Link {
  return {
    booksId: '145',
    booksNumber: record.kind === 'invoice' ? record.number : undefined,
    syncToken: '0',
    total: record.kind === 'invoice' ? invoiceTotals(record).total : record.amount,
    fingerprint: fingerprint(record),
    how: 'created',
    at: '2026-02-11T00:00:00.000Z',
    ...parts,
  };
}

/** As {@link aLink}, as an entry shows it. */
export function anEntryLink(record: SourceRecord, parts: Partial<EntryLink> = {}): EntryLink {
  const { booksId, booksNumber, syncToken, fingerprint: print, total } = aLink(record);
  return { booksId, booksNumber, syncToken, fingerprint: print, total: moneyText(total), ...parts };
}

/** A create whose outcome is not known. */
export function anAttempt(parts: Partial<Attempt> = {}): Attempt {
  return {
    id: 7,
    runId: 1,
    kind: 'invoice',
    key: '501',
    operation: 'create',
    requestId: 'r-1',
    body: '{}',
    bodyHash: 'hash',
    fingerprint: fingerprint(anInvoice()),
    sentAt: '2026-02-11T00:00:00.000Z',
    ...parts,
  };
}

export function aStanding(record: SourceRecord, parts: Partial<Standing> = {}): Standing {
  return {
    state: 'error',
    code: 'SOME',
    reason: 'Some reason.',
    fix: 'Some fix.',
    fingerprint: fingerprint(record),
    ...parts,
  };
}

export function aCompany(parts: Partial<CompanyFacts> = {}): CompanyFacts {
  return {
    id: '9130',
    name: 'Sunny Roofs',
    environment: 'sandbox',
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: false,
    salesTax: true,
    automatedTax: false,
    ownNumbers: true,
    closedUntil: undefined,
    ...parts,
  };
}

/** Everything mapped: all line types on one item, 0% on NON. */
export function someSettings(parts: Partial<Settings> = {}): Settings {
  const item = { item: { id: '7', name: 'Services' } };
  const lineTypes = {
    milestone: item,
    standalone: item,
    incentive: item,
    discount: item,
    surcharge: item,
    other: item,
  };
  const taxCodes = { '0': { id: 'NON', name: 'NON', rates: [] } };
  return { ...settingsSchema.parse({}), lineTypes, taxCodes, ...parts };
}

/** A source invoice as the books would hold it, with our mark. */
export function inBooks(record: SourceInvoice, parts: Record<string, unknown> = {}): Invoice {
  const total = Number(invoiceTotals(record).total.toFixed(2));
  return invoiceSchema.parse({
    Id: '145',
    SyncToken: '0',
    DocNumber: record.number,
    TxnDate: record.issueDate,
    CustomerRef: { value: '58', name: record.customer.name },
    TotalAmt: total,
    Balance: total,
    PrivateNote: `OpenSolar invoice ${recordMarker(record)}`,
    ...parts,
  });
}

export function paidInBooks(record: SourcePayment, parts: Record<string, unknown> = {}): Payment {
  return paymentSchema.parse({
    Id: '245',
    SyncToken: '0',
    TxnDate: record.date,
    CustomerRef: { value: '58' },
    TotalAmt: Number(record.amount.toFixed(2)),
    PrivateNote: `OpenSolar payment ${recordMarker(record)}`,
    ...parts,
  });
}

export function customerInBooks(id: string, name: string, parts: Record<string, unknown> = {}): Customer {
  return customerSchema.parse({ Id: id, SyncToken: '0', DisplayName: name, ...parts });
}
