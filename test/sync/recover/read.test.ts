import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../../src/ledger/ledger.ts';
import { readBooks, type Reading } from '../../../src/sync/recover/read.ts';
import { INVOICES, PAYMENTS } from '../../../src/sync/recover/seen.ts';
import { aLink, anInvoice, takeIn, taken } from '../../support/builders.ts';
import { Engine, fault, json, Script, type Step } from '../../support/engine.ts';

let engine: Engine;
let ledger: Ledger;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
});
afterEach(() => engine.dispose());

const counted = (totalCount: number) => json({ QueryResponse: { totalCount } });
const page = (entity: string, ...rows: object[]) => json({ QueryResponse: { [entity]: rows } });
const none = json({ QueryResponse: {} });
const invoice = (Id: string, PrivateNote?: string) => ({
  Id,
  SyncToken: '3',
  DocNumber: 'INV-1',
  TxnDate: '2026-02-10',
  CustomerRef: { value: '58', name: 'Anna Berg' },
  TotalAmt: 1234567890123.45,
  PrivateNote,
});
const payment = (Id: string, PrivateNote?: string) => ({
  Id,
  SyncToken: '0',
  TxnDate: '2026-02-20',
  CustomerRef: { value: '58' },
  TotalAmt: 100.1,
  PrivateNote,
  Line: [{ Amount: 100.1, LinkedTxn: [{ TxnId: '145', TxnType: 'Invoice' }] }],
});
const plain = (count: number, from: number) =>
  Array.from({ length: count }, (_, at) => invoice(String(from + at), 'typed in'));

/** The books answer these, customers and payments none unless the steps say so. */
async function read(steps: Step[], onPage: (reading: Reading) => void = () => undefined) {
  const script = new Script(...steps);
  const sightings = await readBooks({ books: engine.books(script), ledger, onPage });
  expect(script.rest).toEqual([]);
  return { sightings, script };
}

const NO_CUSTOMERS = [counted(0), none];
const NO_PAYMENTS = [counted(0), none];

describe('a reading of the books', () => {
  test('asks for everything once, page by page, and writes nothing to them', async () => {
    const told: Reading[] = [];
    const first = page('Invoice', ...plain(999, 1), invoice('1000', '[qbsync:invoice:501]'));
    const second = page('Invoice', invoice('1001', 'x [qbsync:invoice:502] y'));
    const { script, sightings } = await read(
      [
        ...NO_CUSTOMERS,
        counted(1001),
        first,
        second,
        counted(1),
        page('Payment', payment('7', '[qbsync:payment:P]')),
      ],
      (reading) => told.push(reading),
    );
    expect(script.writes).toEqual([]);
    expect(script.queries).toEqual([
      'SELECT COUNT(*) FROM Customer',
      'SELECT * FROM Customer ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000',
      'SELECT COUNT(*) FROM Invoice',
      'SELECT * FROM Invoice ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000',
      'SELECT * FROM Invoice ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000',
      'SELECT COUNT(*) FROM Payment',
      'SELECT * FROM Payment ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000',
    ]);
    expect(told.map(({ kind, done, of }) => `${kind} ${done}/${of}`)).toEqual([
      'customer 0/0',
      'invoice 1000/1001',
      'invoice 1001/1001',
      'payment 1/1',
    ]);
    expect((await sightings.strangers('invoice', 9)).first.map(({ booksId }) => booksId)).toEqual([
      '1000',
      '1001',
    ]);
  });

  test('keeps what is marked, with every figure, and nothing of what is not', async () => {
    const steps = [
      ...NO_CUSTOMERS,
      counted(2),
      page('Invoice', invoice('10', '[qbsync:invoice:501]'), invoice('11', 'typed in')),
      counted(1),
      page('Payment', payment('12', '[qbsync:payment:P]')),
    ];
    const { sightings } = await read(steps);
    const [found, ...others] = await sightings.find('invoice', ['501'], ['11']);
    expect(others).toEqual([]);
    expect(found && INVOICES.read(found)).toMatchObject({ Id: '10', SyncToken: '3', DocNumber: 'INV-1' });
    expect(found && INVOICES.read(found).TotalAmt.toFixed(2)).toBe('1234567890123.45');
    const [paid] = await sightings.find('payment', ['P'], []);
    const line = paid && PAYMENTS.read(paid).Line[0];
    expect([line?.Amount.toFixed(2), line?.LinkedTxn]).toEqual([
      '100.10',
      [{ TxnId: '145', TxnType: 'Invoice' }],
    ]);
  });

  test('keeps what the ledger has linked, and reads by its id what was on no page', async () => {
    const records = ['501', '502', '503'];
    await takeIn(
      ledger,
      'a.csv',
      records.map((sourceId) => taken(anInvoice({ sourceId, number: `N${sourceId}` }))),
    );
    await ledger.link(
      records.map((key, at) => ({
        kind: 'invoice',
        key,
        link: aLink(anInvoice(), { booksId: `${at + 10}` }),
      })),
    );
    const steps = [
      ...NO_CUSTOMERS,
      counted(1),
      page('Invoice', invoice('10')),
      ...NO_PAYMENTS,
      json({ Invoice: invoice('11') }),
      fault('610', 'Object Not Found'),
    ];
    const { sightings } = await read(steps);
    expect((await sightings.find('invoice', [], ['10', '11', '12'])).map(({ booksId }) => booksId)).toEqual([
      '10',
      '11',
    ]);
    expect(await sightings.missing('invoice')).toEqual(['12']);
  });

  test('ends where a page is refused, or where it is told to', async () => {
    const refused = [counted(1), fault('4001', 'Invalid query')];
    await expect(read(refused)).rejects.toMatchObject({ code: 'QUICKBOOKS_REFUSED_READ' });
    const stopped = read([...NO_CUSTOMERS], () => {
      throw new Error('enough');
    });
    await expect(stopped).rejects.toThrow('enough');
  });
});
