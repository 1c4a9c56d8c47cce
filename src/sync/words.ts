import type { Settings } from '../company/settings.ts';
import { ALL_LINE_TYPES, type LineType } from '../domain/records.ts';
import type { Invoice } from '../qbo/entities.ts';
import type { Words } from './differences.ts';
import { itemName } from './names.ts';
import type { PlannedCustomer } from './plan.ts';

/** Names for the ids in an invoice and in what is sent: from the settings, the customer, and the invoice itself. */
export function wordsOf(
  settings: Pick<Settings, 'taxCodes' | 'lineTypes'>,
  itemIds: Partial<Record<LineType, string>>,
  customer: PlannedCustomer,
  inBooks: Invoice,
): Words {
  const customers = new Map([[inBooks.CustomerRef.value, inBooks.CustomerRef.name]]);
  if (customer.booksId !== undefined) customers.set(customer.booksId, customer.displayName);
  const items = new Map<string, string | undefined>();
  // In the US a line says only whether it is taxed (qbo-api.md 3.6).
  const codes = new Map<string, string | undefined>([
    ['NON', 'not taxed'],
    ['TAX', 'taxed'],
  ]);
  for (const { SalesItemLineDetail: detail } of inBooks.Line) {
    if (detail?.ItemRef) items.set(detail.ItemRef.value, detail.ItemRef.name);
    const code = detail?.TaxCodeRef;
    if (code && !codes.has(code.value)) codes.set(code.value, code.name);
  }
  for (const type of ALL_LINE_TYPES) {
    const [target, id] = [settings.lineTypes[type], itemIds[type]];
    if (target && 'item' in target) items.set(target.item.id, target.item.name);
    else if (id !== undefined) items.set(id, itemName(type));
  }
  for (const [rate, { id, name }] of Object.entries(settings.taxCodes)) {
    if (id !== 'NON' && id !== 'TAX') codes.set(id, `${name} (${rate}%)`);
  }
  return {
    customer: (id) => customers.get(id) ?? `customer ${id}`,
    item: (id) => items.get(id) ?? `item ${id}`,
    taxCode: (id) => codes.get(id) ?? `sales tax code ${id}`,
  };
}
