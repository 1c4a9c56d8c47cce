import { fc } from '../support/property.ts';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../src/qbo/http.ts';
import { Books, namedExactly } from '../../src/qbo/books.ts';
import { inLists, quoted } from '../../src/qbo/query.ts';
import { aClient, json } from '../support/engine.ts';

/** Reads a quoted value as QuickBooks does; undefined where the quotes do not close at the end. */
function unquoted(text: string): string | undefined {
  const inside = /^'((?:[^'\\]|\\['\\])*)'$/su.exec(text)?.[1];
  return inside?.replace(/\\(['\\])/g, '$1');
}

/** Splits an `IN` list into its values. */
function values(list: string): (string | undefined)[] {
  const items = list.slice(1, -1).match(/'(?:[^'\\]|\\.)*'(?:, )?/gsu) ?? [];
  expect(items.join('')).toBe(list.slice(1, -1));
  return items.map((item) => unquoted(item.replace(/, $/, '')));
}

const wellFormed = fc.string({ unit: 'grapheme' });
const tricky = fc.oneof(
  wellFormed,
  fc.constantFrom("'", "\\'", '\\', "O'Brien", "x' OR Id > '0", "', 'y", '%', 'a,b', '(', '&', '+', '#'),
);

describe('a value of a query', () => {
  test.each([
    ["Amy's Bird Sanctuary", "'Amy\\'s Bird Sanctuary'"],
    ['a\\b', "'a\\\\b'"],
    ["\\'", "'\\\\\\''"],
    ['', "''"],
  ])('%j is %s', (value, expected) => {
    expect(quoted(value)).toBe(expected);
  });

  test('cannot end its quotes, and is read back as it was', () => {
    fc.assert(
      fc.property(tricky, (value) => {
        expect(unquoted(quoted(value))).toBe(value);
        expect(namedExactly('DisplayName', value)).toBe(`DisplayName = ${quoted(value)}`);
      }),
    );
  });
});

describe('lists of values', () => {
  test('hold every value once, none else, in the order given', () => {
    fc.assert(
      fc.property(fc.array(tricky, { maxLength: 300 }), (given) => {
        expect(inLists(given).flatMap(values)).toEqual([...new Set(given)]);
      }),
    );
  });

  test('hold two hundred values at most, and none is empty', () => {
    const lists = inLists(Array.from({ length: 450 }, (_, at) => String(at)));
    expect(lists.map((list) => values(list).length)).toEqual([200, 200, 50]);
    expect(inLists([])).toEqual([]);
  });

  test('hold fewer where values are long', () => {
    const lists = inLists(Array.from({ length: 450 }, (_, at) => `${at} ${"O'Brien ".repeat(20)}`));
    expect(Math.max(...lists.map((list) => list.length))).toBeLessThanOrEqual(8_000);
    expect(lists.flatMap(values)).toHaveLength(450);
  });

  test('do not fall over half a character', () => {
    expect(inLists(['a\ud800', 'b'])).toHaveLength(1);
  });
});

describe('a request', () => {
  /** The requests that asking for customers of these names makes. */
  async function sent(property: string, names: string[]): Promise<HttpRequest[]> {
    const requests: HttpRequest[] = [];
    const transport = async (request: HttpRequest) => {
      requests.push(request);
      return Promise.resolve(json({ QueryResponse: {} }));
    };
    await new Books(aClient(transport)).among('Customer', property, names);
    return requests;
  }

  const asked = async (property: string, names: string[]) =>
    (await sent(property, names)).map(({ url }) => url);

  test.each<[string, (at: number) => string]>([
    ['numbers', (at) => `INV-${String(at).padStart(5, '0')}`],
    ['dates', (at) => new Date(Date.UTC(2026, 0, at)).toISOString().slice(0, 10)],
    ['names', (at) => `Conan O'Brien & Söhne (${at})`],
    ['names in Chinese', (at) => `李小龍 ${at}`],
    ['ids', (at) => String(5_000_000_000_000 + at)],
  ])('of many %s stays short enough for a gateway', async (_, make) => {
    const urls = await asked(
      'DisplayName',
      Array.from({ length: 400 }, (__, at) => make(at)),
    );
    expect(Math.max(...urls.map((url) => url.length))).toBeLessThanOrEqual(2000);
  });

  test('of many values is one, with the statement as its body', async () => {
    const names = Array.from({ length: 200 }, (_, at) => `Conan O'Brien & Söhne (${at})`);
    const [request, ...others] = await sent('DisplayName', names);
    expect(others).toEqual([]);
    expect(request).toMatchObject({
      method: 'POST',
      headers: { 'Content-Type': 'application/text;charset=utf-8' },
    });
    expect(new URL(request?.url ?? '').pathname).toMatch(/\/query$/);
    expect(request?.body).toBe(
      `SELECT * FROM Customer WHERE DisplayName IN (${names.map(quoted).join(', ')}) ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000`,
    );
  });

  test('of few values carries the statement in its address', async () => {
    expect(await sent('DisplayName', ['A', 'B'])).toMatchObject([{ method: 'GET' }]);
  });

  test('of one long name is sent all the same', async () => {
    expect(await asked('DisplayName', ['龍'.repeat(500)])).toHaveLength(1);
  });

  test('carries the statement so that it is read as it was written', async () => {
    const name = "A+B & Söhne's #1 100% =?";
    const [url = ''] = await asked('DisplayName', [name]);
    expect(url).not.toContain('+');
    expect(url).toContain('%5C%27');
    expect(new URL(url).searchParams.get('query')).toBe(
      `SELECT * FROM Customer WHERE DisplayName IN (${quoted(name)}) ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000`,
    );
    expect(new URL(url).searchParams.get('minorversion')).toBe('75');
  });

  test('is not made where nothing is asked for', async () => {
    expect(await asked('DisplayName', [])).toEqual([]);
  });
});
