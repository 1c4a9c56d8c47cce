import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from '../client.ts';
import type { Reply } from '../client.ts';

const CLOSED = '2026-01-31';
const sale: JsonObject = {
  CustomerRef: ref('1'),
  Line: [line(10)],
  DepositToAccountRef: ref('9'),
};
const entry = (PostingType: string, account: string): JsonObject => ({
  Amount: 1,
  DetailType: 'JournalEntryLineDetail',
  JournalEntryLineDetail: { PostingType, AccountRef: ref(account) },
});
const fee = { Amount: 1, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: ref('13') } };

const transactions: readonly (readonly [string, JsonObject])[] = [
  ['Invoice', { CustomerRef: ref('1'), Line: [line(10)] }],
  ['CreditMemo', { CustomerRef: ref('1'), Line: [line(10)] }],
  ['SalesReceipt', sale],
  ['RefundReceipt', sale],
  ['Payment', { CustomerRef: ref('1'), TotalAmt: 10 }],
  ['Deposit', { DepositToAccountRef: ref('9'), Line: [fee] }],
  ['JournalEntry', { Line: [entry('Debit', '9'), entry('Credit', '5')] }],
];

const key = (row: JsonObject): JsonObject => ({ Id: row.Id, SyncToken: row.SyncToken, sparse: true });
const everything = (qbo: Client): readonly (readonly JsonObject[])[] =>
  [...transactions.map(([entity]) => entity), 'Account', 'Customer'].map((entity) => qbo.rows(entity));

test.each(transactions)('%s: closed books refuse every write that touches them (6210)', (entity, body) => {
  const qbo = new Client();
  const old = qbo.made(entity, { ...body, TxnDate: CLOSED });
  const recent = qbo.made(entity, { ...body, TxnDate: '2026-02-01' });
  qbo.control('company', { bookCloseDate: CLOSED });
  const before = everything(qbo);
  const path = entity.toLowerCase();
  const refused: readonly Reply[] = [
    qbo.post(path, { ...body, TxnDate: CLOSED }),
    qbo.post(path, { ...key(old), PrivateNote: 'x' }),
    qbo.post(path, { ...key(old), TxnDate: '2026-02-01' }),
    qbo.post(path, { ...key(recent), TxnDate: CLOSED }),
    qbo.post(path, key(old), { operation: 'delete' }),
  ];
  for (const reply of refused) expect(faultOf(reply)).toMatchObject({ code: '6210', status: 400 });
  expect(everything(qbo)).toEqual(before);
  expect(qbo.made(entity, { ...key(recent), PrivateNote: 'x' })).toMatchObject({ PrivateNote: 'x' });
});

test.each(transactions)('%s: a lapsed company reads but does not write (6190)', (entity, body) => {
  const qbo = new Client();
  const made = qbo.made(entity, body);
  qbo.control('company', { subscriptionStatus: 'EXPIRED' });
  const path = entity.toLowerCase();
  expect(faultOf(qbo.post(path, body)).code).toBe('6190');
  expect(faultOf(qbo.post(path, { ...key(made), PrivateNote: 'x' })).code).toBe('6190');
  expect(faultOf(qbo.post(path, key(made), { operation: 'delete' })).code).toBe('6190');
  expect(qbo.get(entity, made.Id)).toEqual(made);
});

test.each(transactions)(
  '%s: an old SyncToken is refused (5010), a deleted one is gone (610)',
  (entity, body) => {
    const qbo = new Client();
    const made = qbo.made(entity, body);
    const path = entity.toLowerCase();
    const changed = qbo.made(entity, { ...key(made), PrivateNote: 'x' });
    expect(changed.SyncToken).toBe('1');
    expect(faultOf(qbo.post(path, key(made))).code).toBe('5010');
    expect(qbo.made(entity, key(changed), { operation: 'delete' })).toEqual({
      domain: 'QBO',
      status: 'Deleted',
      Id: made.Id,
    });
    expect(faultOf(qbo.call('GET', `${path}/${idOf(made)}`)).code).toBe('610');
  },
);
