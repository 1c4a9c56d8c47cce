import { badReference, business, invalidEnumeration, missing, notSupported } from '../../faults.ts';
import { compact, objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, cents, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import { keptCode, keptRate } from '../currency/transaction.ts';
import type { TransactionCurrency } from '../currency/transaction.ts';
import { activeRef, referenced } from '../references.ts';
import { checkNotDeposited } from './deposited.ts';

/** A line of a deposit: money that waited in Undeposited Funds, or money from an account. */
export interface DepositLine {
  readonly content: JsonObject;
  readonly value: Decimal;
  /** The account that it comes from, and what it was there in home currency. */
  readonly from: { readonly account: string; readonly home: Decimal };
  /** The payment or sales receipt that it takes to the bank. */
  readonly taken?: { readonly entity: string; readonly row: JsonObject } | undefined;
}

const PEOPLE: Readonly<Record<string, string>> = {
  CUSTOMER: 'Customer',
  VENDOR: 'Vendor',
  EMPLOYEE: 'Employee',
};

/** What both kinds of line may say beside the amount. */
function details(books: Books, detail: JsonObject): JsonObject {
  const kind = (textOf(objectOf(detail.Entity).type) ?? 'CUSTOMER').toUpperCase();
  referenced(books, PEOPLE[kind] ?? 'Customer', detail.Entity);
  return compact({
    Entity: refId(detail.Entity) === undefined ? undefined : detail.Entity,
    PaymentMethodRef: activeRef(books, 'PaymentMethod', detail.PaymentMethodRef),
    CheckNum: detail.CheckNum,
  });
}

function accountLine(books: Books, line: JsonObject, currency: TransactionCurrency): DepositLine {
  if (textOf(line.DetailType) === undefined) throw missing('Line.DetailType');
  if (line.DetailType !== 'DepositLineDetail') {
    throw invalidEnumeration(textOf(line.DetailType) ?? '', 'Line.DetailType');
  }
  if (line.Amount === undefined) throw missing('Line.Amount');
  const detail = objectOf(line.DepositLineDetail);
  const account = referenced(books, 'Account', detail.AccountRef);
  if (account === undefined) throw missing('Line.DepositLineDetail.AccountRef');
  if (/^Accounts (Receivable|Payable)$/.test(textOf(account.AccountType) ?? '')) {
    throw notSupported('The sandbox keeps no deposit lines on receivables or payables. Use a payment.');
  }
  if (refId(detail.TaxCodeRef) !== undefined) {
    throw notSupported('The sandbox keeps no sales tax on deposit lines.');
  }
  const value = cents(decimal(line.Amount));
  const id = textOf(account.Id) ?? '';
  return {
    value,
    from: { account: id, home: currency.home(value) },
    content: compact({
      Description: line.Description,
      Amount: amount(value),
      DetailType: 'DepositLineDetail',
      ProjectRef: line.ProjectRef,
      DepositLineDetail: { ...details(books, detail), AccountRef: books.refTo('Account', id) },
    }),
  };
}

const TAKEN = ['Payment', 'SalesReceipt'];

/** Money that waits in Undeposited Funds goes to the bank whole, and once (qbo-api.md 3.5). */
function takenLine(
  books: Books,
  line: JsonObject,
  link: JsonObject,
  currency: TransactionCurrency,
): DepositLine {
  const entity = textOf(link.TxnType) ?? '';
  if (!TAKEN.includes(entity)) {
    throw notSupported(
      `The sandbox deposits payments and sales receipts, no transactions of type ${entity}.`,
    );
  }
  const id = textOf(link.TxnId) ?? '';
  const row = books.named(entity, id);
  if (row === undefined) throw badReference('Txns', id);
  checkNotDeposited(row);
  const account = systemAccount(books, 'undeposited');
  const value = decimal(row.TotalAmt);
  if (refId(row.DepositToAccountRef) !== account || value.eq(0)) {
    throw business('The transaction has no money in Undeposited Funds to deposit.');
  }
  if (line.Amount !== undefined && !cents(decimal(line.Amount)).eq(value)) {
    throw business('The amount of a deposited transaction must be its whole amount.');
  }
  if (keptCode(books, row) !== currency.code) {
    throw business('The currency of the deposit differs from the currency of the linked transaction.');
  }
  const detail = details(books, objectOf(line.DepositLineDetail));
  return {
    value,
    taken: { entity, row },
    from: { account, home: cents(value.times(keptRate(row))) },
    content: compact({
      Amount: amount(value),
      LinkedTxn: [{ TxnId: id, TxnType: entity, TxnLineId: textOf(link.TxnLineId) ?? '0' }],
      DepositLineDetail: Object.keys(detail).length === 0 ? undefined : detail,
    }),
  };
}

/** The lines of a deposit, checked (qbo-api.md 3.5). */
export function depositLines(
  books: Books,
  sent: Json | undefined,
  currency: TransactionCurrency,
): readonly DepositLine[] {
  const seen = new Set<string>();
  return objectsOf(sent).map((line) => {
    const [link, ...more] = objectsOf(line.LinkedTxn);
    if (link === undefined) return accountLine(books, line, currency);
    if (more.length > 0) throw business('A deposit line can be linked to one transaction only.');
    const key = `${textOf(link.TxnType) ?? ''} ${textOf(link.TxnId) ?? ''}`;
    if (seen.has(key)) throw business('A transaction can be in a deposit only once.');
    seen.add(key);
    return takenLine(books, line, link, currency);
  });
}
