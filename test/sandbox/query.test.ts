import { describe, expect, test } from 'vitest';
import { QboFault } from '../../src/sandbox/faults.ts';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import { parseQuery } from '../../src/sandbox/query/parse.ts';
import { Client, faultOf, line, linked, ref } from './client.ts';

function refusal(text: string): string {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof QboFault) return `${error.errors[0]?.code ?? ''} ${error.errors[0]?.Detail ?? ''}`;
  }
  return 'accepted';
}

describe('the parser', () => {
  test('reads every part, keywords in any case, paging in either order', () => {
    const text =
      "select * FROM Invoice WHERE TxnDate >= '2026-01-01' and Id IN ('1','2') OrderBy TxnDate desc, Id MAXRESULTS 5 startposition 3";
    expect(parseQuery(text)).toEqual({
      columns: undefined,
      count: false,
      entity: 'Invoice',
      conditions: [
        { property: 'TxnDate', operator: '>=', values: ['2026-01-01'] },
        { property: 'Id', operator: 'IN', values: ['1', '2'] },
      ],
      order: [
        { property: 'TxnDate', descending: true },
        { property: 'Id', descending: false },
      ],
      start: 3,
      max: 5,
    });
    expect(parseQuery('SELECT COUNT ( * ) FROM Item ORDER BY Name')).toMatchObject({ count: true });
    expect(parseQuery('select Id, Name from Item').columns).toEqual(['Id', 'Name']);
  });

  test('resolves escapes of apostrophes and backslashes', () => {
    expect(
      parseQuery(String.raw`select * from Customer where DisplayName = 'Amy\'s \\ Birds'`).conditions[0]
        ?.values,
    ).toEqual([String.raw`Amy's \ Birds`]);
  });

  test('says where it stopped, in the recorded form', () => {
    expect(refusal('SELECT * FROM NULL')).toBe(
      '4000 QueryParserError: Encountered " "null" "NULL "" at line 1, column 15.\nWas expecting:\n    <IDENTIFIER> ...\n    ',
    );
  });

  test.each([
    '',
    'select',
    'select * from',
    'select * from Invoice where',
    "select * from Invoice where Id = '1' or Id = '2'",
    "select * from Invoice where Id '1'",
    'select * from Invoice where Id in ()',
    "select * from Invoice where Id = 'open",
    "select * from Customer where DisplayName = 'O''Neill'",
    'select * from Invoice maxresults many',
    'select * from Invoice; drop',
    'select * from Invoice startposition 1 startposition 2',
  ])('refuses %j with 4000', (text) => {
    expect(refusal(text)).toMatch(/^4000 QueryParserError: /);
  });
});

describe('a query', () => {
  const qbo = new Client();
  const names = (rest: string) => qbo.rows('Customer', rest).map((row) => row.DisplayName);
  for (const amount of [10, 20, 30]) {
    qbo.made('Invoice', {
      DocNumber: `Q-${amount}`,
      CustomerRef: ref('2'),
      TxnDate: `2026-01-${amount}`,
      Line: [line(amount)],
    });
  }

  test('compares text without case, and finds apostrophes', () => {
    expect(names(String.raw`where DisplayName = 'siobhan o\'neill'`)).toEqual(["Siobhan O'Neill"]);
    expect(names("where GivenName LIKE 'Mar%'")).toEqual(['Maria Fernandez']);
    expect(names("where DisplayName like '%dairy'")).toEqual(['Blue Gum Dairy']);
    expect(names("where DisplayName like 'Mari_ %'")).toEqual([]);
    expect(names("where PrimaryEmailAddr = 'OFFICE@bluegum.example'")).toEqual(['Blue Gum Dairy']);
  });

  test('compares numbers, dates, references and times as what they are', () => {
    const numbers = (where: string) =>
      qbo.rows('Invoice', `where ${where} orderby DocNumber`).map((row) => row.DocNumber);
    expect(numbers("Balance > '9.5'")).toEqual(['Q-10', 'Q-20', 'Q-30']);
    expect(numbers("TxnDate > '2026-01-10' and TxnDate <= '2026-01-30'")).toEqual(['Q-20', 'Q-30']);
    expect(numbers("CustomerRef = '2' and TotalAmt = '20.00'")).toEqual(['Q-20']);
    expect(numbers("MetaData.createtime >= '2026-03-02T10:00:00-08:00'")).toHaveLength(3);
    expect(numbers("MetaData.CreateTime > '2026-03-02T10:00:00-08:00'")).toHaveLength(0);
    expect(numbers('TxnDate < CURRENT_DATE')).toHaveLength(3);
    expect(numbers("DocNumber in ('Q-10', 'q-30')")).toEqual(['Q-10', 'Q-30']);
  });

  test('hides inactive rows until asked', () => {
    const { Id } = qbo.made('Customer', { DisplayName: 'Gone' });
    const gone = qbo.made('Customer', { Id, SyncToken: '0', sparse: true, Active: false });
    expect(gone).toMatchObject({ DisplayName: 'Gone (deleted)', Active: false });
    expect(names("where DisplayName = 'Gone (deleted)'")).toEqual([]);
    expect(names("where DisplayName = 'Gone (deleted)' and Active in (true, false)")).toEqual([
      'Gone (deleted)',
    ]);
    expect(names('where Active = false')).toEqual(['Gone (deleted)']);
  });

  test('pages, counts, and answers {} for nothing', () => {
    const page = objectOf(
      qbo.query('select * from Customer orderby Id startposition 2 maxresults 2').body.QueryResponse,
    );
    expect(page).toMatchObject({ startPosition: 2, maxResults: 2 });
    expect(page.totalCount).toBeUndefined();
    expect(objectsOf(page.Customer).map((row) => row.Id)).toEqual(['2', '3']);
    expect(qbo.query('select count(*) from Customer').body.QueryResponse).toEqual({ totalCount: 4 });
    expect(qbo.query("select * from Customer where Id = '999'").body.QueryResponse).toEqual({});
    expect(qbo.query('select * from CreditMemo').body.QueryResponse).toEqual({});
  });

  test('comes by POST too', () => {
    const reply = qbo.call('POST', 'query', 'select * from Term', {
      headers: { 'content-type': 'application/text' },
    });
    expect(objectsOf(objectOf(reply.body.QueryResponse).Term)).toHaveLength(4);
  });

  test.each([
    ['select * from Custmoer', 'invalid context declaration: Custmoer'],
    ['select * from Invoice where Wrong = 1', 'Property Wrong not found for Entity Invoice'],
    ["select * from Invoice where PrivateNote = 'x'", "property 'PrivateNote' is not queryable"],
    ["select * from Item where ParentRef = '1'", "property 'ParentRef' is not queryable"],
    ["select * from Customer where BalanceWithJobs > '1'", "property 'BalanceWithJobs' is not queryable"],
    ['select * from Customer startposition 0', 'value 0 is too small. Min allowed value is 1'],
  ])('%s is 4001: %s', (text, ending) => {
    expect(faultOf(qbo.query(text))).toEqual({
      status: 400,
      code: '4001',
      detail: `QueryValidationError: ${ending}`,
    });
  });

  test('limits pages to 1000: refused above, or clipped by the switch', () => {
    expect(faultOf(qbo.query('select * from Customer maxresults 1001')).code).toBe('4001');
    qbo.control('company', { readings: { maxResultsAboveLimit: 'clip' } });
    expect(qbo.query('select * from Customer maxresults 1001').status).toBe(200);
  });

  test('on payments by customer is in common use; the switch leaves what the reference lists', () => {
    const { Id } = qbo.made('Payment', {
      CustomerRef: ref('2'),
      TotalAmt: 5,
      Line: [linked(qbo.rows('Invoice')[0]?.Id, 5)],
    });
    expect(qbo.rows('Payment', "where CustomerRef = '2'").map((row) => row.Id)).toEqual([Id]);
    qbo.control('company', { readings: { paymentFilters: 'documented' } });
    expect(faultOf(qbo.query("select * from Payment where CustomerRef = '2'")).code).toBe('4001');
  });

  test('sort-only properties sort', () => {
    expect(qbo.query('select * from Customer order by BalanceWithJobs desc').status).toBe(200);
  });
});
