import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { isObject, objectOf, objectsOf, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, START, faultOf, idOf, line, linked, ref } from './client.ts';
import type { Reply } from './client.ts';

let client: Client;
afterEach(() => client.close());

const cdc = (query: Readonly<Record<string, string>>): Reply =>
  client.call('GET', 'cdc', undefined, { query });

/** The elements of an answer, one for each entity. */
const elements = (reply: Reply): readonly JsonObject[] =>
  objectsOf(objectsOf(reply.body.CDCResponse)[0]?.QueryResponse);

const ids = (element: JsonObject | undefined, entity: string): readonly string[] =>
  objectsOf(element?.[entity]).map(idOf);

const advance = (seconds: number): void => {
  client.control('clock', { advanceSeconds: seconds });
  client.signIn();
};

const customer = (name: string): JsonObject => client.made('Customer', { DisplayName: name });
const invoice = (customerId: unknown): JsonObject =>
  client.made('Invoice', { CustomerRef: ref(customerId), Line: [line(100)] });

test('gives what changed since, one element for each entity in the order of the request, deleted ones last', () => {
  client = new Client();
  const { Id: customerId } = customer('Ada');
  const [first, second, third] = [invoice(customerId), invoice(customerId), invoice(customerId)];
  const paid = client.made('Payment', {
    CustomerRef: ref(customerId),
    TotalAmt: 40,
    Line: [linked(first.Id, 40)],
  });
  advance(60);
  client.post('invoice', { Id: second.Id, SyncToken: '0' }, { operation: 'void' });
  advance(60);
  client.post('invoice', { Id: third.Id, SyncToken: '0' }, { operation: 'delete' });
  client.post('payment', {
    Id: paid.Id,
    SyncToken: '0',
    PrivateNote: 'late',
    sparse: true,
    CustomerRef: ref(customerId),
    TotalAmt: 40,
    Line: [linked(first.Id, 40)],
  });

  const since = new Date(Date.parse(START) + 30_000).toISOString();
  const reply = cdc({ entities: 'payment, Invoice,Item', changedSince: since });
  expect(reply.status).toBe(200);
  const [payments, invoices, items, ...rest] = elements(reply);
  expect(rest).toEqual([]);
  expect(ids(payments, 'Payment')).toEqual([paid.Id]);
  expect(ids(invoices, 'Invoice')).toEqual([second.Id, first.Id, third.Id]);
  expect(invoices).toMatchObject({ startPosition: 1, maxResults: 3 });
  expect(items).toEqual({});
  const [voided, , deleted] = objectsOf(invoices?.Invoice);
  expect(voided).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided', sparse: false });
  expect(deleted).toEqual({
    domain: 'QBO',
    status: 'Deleted',
    Id: third.Id,
    MetaData: { LastUpdatedTime: '2026-03-02T10:02:00-08:00' },
  });
  expect(textOf(reply.body.time)).toBe('2026-03-02T10:02:00.000-08:00');
});

test('a tombstone outlives a restart', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-cdc-'));
  try {
    client = new Client({ stateDir });
    const { Id } = invoice(customer('Ada').Id);
    client.post('invoice', { Id, SyncToken: '0' }, { operation: 'delete' });
    client.close();
    client = new Client({ stateDir });
    const [found] = elements(cdc({ entities: 'Invoice', changedSince: '2026-03-01' }));
    expect(objectsOf(found?.Invoice).find((row) => row.Id === Id)?.status).toBe('Deleted');
  } finally {
    await rm(stateDir, { recursive: true });
  }
});

test('an answer holds at most 1000 objects, by the time of the change', () => {
  client = new Client({ seed: 'empty' });
  const names = Array.from({ length: 1010 }, (_, at) => `Customer ${at}`);
  for (let at = 0; at < names.length; at += 30) {
    const BatchItemRequest = names
      .slice(at, at + 30)
      .map((DisplayName, bId) => ({ bId: `b${bId}`, operation: 'create', Customer: { DisplayName } }));
    client.post('batch', { BatchItemRequest });
  }
  advance(10);
  const last = customer('Last');
  const ask = (): readonly JsonObject[] =>
    elements(cdc({ entities: 'Customer,Account', changedSince: '2026-03-01T00:00:00Z' }));
  const [customers, accounts] = ask();
  expect(customers?.maxResults).toBe(1000);
  expect(ids(customers, 'Customer')).not.toContain(last.Id);
  expect(accounts).toEqual({});
  client.control('company', { readings: { cdcLimit: 'entity' } });
  expect(ask()[1]?.Account).toBeDefined();
  const [late] = elements(cdc({ entities: 'Customer', changedSince: START }));
  expect(ids(late, 'Customer')).toEqual([last.Id]);
});

test('a change in the very second of changedSince: both readings', () => {
  client = new Client({ seed: 'empty' });
  const { Id } = customer('Ada');
  const ask = (): readonly string[] =>
    ids(elements(cdc({ entities: 'Customer', changedSince: '2026-03-02T10:00:00-08:00' }))[0], 'Customer');
  expect(ask()).toEqual([]);
  client.control('company', { readings: { cdcSameSecond: 'include' } });
  expect(ask()).toEqual([Id]);
});

test('more than 30 days back: both readings', () => {
  client = new Client();
  const asked = { entities: 'Customer', changedSince: '2026-01-31T17:59:59Z' };
  expect(faultOf(cdc(asked))).toEqual({
    status: 400,
    code: '500',
    detail:
      'Operation cdc with changedSince date 2026-01-31T17:59:59Z which is older than fixed days is not supported.',
  });
  expect(cdc({ ...asked, changedSince: '2026-01-31T18:00:00Z' }).status).toBe(200);
  client.control('company', { readings: { cdcTooOld: 'serve' } });
  expect(cdc(asked).status).toBe(200);
});

test('an entity that is not served: both readings', () => {
  client = new Client();
  const asked = { entities: 'Customer,TaxCode', changedSince: '2026-03-01' };
  const inside = cdc(asked);
  expect(inside.status).toBe(200);
  const [response] = objectsOf(inside.body.CDCResponse);
  const [error] = objectsOf(objectOf(response?.Fault).Error);
  expect(error).toMatchObject({ code: '500', Detail: 'Operation cdc for entity TaxCode is not supported.' });
  client.control('company', { readings: { cdcFault: 'http-400' } });
  expect(faultOf(cdc(asked))).toMatchObject({ status: 400, code: '500' });
  expect(faultOf(cdc({ ...asked, entities: 'Custmoer' }))).toEqual({
    status: 400,
    code: '4001',
    detail: 'QueryValidationError: invalid context declaration: Custmoer',
  });
});

test.each([
  [{ changedSince: '2026-03-01' }, '2020'],
  [{ entities: 'Invoice' }, '2020'],
  [{ entities: 'Invoice', changedSince: 'yesterday' }, '2140'],
  [{ entities: 'Invoice', changedSince: '2026-02-30' }, '2140'],
  [{ entities: 'Invoice', changedSince: '2026-03-01T25:00:00Z' }, '2140'],
  // A "+" that was not encoded arrives as a space.
  [{ entities: 'Invoice', changedSince: '2026-03-01T10:00:00 02:00' }, '2140'],
])('refuses %j', (query, code) => {
  client = new Client();
  expect(faultOf(cdc(query))).toMatchObject({ status: 400, code });
});

test('a batch carries a CDCQuery, and its fault stays with the item', () => {
  client = new Client({ seed: 'empty' });
  const { Id } = customer('Ada');
  const { body } = client.post('batch', {
    BatchItemRequest: [
      { bId: '1', CDCQuery: { Entities: 'Customer', ChangedSince: '2026-03-01T00:00:00-08:00' } },
      { bId: '2', CDCQuery: { Entities: 'Customer' } },
    ],
  });
  const [good, bad] = objectsOf(body.BatchItemResponse);
  const [element] = objectsOf(objectOf(good?.CDCResponse).QueryResponse);
  expect(ids(element, 'Customer')).toEqual([Id]);
  expect(bad?.bId).toBe('2');
  expect(isObject(bad?.Fault)).toBe(true);
});

test('XML carries positions as attributes, as queries do', () => {
  client = new Client({ seed: 'empty' });
  customer('Ada');
  const { text } = client.call('GET', 'cdc', undefined, {
    query: { entities: 'Customer', changedSince: '2026-03-01' },
    headers: { accept: '*/*' },
  });
  expect(text).toContain('<CDCResponse><QueryResponse startPosition="1" maxResults="1"><Customer');
});
