import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import { lists } from '../../src/sandbox/query/properties-lists.ts';
import { transactions } from '../../src/sandbox/query/properties-transactions.ts';
import { instantOf } from '../../src/sandbox/query/instants.ts';
import { like } from '../../src/sandbox/query/like.ts';
import { Client, faultOf, line, ref } from './client.ts';

const qbo = new Client();
const permissive = new Client();
permissive.control('company', { readings: { customerParentFilters: true } });
const entities = Object.entries({ ...lists, ...transactions });

const VALUES = {
  text: 'x',
  id: '1',
  number: '1.5',
  date: '2026-01-01',
  time: '2026-01-01T00:00:00Z',
  boolean: 'true',
} as const;

describe.each(entities)('the properties of %s', (entity, properties) => {
  test('are filtered, sorted, or refused, as they are marked', () => {
    for (const { name, type, use } of properties) {
      const filtered = permissive.query(
        `select * from ${entity} where ${name.toLowerCase()} = '${VALUES[type]}'`,
      );
      const sorted = permissive.query(`select * from ${entity} orderby ${name} desc`);
      const refusal = `QueryValidationError: property '${name}' is not queryable`;
      if (use === 'where') expect(filtered.status, `${entity}.${name}`).toBe(200);
      else expect(faultOf(filtered).detail.toLowerCase()).toBe(refusal.toLowerCase());
      if (use === 'none') expect(faultOf(sorted)).toMatchObject({ code: '4001', detail: refusal });
      else expect(sorted.status, `${entity}.${name}`).toBe(200);
    }
    expect(faultOf(qbo.query(`select * from ${entity} where Nothing = 'x'`)).detail).toBe(
      `QueryValidationError: Property Nothing not found for Entity ${entity}`,
    );
  });
});

test.each([
  ['Invoice', 'DepartmentRef'],
  ['Invoice', 'BillEmail'],
  ['Invoice', 'PrivateNote'],
  ['Invoice', 'CustomField'],
  ['Item', 'ParentRef'],
  ['Account', 'AcctNum'],
  ['Vendor', 'PrimaryEmailAddr'],
  ['Vendor', 'Vendor1099'],
  ['Customer', 'ParentRef'],
  ['Customer', 'Job'],
  ['Customer', 'Notes'],
  ['Payment', 'PrivateNote'],
  ['Payment', 'UnappliedAmt'],
])('%s.%s is a column, but is not filtered', (entity, name) => {
  expect(faultOf(qbo.query(`select * from ${entity} where ${name} = 'x'`)).detail).toBe(
    `QueryValidationError: property '${name}' is not queryable`,
  );
  expect(qbo.query(`select Id, ${name} from ${entity}`).status).toBe(200);
});

test('InvoiceLink is no property at all, not even as a column', () => {
  expect(faultOf(qbo.query('select Id, InvoiceLink from Invoice')).detail).toBe(
    'QueryValidationError: Property InvoiceLink not found for Entity Invoice',
  );
});

test('columns leave only what they name, and say so', () => {
  const [first] = qbo.rows('Customer', "where Id = '1'");
  const { body } = qbo.query("select DisplayName, MetaData.CreateTime from Customer where Id = '1'");
  expect(objectsOf(objectOf(body.QueryResponse).Customer)).toEqual([
    { DisplayName: 'Maria Fernandez', Id: '1', MetaData: first?.MetaData, domain: 'QBO', sparse: true },
  ]);
});

test.each([
  ["select * from Invoice where Id > '1'", "operator > is not supported for property 'Id'"],
  ["select * from Invoice where Id like '1%'", "operator LIKE is not supported for property 'Id'"],
  ["select * from Invoice where Balance like '1%'", "operator LIKE is not supported for property 'Balance'"],
  ['select * from Customer where Active < true', "operator < is not supported for property 'Active'"],
  ["select * from Customer where Active = 'maybe'", "Invalid value 'maybe' for property Active"],
  ["select * from Invoice where Balance > 'much'", "Invalid value 'much' for property Balance"],
  ["select * from Invoice where TxnDate > '2026-02-30'", "Invalid date '2026-02-30' for property TxnDate"],
  ["select * from Invoice where TxnDate > '2026-02-03x'", "Invalid date '2026-02-03x' for property TxnDate"],
  [
    "select * from Invoice where MetaData.CreateTime > 'March 7'",
    "Invalid date 'March 7' for property MetaData.CreateTime",
  ],
  ['select * from Invoice maxresults 0', 'value 0 is too small. Min allowed value is 1'],
  ['select * from Invoice startposition -1', 'value -1 is too small. Min allowed value is 1'],
  ['select * from Invoice maxresults 1001', 'value 1001 is too large. Max allowed value is 1000'],
])('%s is 4001: %s', (statement, ending) => {
  expect(faultOf(qbo.query(statement))).toEqual({
    status: 400,
    code: '4001',
    detail: `QueryValidationError: ${ending}`,
  });
});

test.each([
  'select * from Customer where DisplayName = null',
  'select * from Customer where DisplayName is null',
  "select * from Customer where DisplayName != 'x'",
  'select * from Customer where not Active = true',
  'select * from Customer group by Id',
  'select *, Id from Customer',
  'select count(Id) from Customer',
  'select * from Customer where DisplayName = DisplayName',
])('%s cannot be parsed: 4000', (statement) => {
  expect(faultOf(qbo.query(statement))).toMatchObject({ status: 400, code: '4000' });
});

describe('CURRENT_DATE', () => {
  test('is today as a bare word, and a text in quotes', () => {
    const company = new Client();
    const sale = (DocNumber: string, TxnDate: string) =>
      company.made('Invoice', { DocNumber, TxnDate, CustomerRef: ref('1'), Line: [line(1)] });
    sale('CURRENT_DATE', '2026-03-02');
    sale('N-2', '2026-03-01');
    const found = (where: string) => company.rows('Invoice', `where ${where}`).map((row) => row.DocNumber);
    expect(found('TxnDate = current_date')).toEqual(['CURRENT_DATE']);
    expect(found('TxnDate < CURRENT_DATE')).toEqual(['N-2']);
    expect(found("DocNumber = 'current_date'")).toEqual(['CURRENT_DATE']);
    expect(found('MetaData.CreateTime >= CURRENT_DATE')).toHaveLength(2);
  });
});

describe('an instant', () => {
  test.each([
    ['2014-12-31T11:30:00-08:00', '2014-12-31T19:30:00.000Z'],
    ['2014-12-31T11:30:00+0530', '2014-12-31T06:00:00.000Z'],
    ['2014-12-31T11:30:00.250Z', '2014-12-31T11:30:00.250Z'],
    ['2014-12-31T11:30', '2014-12-31T19:30:00.000Z'],
    ['2014-12-31', '2014-12-31T08:00:00.000Z'],
    ['2014-07-01', '2014-07-01T07:00:00.000Z'],
  ])('%s is %s: Pacific where no zone is said', (text, expected) => {
    expect(new Date(instantOf(text) ?? 0).toISOString()).toBe(expected);
  });

  test.each(['2014-13-01', '2014-02-29', '2014-02-01T25:00', '1 Feb 2014', ''])('%j is none', (text) => {
    expect(instantOf(text)).toBeUndefined();
  });
});

test('a pattern takes its time by its length, whatever it is made of', () => {
  expect(like('a'.repeat(10_000), `${'%a'.repeat(2_000)}b`)).toBe(false);
  expect(like('aXbXc', 'A%b%C')).toBe(true);
  expect(like('ab', 'ab%b')).toBe(false);
});

test('attachments are found by what they are attached to', () => {
  const statement =
    "select Id from attachable where AttachableRef.EntityRef.Type = 'invoice' and AttachableRef.EntityRef.value = '95'";
  expect(qbo.query(statement).body.QueryResponse).toEqual({});
});

test('rows are ordered by ids as numbers, and the pseudo tax codes come last', () => {
  const codes = qbo.rows('TaxCode', 'orderby Id').map((row) => row.Id);
  expect(codes).toEqual(['2', '3', '4', 'NON', 'TAX', 'CustomSalesTax']);
});
