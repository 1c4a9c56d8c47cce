import { business, missing } from '../../faults.ts';
import { compact, objectOf, objectsOf, refId, textOf, without } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { decimal, sum } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import { systemAccount } from '../accounts.ts';
import type { Books } from '../books.ts';
import { checkOpenPeriod, openDate } from '../closing.ts';
import { transactionCurrency } from '../currency/transaction.ts';
import type { TransactionCurrency } from '../currency/transaction.ts';
import type { EntityRules, WriteOptions } from '../entity.ts';
import { balanced, post } from '../ledger.ts';
import type { Posting } from '../ledger.ts';
import { checkUnlinked } from '../payments/release.ts';
import { checkNumber } from '../sales/numbers.ts';
import { journalLines } from './lines.ts';
import { postingSide } from './receivable.ts';

/** Numbers of journal entries must be unique only where the company wants to be warned (qbo-api.md 3.8). */
function checkJournalNumber(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  options: WriteOptions,
): void {
  const number = textOf(payload.DocNumber);
  const pairs = objectsOf(objectOf(books.preferences.OtherPrefs).NameValue);
  const warned = pairs.some((pair) => pair.Name === 'WarnDuplicateJournalNumber' && pair.Value === 'true');
  if (number === undefined || number === before?.DocNumber || options.duplicateNumber || !warned) return;
  checkNumber(books, ['JournalEntry'], number, before);
}

const entries = (lines: readonly JsonObject[]): readonly JsonObject[] =>
  lines.filter((line) => line.DetailType === 'JournalEntryLineDetail');

function total(lines: readonly JsonObject[], side: 1 | -1): Decimal {
  return sum(
    entries(lines)
      .filter((line) => postingSide(line) === side)
      .map((line) => decimal(line.Amount)),
  );
}

/** The customers on a journal entry, whose currency it must have. */
function checkCustomers(books: Books, lines: readonly JsonObject[], currency: TransactionCurrency): void {
  for (const line of lines.filter((each) => each.Balance !== undefined)) {
    const id = refId(objectOf(objectOf(line.JournalEntryLineDetail).Entity).EntityRef);
    const own = refId(books.get('Customer', id)?.CurrencyRef) ?? currency.code;
    if (own !== currency.code) {
      throw business(
        `The currency of the transaction (${currency.code}) differs from the customer's (${own}).`,
      );
    }
  }
}

function postings(lines: readonly JsonObject[], currency: TransactionCurrency): readonly Posting[] {
  return entries(lines).map((line) => {
    const detail = objectOf(line.JournalEntryLineDetail);
    const value = decimal(line.Amount).times(postingSide(line));
    const customer =
      line.Balance === undefined ? undefined : { id: refId(objectOf(detail.Entity).EntityRef) ?? '', value };
    return { account: refId(detail.AccountRef) ?? '', value: currency.home(value), customer };
  });
}

function write(
  books: Books,
  payload: JsonObject,
  before: JsonObject | undefined,
  options: WriteOptions,
): JsonObject {
  if (objectsOf(payload.Line).length === 0) throw missing('Line');
  const txnDate = openDate(books, payload, before);
  checkJournalNumber(books, payload, before, options);
  const currency = transactionCurrency(books, payload, { txnDate, before, required: false });
  const lines = journalLines({ books, currency, before }, payload.Line);
  if (!total(lines, 1).eq(total(lines, -1))) {
    throw business(
      `The debits (${total(lines, 1).toFixed(2)}) and credits (${total(lines, -1).toFixed(2)}) of a journal entry must be equal.`,
    );
  }
  checkCustomers(books, lines, currency);
  const row = books.put(
    'JournalEntry',
    compact({
      Adjustment: payload.Adjustment ?? false,
      ...currency.homeMembers({ HomeTotalAmt: currency.home(total(lines, 1)) }),
      ...(before === undefined ? books.newRow('JournalEntry') : books.changedRow(before)),
      DocNumber: payload.DocNumber,
      TxnDate: txnDate,
      ...currency.members,
      PrivateNote: payload.PrivateNote,
      Line: lines,
      TxnTaxDetail: {},
    }),
  );
  const entry = balanced(postings(lines, currency), () => systemAccount(books, 'exchange'));
  post(books, textOf(row.Id) ?? '', entry);
  return row;
}

/** What is open of a line on receivables is kept with it, and shown by payments only. */
function shown(row: JsonObject): JsonObject {
  const Line = objectsOf(row.Line).map((line) => {
    const plain = without(line, ['Balance', 'HomeBalance']);
    return objectsOf(plain.LinkedTxn).length === 0 ? without(plain, ['LinkedTxn']) : plain;
  });
  return { ...row, Line };
}

/** Journal entries, as far as receivables and balances need them. */
export const journalEntryRules: EntityRules = {
  entity: 'JournalEntry',
  required: ['Line'],
  readOnly: ['TotalAmt', 'HomeTotalAmt', 'LinkedTxn', 'TxnTaxDetail'],
  write,
  remove: (books, row) => {
    checkOpenPeriod(books, row.TxnDate);
    for (const line of objectsOf(row.Line)) checkUnlinked(line);
    const id = textOf(row.Id) ?? '';
    post(books, id, []);
    books.remove('JournalEntry', id);
  },
  shown: (_books, row) => shown(row),
};
