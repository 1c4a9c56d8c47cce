import { business, missing } from '../../faults.ts';
import { compact, objectOf, objectsOf, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { amount, cents, decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { moneyAccount, systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import { checkOpenPeriod, openDate } from '../closing.ts';
import { transactionCurrency } from '../currency/transaction.ts';
import type { EntityRules } from '../entity.ts';
import { balanced, post } from '../ledger.ts';
import { putLinked } from '../payments/linked.ts';
import { referenced } from '../references.ts';
import { depositLines } from './lines.ts';
import type { DepositLine } from './lines.ts';

/** Puts the link to a deposit on what it took to the bank, or takes it off. */
function mark(books: Books, entity: string, row: JsonObject, depositId: string, taken: boolean): void {
  const others = objectsOf(row.LinkedTxn).filter(
    (link) => link.TxnType !== 'Deposit' || link.TxnId !== depositId,
  );
  const links = taken ? [...others, { TxnId: depositId, TxnType: 'Deposit' }] : others;
  putLinked(books, entity, compact({ ...row, LinkedTxn: links.length === 0 ? undefined : links }));
}

/** Frees everything that a deposit took: it waits in Undeposited Funds again. */
function free(books: Books, deposit: JsonObject): void {
  for (const link of objectsOf(deposit.Line).flatMap((line) => objectsOf(line.LinkedTxn))) {
    const entity = textOf(link.TxnType) ?? '';
    const row = books.get(entity, textOf(link.TxnId));
    if (row !== undefined) mark(books, entity, row, textOf(deposit.Id) ?? '', false);
  }
}

interface CashBack {
  readonly value: Decimal;
  readonly account: string | undefined;
  readonly member: JsonObject | undefined;
}

/** Money kept back from a deposit, for an account of its own. */
function cashBack(books: Books, payload: JsonObject): CashBack {
  const sent = objectOf(payload.CashBack);
  const value = cents(decimal(sent.Amount));
  if (value.eq(0)) return { value, account: undefined, member: undefined };
  const account = textOf(referenced(books, 'Account', sent.AccountRef)?.Id);
  if (account === undefined) throw missing('CashBack.AccountRef');
  if (value.lt(0)) throw business('The cash back of a deposit must be 0 or greater.');
  const AccountRef = books.refTo('Account', account);
  return { value, account, member: compact({ AccountRef, Amount: amount(value), Memo: sent.Memo }) };
}

/** Ids of lines are the server's, in order. */
const numbered = (lines: readonly DepositLine[]): readonly JsonObject[] =>
  lines.map(({ content }, at) => ({ Id: String(at + 1), LineNum: at + 1, ...content }));

function write(books: Books, payload: JsonObject, before: JsonObject | undefined): JsonObject {
  const bank = moneyAccount(books, payload.DepositToAccountRef);
  if (bank === undefined) throw missing('DepositToAccountRef');
  if (objectsOf(payload.Line).length === 0) throw missing('Line');
  const txnDate = openDate(books, payload, before);
  const currency = transactionCurrency(books, payload, { txnDate, before, required: false });
  if (before !== undefined) free(books, before);
  const lines = depositLines(books, payload.Line, currency);
  const back = cashBack(books, payload);
  const total = sum(lines.map((line) => line.value)).minus(back.value);
  if (total.lt(0)) throw business('Transaction amount must be 0 or greater.');
  const row = books.put(
    'Deposit',
    compact({
      DepositToAccountRef: books.refTo('Account', bank),
      TotalAmt: amount(total),
      ...currency.homeMembers({ HomeTotalAmt: currency.home(total) }),
      CashBack: back.member,
      ...(before === undefined ? books.newRow('Deposit') : books.changedRow(before)),
      TxnDate: txnDate,
      ...currency.members,
      PrivateNote: payload.PrivateNote,
      Line: numbered(lines),
    }),
  );
  const id = textOf(row.Id) ?? '';
  for (const { taken } of lines) if (taken !== undefined) mark(books, taken.entity, taken.row, id, true);
  const entry = [
    { account: bank, value: currency.home(total) },
    ...(back.account === undefined ? [] : [{ account: back.account, value: currency.home(back.value) }]),
    ...lines.map(({ from }) => ({ account: from.account, value: from.home.times(-1) })),
  ];
  post(
    books,
    id,
    balanced(entry, () => systemAccount(books, 'exchange')),
  );
  return row;
}

/** Money taken to the bank (qbo-api.md 3.5). */
export const depositRules: EntityRules = {
  entity: 'Deposit',
  required: ['Line', 'DepositToAccountRef'],
  readOnly: ['TotalAmt', 'HomeTotalAmt', 'LinkedTxn'],
  write,
  remove: (books, row) => {
    checkOpenPeriod(books, row.TxnDate);
    free(books, row);
    post(books, textOf(row.Id) ?? '', []);
    books.remove('Deposit', textOf(row.Id) ?? '');
  },
};
