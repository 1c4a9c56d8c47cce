import { business, missing } from '../../faults.ts';
import { objectOf, objectsOf, refId } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { referenced } from '../references.ts';
import { innerLines, withInner } from './sales-lines.ts';

/** The bundle's members as lines, each as often as the bundle is sold. */
function expanded(books: Books, bundle: JsonObject, times: Decimal): readonly JsonObject[] {
  return objectsOf(objectOf(bundle.ItemGroupDetail).ItemGroupLine).map((member) => {
    const item = books.get('Item', refId(member.ItemRef)) ?? {};
    const quantity = decimal(member.Qty).times(times);
    return {
      Description: item.Description,
      Amount: amount(quantity.times(decimal(item.UnitPrice))),
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: {
        ItemRef: member.ItemRef,
        Qty: Number(quantity.toString()),
        UnitPrice: item.UnitPrice,
        TaxCodeRef: item.SalesTaxCodeRef,
      },
    };
  });
}

function bundleOf(books: Books, ref: Json | undefined): JsonObject {
  const bundle = referenced(books, 'Item', ref);
  if (bundle === undefined) throw missing('Line.GroupLineDetail.GroupItemRef');
  if (bundle.Type !== 'Group') throw business('The item of a bundle line must be a bundle.');
  return bundle;
}

/**
 * A line that sells a bundle (qbo-api.md 3.2). Lines that are sent in it are taken as they are; without any
 * it has those of the bundle.
 */
export function groupLine(
  books: Books,
  line: JsonObject,
  sale: (inner: JsonObject) => JsonObject,
): JsonObject {
  const detail = objectOf(line.GroupLineDetail);
  const bundle = bundleOf(books, detail.GroupItemRef);
  const times = decimal(detail.Quantity ?? 1);
  const sent = innerLines(line);
  if (sent.some((inner) => inner.DetailType !== 'SalesItemLineDetail')) {
    throw business('The lines of a bundle must be SalesItemLineDetail lines.');
  }
  const inner = (sent.length > 0 ? sent : expanded(books, bundle, times)).map(sale);
  const row = {
    Id: line.Id,
    Description: line.Description ?? bundle.Description,
    DetailType: 'GroupLineDetail',
    GroupLineDetail: {
      GroupItemRef: books.refTo('Item', refId(detail.GroupItemRef) ?? ''),
      Quantity: Number(times.toString()),
    },
  };
  return withInner(row, inner);
}
