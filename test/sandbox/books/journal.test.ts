import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { Client, faultOf, line, ref } from '../client.ts';
import { journalLine as entry } from './journal-steps.ts';

let qbo = new Client();
beforeEach(() => {
  qbo = new Client();
});

const RECEIVABLE = '1';
const SALES = '5';
const BANK = '9';
const key = (row: JsonObject): JsonObject => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });
const debit = (amount: number, customer = '1'): JsonObject => ({
  Line: [entry('Debit', amount, RECEIVABLE, customer), entry('Credit', amount, SALES)],
});
const credit = (amount: number): JsonObject => ({
  Line: [entry('Credit', amount, RECEIVABLE, '1'), entry('Debit', amount, SALES)],
});
const owes = (): unknown => qbo.get('Customer', '1').Balance;
const link = (row: JsonObject, Amount: number, TxnLineId?: string): JsonObject => ({
  Amount,
  LinkedTxn: [{ TxnId: row.Id, TxnType: 'JournalEntry', ...(TxnLineId === undefined ? {} : { TxnLineId }) }],
});

describe('a journal entry', () => {
  test('has line ids from 0, and moves balances', () => {
    const made = qbo.made('JournalEntry', {
      DocNumber: 'J-1',
      Line: [entry('Debit', 25, BANK), entry('Credit', 25, SALES)],
    });
    expect(made).toMatchObject({ Adjustment: false, DocNumber: 'J-1', Line: [{ Id: '0' }, { Id: '1' }] });
    expect(qbo.get('Account', BANK).CurrentBalance).toBe(25);
    const changed = qbo.made('JournalEntry', {
      ...key(made),
      Line: [entry('Debit', 5, BANK), { ...entry('Credit', 5, SALES), Id: '1' }],
    });
    expect(changed.Line).toMatchObject([{ Id: '2' }, { Id: '1' }]);
    expect(qbo.get('Account', BANK).CurrentBalance).toBe(5);
    qbo.made('JournalEntry', key(changed), { operation: 'delete' });
    expect(qbo.get('Account', BANK).CurrentBalance).toBe(0);
  });

  test.each([
    ['debits that are not the credits', [entry('Debit', 2, BANK), entry('Credit', 1, SALES)], '6000'],
    ['receivables without a customer', [entry('Debit', 1, RECEIVABLE), entry('Credit', 1, SALES)], '6000'],
    ['an unknown customer', debit(1, '99').Line, '2500'],
    ['an amount below nothing', [entry('Debit', -1, BANK), entry('Credit', -1, SALES)], '6000'],
    ['an unknown side', [entry('Left', 1, BANK), entry('Credit', 1, SALES)], '2170'],
    ['an unknown account', [entry('Debit', 1, '99'), entry('Credit', 1, SALES)], '2500'],
    ['a sales line', [line(1)], '2170'],
    ['no lines', [], '2020'],
  ])('is refused: %s', (_what, Line, code) => {
    expect(faultOf(qbo.post('journalentry', { Line }))).toMatchObject({ code, status: 400 });
    expect(owes()).toBe(0);
  });

  test('says whom receivables are about in the words of QuickBooks', () => {
    const Line = [entry('Debit', 1, RECEIVABLE), entry('Credit', 1, SALES)];
    expect(faultOf(qbo.post('journalentry', { Line })).detail).toContain(
      'When you use Accounts Receivable, you must choose a customer in the Name field.',
    );
  });

  test('has a number of its own only where the company wants to be warned of it', () => {
    const body = { ...debit(1), DocNumber: 'J-1' };
    qbo.made('JournalEntry', body);
    expect(qbo.post('journalentry', body).status).toBe(200);
    const NameValue = [{ Name: 'WarnDuplicateJournalNumber', Value: 'true' }];
    qbo.control('company', { preferences: { OtherPrefs: { NameValue } } });
    const taken = faultOf(qbo.post('journalentry', body));
    expect(taken.code).toBe('6140');
    expect(taken.detail).toContain('TxnType=JournalEntry');
    expect(qbo.post('journalentry', body, { include: 'allowduplicatedocnum' }).status).toBe(200);
  });
});

describe('a receivable of a journal entry', () => {
  test('is owed and paid like an invoice', () => {
    const made = qbo.made('JournalEntry', debit(80));
    expect(owes()).toBe(80);
    const pay = (amount: number): JsonObject => ({
      CustomerRef: ref('1'),
      TotalAmt: amount,
      Line: [link(made, amount, '0')],
    });
    const payment = qbo.made('Payment', pay(50));
    expect(owes()).toBe(30);
    const current = qbo.get('JournalEntry', made.Id);
    expect(current.Line).toMatchObject([{ LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }] }, {}]);
    expect(faultOf(qbo.post('payment', pay(31))).code).toBe('6000');
    expect(faultOf(qbo.post('journalentry', key(current), { operation: 'delete' })).code).toBe('6000');
    for (const body of [debit(49), debit(80, '2'), credit(80)]) {
      expect(faultOf(qbo.post('journalentry', { ...key(current), ...withIds(body) })).code).toBe('6000');
    }
    expect(faultOf(qbo.post('journalentry', { ...key(current), ...debit(80) })).code).toBe('6000');
    qbo.made('JournalEntry', { ...key(current), ...withIds(debit(60)) });
    expect(owes()).toBe(10);
    qbo.made('Payment', key(payment), { operation: 'delete' });
    expect(owes()).toBe(60);
  });

  test('on the credit side is used like a credit memo', () => {
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(100)] });
    const made = qbo.made('JournalEntry', credit(30));
    expect(owes()).toBe(70);
    const Line = [
      { Amount: 30, LinkedTxn: [{ TxnId: invoice.Id, TxnType: 'Invoice' }] },
      // The only receivable of the entry needs no line id.
      link(made, 30),
    ];
    qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 0, Line });
    expect(qbo.get('Invoice', invoice.Id).Balance).toBe(70);
    expect(owes()).toBe(70);
  });

  test('is named by its line when there are several', () => {
    const Line = [
      entry('Debit', 10, RECEIVABLE, '1'),
      entry('Debit', 5, RECEIVABLE, '2'),
      entry('Credit', 15, SALES),
    ];
    const made = qbo.made('JournalEntry', { Line });
    const pay = (part: JsonObject) =>
      qbo.post('payment', { CustomerRef: ref('2'), TotalAmt: 5, Line: [part] });
    expect(faultOf(pay(link(made, 5))).code).toBe('2020');
    expect(faultOf(pay(link(made, 5, '2'))).code).toBe('2500');
    expect(faultOf(pay(link(made, 5, '0'))).code).toBe('6000');
    expect(pay(link(made, 5, '1')).status).toBe(200);
    expect([owes(), qbo.get('Customer', '2').Balance]).toEqual([10, 0]);
  });
});

const withIds = ({ Line }: JsonObject): JsonObject => ({
  Line: (Array.isArray(Line) ? Line : []).map((each: JsonObject, at: number) => ({
    ...each,
    Id: String(at),
  })),
});
