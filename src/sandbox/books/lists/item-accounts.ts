import { business, missing } from '../../faults.ts';
import { refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { referenced } from '../references.ts';

interface AccountKind {
  readonly types: readonly string[];
  readonly what: string;
}

const INCOME: AccountKind = { types: ['Income', 'Other Income'], what: 'an Income account' };
const SOLD: AccountKind = {
  types: [...INCOME.types, 'Other Current Liability'],
  what: 'an Income or a liability account',
};
const COST: AccountKind = { types: ['Cost of Goods Sold'], what: 'a Cost of Goods Sold account' };
const STOCK: AccountKind = {
  types: ['Other Current Asset'],
  what: 'an Other Current Asset account for inventory',
};

function accountRef(
  books: Books,
  ref: Json | undefined,
  kind: AccountKind | undefined,
): JsonObject | undefined {
  const account = referenced(books, 'Account', ref);
  if (account === undefined) return undefined;
  if (kind !== undefined && !kind.types.includes(textOf(account.AccountType) ?? '')) {
    throw business(`You must select ${kind.what} for this item.`);
  }
  return books.refTo('Account', refId(ref) ?? '');
}

/** The accounts an item posts to: income always, cost and stock for inventory (qbo-api.md 3.4). */
export function accountsOf(books: Books, type: string, payload: JsonObject): JsonObject {
  const stocked = type === 'Inventory';
  // Intuit's help has people book deposits so; whether the API takes it is U (qbo-api.md 3.4).
  const owed = !stocked && (books.by.app === undefined || books.readings.itemOnLiability === 'take');
  const IncomeAccountRef = accountRef(books, payload.IncomeAccountRef, owed ? SOLD : INCOME);
  const ExpenseAccountRef = accountRef(books, payload.ExpenseAccountRef, stocked ? COST : undefined);
  if (IncomeAccountRef === undefined) throw missing('IncomeAccountRef');
  if (!stocked) return { IncomeAccountRef, ExpenseAccountRef };
  const AssetAccountRef = accountRef(books, payload.AssetAccountRef, STOCK);
  if (ExpenseAccountRef === undefined) throw missing('ExpenseAccountRef');
  if (AssetAccountRef === undefined) throw missing('AssetAccountRef');
  return { IncomeAccountRef, ExpenseAccountRef, AssetAccountRef };
}

/** The quantity of an inventory item; once it is tracked it stays so (qbo-api.md 3.4). */
export function stockMembers(payload: JsonObject, before: JsonObject | undefined): JsonObject {
  if (payload.TrackQtyOnHand !== true) {
    throw before === undefined && payload.TrackQtyOnHand === undefined
      ? missing('TrackQtyOnHand')
      : business('The quantity of an inventory item must be tracked.');
  }
  if (payload.QtyOnHand === undefined) throw missing('QtyOnHand');
  if (payload.InvStartDate === undefined) throw missing('InvStartDate');
  return {
    TrackQtyOnHand: true,
    QtyOnHand: payload.QtyOnHand,
    ReorderPoint: payload.ReorderPoint,
    InvStartDate: payload.InvStartDate,
  };
}
