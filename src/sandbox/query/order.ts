import type { Json, JsonObject } from '../json.ts';
import { decimal } from '../money.ts';
import type { Property } from './property.ts';
import { valuesAt } from './values.ts';

export interface OrderBy {
  readonly property: Property;
  readonly descending: boolean;
}

const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Ids are decimal numbers of any size; those of the pseudo tax codes are words, and come last. */
function compareIds(left: string, right: string): number {
  const words = Number(!/^\d+$/.test(left)) - Number(!/^\d+$/.test(right));
  if (words !== 0) return words;
  return left.length - right.length || order(left, right);
}

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null || typeof value === 'object' ? '' : String(value);

function compare(left: Json | undefined, right: Json | undefined, { type }: Property): number {
  switch (type) {
    case 'number':
      return decimal(left).cmp(decimal(right));
    case 'id':
      return compareIds(textOf(left), textOf(right));
    case 'time':
      return (Date.parse(textOf(left)) || 0) - (Date.parse(textOf(right)) || 0);
    default:
      return order(textOf(left).toLowerCase(), textOf(right).toLowerCase());
  }
}

/** The order that ORDERBY asks for; rows that are alike in it stand by their id. */
export function byOrder(order: readonly OrderBy[]): (left: JsonObject, right: JsonObject) => number {
  return (left, right) => {
    for (const { property, descending } of order) {
      const [first] = valuesAt(left, property);
      const [second] = valuesAt(right, property);
      const result = compare(first, second, property);
      if (result !== 0) return descending ? -result : result;
    }
    return compareIds(textOf(left.Id), textOf(right.Id));
  };
}
