import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { Client, faultOf, line, linked, ref } from '../client.ts';
import type { Reply } from '../client.ts';

let qbo = new Client();
beforeEach(() => {
  qbo = new Client();
});

const UNDEPOSITED = '2';
const BANK = '9';
const FEES = '13';
const key = (row: JsonObject): JsonObject => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });
const balance = (account: string): unknown => qbo.get('Account', account).CurrentBalance;
const taking = (row: JsonObject, TxnType = 'Payment', more: JsonObject = {}): JsonObject => ({
  LinkedTxn: [{ TxnId: row.Id, TxnType, TxnLineId: '0' }],
  ...more,
});
const from = (Amount: number, account: string): JsonObject => ({
  Amount,
  DetailType: 'DepositLineDetail',
  DepositLineDetail: { AccountRef: ref(account) },
});
const deposit = (...Line: JsonObject[]): JsonObject => ({ DepositToAccountRef: ref(BANK), Line });
const payment = (TotalAmt: number): JsonObject => qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt });
const fresh = (entity: string, row: JsonObject): JsonObject => qbo.get(entity, row.Id);

describe('a deposit', () => {
  test('takes payments and sales receipts from Undeposited Funds to the bank, less a fee', () => {
    const paid = payment(100);
    const sold = qbo.made('SalesReceipt', { Line: [line(40)] });
    expect(balance(UNDEPOSITED)).toBe(140);
    const made = qbo.made('Deposit', deposit(taking(paid), taking(sold, 'SalesReceipt'), from(-2.5, FEES)));
    expect(made).toMatchObject({ TotalAmt: 137.5, DepositToAccountRef: { value: BANK } });
    expect([balance(UNDEPOSITED), balance(BANK)]).toEqual([0, 137.5]);
    const links = [{ TxnId: made.Id, TxnType: 'Deposit' }];
    expect(fresh('Payment', paid).LinkedTxn).toEqual(links);
    expect(fresh('SalesReceipt', sold).LinkedTxn).toEqual(links);
  });

  test('locks what is in it: 6540, until it is deleted', () => {
    const paid = payment(100);
    const sold = qbo.made('SalesReceipt', { Line: [line(40)] });
    const made = qbo.made('Deposit', deposit(taking(paid), taking(sold, 'SalesReceipt')));
    const bad = (reply: Reply): void => {
      expect(faultOf(reply)).toEqual({
        code: '6540',
        status: 400,
        detail:
          'This transaction has been deposited. If you want to change or delete it, you must edit the deposit it appears on and remove it first',
      });
    };
    const asVoid = { operation: 'update', include: 'void' };
    for (const [path, row] of [
      ['payment', fresh('Payment', paid)],
      ['salesreceipt', fresh('SalesReceipt', sold)],
    ] as const) {
      bad(qbo.post(path, { ...key(row), PrivateNote: 'x' }));
      bad(qbo.post(path, key(row), asVoid));
      bad(qbo.post(path, key(row), { operation: 'delete' }));
    }
    qbo.made('Deposit', key(made), { operation: 'delete' });
    expect([balance(UNDEPOSITED), balance(BANK)]).toEqual([140, 0]);
    expect(fresh('Payment', paid)).not.toHaveProperty('LinkedTxn');
    expect(qbo.post('payment', key(fresh('Payment', paid)), asVoid).status).toBe(200);
  });

  test('that is changed frees what it no longer takes', () => {
    const [one, two] = [payment(100), payment(30)];
    const made = qbo.made('Deposit', deposit(taking(one)));
    const changed = qbo.made('Deposit', { ...key(made), Line: [taking(two)] });
    expect(changed).toMatchObject({ TotalAmt: 30, SyncToken: '1' });
    expect(fresh('Payment', one)).not.toHaveProperty('LinkedTxn');
    expect([balance(UNDEPOSITED), balance(BANK)]).toEqual([100, 30]);
    const noted = qbo.made('Deposit', { ...key(changed), PrivateNote: 'same lines' });
    expect(noted).toMatchObject({ TotalAmt: 30, Line: changed.Line });
  });

  test('keeps cash back on an account of its own', () => {
    const CashBack = { AccountRef: ref(FEES), Amount: 20, Memo: 'petty cash' };
    const made = qbo.made('Deposit', { ...deposit(taking(payment(100))), CashBack });
    expect(made).toMatchObject({ TotalAmt: 80, CashBack: { Amount: 20, Memo: 'petty cash' } });
    expect([balance(UNDEPOSITED), balance(BANK)]).toEqual([0, 80]);
  });

  test('takes a payment once, whole, and only from Undeposited Funds', () => {
    const paid = payment(100);
    const code = (...lines: JsonObject[]): string => faultOf(qbo.post('deposit', deposit(...lines))).code;
    expect(code(taking(paid), taking(paid))).toBe('6000');
    expect(code(taking(paid, 'Payment', { Amount: 99 }))).toBe('6000');
    const banked = qbo.made('Payment', {
      CustomerRef: ref('1'),
      TotalAmt: 5,
      DepositToAccountRef: ref(BANK),
    });
    expect(code(taking(banked))).toBe('6000');
    expect(code(taking({ Id: '99' }))).toBe('2500');
    expect(code(taking(paid, 'RefundReceipt'))).toBe('5030');
    qbo.made('Deposit', deposit(taking(paid)));
    expect(code(taking(paid))).toBe('6540');
    expect(balance(BANK)).toBe(105);
  });

  test.each([
    ['no lines', { DepositToAccountRef: ref(BANK) }, '2020'],
    ['no account', { Line: [from(1, FEES)] }, '2020'],
    ['an account that holds no money', { DepositToAccountRef: ref('5'), Line: [from(1, FEES)] }, '6000'],
    ['a total below nothing', deposit(from(-1, FEES)), '6000'],
    ['a line on receivables', deposit(from(1, '1')), '5030'],
    ['an unknown account', deposit(from(1, '99')), '2500'],
    ['a sales line', deposit(line(1)), '2170'],
  ])('is refused: %s', (_what, body, code) => {
    expect(faultOf(qbo.post('deposit', body))).toMatchObject({ code, status: 400 });
    expect(balance(BANK)).toBe(0);
  });

  test('leaves the payment on its invoice, and voiding the invoice leaves the deposit', () => {
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(60)] });
    const Line = [linked(invoice.Id, 60)];
    const paid = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 60, Line });
    qbo.made('Deposit', deposit(taking(paid)));
    qbo.made('Invoice', key(fresh('Invoice', invoice)), { operation: 'void' });
    expect(fresh('Payment', paid)).toMatchObject({ UnappliedAmt: 60, Line: [] });
    expect(balance(BANK)).toBe(60);
  });
});

describe('receipts', () => {
  test('a sales receipt is paid at once, with or without a customer', () => {
    const made = qbo.made('SalesReceipt', {
      CustomerRef: ref('1'),
      Line: [line(100, { TaxCodeRef: ref('TAX') })],
      PaymentMethodRef: ref('2'),
      PaymentRefNum: 'CHK 7',
    });
    expect(made).toMatchObject({ TotalAmt: 108, Balance: 0, PaymentRefNum: 'CHK 7' });
    expect(made.DepositToAccountRef).toEqual({ value: UNDEPOSITED, name: 'Undeposited Funds' });
    expect(qbo.get('Customer', '1').Balance).toBe(0);
    const changed = qbo.made('SalesReceipt', { Id: made.Id, SyncToken: '0', Line: [line(10)] });
    expect(changed).toMatchObject({ TotalAmt: 10 });
    expect(changed).not.toHaveProperty('CustomerRef');
    expect(balance(UNDEPOSITED)).toBe(10);
    expect(faultOf(qbo.post('salesreceipt', {})).code).toBe('2020');
  });

  test('a sales receipt is voided by an update, or by its own operation where the reading says so', () => {
    const sold = (): JsonObject => qbo.made('SalesReceipt', { Line: [line(10, { Qty: 2, UnitPrice: 5 })] });
    const voided = qbo.made('SalesReceipt', key(sold()), { operation: 'update', include: 'void' });
    expect(voided).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided', SyncToken: '1' });
    expect(voided.Line).toMatchObject([{ Amount: 0, SalesItemLineDetail: { Qty: 0, UnitPrice: 5 } }, {}]);
    const other = sold();
    expect(faultOf(qbo.post('salesreceipt', key(other), { operation: 'void' })).code).toBe('500');
    qbo.control('company', { readings: { salesReceiptVoidOperation: true } });
    expect(qbo.made('SalesReceipt', key(other), { operation: 'void' }).TotalAmt).toBe(0);
    expect(balance(UNDEPOSITED)).toBe(0);
  });

  test('a refund takes money from the account that it names', () => {
    const body = { CustomerRef: ref('1'), Line: [line(30)] };
    expect(faultOf(qbo.post('refundreceipt', body)).code).toBe('2020');
    const made = qbo.made('RefundReceipt', { ...body, DepositToAccountRef: ref(BANK) });
    expect([made.Balance, balance(BANK), qbo.get('Customer', '1').Balance]).toEqual([0, -30, 0]);
    expect(faultOf(qbo.post('refundreceipt', key(made), { operation: 'void' })).code).toBe('500');
    qbo.made('RefundReceipt', key(made), { operation: 'delete' });
    expect(balance(BANK)).toBe(0);
  });

  test('a batch voids by update with an option, as the path does', () => {
    const sold = qbo.made('SalesReceipt', { Line: [line(10)] });
    const batch = (operation: string, optionsData: string): Reply =>
      qbo.post('batch', {
        BatchItemRequest: [
          { bId: '1', operation, optionsData, SalesReceipt: key(fresh('SalesReceipt', sold)) },
        ],
      });
    expect(batch('void', '').text).toContain('"code":"500"');
    expect(batch('update', 'void').text).toContain('"PrivateNote":"Voided"');
  });
});

describe('a deposit on an invoice', () => {
  const body = (Deposit: number): JsonObject => ({ CustomerRef: ref('1'), Line: [line(100)], Deposit });

  test('lowers what is open, and brings the money at once', () => {
    expect(faultOf(qbo.post('invoice', body(30))).code).toBe('5030');
    qbo.control('company', { preferences: { SalesFormsPrefs: { AllowDeposit: true } } });
    const made = qbo.made('Invoice', { ...body(30), DepositToAccountRef: ref(BANK) });
    expect(made).toMatchObject({ TotalAmt: 100, Deposit: 30, Balance: 70 });
    expect([balance(BANK), qbo.get('Customer', '1').Balance]).toEqual([30, 70]);
    expect(faultOf(qbo.post('invoice', body(100.01))).code).toBe('6000');
    expect(faultOf(qbo.post('invoice', body(-1))).code).toBe('6000');
    const more = qbo.made('Invoice', { ...key(made), Deposit: 100 });
    expect(more).toMatchObject({ Balance: 0 });
    qbo.made('Invoice', key(more), { operation: 'void' });
    expect([balance(BANK), qbo.get('Customer', '1').Balance]).toEqual([0, 0]);
  });
});
