import { business, missing } from '../../faults.ts';
import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { referenced } from '../references.ts';

/** What a bundle holds, as replies show it: items of any kind but bundles and categories. */
export function bundleMembers(books: Books, payload: JsonObject): JsonObject {
  const lines = objectsOf(objectOf(payload.ItemGroupDetail).ItemGroupLine);
  if (lines.length === 0) throw missing('ItemGroupDetail.ItemGroupLine');
  const ItemGroupLine = lines.map((line) => {
    const item = referenced(books, 'Item', line.ItemRef);
    if (item === undefined) throw missing('ItemGroupDetail.ItemGroupLine.ItemRef');
    const type = textOf(item.Type) ?? '';
    if (type === 'Group' || type === 'Category') {
      throw business('A bundle can hold neither bundles nor categories.');
    }
    return { ItemRef: { ...books.refTo('Item', refId(line.ItemRef) ?? ''), type }, Qty: line.Qty ?? 1 };
  });
  return { ItemGroupDetail: { ItemGroupLine }, PrintGroupedItems: payload.PrintGroupedItems ?? true };
}
