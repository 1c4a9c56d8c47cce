import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { isObject } from '../../src/sandbox/json.ts';
import { Client, line, linked, ref } from './client.ts';

const scalar = fc.oneof(
  fc.constantFrom(
    null,
    true,
    '',
    '1',
    'TAX',
    '-1',
    'NaN',
    '__proto__',
    'x'.repeat(5000),
    '2026-02-30',
    '\u0000',
    "'",
    '%',
    0,
    -1,
  ),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const anything = fc.oneof(scalar, fc.jsonValue({ maxDepth: 3 }));

const good: Readonly<Record<string, JsonObject>> = {
  customer: {
    DisplayName: 'Somebody',
    PrimaryEmailAddr: { Address: 'a@b.example' },
    BillAddr: { Line1: 'x', City: 'y' },
  },
  item: { Name: 'Thing', Type: 'Service', IncomeAccountRef: ref('6') },
  account: { Name: 'Thing', AccountType: 'Income' },
  invoice: {
    Id: '1',
    SyncToken: '0',
    CustomerRef: ref('1'),
    TxnDate: '2026-01-01',
    TxnTaxDetail: {
      TxnTaxCodeRef: ref('2'),
      TaxLine: [{ Amount: 1, TaxLineDetail: { TaxRateRef: ref('1') } }],
    },
    Line: [
      line(1, { Qty: 1, UnitPrice: 1, TaxCodeRef: ref('TAX') }),
      {
        Amount: 1,
        DetailType: 'DiscountLineDetail',
        DiscountLineDetail: { PercentBased: true, DiscountPercent: 5 },
      },
    ],
  },
  payment: { CustomerRef: ref('1'), TotalAmt: 5, Line: [linked('1', 1)], DepositToAccountRef: ref('9') },
  'taxservice/taxcode': {
    TaxCode: 'T',
    TaxRateDetails: [{ TaxRateName: 'T', RateValue: 3, TaxAgencyId: '1' }],
  },
  batch: {
    BatchItemRequest: [
      { bId: '1', operation: 'create', Customer: { DisplayName: 'x' } },
      { bId: '2', Query: 'select * from Item' },
    ],
  },
};

/** A good payload with one member, somewhere, replaced or removed. */
function mutated(value: unknown, path: readonly number[], by: unknown): unknown {
  const [here, ...rest] = path;
  if (typeof value !== 'object' || value === null || here === undefined) return by;
  const names = Object.keys(value);
  const name = names[here % Math.max(1, names.length)];
  const copy: Record<string, unknown> = { ...value };
  if (name !== undefined) copy[name] = mutated(copy[name], rest, by);
  return Array.isArray(value) ? Object.values(copy) : copy;
}

const request = fc.record({
  path: fc.constantFrom(...Object.keys(good)),
  at: fc.array(fc.nat(12), { minLength: 1, maxLength: 5 }),
  by: anything,
  operation: fc.constantFrom(undefined, undefined, 'update', 'delete', 'void', 'nonsense'),
  json: fc.boolean(),
});

test('any mutated payload is answered by a result or by a fault, never by a crash', () => {
  const qbo = new Client();
  fc.assert(
    fc.property(request, ({ path, at, by, operation, json }) => {
      const body = JSON.stringify(mutated(good[path], at, by));
      const query = { include: 'void', ...(operation === undefined ? {} : { operation }) };
      const reply = qbo.call('POST', path, body, { query, headers: json ? {} : { accept: 'text/xml' } });
      expect([200, 400]).toContain(reply.status);
      if (!json) expect(reply.text).toMatch(/^<\?xml .*<\/IntuitResponse>$/s);
      else expect(isObject(reply.body.Fault)).toBe(reply.status === 400);
    }),
    { numRuns: 3000 },
  );
});

const word = fc.constantFrom(
  'select',
  '*',
  'from',
  'Invoice',
  'Customer',
  'where',
  'Id',
  'Balance',
  'TxnDate',
  '=',
  '<',
  'in',
  '(',
  ')',
  "'1'",
  "'x\\'",
  'like',
  "'%a%'",
  'and',
  'order',
  'by',
  'orderby',
  'desc',
  'maxresults',
  'startposition',
  '5',
  '-1',
  'count',
  ',',
  'MetaData.CreateTime',
  'null',
  '\n',
  'é',
);

test('any statement is answered by rows or by 4000 or 4001', () => {
  const qbo = new Client();
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(word, { maxLength: 14 }).map((words) => `select * from ${words.join(' ')}`),
        fc.string(),
      ),
      (text) => {
        const reply = qbo.query(text);
        expect(reply.status === 200 || /"code":"400[01]"/.test(reply.text)).toBe(true);
      },
    ),
    { numRuns: 3000 },
  );
});

test('any path and method is answered', () => {
  const qbo = new Client();
  const part = fc.constantFrom(
    'v3',
    'company',
    qbo.realmId,
    '..',
    '%2e',
    'invoice',
    'customer',
    '1',
    'query',
    'batch',
    '',
    'oauth2',
    'tokens',
    '__sandbox',
    'books',
    'connect',
    '.well-known',
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 8 }),
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'),
      (parts, method) => {
        const reply = qbo.raw(method, `/${parts.join('/')}`, '', {
          headers: { authorization: `Bearer ${qbo.access}` },
        });
        expect(reply.status).toBeGreaterThanOrEqual(200);
        expect(reply.status).toBeLessThan(500);
      },
    ),
    { numRuns: 2000 },
  );
});
