import { fc } from '../support/property.ts';
import { expect, test } from 'vitest';
import { objectOf, objectsOf, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { like } from '../../src/sandbox/query/like.ts';
import { Client, line, ref } from './client.ts';

/** Letters of both cases, signs that a pattern or a quote could trip over, and an umlaut. */
const word = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'B', '%', '_', "'", '\\', '.', '*', ' ', 'ä', '1'),
  minLength: 1,
  maxLength: 5,
});
const cents = fc.integer({ min: 1, max: 2000 });
const day = fc.integer({ min: 1, max: 28 }).map((at) => `2026-02-${String(at).padStart(2, '0')}`);

interface Sale {
  readonly number: string;
  readonly date: string;
  readonly cents: number;
  readonly customer: '1' | '2' | '3';
}

const sale: fc.Arbitrary<Sale> = fc.record({
  number: word,
  date: day,
  cents,
  customer: fc.constantFrom('1', '2', '3'),
});

const signs = ['=', '<', '>', '<=', '>='] as const;

/** A condition as the statement has it, and the same as a filter that knows nothing of the engine. */
interface Clause {
  readonly text: string;
  readonly keeps: (row: JsonObject) => boolean;
}

const quote = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function holds(sign: (typeof signs)[number], left: string | number, right: string | number): boolean {
  const [less, more] = [left < right, left > right];
  return { '=': !less && !more, '<': less, '>': more, '<=': !more, '>=': !less }[sign];
}

function clause<T extends string | number>(
  property: string,
  values: fc.Arbitrary<T>,
  of: (row: JsonObject) => T,
  operators: readonly (typeof signs)[number][] = signs,
): fc.Arbitrary<Clause> {
  const lower = (value: T): string | number => (typeof value === 'string' ? value.toLowerCase() : value);
  return fc.oneof(
    fc.record({ sign: fc.constantFrom(...operators), value: values }).map(({ sign, value }) => ({
      text: `${property} ${sign} ${quote(String(value))}`,
      keeps: (row: JsonObject) => holds(sign, lower(of(row)), lower(value)),
    })),
    fc.array(values, { minLength: 1, maxLength: 4 }).map((some) => ({
      text: `${property.toUpperCase()} In (${some.map((value) => quote(String(value))).join(' , ')})`,
      keeps: (row: JsonObject) => some.some((value) => lower(value) === lower(of(row))),
    })),
  );
}

/** `LIKE` by trying every way to share out the text: slow, and as plain as its meaning. */
function alike(text: string, pattern: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('%')) {
    return [...Array(text.length + 1).keys()].some((from) => alike(text.slice(from), pattern.slice(1)));
  }
  return text !== '' && text[0] === pattern[0] && alike(text.slice(1), pattern.slice(1));
}

const numberOf = (row: JsonObject): string => textOf(row.DocNumber) ?? '';
const clauses = fc.oneof(
  clause('DocNumber', word, numberOf),
  clause('TxnDate', day, (row) => textOf(row.TxnDate) ?? ''),
  clause(
    'Balance',
    cents.map((value) => value / 100),
    (row) => Number(row.Balance),
  ),
  clause(
    'TotalAmt',
    cents.map((value) => value / 100),
    (row) => Number(row.TotalAmt),
  ),
  clause(
    'CustomerRef',
    fc.constantFrom('1', '2', '3', '4'),
    (row) => textOf(objectOf(row.CustomerRef).value) ?? '',
  ),
  clause('Id', fc.integer({ min: 1, max: 30 }).map(String), (row) => textOf(row.Id) ?? '', ['=']),
  word.map((pattern) => ({
    text: `DocNumber like ${quote(pattern)}`,
    keeps: (row: JsonObject) => alike(numberOf(row).toLowerCase(), pattern.toLowerCase()),
  })),
);

const orders = fc.constantFrom<readonly [string, (row: JsonObject) => string | number]>(
  ['DocNumber', (row) => numberOf(row).toLowerCase()],
  ['TxnDate', (row) => textOf(row.TxnDate) ?? ''],
  ['Balance', (row) => Number(row.Balance)],
  ['Id', (row) => Number(row.Id)],
);

function company(sales: readonly Sale[]): Client {
  const qbo = new Client();
  for (const { number, date, cents: value, customer } of sales) {
    const invoice = {
      DocNumber: number,
      TxnDate: date,
      CustomerRef: ref(customer),
      Line: [line(value / 100)],
    };
    qbo.made('Invoice', invoice, { include: 'allowduplicatedocnum' });
  }
  return qbo;
}

const answered = (qbo: Client, statement: string): readonly JsonObject[] => {
  const reply = qbo.query(statement);
  expect(reply.status, reply.text).toBe(200);
  return objectsOf(objectOf(reply.body.QueryResponse).Invoice);
};

const ids = (rows: readonly JsonObject[]): readonly (string | undefined)[] =>
  rows.map((row) => textOf(row.Id));

test('any statement is answered as a plain filter over all rows would', () => {
  let found = 0;
  fc.assert(
    fc.property(
      fc.array(sale, { minLength: 1, maxLength: 12 }),
      fc.array(fc.tuple(fc.array(clauses, { maxLength: 3 }), orders, fc.boolean()), {
        minLength: 1,
        maxLength: 8,
      }),
      (sales, statements) => {
        const qbo = company(sales);
        const all = qbo.rows('Invoice', 'maxresults 1000');
        for (const [conditions, [by, key], descending] of statements) {
          const filter =
            conditions.length === 0 ? '' : `WHERE ${conditions.map(({ text }) => text).join(' AND ')}`;
          const naive = all
            .filter((row) => conditions.every(({ keeps }) => keeps(row)))
            .sort((a, b) => {
              const sign = key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
              return (descending ? -sign : sign) || Number(a.Id) - Number(b.Id);
            });
          const ordered = `ORDERBY ${by} ${descending ? 'DESC' : 'ASC'}`;
          expect(ids(answered(qbo, `SELECT * FROM Invoice ${filter} ${ordered}`))).toEqual(ids(naive));
          expect(qbo.query(`select count(*) from invoice ${filter}`).body.QueryResponse).toEqual({
            totalCount: naive.length,
          });
          found += naive.length;
        }
      },
    ),
    { numRuns: 40 },
  );
  expect(found).toBeGreaterThan(100);
});

test('a pattern means what trying every way to share out the text says', () => {
  const made = (letters: readonly string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 7 });
  fc.assert(
    fc.property(made(['a', 'b']), made(['a', 'b', '%']), (text, pattern) => {
      expect(like(text, pattern)).toBe(alike(text, pattern));
    }),
    { numRuns: 1000, examples: [['aba', '%ab%ba%']] },
  );
});

test('pages of any size put together are the whole, in order and without doubles', () => {
  fc.assert(
    fc.property(
      fc.array(sale, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 30 }),
      orders,
      fc.boolean(),
      (sales, size, [by], reversed) => {
        const qbo = company(sales);
        const whole = ids(qbo.rows('Invoice', `order by ${by} maxresults 1000`));
        const pages: (string | undefined)[] = [];
        for (let start = 1; ; start += size) {
          const paging = [`startposition ${start}`, `maxresults ${size}`];
          const page = answered(
            qbo,
            `select * from Invoice orderby ${by} ${(reversed ? paging.reverse() : paging).join(' ')}`,
          );
          if (page.length === 0) break;
          pages.push(...ids(page));
        }
        expect(pages).toEqual(whole);
        expect(new Set(pages).size).toBe(sales.length);
      },
    ),
    { numRuns: 40 },
  );
});
