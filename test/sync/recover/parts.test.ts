import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decimal } from '../../../src/domain/money.ts';
import type { SourceInvoice, SourceRecord } from '../../../src/domain/records.ts';
import type { Ledger, Sightings } from '../../../src/ledger/ledger.ts';
import type { Desk } from '../../../src/sync/prepare.ts';
import { keepPart } from '../../../src/sync/recover/keep.ts';
import { recoveredParts, type Part } from '../../../src/sync/recover/parts.ts';
import { CUSTOMERS, INVOICES, PAYMENTS } from '../../../src/sync/recover/seen.ts';
import {
  aCompany,
  aCustomer,
  aPayment,
  anInvoice,
  customerInBooks,
  inBooks,
  paidInBooks,
  someSettings,
  takeIn,
  taken,
} from '../../support/builders.ts';
import { Engine, Script } from '../../support/engine.ts';
import { lineOn, paying } from '../payment-views.ts';

let engine: Engine;
let ledger: Ledger;
let sightings: Sightings;
let desk: Desk;
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
  sightings = await ledger.sightings();
  desk = { ledger, books: engine.books(new Script()), company: aCompany(), settings: someSettings() };
});
afterEach(() => engine.dispose());

const import_ = async (...records: SourceRecord[]) =>
  takeIn(
    ledger,
    'a.csv',
    records.map((one) => taken(one)),
  );
const see = async (...invoices: ReturnType<typeof inBooks>[]) =>
  sightings.add(
    'invoice',
    invoices.map((one) => INVOICES.sighting(one)),
  );
const person = (n: number) => aCustomer({ sourceId: `C-${n}`, name: `Person ${n}` });
const numbered = (n: number): SourceInvoice =>
  anInvoice({ sourceId: `${n}`, number: `INV-${n}`, customer: person(n % 7) });
const on = (n: number) => ({ CustomerRef: { value: `${100 + (n % 7)}`, name: `Person ${n % 7}` } });

/** All parts, kept one by one where that is asked for. */
async function parts(keep: boolean): Promise<Part[]> {
  const all: Part[] = [];
  for await (const part of recoveredParts(desk, sightings)) {
    if (keep) await keepPart(ledger, part);
    all.push(part);
  }
  return all;
}

const tally = (all: Part[]) => {
  const count = new Map<string, number>();
  for (const { stands } of all.flatMap(({ records }) => records))
    count.set(stands, (count.get(stands) ?? 0) + 1);
  return Object.fromEntries(count);
};
const news = (all: Part[]) => [
  ...all.flatMap(({ customers }) => customers.filter(({ claim }) => claim)),
  ...all.flatMap(({ records }) => records.filter(({ link, judgement }) => link ?? judgement)),
];

describe('a ledger that is rebuilt in parts', () => {
  test('has every record and customer once in the end, and says the same when it is shown and when it is kept', async () => {
    const many = Array.from({ length: 1100 }, (_, n) => n);
    await import_(...many.map(numbered));
    await import_(...many.map((n) => aPayment({ sourceId: `P-${n}`, applied: paying([`INV-${n}`, '100']) })));
    await see(...many.map((n) => inBooks(numbered(n), { Id: `${1000 + n}`, ...on(n) })));
    const paid = many.map((n) => {
      const record = aPayment({ sourceId: `P-${n}` });
      return PAYMENTS.sighting(
        paidInBooks(record, { Id: `${5000 + n}`, Line: [lineOn(`${1000 + n}`, n === 9 ? 99 : 100)] }),
      );
    });
    await sightings.add('payment', paid);
    const shown = await parts(false);
    expect(shown.map(({ records }) => records.length)).toEqual([500, 500, 100, 500, 500, 100]);
    expect(tally(shown)).toEqual({ agrees: 2199, differs: 1 });
    expect(await parts(true).then(tally)).toEqual(tally(shown));
    expect(news(await parts(false))).toEqual([]);
    expect((await ledger.customers(many.map((n) => `id:C-${n}`))).map(({ booksId }) => booksId)).toHaveLength(
      7,
    );
    expect((await ledger.entries()).filter(({ link }) => link).length).toBe(2200);
  });

  test('recognises what it finds; the rest is strange', async () => {
    await import_(numbered(1));
    await see(inBooks(numbered(1), { Id: '10' }), inBooks(numbered(2), { Id: '11' }));
    await sightings.add('customer', [
      CUSTOMERS.sighting(customerInBooks('58', 'Person 1', { Notes: '[qbsync:customer:id%3AC-1]' })),
      CUSTOMERS.sighting(customerInBooks('59', 'Person 2', { Notes: '[qbsync:customer:id%3AC-2]' })),
    ]);
    await parts(false);
    expect(await sightings.strangers('invoice', 9)).toMatchObject({ count: 1, first: [{ booksId: '11' }] });
    expect(await sightings.strangers('customer', 9)).toMatchObject({ count: 1, first: [{ booksId: '59' }] });
  });

  test('holds an invoice against the customer who carries the mark', async () => {
    await import_(numbered(1));
    await see(inBooks(numbered(1), { CustomerRef: { value: '60', name: 'Person 1' } }));
    await sightings.add('customer', [
      CUSTOMERS.sighting(customerInBooks('58', 'Person 1', { Notes: '[qbsync:customer:id%3AC-1]' })),
    ]);
    const [part] = await parts(true);
    expect(part?.records[0]).toMatchObject({ stands: 'differs' });
    expect(part?.records[0]?.finding?.reason).toContain('(customer id 60), the source 100.00');
    expect(await ledger.customers(['id:C-1'])).toMatchObject([{ booksId: '58' }]);
  });

  test('does not take one customer for another because an invoice was moved', async () => {
    await import_(numbered(1), numbered(2));
    const moved = { CustomerRef: { value: '102', name: 'Person 2' } };
    await see(inBooks(numbered(1), { Id: '10', ...moved }), inBooks(numbered(2), { Id: '11', ...moved }));
    await sightings.add('customer', [
      CUSTOMERS.sighting(customerInBooks('102', 'Person 2', { Notes: '[qbsync:customer:id%3AC-2]' })),
    ]);
    await parts(true);
    expect(await ledger.customers(['id:C-1', 'id:C-2'])).toMatchObject([{ key: 'id:C-2', booksId: '102' }]);
  });

  test('gives a name that is taken in our list with the id behind it', async () => {
    await ledger.claimCustomers([
      { key: 'id:C-9', name: 'Person 1', displayName: 'Person 1', booksId: '90' },
    ]);
    await import_(numbered(1));
    await see(inBooks(numbered(1), on(1)));
    await parts(true);
    expect(await ledger.customers(['id:C-1'])).toMatchObject([
      { displayName: 'Person 1 (101)', booksId: '101' },
    ]);
  });

  test('knows a record by the number it was marked with before the source gave ids, unless that is another’s id', async () => {
    await import_(anInvoice({ sourceId: '7', number: '8' }), anInvoice({ sourceId: '8', number: '9' }));
    const eight = anInvoice({ sourceId: '8', number: '9' });
    await see(
      inBooks(eight, { Id: '10' }),
      inBooks(anInvoice({ sourceId: '9' }), { Id: '11', DocNumber: '9' }),
    );
    const [part] = await parts(true);
    expect(part?.records.map(({ entry, stands }) => [entry.key, stands])).toEqual([
      ['7', 'absent'],
      ['8', 'twice'],
    ]);
  });

  test('leaves the amount of money to the cent', async () => {
    const big = aPayment({ amount: decimal('0.30'), applied: paying(['INV-1', '0.10'], ['INV-1', '0.20']) });
    await import_(numbered(1), big);
    await see(inBooks(numbered(1), { Id: '145', ...on(1) }));
    const lines = { Line: [lineOn('145', 0.1), lineOn('145', 0.2)] };
    await sightings.add('payment', [PAYMENTS.sighting(paidInBooks(big, lines))]);
    expect(tally(await parts(true))).toEqual({ agrees: 2 });
  });
});
