import { beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from '../client.ts';

let qbo = new Client();
beforeEach(() => {
  qbo = new Client();
});

const to = (row: JsonObject, TxnType: string, Amount: number): JsonObject => ({
  Amount,
  LinkedTxn: [{ TxnId: row.Id, TxnType }],
});
const form = (entity: string, amount: number, customer = '1'): JsonObject =>
  qbo.made(entity, { CustomerRef: ref(customer), Line: [line(amount)] });
const pay = (TotalAmt: number, ...Line: JsonObject[]): JsonObject => ({
  CustomerRef: ref('1'),
  TotalAmt,
  Line,
});
const balance = (): unknown => qbo.get('Customer', '1').Balance;

describe('a credit memo', () => {
  test('takes its total off the customer, and keeps all of it as credit', () => {
    const memo = form('CreditMemo', 50);
    expect(memo).toMatchObject({ TotalAmt: 50, Balance: 50, RemainingCredit: 50 });
    expect(balance()).toBe(-50);
    const changed = qbo.made('CreditMemo', { ...key(memo), Line: [line(80)] });
    expect(changed).toMatchObject({ RemainingCredit: 80, SyncToken: '1' });
    expect(balance()).toBe(-80);
    qbo.made('CreditMemo', key(changed), { operation: 'delete' });
    expect(balance()).toBe(0);
  });

  test('is used on an invoice by a payment of nothing, with links on all sides', () => {
    const [invoice, memo] = [form('Invoice', 120), form('CreditMemo', 50)];
    const payment = qbo.made('Payment', pay(0, to(invoice, 'Invoice', 50), to(memo, 'CreditMemo', 50)));
    expect(payment).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0 });
    const links = [{ TxnId: payment.Id, TxnType: 'Payment' }];
    expect(qbo.get('Invoice', invoice.Id)).toMatchObject({ Balance: 70, LinkedTxn: links });
    expect(qbo.get('CreditMemo', memo.Id)).toMatchObject({
      RemainingCredit: 0,
      Balance: 0,
      LinkedTxn: links,
    });
    expect(balance()).toBe(70);
    const current = qbo.get('CreditMemo', memo.Id);
    expect(faultOf(qbo.post('creditmemo', key(current), { operation: 'delete' })).code).toBe('6000');
    qbo.made('Payment', key(payment), { operation: 'delete' });
    expect(qbo.get('CreditMemo', memo.Id)).toMatchObject({ RemainingCredit: 50, LinkedTxn: [] });
    expect(balance()).toBe(70);
  });

  test.each([
    ['more than the credit that is left', 0, 60, 60],
    ['more credit than it is applied to', 0, 10, 40],
    ['more than credit and money together', 5, 60, 50],
  ])('is refused: %s', (_what, total, onInvoice, credit) => {
    const [invoice, memo] = [form('Invoice', 120), form('CreditMemo', 50)];
    const body = pay(total, to(invoice, 'Invoice', onInvoice), to(memo, 'CreditMemo', credit));
    expect(faultOf(qbo.post('payment', body))).toMatchObject({ code: '6000', status: 400 });
    expect(qbo.get('CreditMemo', memo.Id)).toEqual(memo);
    expect(qbo.get('Invoice', invoice.Id)).toMatchObject({ Balance: 120, SyncToken: '0' });
  });

  test("of another customer cannot pay this one's invoice", () => {
    const [invoice, memo] = [form('Invoice', 120), form('CreditMemo', 50, '2')];
    const body = pay(0, to(invoice, 'Invoice', 50), to(memo, 'CreditMemo', 50));
    expect(faultOf(qbo.post('payment', body)).detail).toContain('customer of the payment differs');
  });

  test('is free again when the invoice that it was used on is voided', () => {
    const [invoice, memo] = [form('Invoice', 120), form('CreditMemo', 50)];
    const payment = qbo.made('Payment', pay(30, to(invoice, 'Invoice', 80), to(memo, 'CreditMemo', 50)));
    qbo.made('Invoice', key(qbo.get('Invoice', invoice.Id)), { operation: 'void' });
    expect(qbo.get('CreditMemo', memo.Id)).toMatchObject({ RemainingCredit: 50, LinkedTxn: [] });
    expect(qbo.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: 30, Line: [] });
    expect(balance()).toBe(-80);
  });

  test('can be voided only where the reading says so; what it had settled is open again', () => {
    const [invoice, memo] = [form('Invoice', 120), form('CreditMemo', 50)];
    const payment = qbo.made('Payment', pay(30, to(invoice, 'Invoice', 80), to(memo, 'CreditMemo', 50)));
    const current = (): JsonObject => key(qbo.get('CreditMemo', memo.Id));
    expect(faultOf(qbo.post('creditmemo', current(), { operation: 'void' })).code).toBe('500');
    qbo.control('company', { readings: { creditMemoVoid: true } });
    const voided = qbo.made('CreditMemo', current(), { operation: 'void' });
    expect(voided).toMatchObject({ TotalAmt: 0, Balance: 0, RemainingCredit: 0, PrivateNote: 'Voided' });
    expect(qbo.get('Invoice', invoice.Id)).toMatchObject({ Balance: 90 });
    expect(qbo.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: 0, Line: [{ Amount: 30 }] });
    expect(balance()).toBe(90);
  });

  test('cannot fall below what was used of it', () => {
    const [invoice, memo] = [form('Invoice', 120), form('CreditMemo', 50)];
    qbo.made('Payment', pay(0, to(invoice, 'Invoice', 40), to(memo, 'CreditMemo', 40)));
    const change = { ...key(qbo.get('CreditMemo', memo.Id)), Line: [line(39)] };
    expect(faultOf(qbo.post('creditmemo', change)).code).toBe('6000');
    const fits = qbo.made('CreditMemo', { ...change, Line: [line(40)] });
    expect(fits).toMatchObject({ TotalAmt: 40, RemainingCredit: 0 });
  });
});

describe('links of payments', () => {
  test.each(['Expense', 'Check', 'CreditCardCredit'])(
    'to %s, which the sandbox keeps none of: 5030',
    (type) => {
      expect(faultOf(qbo.post('payment', pay(1, to({ Id: '1' }, type, 1)))).code).toBe('5030');
    },
  );

  test('to what does not exist: 2170 for a kind, 2500 for an id', () => {
    expect(faultOf(qbo.post('payment', pay(1, to({ Id: '1' }, 'Nonsense', 1)))).code).toBe('2170');
    expect(faultOf(qbo.post('payment', pay(1, to({ Id: '99' }, 'CreditMemo', 1)))).code).toBe('2500');
  });
});

describe('numbers', () => {
  const numbered = (entity: string, DocNumber: string): ReturnType<Client['post']> =>
    qbo.post(entity, { CustomerRef: ref('1'), DocNumber, Line: [line(1)], DepositToAccountRef: ref('9') });

  test('are unique among all sales forms, or among forms of one kind', () => {
    const made = qbo.made('CreditMemo', { CustomerRef: ref('1'), DocNumber: 'A-1', Line: [line(1)] });
    const taken = faultOf(numbered('salesreceipt', 'A-1'));
    expect(taken.code).toBe('6140');
    expect(taken.detail).toContain(`assigned to TxnType=CreditMemo with TxnId=${idOf(made)}`);
    qbo.control('company', { readings: { numbersUniqueAcross: 'same-form' } });
    expect(numbered('salesreceipt', 'A-1').status).toBe(200);
    expect(faultOf(numbered('salesreceipt', 'A-1')).code).toBe('6140');
  });

  test('come from one run where the server counts', () => {
    qbo.control('company', { customTxnNumbers: false });
    const numbers = ['Invoice', 'CreditMemo', 'SalesReceipt'].map((entity) => form(entity, 1).DocNumber);
    expect(numbers).toEqual(['1001', '1002', '1003']);
  });
});

const key = (row: JsonObject): JsonObject => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });
