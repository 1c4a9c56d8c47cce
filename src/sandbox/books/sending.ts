import { QboFault, badId, business, lapsed, notFound, unsupportedOperation } from '../faults.ts';
import { objectOf, refId, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { metaTime } from '../times.ts';
import { record } from './audit.ts';
import type { Books } from './books.ts';
import { checkEmail } from './lists/names.ts';
import { checkPayload } from '../schema/check.ts';

/** Mails that a sandbox company may send in a day (qbo-api.md 6). */
const MAILS_A_DAY = 40;

/** What can be mailed, and where its address comes from: sales forms carry their own, payments the customer's. */
const SENDABLE: Readonly<Record<string, 'form' | 'customer'>> = {
  Invoice: 'form',
  SalesReceipt: 'form',
  CreditMemo: 'form',
  RefundReceipt: 'form',
  Payment: 'customer',
};

function addressOf(books: Books, row: JsonObject, from: 'form' | 'customer'): string | undefined {
  const holder =
    from === 'form' ? row.BillEmail : books.get('Customer', refId(row.CustomerRef))?.PrimaryEmailAddr;
  return textOf(objectOf(holder).Address);
}

/** 2050 and 2210 for an address that no mail can go to. */
function checkAddress(books: Books, address: string): JsonObject {
  const { BillEmail } = checkPayload({ BillEmail: { Address: address } }, 'Invoice', books.readings);
  checkEmail({ BillEmail }, 'BillEmail');
  return objectOf(BillEmail);
}

function noAddress(books: Books): QboFault {
  if (books.readings.sendWithoutAddress === '6000') {
    return business('Enter at least one email address to send this transaction to.');
  }
  return new QboFault([
    {
      Message: 'Invalid Email Address format',
      Detail: 'Email Address does not conform to the syntax rules of RFC 822.',
      code: '2210',
      element: 'BillEmail.Address',
    },
  ]);
}

function countMail(books: Books): void {
  const kept = objectOf(books.setting('mails'));
  const sent = kept.date === books.today && typeof kept.sent === 'number' ? kept.sent : 0;
  if (books.readings.mailLimit && sent >= MAILS_A_DAY) {
    throw business(`A sandbox company can send ${MAILS_A_DAY} emails a day. Try again tomorrow.`);
  }
  books.set('mails', { date: books.today, sent: sent + 1 });
}

/** What a form shows of its mail; a payment has no members for it. */
const mailed = (books: Books, before: JsonObject, BillEmail: JsonObject): JsonObject => ({
  EmailStatus: 'EmailSent',
  BillEmail: { ...objectOf(before.BillEmail), ...BillEmail },
  DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: metaTime(books.now) },
});

/**
 * Mails a transaction to the address that is given, else to its own: no mail leaves the sandbox, but the
 * transaction says that one did (qbo-api.md 1.2). Refused with 6000 or 2210 when there is no address, and
 * from the 41st mail of a Pacific day.
 */
export function sendByEmail(
  books: Books,
  entity: string,
  id: string,
  sendTo: string | undefined,
): JsonObject {
  const from = SENDABLE[entity];
  if (from === undefined) throw unsupportedOperation(`send of ${entity}`);
  if (books.lapsed) throw lapsed();
  const before = books.named(entity, id);
  if (before === undefined) throw /^\d+$/.test(id) ? notFound() : badId(id);
  const address = sendTo ?? addressOf(books, before, from);
  if (address === undefined) throw noAddress(books);
  const BillEmail = checkAddress(books, address);
  countMail(books);
  const changed = books.readings.sendRaisesSyncToken ? books.changedRow(before) : books.touched(before);
  const after = {
    ...before,
    ...changed,
    ...(from === 'form' ? mailed(books, before, BillEmail) : {}),
  };
  books.put(entity, after);
  record(books, 'Send', entity, before, after);
  return after;
}
