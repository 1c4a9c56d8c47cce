import { badReference, fault, missing, notSupported } from '../../faults.ts';
import { objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import { keptCode, keptRate } from '../currency/transaction.ts';
import { isReceivableLine, postingSide } from '../journal/receivable.ts';
import { homeOpen } from '../sales/open-balance.ts';
import { putLinked } from './linked.ts';

export type ItemType = 'Invoice' | 'CreditMemo' | 'JournalEntry';

/** Something on a customer's account that payments settle, or settle with (qbo-api.md 3.3). */
export interface OpenItem {
  readonly type: ItemType;
  readonly id: string;
  /** The line of a journal entry. */
  readonly lineId?: string | undefined;
  /** 1: the customer owes it; -1: the customer has it to their credit. */
  readonly side: 1 | -1;
  readonly customerId: string;
  /** The receivable account it is on. */
  readonly account: string;
  readonly currency: string;
  readonly rate: Decimal;
  readonly open: Decimal;
  readonly homeOpen: Decimal;
  readonly number?: string | undefined;
}

/** Kinds that QuickBooks links and that belong to purchases, of which the sandbox keeps none. */
const NOT_KEPT = ['Expense', 'Check', 'CreditCardCredit', 'Deposit'];

function itemType(link: JsonObject): ItemType {
  const type = textOf(link.TxnType) ?? '';
  if (type === 'Invoice' || type === 'CreditMemo' || type === 'JournalEntry') return type;
  if (NOT_KEPT.includes(type)) {
    throw notSupported(`The sandbox keeps no transactions of type ${type} that a payment can be linked to.`);
  }
  throw fault('2170', 'Invalid Enumeration', `Invalid Enumeration : ${type}`, 'Line.LinkedTxn.TxnType');
}

/** The line of a journal entry that a link means: by its id, or the only one there is. */
function journalLine(books: Books, row: JsonObject, link: JsonObject): JsonObject {
  const lines = objectsOf(row.Line).filter((line) => isReceivableLine(books, line));
  const id = textOf(link.TxnLineId);
  if (id === undefined && lines.length > 1) throw missing('Line.LinkedTxn.TxnLineId');
  const line = id === undefined ? lines[0] : lines.find((each) => each.Id === id);
  if (line === undefined) throw badReference('Txns', textOf(link.TxnId) ?? '');
  return line;
}

/** What a `LinkedTxn` of a payment line points to; 2500 when there is none. */
export function findItem(books: Books, link: JsonObject): OpenItem {
  const type = itemType(link);
  const id = textOf(link.TxnId) ?? '';
  const row = books.named(type, id);
  if (row === undefined) throw badReference('Txns', id);
  const shared = {
    type,
    id,
    currency: keptCode(books, row),
    rate: keptRate(row),
    number: textOf(row.DocNumber),
  };
  if (type !== 'JournalEntry') {
    return {
      ...shared,
      side: type === 'Invoice' ? 1 : -1,
      customerId: refId(row.CustomerRef) ?? '',
      account: systemAccount(books, 'receivable'),
      open: decimal(row.Balance),
      homeOpen: homeOpen(row),
    };
  }
  const line = journalLine(books, row, link);
  const detail = objectOf(line.JournalEntryLineDetail);
  return {
    ...shared,
    lineId: textOf(line.Id) ?? '',
    side: postingSide(line),
    customerId: refId(objectOf(detail.Entity).EntityRef) ?? '',
    account: refId(detail.AccountRef) ?? '',
    open: decimal(line.Balance),
    homeOpen: homeOpen(line),
  };
}

/** Open amounts and links of a row, or of a line of a journal entry, after a payment came or went. */
function settled(
  row: JsonObject,
  open: Decimal,
  home: Decimal,
  paymentId: string,
  linked: boolean,
): JsonObject {
  const others = objectsOf(row.LinkedTxn).filter(
    (link) => link.TxnType !== 'Payment' || link.TxnId !== paymentId,
  );
  const { HomeBalance, RemainingCredit } = row;
  return {
    ...row,
    LinkedTxn: linked ? [...others, { TxnId: paymentId, TxnType: 'Payment' }] : others,
    Balance: amount(open),
    ...(RemainingCredit === undefined ? {} : { RemainingCredit: amount(open) }),
    ...(HomeBalance === undefined ? {} : { HomeBalance: amount(home) }),
  };
}

/** Changes what is open of an item, by amounts in its own and in home currency, and its link to a payment. */
export function moveItem(
  books: Books,
  item: OpenItem,
  by: { readonly own: Decimal; readonly home: Decimal },
  paymentId: string,
  linked: boolean,
): void {
  const row = books.get(item.type, item.id);
  if (row === undefined) return;
  const change = (part: JsonObject): JsonObject =>
    settled(part, item.open.plus(by.own), item.homeOpen.plus(by.home), paymentId, linked);
  const lines = objectsOf(row.Line).map((line) => (line.Id === item.lineId ? change(line) : line));
  putLinked(books, item.type, item.lineId === undefined ? change(row) : { ...row, Line: lines });
}
