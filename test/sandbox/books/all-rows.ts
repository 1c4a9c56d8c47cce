import Big from 'big.js';
import { objectOf, objectsOf, refId, textOf } from '../../../src/sandbox/json.ts';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import type { Client } from '../client.ts';
import { idOf } from '../client.ts';
import { cents, linkKeys, money } from './numbers.ts';

export const RECEIVABLE = '1';
export const UNDEPOSITED = '2';
export const BANK = '9';

/** One line of a payment: what it settles, and by how much. */
export interface Application {
  readonly payment: string;
  readonly item: string;
  readonly credit: boolean;
  readonly amount: Big;
}

/** A receivable line of a journal entry. */
export interface JournalLine {
  readonly item: string;
  readonly customer: string;
  readonly signed: Big;
  readonly links: readonly string[];
}

export interface Books {
  readonly forms: Readonly<Record<string, readonly JsonObject[]>>;
  readonly payments: readonly JsonObject[];
  readonly deposits: readonly JsonObject[];
  readonly applications: readonly Application[];
  readonly journal: readonly JournalLine[];
}

const rate = (row: JsonObject): Big =>
  row.ExchangeRate === undefined ? new Big(1) : money(row.ExchangeRate);
export const home = (row: JsonObject, value: Big): Big => cents(value.times(rate(row)));
export const customerOf = (row: JsonObject): string => refId(row.CustomerRef) ?? '';
export const kept = (row: JsonObject): boolean => objectsOf(row.Line).length > 0;

function journalLines(entries: readonly JsonObject[]): readonly JournalLine[] {
  return entries.flatMap((entry) =>
    objectsOf(entry.Line).flatMap((line) => {
      const detail = objectOf(line.JournalEntryLineDetail);
      if (refId(detail.AccountRef) !== RECEIVABLE) return [];
      return {
        item: `JournalEntry ${idOf(entry)}/${idOf(line)}`,
        customer: refId(objectOf(detail.Entity).EntityRef) ?? '',
        signed: money(line.Amount).times(detail.PostingType === 'Debit' ? 1 : -1),
        links: linkKeys(line),
      };
    }),
  );
}

export function read(qbo: Client): Books {
  const all = (entity: string): readonly JsonObject[] => qbo.rows(entity, 'maxresults 1000');
  const payments = all('Payment');
  const journal = journalLines(all('JournalEntry'));
  const applications = payments.flatMap((payment) =>
    objectsOf(payment.Line).map((line): Application => {
      const link = objectsOf(line.LinkedTxn)[0] ?? {};
      const end = link.TxnLineId === undefined ? '' : `/${textOf(link.TxnLineId) ?? ''}`;
      const item = `${textOf(link.TxnType) ?? ''} ${textOf(link.TxnId) ?? ''}${end}`;
      const line2 = journal.find((each) => each.item === item);
      const credit = link.TxnType === 'CreditMemo' || line2?.signed.lt(0) === true;
      return { payment: idOf(payment), item, credit, amount: money(line.Amount) };
    }),
  );
  const kinds = ['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt'];
  const forms = Object.fromEntries(kinds.map((kind) => [kind, all(kind)]));
  return { forms, payments, deposits: all('Deposit'), applications, journal };
}
