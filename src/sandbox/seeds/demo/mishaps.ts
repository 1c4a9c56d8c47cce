import { rulesFor } from '../../books/entities.ts';
import { makeVoid } from '../../books/write.ts';
import type { Books } from '../../books/books.ts';
import type { JsonObject } from '../../json.ts';
import { amount, decimal } from '../../money.ts';
import { add, named } from '../add.ts';
import { bill } from './billing.ts';
import type { Sold } from './billing.ts';
import { customerRef } from './customers.ts';
import type { Party } from './customers.ts';
import { receive } from './payments.ts';
import { TERMS } from './trade.ts';
import type { Year } from './year.ts';

const service = (year: Year, description: string, value: number): Sold => ({
  item: 'Services',
  description,
  amount: value,
  tax: year.trade.businessTax,
  class: 'Service',
});

function invoice(year: Year, books: Books, customer: JsonObject, value: number): string {
  return bill(books, 'Invoice', customer, [service(year, 'Call-out', value)], {
    DocNumber: year.nextNumber(),
    SalesTermRef: named(books, 'Term', TERMS.home),
  });
}

/** An invoice that was written twice, and voided two days later. */
export function planVoided(year: Year, party: Party): void {
  const day = year.diary.on(year.day(140), (books) => {
    const Id = invoice(year, books, customerRef(books, party), 480);
    year.diary.on(year.day(2, day), (later) => {
      const rule = rulesFor('Invoice');
      const SyncToken = later.get('Invoice', Id)?.SyncToken;
      if (rule !== undefined) makeVoid(later, rule, { Id, SyncToken });
    });
  });
}

/** An invoice that nobody will pay: written off by a credit memo of the same total, linked by a payment of 0. */
export function planWriteOff(year: Year, party: Party): void {
  const day = year.diary.on(year.day(60), (books) => {
    const customer = customerRef(books, party);
    const owed = invoice(year, books, customer, 365);
    year.diary.on(year.day(150, day), (later) => {
      const credit = bill(later, 'CreditMemo', customer, [service(year, 'Written off', 365)], {
        DocNumber: 'CM-101',
        PrivateNote: 'Bad debt: moved away, letters come back',
      });
      const value = amount(decimal(later.get('Invoice', owed)?.Balance));
      add(later, 'Payment', {
        CustomerRef: customer,
        CurrencyRef: { value: later.facts.currency },
        TxnDate: later.today,
        TotalAmt: 0,
        Line: [
          { Amount: value, LinkedTxn: [{ TxnId: owed, TxnType: 'Invoice' }] },
          { Amount: value, LinkedTxn: [{ TxnId: credit, TxnType: 'CreditMemo' }] },
        ],
      });
    });
  });
}

/** Credits that wait to be used, and money that was given back. */
export function planCredits(year: Year, credited: readonly Party[], refunded: Party): void {
  for (const [at, party] of credited.entries()) {
    year.diary.on(year.day(225 + at * 50), (books) => {
      bill(books, 'CreditMemo', customerRef(books, party), [service(year, 'For the delay', 150)], {
        DocNumber: `CM-${102 + at}`,
      });
    });
  }
  year.diary.on(year.day(230), (books) => {
    bill(books, 'RefundReceipt', customerRef(books, refunded), [service(year, 'Part sent back', 85)], {
      DocNumber: 'RR-101',
      DepositToAccountRef: { value: '9' },
      PaymentMethodRef: named(books, 'PaymentMethod', 'Visa'),
    });
  });
}

/** Money that came before there was an invoice for it. */
export function planPrepayment(year: Year, party: Party): void {
  year.diary.on(year.day(335), (books) => {
    receive(year, books, customerRef(books, party), decimal(1500), []);
  });
}

/** Somebody who asked, bought nothing, and was retired. */
export function planRetired(year: Year, party: Party): void {
  const day = year.diary.on(year.day(30), (books) => {
    customerRef(books, party);
    year.diary.on(year.day(120, day), (later) => {
      const { Id, SyncToken } = later.get('Customer', party.id) ?? {};
      add(later, 'Customer', { Id, SyncToken, sparse: true, Active: false });
    });
  });
}
