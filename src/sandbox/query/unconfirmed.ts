import type { Readings } from '../readings.ts';

interface Unconfirmed {
  readonly names: readonly string[];
  readonly allowed: (readings: Readings) => boolean;
}

/** Properties of which no page says whether a query may filter or sort by them (qbo-api.md 3.4, 4). */
const unconfirmed: Readonly<Record<string, Unconfirmed>> = {
  Payment: {
    names: ['CustomerRef', 'TotalAmt'],
    allowed: (readings) => readings.paymentFilters === 'common',
  },
  Item: { names: ['Active'], allowed: (readings) => readings.itemActiveFilter },
  Customer: { names: ['ParentRef', 'Job'], allowed: (readings) => readings.customerParentFilters },
};

/** Whether the readings let a property be queried; true for all that are confirmed. */
export function isAllowed(readings: Readings, entity: string, name: string): boolean {
  const found = unconfirmed[entity];
  return found?.names.includes(name) !== true || found.allowed(readings);
}
