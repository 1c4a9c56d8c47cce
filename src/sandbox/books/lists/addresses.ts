import { compact, isObject, objectOf, textOf, without } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';

const LINES = ['Line1', 'Line2', 'Line3', 'Line4', 'Line5'] as const;
const TOWN = ['City', 'CountrySubDivisionCode', 'PostalCode'] as const;

/** An address as a list row keeps it: with an id of its own, without the coordinates that are no longer sent. */
export function keepAddress(
  books: Books,
  sent: Json | undefined,
  before: Json | undefined,
): JsonObject | undefined {
  if (!isObject(sent)) return undefined;
  const content = compact(without(sent, ['Id', 'Lat', 'Long', 'Tag', 'Default']));
  if (Object.keys(content).length === 0) return undefined;
  return { Id: textOf(objectOf(before).Id) ?? books.nextId('Address'), ...content };
}

/**
 * An address that was changed through a transaction comes back as free-form lines
 * (qbo-api.md 3.2): street lines first, then `City, State Postcode`, then the country.
 */
export function freeForm(
  books: Books,
  sent: Json | undefined,
  before: Json | undefined,
): JsonObject | undefined {
  const kept = keepAddress(books, sent, before);
  if (kept === undefined || !TOWN.some((member) => kept[member] !== undefined)) return kept;
  const [city, state, postcode] = TOWN.map((member) => textOf(kept[member]));
  const region = [state, postcode].filter((part) => part !== undefined).join(' ');
  const town = [city, region].filter((part) => part !== undefined && part !== '').join(', ');
  const lines = [...LINES.map((member) => textOf(kept[member])), town, textOf(kept.Country)]
    .filter((line) => line !== undefined && line !== '')
    .slice(0, LINES.length);
  return { Id: kept.Id, ...Object.fromEntries(lines.map((line, at) => [LINES[at] ?? 'Line5', line])) };
}
