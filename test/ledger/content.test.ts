import { fc } from '../support/property.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decimal, plainText } from '../../src/domain/money.ts';
import { ALL_LINE_TYPES, type SourceInvoice, type SourcePayment } from '../../src/domain/records.ts';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import { decodeRecord, encodeRecord } from '../../src/ledger/content.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { aPayment, anEntry, anInvoice, day, takeIn, taken } from '../support/builders.ts';
import { Engine } from '../support/engine.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
/** What is in a cell that is not empty, controls taken out as the reader does. */
const cell = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((drawn) => drawn.replace(/\p{Cc}/gu, '.').trim())
  .filter((drawn) => drawn !== '');
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const money = fc
  .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.nat(6))
  .map(([units, places]) => decimal(`${units.toString()}e-${places}`));
const cents = fc.integer({ min: -(10 ** 9), max: 10 ** 9 }).map((units) => decimal((units / 100).toFixed(2)));
const date = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((drawn) => day(drawn.toISOString().slice(0, 10)));

const invoices: fc.Arbitrary<SourceInvoice> = fc
  .record({
    sourceId: maybe(cell),
    number: cell,
    projectId: maybe(cell),
    projectName: maybe(cell),
    customer: fc.record({
      sourceId: maybe(cell),
      name: cell,
      email: maybe(text),
      company: maybe(text),
      address: fc.record({ line1: maybe(text), state: maybe(text) }),
    }),
    issueDate: date,
    dueDate: maybe(date),
    state: fc.constantFrom('draft' as const, 'issued' as const, 'paid' as const, 'cancelled' as const),
    currency: maybe(fc.constantFrom('USD', 'AUD')),
    lines: fc.array(
      fc.record({
        type: fc.constantFrom(...ALL_LINE_TYPES),
        description: text,
        quantity: maybe(money),
        unitPrice: maybe(money),
        amount: money,
        taxRate: money,
        taxAmount: maybe(money),
      }),
      { maxLength: 4 },
    ),
    total: maybe(cents),
  })
  .map((drawn) => present({ kind: 'invoice' as const, ...drawn }));

const payments: fc.Arbitrary<SourcePayment> = fc
  .record({
    sourceId: cell,
    customerId: maybe(cell),
    projectId: maybe(cell),
    date,
    amount: money,
    currency: maybe(fc.constantFrom('USD', 'AUD')),
    method: maybe(text),
    integrated: fc.boolean(),
    state: fc.constantFrom('received' as const, 'pending' as const, 'failed' as const, 'refunded' as const),
    reference: maybe(text),
    fee: maybe(money),
    applied: fc.array(fc.record({ invoiceNumber: cell, amount: money }), { maxLength: 4 }),
  })
  .map((drawn) => present({ kind: 'payment' as const, ...drawn }));

/** Records have no members that are undefined, as the readers make them. */
function present<T>(value: T): T;
function present(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => present(one));
  if (typeof value !== 'object' || value === null || 'toFixed' in value) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
      member === undefined ? [] : [[name, present(member)]],
    ),
  );
}

/** Decimals as text, so that two records can be compared. */
const plain = (record: unknown): unknown =>
  JSON.parse(
    JSON.stringify(record, (_, value: unknown) =>
      typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(value)
        ? plainText(decimal(value))
        : value,
    ),
  ) as unknown;

describe('a record', () => {
  test('is the same after it was kept', () => {
    fc.assert(
      fc.property(fc.oneof(invoices, payments), (record) => {
        const kept = decodeRecord(encodeRecord(record).content);
        expect(plain(kept)).toEqual(plain(record));
        expect(fingerprint(kept)).toBe(fingerprint(record));
      }),
    );
  });

  test('is kept with every amount as text', () => {
    fc.assert(
      fc.property(fc.oneof(invoices, payments), (record) => {
        JSON.parse(encodeRecord(record).content, (_, value: unknown) => {
          expect(typeof value).not.toBe('number');
          return value;
        });
      }),
    );
  });

  test.each<[string, (json: string) => string]>([
    ['an amount as a number', (json) => json.replace('"amount":"100"', '"amount":100')],
    ['an amount that is none', (json) => json.replace('"amount":"100"', '"amount":"1,00"')],
    ['a day that does not exist', (json) => json.replace('2026-02-10', '2026-02-30')],
    ['an unknown state', (json) => json.replace('issued', 'lost')],
    ['an unknown kind', (json) => json.replace('"invoice"', '"receipt"')],
    ['half of it', (json) => json.slice(0, 60)],
  ])('is not read with %s', (_, damage) => {
    const json = encodeRecord(anInvoice()).content;
    expect(damage(json)).not.toBe(json);
    expect(() => decodeRecord(damage(json))).toThrow();
  });
});

describe('in the file', () => {
  let engine: Engine;
  let ledger: Ledger;
  beforeEach(async () => {
    engine = new Engine();
    ledger = await engine.ledger();
  });
  afterEach(() => engine.dispose());

  test('an entry says what its record says', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(invoices, payments, async (drawn, payment) => {
        runs++;
        const invoice = { ...drawn, sourceId: `S${runs}`, number: `${drawn.number}-${runs}` };
        const received = { ...payment, sourceId: `P${runs} ${payment.sourceId}` };
        await takeIn(ledger, 'export.csv', [taken(invoice), taken(received)]);
        const entries = await ledger.entries({ ids: [invoice.sourceId] });
        expect(entries).toEqual([anEntry(invoice)]);
        const refs = [
          { kind: 'invoice' as const, key: invoice.sourceId },
          { kind: 'payment' as const, key: received.sourceId },
        ];
        expect(plain(await ledger.contents(refs))).toEqual(plain([invoice, received]));
      }),
      { numRuns: 40 },
    );
  });

  test('a link comes back as it was', async () => {
    await takeIn(ledger, 'a.csv', [taken(anInvoice()), taken(aPayment())]);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(cell, maybe(cell), cents, async (syncToken, booksNumber, total) => {
        const link = {
          booksId: `B${runs++}`,
          booksNumber,
          syncToken,
          total,
          fingerprint: 'f',
          how: 'adopted' as const,
        };
        await ledger.link([{ kind: 'invoice', key: '501', link: link }]);
        const read = await ledger.linkOf('invoice', '501');
        expect({ ...read, total: read?.total.toFixed(2) }).toEqual({
          ...link,
          total: total.toFixed(2),
          at: engine.clock.now().toISOString(),
        });
        const [entry] = await ledger.entries({ kind: 'invoice' });
        expect(entry?.link).toMatchObject({ booksId: link.booksId, syncToken, total: total.toFixed(2) });
      }),
      { numRuns: 40 },
    );
  });
});
