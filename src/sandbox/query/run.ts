import type { Books } from '../books/books.ts';
import { isObject, objectOf, refId, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import { decimal } from '../money.ts';
import { compile } from './conditions.ts';
import type { Test } from './conditions.ts';
import { invalidQuery, parseQuery } from './parse.ts';
import type { Statement } from './parse.ts';
import { entityNamed, propertiesOf } from './properties.ts';
import type { Property } from './properties.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1000;
/** Entities whose inactive rows a query hides unless it asks for them. */
const ACTIVE_RULE = new Set([
  'Customer',
  'Vendor',
  'Employee',
  'Item',
  'Account',
  'Term',
  'PaymentMethod',
  'TaxCode',
  'TaxRate',
]);

/** The property of an entity by its name in any case, refused with the texts of qbo-api.md 4. */
function property(books: Books, entity: string, name: string, use: 'where' | 'sort' | 'none'): Property {
  const known = propertiesOf(entity);
  if (known === undefined) return { name, type: 'text', use: 'where' };
  const found = known.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw invalidQuery(`Property ${name} not found for Entity ${entity}`);
  const refused =
    (use === 'where' && found.use !== 'where') ||
    (use === 'sort' && found.use === 'none') ||
    (entity === 'Payment' &&
      books.readings.paymentFilters === 'documented' &&
      ['CustomerRef', 'TotalAmt'].includes(found.name) &&
      use !== 'none');
  if (refused) throw invalidQuery(`property '${name}' is not queryable`);
  return found;
}

/** The value of a property in a row, by its path. */
export function valueAt(row: JsonObject, { name, type }: Property): Json | undefined {
  const value = name
    .split('.')
    .reduce<Json | undefined>((at, part) => (isObject(at) ? at[part] : undefined), row);
  if (type === 'ref') return refId(value);
  if (type === 'email') return objectOf(value).Address;
  return value;
}

function compare(left: Json | undefined, right: Json | undefined, { type }: Property): number {
  if (type === 'number') return decimal(left).cmp(decimal(right));
  if (type === 'id') return Number(left) - Number(right);
  if (type === 'time') return Date.parse(textOf(left) ?? '') - Date.parse(textOf(right) ?? '');
  const [a, b] = [sortText(left), sortText(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const sortText = (value: Json | undefined): string =>
  value === undefined || value === null || typeof value === 'object' ? '' : String(value).toLowerCase();

/** Rows that can match at all: by index where a condition allows it, else the whole list. */
function candidates(books: Books, entity: string, tests: readonly Test[]): readonly JsonObject[] {
  for (const {
    property: { name },
    condition,
  } of tests) {
    if (condition.operator !== '=' && condition.operator !== 'IN') continue;
    if (name === 'Id') {
      return condition.values.map((id) => books.get(entity, id)).filter((row) => row !== undefined);
    }
    const found = condition.values.map((value) => books.lookup(entity, name, value));
    if (found.every((rows) => rows !== undefined)) return [...new Set(found.flat())];
  }
  return [...books.rows(entity)];
}

function page(books: Books, statement: Statement): { readonly start: number; readonly max: number } {
  const start = statement.start ?? 1;
  const max = statement.max ?? DEFAULT_PAGE;
  for (const value of [start, ...(statement.max === undefined ? [] : [max])]) {
    if (value < 1) throw invalidQuery(`value ${value} is too small. Min allowed value is 1`);
  }
  if (max > MAX_PAGE && books.readings.maxResultsAboveLimit === 'refuse') {
    throw invalidQuery(`value ${max} is too large. Max allowed value is ${MAX_PAGE}`);
  }
  return { start, max: Math.min(max, MAX_PAGE) };
}

function projected(row: JsonObject, wanted: readonly Property[]): JsonObject {
  const names = new Set(['Id', ...wanted.map(({ name }) => name.split('.')[0] ?? name)]);
  const members = Object.entries(row).filter(([name]) => names.has(name));
  return { ...Object.fromEntries(members), domain: 'QBO', sparse: true };
}

/**
 * Runs one statement and gives the `QueryResponse` member: rows with `startPosition` and `maxResults`,
 * `{}` when there are none, `totalCount` for a count (qbo-api.md 4).
 */
export function runQuery(
  books: Books,
  text: string,
  show: (entity: string, row: JsonObject) => JsonObject,
): JsonObject {
  const statement = parseQuery(text);
  const entity = entityNamed(statement.entity);
  if (entity === undefined) throw invalidQuery(`invalid context declaration: ${statement.entity}`);
  const tests = statement.conditions.map((condition) =>
    compile(condition, property(books, entity, condition.property, 'where'), books),
  );
  const order = statement.order.map((each) => ({
    property: property(books, entity, each.property, 'sort'),
    sign: each.descending ? -1 : 1,
  }));
  const columns = statement.columns?.map((name) => property(books, entity, name, 'none'));
  const { start, max } = page(books, statement);

  const hidden = ACTIVE_RULE.has(entity) && !tests.some((test) => test.property.name === 'Active');
  const matched = candidates(books, entity, tests).filter(
    (row) =>
      !(hidden && row.Active === false) && tests.every((test) => test.passes(valueAt(row, test.property))),
  );
  if (statement.count) return { totalCount: matched.length };
  if (order.length > 0) {
    matched.sort((a, b) => {
      for (const { property: by, sign } of order) {
        const result = compare(valueAt(a, by), valueAt(b, by), by) * sign;
        if (result !== 0) return result;
      }
      return Number(a.Id) - Number(b.Id);
    });
  }
  const rows = matched.slice(start - 1, start - 1 + max).map((row) => show(entity, row));
  if (rows.length === 0) return {};
  const shaped = columns === undefined ? rows : rows.map((row) => projected(row, columns));
  return { [entity]: shaped, startPosition: start, maxResults: rows.length };
}
