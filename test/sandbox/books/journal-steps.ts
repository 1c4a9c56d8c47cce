import { objectsOf, refId } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { idOf, ref } from '../client.ts';
import type { Reply } from '../client.ts';
import { key, linkTo, open, part, pickOf } from './step.ts';
import type { Step, World } from './step.ts';

export const journalLine = (
  PostingType: string,
  Amount: number,
  account: string,
  customer?: string,
): JsonObject => ({
  Amount,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: {
    PostingType,
    AccountRef: ref(account),
    ...(customer === undefined ? {} : { Entity: { Type: 'Customer', EntityRef: ref(customer) } }),
  },
});

/** A receivable of one of the customers in home currency, against income. */
export function journal({ qbo }: World, step: Step, before?: JsonObject): Reply {
  const amount = Math.abs(step.cents[0] ?? 0) / 100;
  const [here, there] = step.inclusive ? (['Debit', 'Credit'] as const) : (['Credit', 'Debit'] as const);
  const customer = String((step.other % 3) + 2);
  const ids = objectsOf(before?.Line).map(({ Id }) => ({ Id }));
  return qbo.post('journalentry', {
    ...(before === undefined ? {} : key(before)),
    Line: [
      { ...journalLine(here, amount, '1', customer), ...ids[0] },
      { ...journalLine(there, amount, '5'), ...ids[1] },
    ],
  });
}

/** Pays a debit of a journal entry with money, or uses a credit of one on an invoice. */
export function payJournal({ qbo, multicurrency }: World, step: Step): Reply {
  const entry = pickOf(qbo.rows('JournalEntry'), step.pick);
  const [receivable = {}] = objectsOf(entry.Line);
  const detail = receivable.JournalEntryLineDetail;
  const plain = JSON.stringify(detail ?? {});
  const customer = /"EntityRef":\{"value":"(\d+)"/.exec(plain)?.[1] ?? '1';
  const credit = plain.includes('"Credit"');
  const mine = (row: JsonObject): boolean => refId(row.CustomerRef) === customer;
  const invoice = pickOf(open(qbo.rows('Invoice')).filter(mine), step.other);
  const whole = Number(receivable.Amount ?? 0);
  const some = part(credit ? Math.min(whole, Number(invoice.Balance ?? 0)) : whole, step.percent);
  const link = linkTo(entry, 'JournalEntry', some, idOf(receivable));
  return qbo.post('payment', {
    CustomerRef: ref(customer),
    TotalAmt: credit ? 0 : some,
    Line: credit ? [linkTo(invoice, 'Invoice', some), link] : [link],
    ...(multicurrency ? { CurrencyRef: qbo.get('Customer', customer).CurrencyRef } : {}),
  });
}
