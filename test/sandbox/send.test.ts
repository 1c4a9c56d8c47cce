import { afterEach, expect, test } from 'vitest';
import { objectOf, objectsOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf, line, ref } from './client.ts';
import type { Reply } from './client.ts';

let client: Client;
afterEach(() => client.close());

const OCTETS = { 'content-type': 'application/octet-stream' };

const send = (entity: string, id: unknown, query: Readonly<Record<string, string>> = {}): Reply =>
  client.call('POST', `${entity}/${String(id)}/send`, '', { query, headers: OCTETS });

function invoice(members: JsonObject = {}): JsonObject {
  const { Id } = client.made('Customer', {
    DisplayName: `Ada ${client.rows('Customer').length}`,
    PrimaryEmailAddr: { Address: 'ada@example.com' },
  });
  return client.made('Invoice', { CustomerRef: ref(Id), Line: [line(100)], ...members });
}

test('an invoice is mailed to its own address, and says so', () => {
  client = new Client();
  const { Id, MetaData } = invoice({ BillEmail: { Address: 'bills@example.com' } });
  client.control('clock', { advanceSeconds: 60 });
  const reply = send('invoice', Id);
  expect(reply.status).toBe(200);
  expect(objectOf(reply.body.Invoice)).toMatchObject({
    EmailStatus: 'EmailSent',
    BillEmail: { Address: 'bills@example.com' },
    DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: '2026-03-02T10:01:00-08:00' },
    SyncToken: '1',
    MetaData: { ...objectOf(MetaData), LastUpdatedTime: '2026-03-02T10:01:00-08:00' },
  });
  expect(client.get('Invoice', Id)).toEqual(reply.body.Invoice);
});

test('sendTo becomes the address of the invoice, and a later update keeps when it was mailed', () => {
  client = new Client();
  const { Id } = invoice();
  expect(send('invoice', Id, { sendTo: 'new@example.com' }).status).toBe(200);
  const updated = client.made('Invoice', { Id, SyncToken: '1', sparse: true, PrivateNote: 'x' });
  expect(updated).toMatchObject({
    BillEmail: { Address: 'new@example.com' },
    EmailStatus: 'EmailSent',
    DeliveryInfo: { DeliveryType: 'Email' },
  });
});

test('no address: both readings', () => {
  client = new Client();
  const { Id } = invoice();
  expect(faultOf(send('invoice', Id))).toMatchObject({ status: 400, code: '6000' });
  client.control('company', { readings: { sendWithoutAddress: '2210' } });
  expect(faultOf(send('invoice', Id))).toMatchObject({ status: 400, code: '2210' });
  expect(client.get('Invoice', Id)).toMatchObject({ EmailStatus: 'NotSet', SyncToken: '0' });
});

test.each([
  ['invoice', '1.5', { sendTo: 'a@example.com' }, '2030'],
  ['invoice', '99999', { sendTo: 'a@example.com' }, '610'],
  ['customer', '1', { sendTo: 'a@example.com' }, '500'],
  ['nothing', '1', { sendTo: 'a@example.com' }, '500'],
])('refuses to mail %s %s', (entity, id, query, code) => {
  client = new Client();
  expect(faultOf(send(entity, id, query))).toMatchObject({ status: 400, code });
});

test('refuses an address that no mail can go to', () => {
  client = new Client();
  const { Id } = invoice();
  expect(faultOf(send('invoice', Id, { sendTo: 'nobody' }))).toMatchObject({ status: 400, code: '2210' });
  const long = `${'a'.repeat(100)}@example.com`;
  expect(faultOf(send('invoice', Id, { sendTo: long }))).toMatchObject({ status: 400, code: '2050' });
});

test('a JSON content type: both readings', () => {
  client = new Client();
  const { Id } = invoice({ BillEmail: { Address: 'bills@example.com' } });
  const asJson = (): Reply => client.call('POST', `invoice/${idOf({ Id })}/send`, '');
  expect(faultOf(asJson())).toMatchObject({ status: 500, code: '10000' });
  client.control('company', { readings: { sendAsJson: 'send' } });
  expect(asJson().status).toBe(200);
});

test('mailing and the SyncToken: both readings', () => {
  client = new Client();
  client.control('company', { readings: { sendRaisesSyncToken: false } });
  const { Id } = invoice({ BillEmail: { Address: 'bills@example.com' } });
  send('invoice', Id);
  expect(client.get('Invoice', Id)).toMatchObject({ EmailStatus: 'EmailSent', SyncToken: '0' });
});

test('forty mails a day: the next is refused until tomorrow, or never by the other reading', () => {
  client = new Client();
  const { Id } = invoice({ BillEmail: { Address: 'bills@example.com' } });
  for (let mails = 0; mails < 40; mails++) expect(send('invoice', Id).status).toBe(200);
  expect(faultOf(send('invoice', Id))).toMatchObject({ status: 400, code: '6000' });
  client.control('company', { readings: { mailLimit: false } });
  expect(send('invoice', Id).status).toBe(200);
  client.control('company', { readings: { mailLimit: true } });
  client.control('clock', { advanceSeconds: 86_400 });
  client.signIn();
  expect(send('invoice', Id).status).toBe(200);
});

test('a payment goes to its customer', () => {
  client = new Client();
  const { CustomerRef } = invoice();
  const { Id } = client.made('Payment', { CustomerRef, TotalAmt: 10 });
  expect(objectOf(send('payment', Id).body.Payment)).toMatchObject({ Id, SyncToken: '1' });
});

test('a batch mails too, and refuses one item alone', () => {
  client = new Client();
  const { Id } = invoice({ BillEmail: { Address: 'bills@example.com' } });
  const { body } = client.post('batch', {
    BatchItemRequest: [
      { bId: '1', operation: 'send', Invoice: { Id } },
      { bId: '2', operation: 'send', Invoice: { Id: '99999' } },
    ],
  });
  const [good, bad] = objectsOf(body.BatchItemResponse);
  expect(objectOf(good?.Invoice).EmailStatus).toBe('EmailSent');
  expect(objectsOf(objectOf(bad?.Fault).Error)[0]?.code).toBe('610');
});

test('with a requestid one mail is sent, however often it is asked for', () => {
  client = new Client();
  const { Id } = invoice({ BillEmail: { Address: 'bills@example.com' } });
  const replies = [1, 2].map(() => send('invoice', Id, { requestid: 'mail-1' }));
  expect(replies[1]?.body).toEqual(replies[0]?.body);
  expect(client.get('Invoice', Id).SyncToken).toBe('1');
});
