import { describe, expect, test } from 'vitest';
import { Books } from '../../src/qbo/books.ts';
import { aClient, fault, json, Script, type Step } from '../support/engine.ts';

function setUp(...steps: Step[]) {
  const script = new Script(...steps);
  return { script, books: new Books(aClient(script.transport)) };
}

const rows = (count: number, from = 1) =>
  json({
    QueryResponse: {
      Customer: Array.from({ length: count }, (_, at) => ({
        Id: String(from + at),
        SyncToken: '0',
        DisplayName: `C${at}`,
      })),
      startPosition: from,
      maxResults: count,
    },
  });

describe('a query', () => {
  test('is asked page by page, in the order of ids, until a page is not full', async () => {
    const { script, books } = setUp(rows(1000), rows(1000, 1001), rows(3, 2001));
    const found = await books.query('Customer', 'Active = true');
    expect(found).toHaveLength(2003);
    expect(script.queries).toEqual([
      'SELECT * FROM Customer WHERE Active = true ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000',
      'SELECT * FROM Customer WHERE Active = true ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000',
      'SELECT * FROM Customer WHERE Active = true ORDERBY Id STARTPOSITION 2001 MAXRESULTS 1000',
    ]);
  });

  test('asks once more where the last page is just full', async () => {
    const { books } = setUp(rows(1000), json({ QueryResponse: {} }));
    expect(await books.query('Customer')).toHaveLength(1000);
  });

  test('is asked no further than its pages are taken', async () => {
    const { script, books } = setUp(rows(1000), rows(2, 1001));
    const pages = books.pages('Customer');
    expect((await pages.next()).value).toHaveLength(1000);
    expect(script.queries).toHaveLength(1);
    expect((await pages.next()).value).toHaveLength(2);
    expect(await pages.next()).toMatchObject({ done: true });
    expect(script.queries).toHaveLength(2);
  });

  test('that counts gives the number', async () => {
    const { script, books } = setUp(json({ QueryResponse: { totalCount: 2003 } }));
    expect(await books.count('Invoice')).toBe(2003);
    expect(script.queries).toEqual(['SELECT COUNT(*) FROM Invoice']);
  });

  test('that finds nothing gives nothing', async () => {
    const { books, script } = setUp(json({ QueryResponse: {}, time: '2026-03-02T01:00:00.000-08:00' }));
    expect(await books.query('Customer')).toEqual([]);
    expect(script.queries).toEqual(['SELECT * FROM Customer ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000']);
  });

  test('that is refused does not look like one that finds nothing', async () => {
    const { books } = setUp(fault('4001', 'Property X not found'));
    await expect(books.query('Customer')).rejects.toMatchObject({ code: 'QUICKBOOKS_REFUSED_READ' });
  });

  test.each<[string, object]>([
    ['no QueryResponse', { Customer: [] }],
    ['a list that is none', { QueryResponse: { Customer: {} } }],
    ['a customer without an id', { QueryResponse: { Customer: [{ SyncToken: '0', DisplayName: 'A' }] } }],
    [
      'an id that is a number',
      { QueryResponse: { Customer: [{ Id: 5, SyncToken: '0', DisplayName: 'A' }] } },
    ],
  ])('answered with %s is no answer', async (_, body) => {
    const { books } = setUp(json(body));
    await expect(books.query('Customer')).rejects.toMatchObject({ code: 'QUICKBOOKS_ANSWER', exit: 7 });
  });
});

describe('an object', () => {
  test('keeps ids beyond 2^53 and amounts to the cent', async () => {
    const invoice = {
      Id: '5000000000000142240',
      SyncToken: '0',
      TxnDate: '2026-02-10',
      CustomerRef: { value: '1' },
      TotalAmt: 1234567890123.45,
    };
    const { books } = setUp(json({ Invoice: invoice }));
    const read = await books.read('Invoice', '5000000000000142240');
    expect([read?.Id, read?.TotalAmt.toFixed(), read?.Balance.toFixed(2)]).toEqual([
      '5000000000000142240',
      '1234567890123.45',
      '0.00',
    ]);
  });

  test('may have members we do not know', async () => {
    const { books } = setUp(
      json({ Customer: { Id: '1', SyncToken: '0', DisplayName: 'A', Brand: { New: [] }, Notes: null } }),
    );
    expect(await books.read('Customer', '1')).toEqual({
      Id: '1',
      SyncToken: '0',
      DisplayName: 'A',
      Active: true,
      Notes: undefined,
    });
  });

  test('that is gone is undefined; any other refusal is not', async () => {
    const gone = setUp(fault('610', 'Object Not Found'));
    expect(await gone.books.read('Invoice', '1')).toBeUndefined();
    const other = setUp(fault('2030', 'Id should be a valid number'));
    await expect(other.books.read('Invoice', 'x/y')).rejects.toMatchObject({
      code: 'QUICKBOOKS_REFUSED_READ',
    });
    expect(other.script.seen[0]?.url).toContain('/invoice/x%2Fy?');
  });
});

describe('a write', () => {
  test('gives the object that was made', async () => {
    const { books, script } = setUp(json({ Customer: { Id: '1', SyncToken: '0', DisplayName: 'A' } }));
    expect(await books.write('Customer', '{"DisplayName":"A"}', 'r-1', 'create')).toMatchObject({
      type: 'posted',
      object: { Id: '1' },
    });
    expect([script.writes[0]?.body, script.requestIds]).toEqual(['{"DisplayName":"A"}', ['r-1']]);
  });

  test.each<[string, unknown]>([
    ['another entity', { Invoice: { Id: '1' } }],
    ['an object without an id', { Customer: { SyncToken: '0', DisplayName: 'A' } }],
    ['a list', []],
    ['null', null],
  ])('answered with %s is unknown, not failed', async (_, body) => {
    const { books } = setUp(json(body));
    expect(await books.write('Customer', '{}', 'r-1', 'create')).toMatchObject({ type: 'unknown' });
  });
});

describe('the company', () => {
  test('says who it is and how it keeps its books', async () => {
    const { books, script } = setUp(
      json({ CompanyInfo: { CompanyName: 'Sunny Roofs', Country: 'USA' } }),
      json({
        Preferences: {
          CurrencyPrefs: { HomeCurrency: { value: 'USD' } },
          AccountingInfoPrefs: { BookCloseDate: '2025-12-31' },
        },
      }),
    );
    expect(await books.companyInfo()).toMatchObject({
      CompanyName: 'Sunny Roofs',
      Country: 'USA',
      NameValue: [],
    });
    expect(await books.preferences()).toMatchObject({
      TaxPrefs: {},
      AccountingInfoPrefs: { BookCloseDate: '2025-12-31' },
    });
    expect(script.seen[0]?.url).toContain('/v3/company/9130/companyinfo/9130?');
  });
});
