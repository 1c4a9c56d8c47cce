import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf, textOf } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, linked, ref } from './client.ts';

describe('an invoice', () => {
  test('of the recorded minimal kind gets what QuickBooks adds', () => {
    const qbo = new Client();
    const customer = qbo.get('Customer', '1');
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(100)] });
    expect(invoice).toMatchObject({
      SyncToken: '0',
      TxnDate: '2026-03-02',
      DueDate: '2026-04-01',
      TotalAmt: 100,
      Balance: 100,
      LinkedTxn: [],
      BillAddr: customer.BillAddr,
      PrintStatus: 'NeedToPrint',
      EmailStatus: 'NotSet',
      TxnTaxDetail: { TotalTax: 0 },
      CustomerRef: { value: '1', name: 'Maria Fernandez' },
    });
    expect(objectsOf(invoice.Line)).toEqual([
      {
        Id: '1',
        LineNum: 1,
        Amount: 100,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '1', name: 'Services' }, TaxCodeRef: { value: 'NON' } },
      },
      { Amount: 100, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ]);
    expect(invoice.DocNumber).toBeUndefined();
  });

  test('prints money with two decimals and zero as 0', () => {
    const qbo = new Client();
    const reply = qbo.post('invoice', { CustomerRef: ref('1'), Line: [line(1200.1)] });
    expect(reply.text).toContain('"TotalAmt":1200.10');
    expect(reply.text).toContain('"TotalTax":0}');
  });

  test('is paid by payments that link both sides, and opened again by their void', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(100)] });
    const payment = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 70, Line: [linked(Id, 60)] });
    expect(payment).toMatchObject({ UnappliedAmt: 10, DepositToAccountRef: { value: '2' } });
    expect(qbo.get('Invoice', Id)).toMatchObject({
      Balance: 40,
      SyncToken: '1',
      LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment' }],
    });
    expect(qbo.get('Customer', '1')).toMatchObject({ Balance: 30, SyncToken: '0' });
    const voided = qbo.made(
      'Payment',
      { Id: payment.Id, SyncToken: payment.SyncToken, sparse: true },
      { operation: 'update', include: 'void' },
    );
    expect(voided).toMatchObject({ TotalAmt: 0, UnappliedAmt: 0, Line: [], PrivateNote: 'Voided' });
    expect(qbo.get('Invoice', Id)).toMatchObject({ Balance: 100, LinkedTxn: [] });
    expect(qbo.get('Customer', '1').Balance).toBe(100);
  });

  test('that is voided frees its payments and keeps its number', () => {
    const qbo = new Client();
    const made = qbo.made('Invoice', {
      DocNumber: 'INV-1',
      CustomerRef: ref('1'),
      PrivateNote: 'note',
      Line: [line(100, { Qty: 4, UnitPrice: 25 })],
    });
    const payment = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 60, Line: [linked(made.Id, 60)] });
    const stale = qbo.post('invoice', { Id: made.Id, SyncToken: '0' }, { operation: 'void' });
    expect(faultOf(stale)).toMatchObject({ status: 400, code: '5010' });
    const voided = qbo.made('Invoice', { Id: made.Id, SyncToken: '1' }, { operation: 'void' });
    expect(voided).toMatchObject({
      SyncToken: '2',
      TotalAmt: 0,
      Balance: 0,
      LinkedTxn: [],
      DocNumber: 'INV-1',
    });
    expect(voided.PrivateNote).toMatch(/^Voided/);
    expect(objectsOf(voided.Line)[0]).toMatchObject({ Amount: 0, SalesItemLineDetail: { Qty: 0 } });
    expect(qbo.get('Payment', payment.Id)).toMatchObject({ UnappliedAmt: 60, Line: [] });
    expect(qbo.get('Customer', '1').Balance).toBe(-60);
    const again = qbo.post('invoice', { DocNumber: 'INV-1', CustomerRef: ref('1'), Line: [line(1)] });
    expect(faultOf(again)).toMatchObject({ code: '6140' });
  });

  test('with payments cannot be deleted; without it is gone and its number is free', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Invoice', { DocNumber: 'INV-1', CustomerRef: ref('1'), Line: [line(100)] });
    const payment = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 60, Line: [linked(Id, 60)] });
    expect(faultOf(qbo.post('invoice', { Id, SyncToken: '1' }, { operation: 'delete' }))).toMatchObject({
      code: '6000',
      detail:
        'Business Validation Error: This transaction has payments linked to it. Unlink them before you delete it.',
    });
    qbo.post('payment', { Id: payment.Id, SyncToken: '0' }, { operation: 'delete' });
    const deleted = qbo.made('Invoice', { Id, SyncToken: '2' }, { operation: 'delete' });
    expect(deleted).toEqual({ domain: 'QBO', status: 'Deleted', Id });
    expect(faultOf(qbo.call('GET', `invoice/${textOf(Id) ?? ''}`))).toMatchObject({
      status: 400,
      code: '610',
    });
    expect(qbo.post('invoice', { DocNumber: 'INV-1', CustomerRef: ref('1'), Line: [line(1)] }).status).toBe(
      200,
    );
  });

  test('number clash is 6140 with the id of the other, unless it is asked for', () => {
    const qbo = new Client();
    const first = qbo.made('Invoice', { DocNumber: '18696', CustomerRef: ref('1'), Line: [line(1)] });
    const body = { DocNumber: '18696', CustomerRef: ref('2'), Line: [line(2)] };
    expect(faultOf(qbo.post('invoice', body)).detail).toBe(
      `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=18696 is assigned to TxnType=Invoice with TxnId=${idOf(first)}`,
    );
    expect(qbo.post('invoice', body, { include: 'allowduplicatedocnum' }).status).toBe(200);
  });

  test('is numbered by the server when custom numbers are off', () => {
    const qbo = new Client();
    qbo.control('company', { customTxnNumbers: false });
    const numbers = [undefined, undefined, 'X-1', 'X-1', undefined].map(
      (DocNumber) => qbo.made('Invoice', { DocNumber, CustomerRef: ref('1'), Line: [line(1)] }).DocNumber,
    );
    expect(numbers).toEqual(['1001', '1002', 'X-1', 'X-1', '1003']);
  });

  test('in a closed period, or of a lapsed company, is refused', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Invoice', { TxnDate: '2026-01-31', CustomerRef: ref('1'), Line: [line(1)] });
    qbo.control('company', { bookCloseDate: '2026-01-31' });
    const closed = { status: 400, code: '6210' };
    const late = { TxnDate: '2026-02-01', CustomerRef: ref('1'), Line: [line(1)] };
    expect(faultOf(qbo.post('invoice', { ...late, TxnDate: '2026-01-31' }))).toMatchObject(closed);
    expect(faultOf(qbo.post('invoice', { ...late, Id, SyncToken: '0' }))).toMatchObject(closed);
    expect(faultOf(qbo.post('invoice', { Id, SyncToken: '0' }, { operation: 'void' }))).toMatchObject(closed);
    expect(qbo.post('invoice', late).status).toBe(200);
    qbo.control('company', { subscriptionStatus: 'CANCELLED' });
    expect(faultOf(qbo.post('invoice', late))).toMatchObject({ code: '6190' });
    expect(qbo.call('GET', `invoice/${textOf(Id) ?? ''}`).status).toBe(200);
  });

  test('amounts must be the rounded product: 6070 with the recorded text', () => {
    const qbo = new Client();
    const body = (Amount: number) => ({
      CustomerRef: ref('1'),
      Line: [line(Amount, { Qty: 128.35, UnitPrice: 14.5 })],
    });
    expect(faultOf(qbo.post('invoice', body(1861.07)))).toEqual({
      status: 400,
      code: '6070',
      detail: 'Amount is not equal to UnitPrice * Qty. Supplied value:1,861.07',
    });
    expect(qbo.made('Invoice', body(1861.08)).TotalAmt).toBe(1861.08);
  });

  test('may have negative lines and a discount, but no negative total', () => {
    const qbo = new Client();
    const lines = [
      line(100),
      line(-30.5),
      { Amount: 10, DetailType: 'DiscountLineDetail', DiscountLineDetail: {} },
    ];
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), Line: lines });
    expect(invoice.TotalAmt).toBe(59.5);
    expect(objectsOf(invoice.Line).at(-1)).toMatchObject({ Amount: 69.5, DetailType: 'SubTotalLineDetail' });
    expect(faultOf(qbo.post('invoice', { CustomerRef: ref('1'), Line: [line(-1)] }))).toMatchObject({
      code: '6000',
      detail: 'Business Validation Error: Transaction amount must be 0 or greater.',
    });
    const percent = {
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { PercentBased: true, DiscountPercent: 12.5 },
    };
    expect(qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(100), percent] }).TotalAmt).toBe(87.5);
  });

  test('updated in full loses what is left out; sparsely it keeps it, except that lines come as a whole', () => {
    const qbo = new Client();
    const sent = {
      CustomerRef: ref('1'),
      PrivateNote: 'a',
      CustomerMemo: { value: 'b' },
      Line: [line(10), line(20)],
    };
    const { Id } = qbo.made('Invoice', sent);
    const sparse = qbo.made('Invoice', { Id, SyncToken: '0', sparse: true, PrivateNote: 'c' });
    expect(sparse).toMatchObject({
      SyncToken: '1',
      PrivateNote: 'c',
      CustomerMemo: { value: 'b' },
      TotalAmt: 30,
    });
    expect(qbo.made('Invoice', { Id, SyncToken: '1', sparse: true, Line: [line(5)] })).toMatchObject({
      TotalAmt: 5,
      Balance: 5,
    });
    const full = qbo.made('Invoice', { Id, SyncToken: '2', CustomerRef: ref('1'), Line: [line(7)] });
    expect(full.PrivateNote).toBeUndefined();
    expect(full.CustomerMemo).toBeUndefined();
    expect(qbo.get('Customer', '1').Balance).toBe(7);
  });

  test('address sent with it comes back as free-form lines', () => {
    const qbo = new Client();
    const BillAddr = {
      Line1: '1 High St',
      City: 'Fresno',
      CountrySubDivisionCode: 'CA',
      PostalCode: '93701',
      Country: 'USA',
    };
    const invoice = qbo.made('Invoice', { CustomerRef: ref('1'), BillAddr, Line: [line(1)] });
    expect(invoice.BillAddr).toMatchObject({ Line1: '1 High St', Line2: 'Fresno, CA 93701', Line3: 'USA' });
    expect(objectOf(invoice.BillAddr).City).toBeUndefined();
  });

  test('due date follows the terms', () => {
    const qbo = new Client();
    const due = (body: object) =>
      qbo.made('Invoice', { CustomerRef: ref('1'), TxnDate: '2026-01-31', Line: [line(1)], ...body }).DueDate;
    expect(due({})).toBe('2026-03-02');
    expect(due({ SalesTermRef: ref('2') })).toBe('2026-02-15');
    expect(due({ DueDate: '2026-05-05' })).toBe('2026-05-05');
  });
});

describe('a payment', () => {
  test('cannot apply more than is open, nor pay the invoice of somebody else', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(100)] });
    const pay = (customer: string, TotalAmt: number, applied: number) =>
      faultOf(qbo.post('payment', { CustomerRef: ref(customer), TotalAmt, Line: [linked(Id, applied)] }))
        .code;
    expect(pay('1', 100.01, 100.01)).toBe('6000');
    expect(pay('1', 50, 60)).toBe('6000');
    expect(pay('2', 50, 50)).toBe('6000');
    expect(faultOf(qbo.post('payment', { CustomerRef: ref('1') }))).toMatchObject({
      code: '6000',
      detail: 'Business Validation Error: You must set a transaction amount.',
    });
    expect(
      faultOf(qbo.post('payment', { CustomerRef: ref('1'), TotalAmt: 1, Line: [linked('999', 1)] })).code,
    ).toBe('2500');
    expect(qbo.get('Invoice', Id)).toMatchObject({ Balance: 100, SyncToken: '0', LinkedTxn: [] });
    expect(pay('1', 100, 100)).toBe('');
    expect(pay('1', 1, 1)).toBe('6000');
  });

  test('may cover several invoices, be changed, and be deleted', () => {
    const qbo = new Client();
    const [a, b] = [40, 60].map(
      (amount) => qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(amount)] }).Id,
    );
    const { Id } = qbo.made('Payment', {
      CustomerRef: ref('1'),
      TotalAmt: 100,
      Line: [linked(a, 40), linked(b, 60)],
    });
    expect([a, b].map((id) => qbo.get('Invoice', id).Balance)).toEqual([0, 0]);
    const less = qbo.made('Payment', {
      Id,
      SyncToken: '0',
      sparse: true,
      TotalAmt: 50,
      Line: [linked(b, 45)],
    });
    expect(less).toMatchObject({ TotalAmt: 50, UnappliedAmt: 5 });
    expect([a, b].map((id) => qbo.get('Invoice', id).Balance)).toEqual([40, 15]);
    expect(qbo.post('payment', { Id, SyncToken: '1' }, { operation: 'delete' }).status).toBe(200);
    expect([a, b].map((id) => qbo.get('Invoice', id).Balance)).toEqual([40, 60]);
    expect(qbo.get('Customer', '1').Balance).toBe(100);
  });

  test('goes only to a bank or another current asset', () => {
    const qbo = new Client();
    const to = (account: string) =>
      qbo.post('payment', { CustomerRef: ref('1'), TotalAmt: 5, DepositToAccountRef: ref(account) });
    expect(to('9').status).toBe(200);
    expect(faultOf(to('5')).code).toBe('6000');
    expect(qbo.get('Account', '9').CurrentBalance).toBe(5);
  });
});
