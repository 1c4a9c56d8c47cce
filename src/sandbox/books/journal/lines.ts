import { business, invalidEnumeration, missing, notSupported } from '../../faults.ts';
import { compact, objectOf, objectsOf, refId, textOf } from '../../json.ts';
import type { Json, JsonObject } from '../../json.ts';
import { amount, cents, decimal } from '../../money.ts';
import type { Decimal } from '../../money.ts';
import type { Books } from '../books.ts';
import { keptRate } from '../currency/transaction.ts';
import type { TransactionCurrency } from '../currency/transaction.ts';
import { activeRef, referenced } from '../references.ts';
import { homeOpen } from '../sales/open-balance.ts';

const PEOPLE = ['Customer', 'Vendor', 'Employee'];

/** Whom a line is about: a line on receivables is about a customer (recorded as 6000). */
function entity(books: Books, detail: JsonObject, account: JsonObject): JsonObject | undefined {
  const sent = objectOf(detail.Entity);
  const type = textOf(sent.Type);
  const id = refId(sent.EntityRef);
  if (type !== undefined && !PEOPLE.includes(type)) {
    throw invalidEnumeration(type, 'Line.Entity.Type');
  }
  if (account.AccountType === 'Accounts Payable') {
    throw notSupported('The sandbox keeps no payables: a journal entry cannot use Accounts Payable.');
  }
  if (account.AccountType === 'Accounts Receivable' && (type !== 'Customer' || id === undefined)) {
    throw business('When you use Accounts Receivable, you must choose a customer in the Name field.');
  }
  if (type === undefined || id === undefined) return undefined;
  referenced(books, type, sent.EntityRef);
  return { Type: type, EntityRef: books.refTo(type, id) };
}

/** What a payment settled of a line stays settled: the line can only change above it. */
function open(
  before: JsonObject | undefined,
  made: JsonObject,
  value: Decimal,
  currency: TransactionCurrency,
  beforeRate: Decimal,
): JsonObject {
  const settled =
    before === undefined ? value.times(0) : decimal(before.Amount).minus(decimal(before.Balance));
  const home = currency.home(value);
  if (before === undefined || settled.eq(0)) {
    return { LinkedTxn: [], Balance: amount(value), HomeBalance: amount(home) };
  }
  const same = (line: JsonObject): string => {
    const detail = objectOf(line.JournalEntryLineDetail);
    const who = refId(objectOf(detail.Entity).EntityRef) ?? '';
    return [textOf(detail.PostingType), refId(detail.AccountRef), who].join(' ');
  };
  if (same(before) !== same(made) || value.lt(settled) || !currency.rate.eq(beforeRate)) {
    throw business('This line has payments linked to it. Unlink them before you change it.');
  }
  const homeSettled = currency.home(decimal(before.Amount)).minus(homeOpen(before));
  return {
    LinkedTxn: before.LinkedTxn,
    Balance: amount(value.minus(settled)),
    HomeBalance: amount(home.minus(homeSettled)),
  };
}

interface Context {
  readonly books: Books;
  readonly currency: TransactionCurrency;
  readonly before: JsonObject | undefined;
}

function journalLine({ books, currency, before }: Context, line: JsonObject, id: string): JsonObject {
  const detail = objectOf(line.JournalEntryLineDetail);
  if (line.Amount === undefined) throw missing('Line.Amount');
  const account = referenced(books, 'Account', detail.AccountRef);
  if (account === undefined) throw missing('Line.JournalEntryLineDetail.AccountRef');
  if (detail.PostingType === undefined) throw missing('Line.JournalEntryLineDetail.PostingType');
  if (refId(detail.TaxCodeRef) !== undefined)
    throw notSupported('The sandbox keeps no sales tax on journal entries.');
  const value = cents(decimal(line.Amount));
  if (value.lt(0)) throw business('The amount of a journal entry line must be 0 or greater.');
  const made = {
    Id: id,
    Description: line.Description,
    Amount: amount(value),
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: compact({
      PostingType: detail.PostingType,
      AccountRef: books.refTo('Account', textOf(account.Id) ?? ''),
      Entity: entity(books, detail, account),
      ClassRef: activeRef(books, 'Class', detail.ClassRef),
      DepartmentRef: activeRef(books, 'Department', detail.DepartmentRef),
    }),
  };
  if (account.AccountType !== 'Accounts Receivable') return compact(made);
  const was = objectsOf(before?.Line).find((each) => each.Id === id && each.Balance !== undefined);
  return compact({ ...made, ...open(was, made, value, currency, keptRate(before ?? {})) });
}

/** The lines of a journal entry. Their ids count from 0; unknown ones are new (recorded). */
export function journalLines(context: Context, sent: Json | undefined): readonly JsonObject[] {
  const known = new Set(objectsOf(context.before?.Line).map((line) => textOf(line.Id)));
  const used = new Set<string>();
  let last = Math.max(-1, ...[...known].map(Number));
  const lines = objectsOf(sent).map((line) => {
    const own = textOf(line.Id);
    const id = own !== undefined && known.has(own) && !used.has(own) ? own : String(++last);
    used.add(id);
    switch (textOf(line.DetailType)) {
      case 'JournalEntryLineDetail':
        return journalLine(context, line, id);
      case 'DescriptionOnly':
        return compact({
          Id: id,
          Description: line.Description,
          DetailType: 'DescriptionOnly',
          DescriptionLineDetail: {},
        });
      case undefined:
        throw missing('Line.DetailType');
      default:
        throw invalidEnumeration(textOf(line.DetailType) ?? '', 'Line.DetailType');
    }
  });
  const gone = objectsOf(context.before?.Line).filter((line) => !used.has(textOf(line.Id) ?? ''));
  if (gone.some((line) => objectsOf(line.LinkedTxn).length > 0)) {
    throw business('A line with payments linked to it cannot be taken away. Unlink the payments first.');
  }
  return lines;
}
