import { afterEach, beforeEach, expect, test } from 'vitest';
import { objectOf, objectsOf, textOf } from '../../../src/sandbox/json.ts';
import { Client, idOf, line, linked, ref } from '../client.ts';
import { CONFIGURED, cloudEvents, eventsIn, taken } from './hooks.ts';

let client: Client;
beforeEach(() => (client = new Client()));
afterEach(() => client.close());

test('nothing is queued before an endpoint is set up', () => {
  client.made('Customer', { DisplayName: 'Ada' });
  client.control('webhooks', CONFIGURED);
  expect(taken(client)).toBeUndefined();
});

test('a write makes a cloud event with the members of the announcement', () => {
  client.control('webhooks', CONFIGURED);
  const { Id } = client.made('Customer', { DisplayName: 'Ada' });
  const [event, ...more] = cloudEvents(client);
  expect(more).toEqual([]);
  expect(textOf(event?.id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(textOf(event?.source)).toMatch(/^intuit\.[\w+/]{43}=$/);
  expect(event).toEqual({
    specversion: '1.0',
    id: event?.id,
    source: event?.source,
    type: 'qbo.customer.created.v1',
    datacontenttype: 'application/json',
    time: '2026-03-02T18:00:00.000000000Z',
    intuitentityid: Id,
    intuitaccountid: client.realmId,
    data: {},
  });
});

test('the legacy form gathers the events of a company', () => {
  client.control('webhooks', { ...CONFIGURED, form: 'legacy' });
  const { Id } = client.made('Customer', { DisplayName: 'Ada' });
  expect(taken(client)).toEqual({
    eventNotifications: [
      {
        realmId: client.realmId,
        dataChangeEvent: {
          entities: [
            { id: Id, operation: 'Create', name: 'Customer', lastUpdated: '2026-03-02T18:00:00.000Z' },
          ],
        },
      },
    ],
  });
});

test('every kind of write makes its event, and so does what a payment changes with it', () => {
  const customer = idOf(client.made('Customer', { DisplayName: 'Ada' }));
  client.control('webhooks', { ...CONFIGURED, form: 'legacy' });
  const body = { CustomerRef: ref(customer), Line: [line(100)] };
  const [first = {}, second = {}, third = {}] = [1, 2, 3].map(() => client.made('Invoice', body));
  expect(eventsIn(taken(client))).toHaveLength(3);

  const payment = client.made('Payment', {
    CustomerRef: ref(customer),
    TotalAmt: 10,
    Line: [linked(first.Id, 10)],
  });
  expect(eventsIn(taken(client)).toSorted()).toEqual([
    `Invoice Update ${idOf(first)}`,
    `Payment Create ${idOf(payment)}`,
  ]);

  client.post('invoice', { Id: second.Id, SyncToken: '0' }, { operation: 'void' });
  client.post('invoice', { Id: third.Id, SyncToken: '0' }, { operation: 'delete' });
  client.call('POST', `invoice/${idOf(first)}/send`, '', {
    query: { sendTo: 'ada@example.com' },
    headers: { 'content-type': 'application/octet-stream' },
  });
  client.control('company', {
    person: { operation: 'edit', entity: 'Customer', id: customer, body: { Notes: 'x' } },
  });
  expect(eventsIn(taken(client))).toEqual([
    `Invoice Void ${idOf(second)}`,
    `Invoice Delete ${idOf(third)}`,
    `Invoice Emailed ${idOf(first)}`,
    `Customer Update ${customer}`,
  ]);
});

test('what one request made and changed again is one event, and what it made and removed is none', () => {
  const first = Number(idOf(client.made('Customer', { DisplayName: 'Ada' })));
  client.control('webhooks', { ...CONFIGURED, form: 'legacy', entities: ['Customer', 'Invoice'] });
  client.control('company', { readings: { batchSees: 'earlier-items' } });
  const invoice = { CustomerRef: ref(first + 1), Line: [line(100)] };
  const { body } = client.post('batch', {
    BatchItemRequest: [
      { bId: '1', operation: 'create', Customer: { DisplayName: 'Ben' } },
      { bId: '2', operation: 'create', Invoice: invoice },
    ],
  });
  const [, made] = objectsOf(body.BatchItemResponse);
  const number = Number(idOf(objectOf(made?.Invoice)));
  expect(eventsIn(taken(client))).toEqual([`Customer Create ${first + 1}`, `Invoice Create ${number}`]);
  client.post('batch', {
    BatchItemRequest: [
      { bId: '1', operation: 'create', Invoice: invoice },
      { bId: '2', operation: 'delete', Invoice: { Id: String(number + 1), SyncToken: '0' } },
    ],
  });
  expect(taken(client)).toBeUndefined();
});

test('a refused write, a read and a replayed answer make no event', () => {
  client.control('webhooks', CONFIGURED);
  client.post('customer', { DisplayName: 'Ada' }, { requestid: 'r-1' });
  expect(cloudEvents(client)).toHaveLength(1);
  client.post('customer', { DisplayName: 'Ada' }, { requestid: 'r-1' });
  client.post('customer', { DisplayName: 'Ada' });
  client.rows('Customer');
  expect(taken(client)).toBeUndefined();
});

test('only the companies and entities that were asked for, and only connected companies, make events', () => {
  client.control('webhooks', { ...CONFIGURED, entities: ['Item'] });
  client.made('Customer', { DisplayName: 'Ada' });
  expect(taken(client)).toBeUndefined();
  client.control('webhooks', { entities: ['Customer'], companies: ['1'] });
  client.made('Customer', { DisplayName: 'Ben' });
  expect(taken(client)).toBeUndefined();
  client.control('webhooks', { companies: [client.realmId] });
  client.made('Customer', { DisplayName: 'Cy' });
  expect(cloudEvents(client)).toHaveLength(1);
  client.control('company', { revokeTokens: true });
  const person = { operation: 'create', entity: 'Customer', body: { DisplayName: 'Di' } } as const;
  client.control('company', { person });
  expect(taken(client)).toBeUndefined();
});

test.each([
  [{ url: 'https://127.0.0.1/hook', verifierToken: 'x' }],
  [{ url: 'http://example.com/hook', verifierToken: 'x' }],
  [{ url: 'http://127.0.0.1.example.com/', verifierToken: 'x' }],
  [{ url: 'http://localhost:1/' }],
  [{ automatic: true }],
])('refuses the endpoint %j', (order) => {
  expect(() => client.control('webhooks', order)).toThrow(/url|verifierToken/);
});
