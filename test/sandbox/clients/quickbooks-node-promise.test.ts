import Quickbooks from 'quickbooks-node-promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { REDIRECT } from '../client.ts';
import { SCOPES, allow, serve } from './serve.ts';

// quickbooks-node-promise, unmodified but for the addresses. Its own faults are stepped around: deleting or
// voiding by id posts the whole reply of the read, not the entity in it; voidPayment leaves `include=void` out.

let running: RunningSandbox;
let qbo: Quickbooks;
const { AUTHORIZATION_URL, TOKEN_URL, USER_INFO_URL, REVOKE_URL, JWKS_URL, V3_ENDPOINT_BASE_URL } =
  Quickbooks;

beforeAll(async () => {
  running = await serve();
  const { url } = running;
  Quickbooks.AUTHORIZATION_URL = `${url}/connect/oauth2`;
  Quickbooks.TOKEN_URL = `${url}/oauth2/v1/tokens/bearer`;
  Quickbooks.USER_INFO_URL = `${url}/v1/openid_connect/userinfo`;
  Quickbooks.REVOKE_URL = `${url}/v2/oauth2/tokens/revoke`;
  Quickbooks.JWKS_URL = `${url}/op/v1/jwks`;
  Quickbooks.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`;
  qbo = await signedIn();
});
afterAll(async () => {
  Object.assign(Quickbooks, {
    AUTHORIZATION_URL,
    TOKEN_URL,
    USER_INFO_URL,
    REVOKE_URL,
    JWKS_URL,
    V3_ENDPOINT_BASE_URL,
  });
  await running.close();
});

async function signedIn(): Promise<Quickbooks> {
  const { clientId, clientSecret, companyId } = running;
  const config = {
    appKey: clientId,
    appSecret: clientSecret,
    redirectUrl: REDIRECT,
    scope: SCOPES,
    minorversion: 75,
  };
  const back = new URL(await allow(Quickbooks.authorizeUrl(config, 's-1'), companyId));
  const client = new Quickbooks(config, companyId);
  await client.createToken(back.searchParams.get('code') ?? '');
  return client;
}

const sale = (Amount: number) => ({
  Amount,
  DetailType: 'SalesItemLineDetail' as const,
  SalesItemLineDetail: { ItemRef: { value: '1' } },
});
const invoice = async (customer: string, amount: number) =>
  (await qbo.createInvoice({ CustomerRef: { value: customer }, Line: [sale(amount)] })).Invoice;

test('signs in, believes the id_token, reads who signed in, refreshes, revokes', async () => {
  const client = await signedIn();
  // It decodes the signature, which is base64url, with an atob that refuses `-` and `_`: no real token passes.
  await expect(client.validateIdToken()).rejects.toThrow('Invalid character');
  vi.stubGlobal('atob', (text: string) => Buffer.from(text, 'base64url').toString('latin1'));
  expect(await client.validateIdToken()).toBe(true);
  vi.unstubAllGlobals();
  expect(await client.getUserInfo()).toMatchObject({
    givenName: 'Alex',
    email: 'owner@solar.example',
    address: { country: 'US' },
  });
  const before = (await client.getToken()).access_token;
  expect((await client.refreshAccessToken()).access_token).not.toBe(before);
  await client.revokeAccess(true);
  await expect(client.getCustomer('1')).rejects.toThrow('Unauthorized');
});

test('customer: created, read, updated, deactivated; the headers of replies are there', async () => {
  const made = await qbo.createCustomer({ DisplayName: "Ada O'Hara & Sons" });
  expect(made.specialHeaders.intuitTid).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  const { Id = '', SyncToken } = made.Customer;
  expect((await qbo.getCustomer(Id)).Customer.DisplayName).toBe("Ada O'Hara & Sons");
  const updated = await qbo.updateCustomer({ Id, SyncToken, sparse: true, Notes: 'calls back' });
  expect(updated.Customer).toMatchObject({ Notes: 'calls back', SyncToken: '1' });
  const retired = await qbo.updateCustomer({ Id, SyncToken: '1', sparse: true, Active: false });
  expect(retired.Customer.Active).toBe(false);
});

test('item: created, read, updated, deactivated', async () => {
  const made = await qbo.createItem({ Name: 'Inverter', Type: 'Service', IncomeAccountRef: { value: '11' } });
  expect((await qbo.getItem(made.Item.Id ?? '')).Item.Name).toBe('Inverter');
  const { Item } = await qbo.updateItem({ ...made.Item, UnitPrice: 1450.5 });
  expect(Item).toMatchObject({ Name: 'Inverter', UnitPrice: 1450.5, SyncToken: '1' });
  expect((await qbo.updateItem({ ...Item, Active: false })).Item.Active).toBe(false);
});

test('invoice and payment: created, read, updated, deleted, voided', async () => {
  const { Id = '', SyncToken } = await invoice('1', 500);
  const updated = await qbo.updateInvoice({ Id, SyncToken, sparse: true, PrivateNote: 'roof' });
  expect(updated.Invoice).toMatchObject({ PrivateNote: 'roof', TotalAmt: 500 });
  const { Payment } = await qbo.createPayment({
    CustomerRef: { value: '1' },
    TotalAmt: 300,
    Line: [{ Amount: 300, LinkedTxn: [{ TxnId: Id, TxnType: 'Invoice' }] }],
  });
  expect((await qbo.getPayment(Payment.Id ?? '')).Payment.UnappliedAmt).toBe(0);
  expect((await qbo.getInvoice(Id)).Invoice.Balance).toBe(200);
  const noted = await qbo.updatePayment({
    Id: Payment.Id,
    SyncToken: '0',
    sparse: true,
    PrivateNote: 'by bank',
  });
  expect(noted.Payment.PrivateNote).toBe('by bank');
  const asVoid = { url: '/payment', qs: { operation: 'update', include: 'void' } };
  const voidedPayment = await qbo.request('post', asVoid, { Id: Payment.Id, SyncToken: '1', sparse: true });
  expect(voidedPayment).toMatchObject({ Payment: { TotalAmt: 0, PrivateNote: 'Voided - by bank' } });
  const gone = await qbo.deletePayment({ Id: Payment.Id, SyncToken: '2' });
  expect(gone.Payment).toMatchObject({ status: 'Deleted', Id: Payment.Id });
  const open = (await qbo.getInvoice(Id)).Invoice;
  expect(open.Balance).toBe(500);
  const voided = await qbo.voidInvoice({ Id, SyncToken: open.SyncToken });
  expect(voided.Invoice).toMatchObject({ TotalAmt: 0, Balance: 0, PrivateNote: 'Voided - roof' });
  const deleted = await qbo.deleteInvoice({ Id, SyncToken: voided.Invoice.SyncToken });
  expect(deleted.Invoice).toMatchObject({ status: 'Deleted', Id });
});

test('queries: criteria, an apostrophe, pages, all pages, a count', async () => {
  const named = await qbo.findCustomers({ DisplayName: "Siobhan O'Neill" });
  expect(named.QueryResponse.Customer).toMatchObject([{ FamilyName: "O'Neill" }]);
  for (let at = 0; at < 7; at++) await invoice('2', 10 + at);
  const mine = { CustomerRef: '2', asc: 'Id' };
  const page = (await qbo.findInvoices({ ...mine, limit: 3, offset: 1 })).QueryResponse;
  expect(page).toMatchObject({ startPosition: 2, maxResults: 3 });
  expect(page.Invoice?.map((row) => row.TotalAmt)).toEqual([11, 12, 13]);
  const all = (await qbo.findInvoices({ ...mine, limit: 3, fetchAll: true })).QueryResponse;
  expect(all.Invoice?.map((row) => row.TotalAmt)).toEqual([10, 11, 12, 13, 14, 15, 16]);
  expect((await qbo.countInvoices({ CustomerRef: '2' })).QueryResponse.totalCount).toBe(7);
});

test('a batch, and the fault of a refused write', async () => {
  const items = [
    { bId: '1', operation: 'create', Customer: { DisplayName: 'Batched' } },
    { bId: '2', Query: "select * from Customer where DisplayName = 'Tom Whitfield'" },
    { bId: '3', operation: 'create', Customer: { DisplayName: 'Tom Whitfield' } },
  ];
  expect(await qbo.batch(items)).toMatchObject({
    BatchItemResponse: [
      { bId: '1', Customer: { DisplayName: 'Batched' } },
      { bId: '2', QueryResponse: { Customer: [{ DisplayName: 'Tom Whitfield' }] } },
      { bId: '3', Fault: { Error: [{ code: '6240' }] } },
    ],
  });
  await expect(qbo.createCustomer({ DisplayName: 'Tom Whitfield' })).rejects.toMatchObject({
    errorResponse: { Fault: { Error: [{ code: '6240' }] } },
  });
});

test('what changed since a moment', async () => {
  const { Customer } = await qbo.createCustomer({ DisplayName: 'Changed lately' });
  const since = new Date(running.now().getTime() - 60_000);
  const { CDCResponse } = await qbo.changeDataCapture('Customer', since);
  const changed = CDCResponse[0]?.QueryResponse[0]?.Customer?.map((row) => row.Id);
  expect(changed).toContain(Customer.Id);
});

test('a PDF of an invoice, sent and uploaded', async () => {
  const { Id = '' } = await invoice('1', 42);
  expect((await qbo.getInvoicePdf(Id)).toString('latin1')).toMatch(/^%PDF-/);
  expect(await qbo.sendInvoicePdf(Id, 'a@example.com')).toMatchObject({ EmailStatus: 'EmailSent' });
  const sent = await qbo.upload('note.txt', 'text/plain', Buffer.from('seen on the roof'), 'Invoice', Id);
  expect(sent.AttachableResponse).toMatchObject([{ Attachable: { FileName: 'note.txt' } }]);
});
