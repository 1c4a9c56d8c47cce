import { badReference, business, missing } from '../../faults.ts';
import type { QboFault } from '../../faults.ts';
import { objectsOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { findItem, moveItem } from './open-item.ts';
import type { OpenItem } from './open-item.ts';

export interface Application {
  readonly link: JsonObject;
  readonly value: Decimal;
}

/** What a payment's lines apply, checked one by one (qbo-api.md 3.3). */
export function applications(lines: Json | undefined): readonly Application[] {
  return objectsOf(lines).map((line) => {
    const [link, ...more] = objectsOf(line.LinkedTxn);
    if (line.Amount === undefined) throw missing('Line.Amount');
    if (link === undefined) throw missing('Line.LinkedTxn');
    const value = cents(decimal(line.Amount));
    if (value.lte(0)) throw business('The amount applied to a transaction must be greater than 0.');
    if (more.length > 0) throw business('A payment line can be linked to one transaction only.');
    return { link, value };
  });
}

const nameValue = (Name: string, Value: string): JsonObject => ({
  name: '{http://schema.intuit.com/finance/v3}NameValue',
  nil: false,
  value: { Name, Value },
  declaredType: 'com.intuit.schema.finance.v3.NameValue',
  scope: 'javax.xml.bind.JAXBElement$GlobalScope',
  globalScope: true,
  typeSubstituted: false,
});

/** Whether a payment of one customer may settle another's transaction: only for jobs below it. */
function pays(books: Books, payer: string, owner: string | undefined): boolean {
  for (let id = owner; id !== undefined; id = refId(books.get('Customer', id)?.ParentRef)) {
    if (id === payer) return true;
  }
  return false;
}

/** The payment line as it is kept. `HomeAmount`, which replies do not show, is what it took in home currency. */
function paymentLine(item: OpenItem, value: Decimal, home: Decimal): JsonObject {
  const { type, id, lineId, number, open } = item;
  return {
    Amount: amount(value),
    ...(home.eq(value) ? {} : { HomeAmount: amount(home) }),
    LineEx: {
      any: [
        nameValue('txnId', id),
        nameValue('txnOpenBalance', open.toFixed(2)),
        ...(number === undefined ? [] : [nameValue('txnReferenceNumber', number)]),
      ],
    },
    LinkedTxn: [{ TxnId: id, TxnType: type, ...(lineId === undefined ? {} : { TxnLineId: lineId }) }],
  };
}

/** Who pays, and in what. */
export interface Payer {
  readonly paymentId: string;
  readonly customerId: string;
  readonly currency: string;
}

/** The refusal of a line that cannot settle what it is linked to: which code it has is U (qbo-api.md 3.3). */
const unlinkable = (books: Books, item: OpenItem, why: string): QboFault =>
  books.readings.linkFault === '6000' ? business(why) : badReference('Txns', item.id);

/** Settles a part of an item, and puts the link on both sides. */
function apply(books: Books, payer: Payer, { link, value }: Application): JsonObject {
  const item = findItem(books, link);
  if (!pays(books, payer.customerId, item.customerId)) {
    throw unlinkable(
      books,
      item,
      'The customer of the payment differs from the customer of the linked transaction.',
    );
  }
  if (item.currency !== payer.currency) {
    throw unlinkable(
      books,
      item,
      'The currency of the payment differs from the currency of the linked transaction.',
    );
  }
  if (value.gt(item.open)) {
    throw unlinkable(
      books,
      item,
      'The amount applied is more than the open balance of the linked transaction.',
    );
  }
  // The last part takes what is left in home currency, so that rounding leaves nothing open.
  const exact = cents(value.times(item.rate));
  const home = value.eq(item.open) || exact.gt(item.homeOpen) ? item.homeOpen : exact;
  moveItem(books, item, { own: value.times(-1), home: home.times(-1) }, payer.paymentId, true);
  return paymentLine(item, value, home);
}

/** Links a payment to what it settles; gives its lines as they are kept. */
export const applyAll = (books: Books, payer: Payer, wanted: readonly Application[]): readonly JsonObject[] =>
  wanted.map((application) => apply(books, payer, application));

/** A kept payment line with the item it settles. */
export interface Applied {
  readonly item: OpenItem;
  readonly value: Decimal;
  readonly home: Decimal;
  readonly line: JsonObject;
}

/** The kept lines of a payment, with what they settle. */
export function appliedOf(books: Books, payment: JsonObject): readonly Applied[] {
  return objectsOf(payment.Line).flatMap((line) =>
    objectsOf(line.LinkedTxn).map((link) => ({
      item: findItem(books, link),
      value: decimal(line.Amount),
      home: decimal(line.HomeAmount ?? line.Amount),
      line,
    })),
  );
}

/** The sum of what lines settle on one side: 1 for what was owed, -1 for credits used. */
export const sumOf = (applied: readonly { item: OpenItem; value: Decimal }[], side: 1 | -1): Decimal =>
  sum(applied.filter(({ item }) => item.side === side).map(({ value }) => value));

/** Takes a payment off everything it settles: what it settled is open again. */
export function unapplyAll(books: Books, payment: JsonObject): void {
  const paymentId = textOf(payment.Id) ?? '';
  for (const line of objectsOf(payment.Line)) {
    for (const link of objectsOf(line.LinkedTxn)) {
      const own = decimal(line.Amount);
      const home = decimal(line.HomeAmount ?? line.Amount);
      moveItem(books, findItem(books, link), { own, home }, paymentId, false);
    }
  }
}
