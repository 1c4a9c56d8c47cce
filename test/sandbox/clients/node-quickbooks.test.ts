import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import QuickBooks from 'node-quickbooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { line, linked, ref } from '../client.ts';
import { serve, signIn } from './serve.ts';

// node-quickbooks, unmodified but for the addresses. Loading it asks no server (its OAuth 1.0 endpoints are
// constants); setOauthVersion('2.0') would ask Intuit's discovery document, so its results are set here.

let running: RunningSandbox;
let qbo: QuickBooks;
const { V3_ENDPOINT_BASE_URL, TOKEN_URL, REVOKE_URL } = QuickBooks;

beforeAll(async () => {
  running = await serve();
  QuickBooks.V3_ENDPOINT_BASE_URL = `${running.url}/v3/company/`;
  QuickBooks.TOKEN_URL = `${running.url}/oauth2/v1/tokens/bearer`;
  QuickBooks.REVOKE_URL = `${running.url}/v2/oauth2/tokens/revoke`;
  QuickBooks.USER_INFO_URL = `${running.url}/v1/openid_connect/userinfo`;
  qbo = await signedIn();
});
afterAll(async () => {
  Object.assign(QuickBooks, { V3_ENDPOINT_BASE_URL, TOKEN_URL, REVOKE_URL, USER_INFO_URL: undefined });
  await running.close();
});

async function signedIn(): Promise<QuickBooks> {
  const { clientId, clientSecret, companyId } = running;
  // It leaves the exchange of the code to its user.
  const { access_token, refresh_token } = await signIn(running);
  return new QuickBooks({
    consumerKey: clientId,
    consumerSecret: clientSecret,
    token: access_token,
    tokenSecret: false,
    realmId: companyId,
    useSandbox: true,
    debug: false,
    minorversion: 75,
    oauthversion: '2.0',
    refreshToken: refresh_token,
  });
}

/** A call with a callback, as a promise. */
const done = <T>(call: (callback: QuickBooks.Callback<T>) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    call((error, data) => {
      if (error === null || error === undefined) resolve(data);
      else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
    });
  });

const row = (call: (callback: QuickBooks.Callback) => void) => done<QuickBooks.Row>(call);
const found = (call: (callback: QuickBooks.Callback<QuickBooks.Found>) => void) =>
  done<QuickBooks.Found>(call);

const customer = (DisplayName: string) => row((to) => qbo.createCustomer({ DisplayName }, to));
const invoice = async (CustomerRef: string, amount: number) =>
  row((to) => qbo.createInvoice({ CustomerRef: ref(CustomerRef), Line: [line(amount)] }, to));
const rows = (found: QuickBooks.Found, entity: string) => {
  const list = found.QueryResponse[entity];
  return Array.isArray(list) ? (list as readonly QuickBooks.Row[]) : [];
};

test('refreshes, reads who signed in, and revokes', async () => {
  const client = await signedIn();
  const before = client.token;
  const refreshed = await done((to) => client.refreshAccessToken(to));
  expect(refreshed).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
  expect(client.token).not.toBe(before);
  expect(await done((to) => client.getUserInfo(to))).toMatchObject({ email: 'owner@solar.example' });
  await done((to) => client.revokeAccess(true, to));
  expect(client.token).toBeNull();
});

test('customer: created, read, updated, deactivated', async () => {
  const made = await customer("Ada O'Hara & Sons");
  expect(await row((to) => qbo.getCustomer(made.Id, to))).toMatchObject({
    DisplayName: "Ada O'Hara & Sons",
  });
  const { Id, SyncToken } = made;
  const updated = await row((to) => qbo.updateCustomer({ Id, SyncToken, Notes: 'calls back' }, to));
  expect(updated).toMatchObject({ Notes: 'calls back', SyncToken: '1', DisplayName: "Ada O'Hara & Sons" });
  const retired = await row((to) => qbo.updateCustomer({ Id, SyncToken: '1', Active: false }, to));
  expect(retired).toMatchObject({ Active: false, DisplayName: "Ada O'Hara & Sons (deleted)" });
});

test('item: created, read, updated, deactivated', async () => {
  const IncomeAccountRef = ref('11');
  const made = await row((to) => qbo.createItem({ Name: 'Inverter', Type: 'Service', IncomeAccountRef }, to));
  expect(await row((to) => qbo.getItem(made.Id, to))).toMatchObject({ Name: 'Inverter', Active: true });
  const { Id, SyncToken } = made;
  expect(await row((to) => qbo.updateItem({ Id, SyncToken, UnitPrice: 1450.5 }, to))).toMatchObject({
    UnitPrice: 1450.5,
  });
  expect(await row((to) => qbo.updateItem({ Id, SyncToken: '1', Active: false }, to))).toMatchObject({
    Active: false,
  });
});

test('invoice: created, read, updated, voided as an object, deleted by id', async () => {
  const made = await invoice('1', 1200.5);
  expect(made).toMatchObject({ TotalAmt: 1200.5, Balance: 1200.5 });
  const { Id, SyncToken } = made;
  const updated = await row((to) => qbo.updateInvoice({ Id, SyncToken, PrivateNote: 'roof' }, to));
  expect(updated).toMatchObject({ PrivateNote: 'roof', TotalAmt: 1200.5 });
  const voided = await done((to) => qbo.voidInvoice({ Id, SyncToken: '1' }, to));
  expect(voided).toMatchObject({ Invoice: { TotalAmt: 0, PrivateNote: 'Voided - roof' } });
  expect(await done((to) => qbo.deleteInvoice(Id, to))).toMatchObject({ Invoice: { status: 'Deleted', Id } });
  await expect(row((to) => qbo.getInvoice(Id, to))).rejects.toThrow('400');
});

test('payment: created onto an invoice, read, updated, voided, deleted by id', async () => {
  const open = await invoice('1', 500);
  const body = { CustomerRef: ref('1'), TotalAmt: 300, Line: [linked(open.Id, 300)] };
  const { Id, SyncToken } = await row((to) => qbo.createPayment(body, to));
  expect(await row((to) => qbo.getInvoice(open.Id, to))).toMatchObject({ Balance: 200 });
  const updated = await row((to) => qbo.updatePayment({ Id, SyncToken, PrivateNote: 'by bank' }, to));
  expect(updated).toMatchObject({ PrivateNote: 'by bank', UnappliedAmt: 0 });
  const voided = await row((to) => qbo.voidPayment({ Id, SyncToken: '1' }, to));
  expect(voided).toMatchObject({ TotalAmt: 0, Line: [] });
  expect(await row((to) => qbo.getInvoice(open.Id, to))).toMatchObject({ Balance: 500 });
  expect(await done((to) => qbo.deletePayment(Id, to))).toMatchObject({ Payment: { status: 'Deleted' } });
});

test('queries: criteria, an apostrophe, an ampersand, LIKE, pages, all pages, a count', async () => {
  await customer('Paul & Söhne');
  const byName = await found((to) => qbo.findCustomers({ DisplayName: "Siobhan O'Neill" }, to));
  expect(rows(byName, 'Customer')).toMatchObject([{ FamilyName: "O'Neill" }]);
  const like = { field: 'DisplayName', value: 'Paul &%', operator: 'LIKE' };
  expect(rows(await found((to) => qbo.findCustomers([like], to)), 'Customer')).toHaveLength(1);
  for (let at = 0; at < 7; at++) await invoice('2', 10 + at);
  const mine = { CustomerRef: '2', asc: 'Id' };
  const page = await found((to) => qbo.findInvoices({ ...mine, limit: 3, offset: 2 }, to));
  expect(page.QueryResponse).toMatchObject({ startPosition: 2, maxResults: 3 });
  expect(rows(page, 'Invoice').map((row) => row.TotalAmt)).toEqual([11, 12, 13]);
  const all = await found((to) => qbo.findInvoices({ ...mine, limit: 3, fetchAll: true }, to));
  expect(rows(all, 'Invoice').map((row) => row.TotalAmt)).toEqual([10, 11, 12, 13, 14, 15, 16]);
  const counted = await found((to) => qbo.findInvoices({ CustomerRef: '2', count: true }, to));
  expect(counted.QueryResponse).toMatchObject({ totalCount: 7 });
  await expect(found((to) => qbo.findPayments({ Nonsense: '1' }, to))).rejects.toThrow();
});

test('a batch of a create, a query and a refused item', async () => {
  const { BatchItemResponse } = await done<QuickBooks.Batched>((to) =>
    qbo.batch(
      [
        { bId: '1', operation: 'create', Customer: { DisplayName: 'Batched' } },
        { bId: '2', Query: "select * from Customer where DisplayName = 'Tom Whitfield'" },
        { bId: '3', operation: 'create', Customer: { DisplayName: 'Tom Whitfield' } },
      ],
      to,
    ),
  );
  expect(BatchItemResponse).toMatchObject([
    { bId: '1', Customer: { DisplayName: 'Batched' } },
    { bId: '2', QueryResponse: { Customer: [{ DisplayName: 'Tom Whitfield' }] } },
    { bId: '3', Fault: { Error: [{ code: '6240' }] } },
  ]);
});

test('company, preferences', async () => {
  expect(await row((to) => qbo.getCompanyInfo(running.companyId, to))).toMatchObject({ Country: 'US' });
  expect(await row((to) => qbo.getPreferences(to))).toMatchObject({ TaxPrefs: { UsingSalesTax: true } });
});

test('what changed since a moment', async () => {
  const since = new Date(running.now().getTime() - 60_000);
  const { Id } = await customer('Changed lately');
  const { CDCResponse } = await done<QuickBooks.Changed>((to) =>
    qbo.changeDataCapture(['Customer', 'Invoice'], since.toISOString(), to),
  );
  const [customers] = CDCResponse[0]?.QueryResponse ?? [];
  expect(customers?.Customer).toContainEqual(expect.objectContaining({ Id, DisplayName: 'Changed lately' }));
});

test('a PDF of an invoice, sent and uploaded', async () => {
  const { Id } = await invoice('1', 42);
  const pdf = await done<Uint8Array>((to) => qbo.getInvoicePdf(Id, to));
  expect(Buffer.from(pdf).toString('latin1')).toMatch(/^%PDF-/);
  expect(await row((to) => qbo.sendInvoicePdf(Id, 'a@example.com', to))).toMatchObject({
    EmailStatus: 'EmailSent',
  });
  const file = createReadStream(fileURLToPath(new URL('serve.ts', import.meta.url)));
  const attached = await row((to) => qbo.upload('note.txt', 'text/plain', file, 'Invoice', Id, to));
  expect(attached).toMatchObject({ FileName: 'note.txt', AttachableRef: [{ EntityRef: { value: Id } }] });
});

test('reports are not served, and it is told so', async () => {
  await expect(done((to) => qbo.reportBalanceSheet({}, to))).rejects.toThrow('400');
});
