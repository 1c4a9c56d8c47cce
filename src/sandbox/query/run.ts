import type { Books } from '../books/books.ts';
import type { JsonObject } from '../json.ts';
import { compile } from './conditions.ts';
import type { Test } from './conditions.ts';
import { byOrder } from './order.ts';
import { invalidQuery, parseQuery } from './parse.ts';
import type { Statement } from './parse.ts';
import { entityNamed, propertyOf } from './properties.ts';
import type { Property } from './properties.ts';
import { isAllowed } from './unconfirmed.ts';
import { valuesAt } from './values.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
/** Entities whose inactive rows a query hides unless it asks for them. */
const ACTIVE_RULE = new Set([
  'Customer',
  'Vendor',
  'Employee',
  'Item',
  'Account',
  'Class',
  'Department',
  'Term',
  'PaymentMethod',
  'CompanyCurrency',
  'TaxCode',
  'TaxRate',
]);

/** The property of an entity by its name in any case, refused with the texts of qbo-api.md 4. */
function property(books: Books, entity: string, name: string, use: 'where' | 'sort' | 'none'): Property {
  const found = propertyOf(entity, name);
  if (found === undefined) throw invalidQuery(`Property ${name} not found for Entity ${entity}`);
  const refused =
    (use === 'where' && found.use !== 'where') ||
    (use === 'sort' && found.use === 'none') ||
    (use !== 'none' && !isAllowed(books.readings, entity, found.name));
  if (refused) throw invalidQuery(`property '${name}' is not queryable`);
  return found;
}

/** Rows that can match at all: by index where a condition allows it, else the whole list. */
function candidates(books: Books, entity: string, tests: readonly Test[]): readonly JsonObject[] {
  for (const { property: by, operator, wanted } of tests) {
    if (operator !== '=' && operator !== 'IN') continue;
    if (by.name === 'Id') {
      return [...new Set(wanted)].map((id) => books.get(entity, id)).filter((row) => row !== undefined);
    }
    const found = wanted.map((value) => books.lookup(entity, by.name, value));
    if (found.every((rows) => rows !== undefined)) return [...new Set(found.flat())];
  }
  return [...books.rows(entity)];
}

function page(books: Books, statement: Statement): { readonly start: number; readonly max: number } {
  const start = statement.start ?? 1;
  const max = statement.max ?? DEFAULT_PAGE;
  for (const value of [start, max]) {
    if (value < 1) throw invalidQuery(`value ${value} is too small. Min allowed value is 1`);
  }
  if (max > MAX_PAGE && books.readings.maxResultsAboveLimit === 'refuse') {
    throw invalidQuery(`value ${max} is too large. Max allowed value is ${MAX_PAGE}`);
  }
  return { start, max: Math.min(max, MAX_PAGE) };
}

function projected(row: JsonObject, wanted: readonly Property[]): JsonObject {
  const names = new Set(['Id', ...wanted.map(({ path: [member = ''] }) => member)]);
  const members = Object.entries(row).filter(([name]) => names.has(name));
  return { ...Object.fromEntries(members), domain: 'QBO', sparse: true };
}

const matches = (row: JsonObject, test: Test): boolean => {
  const values = valuesAt(row, test.property);
  return values.length === 0 ? test.passes(undefined) : values.some(test.passes);
};

/**
 * Runs one statement and gives the `QueryResponse` member: rows with `startPosition` and `maxResults`,
 * `{}` when there are none, `totalCount` for a count (qbo-api.md 4).
 */
export function runQuery(
  books: Books,
  text: string,
  show: (entity: string, row: JsonObject) => JsonObject,
): JsonObject {
  const statement = parseQuery(text, books.readings.loneBackslash);
  const entity = entityNamed(statement.entity);
  if (entity === undefined) throw invalidQuery(`invalid context declaration: ${statement.entity}`);
  const tests = statement.conditions.map((condition) =>
    compile(condition, property(books, entity, condition.property, 'where'), books),
  );
  const order = statement.order.map((each) => ({
    property: property(books, entity, each.property, 'sort'),
    descending: each.descending,
  }));
  const columns = statement.columns?.map((name) => property(books, entity, name, 'none'));
  const { start, max } = page(books, statement);

  const hidden = ACTIVE_RULE.has(entity) && !tests.some((test) => test.property.name === 'Active');
  const matched = candidates(books, entity, tests).filter(
    (row) => !(hidden && row.Active === false) && tests.every((test) => matches(row, test)),
  );
  if (statement.count) return { totalCount: matched.length };
  const sorted = order.length === 0 ? matched : matched.sort(byOrder(order));
  const rows = sorted.slice(start - 1, start - 1 + max).map((row) => show(entity, row));
  if (rows.length === 0) return {};
  const shaped = columns === undefined ? rows : rows.map((row) => projected(row, columns));
  return { [entity]: shaped, startPosition: start, maxResults: rows.length };
}
