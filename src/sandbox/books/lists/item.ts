import { business, missing, notSupported } from '../../faults.ts';
import { compact, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import type { EntityRules } from '../entity.ts';
import { activeRef } from '../references.ts';
import { bundleMembers } from './bundle.ts';
import { levelOf, putInTree } from './hierarchy.ts';
import { accountsOf, stockMembers } from './item-accounts.ts';
import { headOf, placedName } from './list-row.ts';
import type { Placed } from './list-row.ts';
import { lineClass } from './tracking.ts';

const TREE = { entity: 'Item', name: 'Name' } as const;

/** Kinds that a row stays for good: others hang on their quantity, their rows or their members. */
const LASTING = ['Inventory', 'Category', 'Group'];

function typeOf(payload: JsonObject, before: JsonObject | undefined): string {
  const former = textOf(before?.Type);
  const type = textOf(payload.Type) ?? former;
  if (type === undefined) throw missing('Type');
  if (former !== undefined && former !== type && LASTING.some((kind) => kind === former || kind === type)) {
    throw business(`The type of an item cannot be changed from ${former} to ${type}.`);
  }
  return type;
}

/** Only categories have rows below them, and they are not retired (qbo-api.md 3.4). */
function checkPlace(payload: JsonObject, type: string, { parent }: Placed): void {
  if (payload.SubItem === true && parent === undefined) throw missing('ParentRef');
  if (parent !== undefined && parent.Type !== 'Category') {
    throw business('Items can only stand below a category.');
  }
  if (type === 'Category' && payload.Active === false) {
    throw business('A category cannot be made inactive.');
  }
}

function placeMembers(books: Books, parent: JsonObject | undefined): JsonObject {
  if (parent === undefined) return {};
  const id = textOf(parent.Id) ?? '';
  return { SubItem: true, ParentRef: books.refTo('Item', id), Level: levelOf(books, 'Item', parent) + 1 };
}

/** What is sold or bought, by its kind; a category has no price and no accounts. */
function details(
  books: Books,
  type: string,
  payload: JsonObject,
  before: JsonObject | undefined,
): JsonObject {
  if (type === 'Category') return {};
  const us = books.country === 'US';
  return {
    Taxable: us ? (payload.Taxable ?? false) : undefined,
    SalesTaxIncluded: us ? undefined : (payload.SalesTaxIncluded ?? false),
    SalesTaxCodeRef: activeRef(books, 'TaxCode', payload.SalesTaxCodeRef),
    PurchaseTaxCodeRef: activeRef(books, 'TaxCode', payload.PurchaseTaxCodeRef),
    UnitPrice: payload.UnitPrice ?? 0,
    PurchaseDesc: payload.PurchaseDesc,
    PurchaseCost: payload.PurchaseCost ?? 0,
    ClassRef: lineClass(books, payload.ClassRef),
    ...(type === 'Group' ? bundleMembers(books, payload) : accountsOf(books, type, payload)),
    ...(type === 'Inventory' ? stockMembers(payload, before) : { TrackQtyOnHand: false }),
  };
}

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const type = typeOf(payload, before);
  if (type === 'Group' && books.by.app !== undefined) {
    throw notSupported('Bundles can only be made and changed in QuickBooks itself.');
  }
  const sent = payload.SubItem === false ? { ...payload, ParentRef: undefined } : payload;
  const placed = placedName(books, 'Item', sent, before);
  checkPlace(sent, type, placed);
  const row = compact({
    Name: placed.Name,
    ...placeMembers(books, placed.parent),
    Sku: payload.Sku,
    Description: payload.Description,
    Active: payload.Active ?? true,
    FullyQualifiedName: placed.FullyQualifiedName,
    ...details(books, type, sent, before),
    Type: type,
    ...headOf(books, 'Item', before),
  });
  return putInTree(books, TREE, row, before);
}

/** Products, services, bundles and the categories that they stand in (qbo-api.md 3.4). */
export const itemRules: EntityRules = {
  entity: 'Item',
  readOnly: ['FullyQualifiedName', 'Level'],
  kept: ['Type', 'QtyOnHand', 'InvStartDate', 'TrackQtyOnHand', 'ItemGroupDetail'],
  write,
  shown: (books, row) => {
    const parent = refId(row.ParentRef);
    return parent === undefined ? row : { ...row, ParentRef: books.refTo('Item', parent) };
  },
};
