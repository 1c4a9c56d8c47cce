import { describe, expect, test } from 'vitest';
import { objectsOf, textOf } from '../../../src/sandbox/json.ts';
import { Client, START, faultOf, idOf, line, ref } from '../client.ts';
import type { Reply } from '../client.ts';

const invoice = (qbo: Client): Reply =>
  qbo.post('invoice', { CustomerRef: ref('1'), TxnDate: '2026-03-01', Line: [line(10)] });
const atThird = { after: 2, match: { method: 'POST', pathContains: '/invoice' } };
const struckOf = (qbo: Client) => objectsOf(qbo.raw('GET', '/__sandbox/faults').body.struck);

describe('a company that changes in the middle of a run', () => {
  test('books close at the third invoice', () => {
    const qbo = new Client();
    qbo.control('faults', { ...atThird, kind: 'close-books', date: '2026-03-01' });
    expect([invoice(qbo).status, invoice(qbo).status]).toEqual([200, 200]);
    expect(faultOf(invoice(qbo)).code).toBe('6210');
    expect(faultOf(invoice(qbo)).code).toBe('6210');
    qbo.control('company', { bookCloseDate: null });
    expect(invoice(qbo).status).toBe(200);
  });

  test('books close today without a date', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'close-books' });
    qbo.query('select * from Term');
    expect(faultOf(invoice(qbo)).code).toBe('6210');
  });

  test('the subscription lapses: reads work, writes do not', () => {
    const qbo = new Client();
    qbo.control('faults', { ...atThird, kind: 'lapse' });
    expect([1, 2, 3].map(() => faultOf(invoice(qbo)).code)).toEqual(['', '', '6190']);
    expect(qbo.call('GET', 'customer/1').status).toBe(200);
  });

  test('the token is revoked: this sign-in is over, another one of the company goes on', () => {
    const [qbo, access] = [new Client(), () => qbo.access];
    const first = { access: access(), refresh: qbo.refresh };
    qbo.signIn();
    const second = qbo.access;
    qbo.access = first.access;
    qbo.control('faults', { ...atThird, kind: 'revoke-token' });
    expect([1, 2, 3, 4].map(() => invoice(qbo).status)).toEqual([200, 200, 401, 401]);
    expect(qbo.refreshWith(first.refresh).body.error).toBe('invalid_grant');
    qbo.access = second;
    expect(invoice(qbo).status).toBe(200);
  });

  test('a refresh meets a sign-in that was just revoked', () => {
    const qbo = new Client();
    qbo.control('faults', { kind: 'revoke-token', match: { pathContains: '/tokens/bearer' } });
    expect(qbo.refreshWith(qbo.refresh).body.error).toBe('invalid_grant');
    expect(invoice(qbo).status).toBe(401);
  });

  test('the person disconnects the app: every sign-in of this company is over, none of another', () => {
    const qbo = new Client({ companies: [{ country: 'US' }, { country: 'AU' }] });
    const [us = '', au = ''] = [...qbo.sandbox.store.rows('company').keys()];
    const inUs = qbo.access;
    qbo.realmId = au;
    qbo.signIn();
    qbo.control('faults', { kind: 'disconnect', match: { company: us } });
    expect(qbo.call('GET', 'customer/1').status).toBe(200);
    const inAu = qbo.access;
    [qbo.realmId, qbo.access] = [us, inUs];
    expect(qbo.call('GET', 'customer/1').status).toBe(401);
    [qbo.realmId, qbo.access] = [au, inAu];
    expect(qbo.call('GET', 'customer/1').status).toBe(200);
  });

  test('the clock jumps: the access token is over', () => {
    const qbo = new Client();
    qbo.control('faults', { ...atThird, kind: 'move-clock' });
    expect([1, 2, 3].map(() => invoice(qbo).status)).toEqual([200, 200, 401]);
    expect(qbo.control('clock', { advanceSeconds: 0 })).toEqual({
      now: new Date(Date.parse(START) + 3_600_000).toISOString(),
    });
  });

  test('a person voids the invoice just before it is paid', () => {
    const qbo = new Client();
    const id = idOf(qbo.made('Invoice', { CustomerRef: ref('1'), Line: [line(10)] }));
    qbo.control('faults', {
      kind: 'company',
      change: { person: { operation: 'void', entity: 'Invoice', id } },
      match: { pathContains: '/payment' },
    });
    const Line = [{ Amount: 10, LinkedTxn: [{ TxnId: id, TxnType: 'Invoice' }] }];
    expect(faultOf(qbo.post('payment', { CustomerRef: ref('1'), TotalAmt: 10, Line })).code).toBe('6000');
    expect(qbo.get('Invoice', id)).toMatchObject({ PrivateNote: 'Voided' });
  });

  test('a switch that is changed keeps the switches beside it', () => {
    const qbo = new Client();
    qbo.control('company', { readings: { throttleFault: 'upper' } });
    qbo.control('faults', { kind: 'company', change: { readings: { emojiInNames: 'store' } } });
    qbo.call('GET', 'customer/1');
    qbo.control('faults', { kind: 'status', status: 429 });
    expect(faultOf(qbo.call('GET', 'customer/1')).code).toBe('3001');
  });

  test('a change that cannot be made is noted, and the request goes its way', () => {
    const qbo = new Client();
    qbo.control('faults', {
      kind: 'company',
      change: { customTxnNumbers: false, person: { operation: 'void', entity: 'Invoice', id: '99' } },
    });
    const before = JSON.stringify(qbo.sandbox.store.rows(`${qbo.realmId}/Preferences`).get('1'));
    expect(qbo.call('GET', 'customer/1').status).toBe(200);
    expect(JSON.stringify(qbo.sandbox.store.rows(`${qbo.realmId}/Preferences`).get('1'))).toBe(before);
    expect(struckOf(qbo)).toMatchObject([{ kind: 'company', failed: 'there is no invoice 99' }]);
  });

  test('an order that makes no sense is refused when it is given', () => {
    const qbo = new Client();
    const order = (body: object) =>
      qbo.raw('POST', '/__sandbox/faults', JSON.stringify(body), {
        headers: { 'content-type': 'application/json' },
      });
    const refused = (body: object) => textOf(order(body).body.error);
    expect(refused({ kind: 'company', change: { bookClosedate: '2026-01-01' } })).toMatch(/bookClosedate/);
    expect(refused({ kind: 'close-books', date: '2026-02-30' })).toMatch(/must be YYYY-MM-DD.*at date/s);
    expect(refused({ kind: 'status', status: 429, done: true })).toMatch(/"done" goes with 500/);
    expect(refused({ kind: 'stale-query', writes: 1, seconds: 1 })).toMatch(/not both/);
    expect(refused({ kind: 'slow' })).toMatch(/expected number.*at ms/s);
    expect(refused({ kind: 'meteor' })).toMatch(/Invalid.*at kind/s);
    expect(refused({ seed: 1, rate: 2 })).toMatch(/at rate/);
    expect(refused({ clear: 'yes' })).toMatch(/at clear/);
    expect(order({ kind: 'company', change: { bookCloseDate: '2026-01-01' } }).status).toBe(200);
  });
});
