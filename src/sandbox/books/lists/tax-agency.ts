import { missing } from '../../faults.ts';
import { textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { headOf } from './list-row.ts';
import { claimName } from './names.ts';

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const name = textOf(payload.DisplayName);
  if (name === undefined) throw missing('DisplayName');
  claimName(books, ['TaxAgency'], 'DisplayName', name, { entity: 'TaxAgency', id: textOf(before?.Id) });
  return books.put('TaxAgency', {
    DisplayName: name,
    TaxTrackedOnPurchases: payload.TaxTrackedOnPurchases ?? false,
    TaxTrackedOnSales: payload.TaxTrackedOnSales ?? true,
    ...headOf(books, 'TaxAgency', before),
  });
}

/** Who taxes are paid to (qbo-api.md 3.6). */
export const taxAgencyRules: EntityRules = { entity: 'TaxAgency', readOnly: [], write };
