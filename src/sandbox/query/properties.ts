import { membersOf } from '../schema/check.ts';
import { lists } from './properties-lists.ts';
import { transactions } from './properties-transactions.ts';
import type { Property } from './property.ts';

export type { Property } from './property.ts';

/** What may be filtered and sorted, by entity (qbo-api.md 4, "Filterable properties"). */
const properties: Readonly<Record<string, readonly Property[]>> = { ...lists, ...transactions };

/** Members of the schema that queries do not know at all (qbo-api.md 4). */
const UNKNOWN: Readonly<Record<string, readonly string[]>> = { Invoice: ['InvoiceLink'] };

/** Entities of QuickBooks that the sandbox does not keep: a query finds nothing, as in a company without any. */
const EMPTY_ENTITIES = [
  'Bill',
  'BillPayment',
  'Budget',
  'Estimate',
  'Purchase',
  'PurchaseOrder',
  'TimeActivity',
  'Transfer',
  'VendorCredit',
];

const canonical = new Map(
  [...Object.keys(properties), ...EMPTY_ENTITIES].map((name) => [name.toLowerCase(), name]),
);

/** The canonical name of an entity: names are case-insensitive in queries (qbo-api.md 4). */
export const entityNamed = (name: string): string | undefined => canonical.get(name.toLowerCase());

/**
 * A property by its name in any case: what the reference lists, or another member of the entity, which may
 * be named as a column but not queried. Any property of an entity that the sandbox does not keep.
 */
export function propertyOf(entity: string, name: string): Property | undefined {
  const listed = properties[entity];
  if (listed === undefined) return { name, path: [name], type: 'text', use: 'where' };
  const same = (other: string): boolean => other.toLowerCase() === name.toLowerCase();
  const found = listed.find((each) => same(each.name));
  if (found !== undefined || UNKNOWN[entity]?.some(same) === true) return found;
  const member = membersOf(entity).find(same);
  return member === undefined ? undefined : { name: member, path: [member], type: 'text', use: 'none' };
}
