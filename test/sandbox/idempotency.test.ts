import { describe, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, linked, ref } from './client.ts';

describe('requestid', () => {
  test('replays the first reply, status and body, and writes nothing again', () => {
    const qbo = new Client();
    const body = { CustomerRef: ref('1'), Line: [line(100)] };
    const first = qbo.post('invoice', body, { requestid: 'r-1' });
    const again = qbo.post('invoice', body, { requestid: 'r-1' });
    expect(again.text).toBe(first.text);
    expect(qbo.rows('Invoice')).toHaveLength(1);
    expect(qbo.sandbox.requests.map((seen) => seen.writes).filter((writes) => writes > 0)).toEqual([1]);
    qbo.post('invoice', body, { requestid: 'r-2' });
    expect(qbo.rows('Invoice')).toHaveLength(2);
  });

  test('replays refusals too, unless switched off', () => {
    const qbo = new Client();
    const body = { TxnDate: '2026-01-01', CustomerRef: ref('1'), Line: [line(1)] };
    qbo.control('company', { bookCloseDate: '2026-01-31' });
    expect(faultOf(qbo.post('invoice', body, { requestid: 'r-1' })).code).toBe('6210');
    qbo.control('company', { bookCloseDate: null });
    expect(faultOf(qbo.post('invoice', body, { requestid: 'r-1' })).code).toBe('6210');
    expect(qbo.post('invoice', body, { requestid: 'r-2' }).status).toBe(200);
    qbo.control('company', { readings: { replayFaults: false }, bookCloseDate: '2026-01-31' });
    expect(faultOf(qbo.post('invoice', body, { requestid: 'r-3' })).code).toBe('6210');
    qbo.control('company', { bookCloseDate: null });
    expect(qbo.post('invoice', body, { requestid: 'r-3' }).status).toBe(200);
  });

  test('with another payload gives the first reply, or 600 by the switch', () => {
    const qbo = new Client();
    const first = qbo.post('customer', { DisplayName: 'A' }, { requestid: 'r-1' });
    expect(qbo.post('customer', { DisplayName: 'B' }, { requestid: 'r-1' }).text).toBe(first.text);
    qbo.control('company', { readings: { requestIdOtherPayload: 'refuse' } });
    expect(faultOf(qbo.post('customer', { DisplayName: 'B' }, { requestid: 'r-1' })).code).toBe('600');
    expect(qbo.post('customer', { DisplayName: 'A' }, { requestid: 'r-1' }).text).toBe(first.text);
  });

  test('has at most 50 characters, 36 on a batch', () => {
    const qbo = new Client();
    const single = (length: number) =>
      qbo.post('customer', { DisplayName: `N${length}` }, { requestid: 'x'.repeat(length) });
    expect(single(50).status).toBe(200);
    expect(faultOf(single(51)).code).toBe('2130');
    const batch = (length: number) =>
      qbo.post('batch', { BatchItemRequest: [] }, { requestid: 'x'.repeat(length) });
    expect(batch(36).status).toBe(200);
    expect(faultOf(batch(37)).code).toBe('2130');
  });

  test('survives a lost answer: the write is there, the replay gives its id', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'lose-answer', match: { operation: 'Line' } });
    const body = { CustomerRef: ref('1'), Line: [line(100)] };
    expect(qbo.post('invoice', body, { requestid: 'r-1' }).after).toEqual({ cut: true });
    const again = objectOf(qbo.post('invoice', body, { requestid: 'r-1' }).body.Invoice);
    expect(qbo.rows('Invoice').map(idOf)).toEqual([idOf(again)]);
  });
});

describe('a batch', () => {
  const item = (
    bId: string,
    operation: string,
    entity: string,
    body: JsonObject,
    more: JsonObject = {},
  ): JsonObject => ({
    bId,
    operation,
    [entity]: body,
    ...more,
  });
  const send = (qbo: Client, items: readonly JsonObject[], query = {}) =>
    objectsOf(qbo.post('batch', { BatchItemRequest: items }, query).body.BatchItemResponse);
  const codeOf = (answer: JsonObject | undefined) => objectsOf(objectOf(answer?.Fault).Error)[0]?.code;

  test('does each item on its own: faults leave the others standing', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(50)] });
    const answers = send(qbo, [
      item('a', 'create', 'Customer', { DisplayName: 'In a batch' }),
      item('b', 'delete', 'Invoice', { Id: '999', SyncToken: '0' }),
      item('c', 'create', 'Payment', { CustomerRef: ref('1'), TotalAmt: 50, Line: [linked(Id, 50)] }),
      { bId: 'd', Query: "select * from Customer where DisplayName = 'In a batch'" },
      item('e', 'create', 'Payment', { CustomerRef: ref('1'), TotalAmt: 60, Line: [linked(Id, 60)] }),
      item('f', 'create', 'Nonsense', {}),
      { operation: 'create', Customer: { DisplayName: 'No bId' } },
    ]);
    expect(answers.map((answer) => [answer.bId, codeOf(answer)])).toEqual([
      ['a', undefined],
      ['b', '610'],
      ['c', undefined],
      ['d', undefined],
      ['e', '6000'],
      ['f', '500'],
      [undefined, '2020'],
    ]);
    expect(objectOf(answers[3]?.QueryResponse).maxResults).toBe(1);
    expect(qbo.get('Invoice', Id).Balance).toBe(0);
    expect(qbo.sandbox.requests.at(-2)?.writes).toBe(2);
  });

  test('rolls back an item that fails half way, and only that item', () => {
    const qbo = new Client();
    const { Id } = qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(50)] });
    const half = { CustomerRef: ref('1'), TotalAmt: 60, Line: [linked(Id, 10), linked('999', 50)] };
    const answers = send(qbo, [
      item('1', 'create', 'Customer', { DisplayName: 'Stays' }),
      item('2', 'create', 'Payment', half),
    ]);
    expect(answers.map(codeOf)).toEqual([undefined, '2500']);
    expect(faultOf(qbo.post('payment', half)).code).toBe('2500');
    expect(qbo.get('Invoice', Id)).toMatchObject({ Balance: 50, SyncToken: '0', LinkedTxn: [] });
    expect(qbo.rows('Customer', "where DisplayName = 'Stays'")).toHaveLength(1);
  });

  test('takes 30 items and refuses 31 with 1040', () => {
    const qbo = new Client();
    const items = (n: number) =>
      Array.from({ length: n }, (_, at) => ({ bId: String(at), Query: 'select count(*) from Item' }));
    expect(send(qbo, items(30))).toHaveLength(30);
    expect(faultOf(qbo.post('batch', { BatchItemRequest: items(31) }))).toMatchObject({
      status: 400,
      code: '1040',
    });
  });

  test('replays by requestid and bId; another bId is a new operation', () => {
    const qbo = new Client();
    const invoice = { CustomerRef: ref('1'), Line: [line(10)] };
    const items = [item('1', 'create', 'Invoice', invoice), item('2', 'create', 'Invoice', invoice)];
    const first = send(qbo, items, { requestid: 'b-1' });
    const again = send(qbo, [...items, item('3', 'create', 'Invoice', invoice)], { requestid: 'b-1' });
    expect(again.slice(0, 2)).toEqual(first);
    expect(qbo.rows('Invoice')).toHaveLength(3);
    const long = send(qbo, [item('12345678901', 'create', 'Invoice', invoice)]);
    expect(codeOf(long[0])).toBeUndefined();
    const tooLong = qbo.post(
      'batch',
      { BatchItemRequest: [item('12345678901', 'create', 'Invoice', invoice)] },
      { requestid: 'b-2' },
    );
    expect(faultOf(tooLong).code).toBe('2130');
  });

  test('voids, and takes options', () => {
    const qbo = new Client();
    const made = qbo.made('Invoice', { DocNumber: 'N', CustomerRef: ref('1'), Line: [line(10)] });
    const payment = qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 3 });
    const answers = send(qbo, [
      item(
        '1',
        'create',
        'Invoice',
        { DocNumber: 'N', CustomerRef: ref('1'), Line: [line(1)] },
        { optionsData: 'allowduplicatedocnum' },
      ),
      item('2', 'create', 'Invoice', { DocNumber: 'N', CustomerRef: ref('1'), Line: [line(1)] }),
      item(
        '3',
        'update',
        'Payment',
        { Id: payment.Id, SyncToken: '0', sparse: true },
        { optionsData: 'void' },
      ),
      item('4', 'void', 'Invoice', { Id: made.Id, SyncToken: '0' }),
    ]);
    expect(answers.map(codeOf)).toEqual([undefined, '6140', undefined, undefined]);
    expect(qbo.get('Payment', payment.Id).TotalAmt).toBe(0);
    expect(qbo.get('Invoice', made.Id).TotalAmt).toBe(0);
  });
});
