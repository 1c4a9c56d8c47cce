import OAuthClient from 'intuit-oauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningSandbox } from '../../../src/sandbox/index.ts';
import { jsonOf, objectOf } from '../../../src/sandbox/json.ts';
import { REDIRECT, idOf, line, linked, ref } from '../client.ts';
import { SCOPES, allow, serve } from './serve.ts';

// Intuit's own client of the sign-in, unmodified but for the addresses.

let running: RunningSandbox;
let client: OAuthClient;
const addresses = { sandbox: OAuthClient.environment.sandbox, jwks: OAuthClient.jwks_uri };

beforeAll(async () => {
  running = await serve();
  const { url, clientId, clientSecret } = running;
  client = new OAuthClient({ clientId, clientSecret, environment: 'sandbox', redirectUri: REDIRECT });
  client.setAuthorizeURLs({
    authorizeEndpoint: `${url}/connect/oauth2`,
    tokenEndpoint: `${url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${url}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${url}/v1/openid_connect/userinfo`,
  });
  OAuthClient.environment.sandbox = `${url}/`;
  OAuthClient.jwks_uri = `${url}/op/v1/jwks`;
});
afterAll(async () => {
  OAuthClient.environment.sandbox = addresses.sandbox;
  OAuthClient.jwks_uri = addresses.jwks;
  await running.close();
});

const api = (path: string): string => `${running.url}/v3/company/${running.companyId}/${path}`;

async function signIn(): Promise<void> {
  const asked = client.authorizeUri({ scope: SCOPES, state: 'state-1' });
  await client.createToken(await allow(asked, running.companyId));
}

test('signs in, reads who signed in, and believes the id_token', async () => {
  await signIn();
  expect(client.getToken()).toMatchObject({
    token_type: 'bearer',
    expires_in: 3600,
    x_refresh_token_expires_in: 8_640_000,
    realmId: running.companyId,
  });
  expect(await client.validateIdToken()).toBe(true);
  expect((await client.getUserInfo()).json).toMatchObject({
    email: 'owner@solar.example',
    emailVerified: true,
    givenName: 'Alex',
    address: { country: 'US' },
  });
});

test('calls the API: creates, reads, queries, and is told its faults', async () => {
  await signIn();
  const headers = { 'Content-Type': 'application/json' };
  const body = { DisplayName: 'Made by intuit-oauth' };
  const made = await client.makeApiCall({ url: api('customer'), method: 'POST', headers, body });
  expect(made.json).toMatchObject({ Customer: { DisplayName: 'Made by intuit-oauth', SyncToken: '0' } });
  const read = await client.makeApiCall({ url: api(`companyinfo/${running.companyId}`) });
  expect(read.json).toMatchObject({ CompanyInfo: { Country: 'US' } });
  const query = 'select count(*) from Customer';
  const counted = await client.makeApiCall({ url: api('query'), params: { query } });
  expect(counted.json).toMatchObject({ QueryResponse: { totalCount: 5 } });
  const again = client.makeApiCall({ url: api('customer'), method: 'POST', headers, body });
  await expect(again).rejects.toMatchObject({ fault: { type: 'ValidationFault' } });
});

test('an invoice and its payment, a batch and what changed, by calls that it signs', async () => {
  await signIn();
  const headers = { 'Content-Type': 'application/json' };
  const post = async (path: string, body: object) => {
    const reply = await client.makeApiCall({ url: api(path), method: 'POST', headers, body });
    return objectOf(jsonOf(reply.json));
  };
  const since = new Date(running.now().getTime() - 60_000).toISOString();
  const { Invoice } = await post('invoice', { CustomerRef: ref('1'), Line: [line(250)] });
  const { Id, SyncToken } = objectOf(Invoice);
  const payment = { CustomerRef: ref('1'), TotalAmt: 250, Line: [linked(Id, 250)] };
  const { Payment } = await post('payment', payment);
  const paid = await client.makeApiCall({ url: api(`invoice/${idOf(objectOf(Invoice))}`) });
  expect(paid.json).toMatchObject({ Invoice: { Balance: 0, LinkedTxn: [{ TxnType: 'Payment' }] } });
  await post('payment?operation=update&include=void', {
    Id: objectOf(Payment).Id,
    SyncToken: '0',
    sparse: true,
  });
  const next = String(Number(SyncToken) + 2);
  const voided = await post('invoice?operation=void', { Id, SyncToken: next });
  expect(voided).toMatchObject({ Invoice: { TotalAmt: 0 } });
  const BatchItemRequest = [{ bId: '1', Query: 'select * from Term' }];
  expect(await post('batch', { BatchItemRequest })).toMatchObject({ BatchItemResponse: [{ bId: '1' }] });
  const params = { entities: 'Invoice,Payment', changedSince: since };
  const changed = await client.makeApiCall({ url: api('cdc'), params });
  expect(changed.json).toMatchObject({
    CDCResponse: [{ QueryResponse: [{ Invoice: [{ Id }] }, { Payment: [{ TotalAmt: 0 }] }] }],
  });
});

test('refreshes, revokes, and is refused afterwards', async () => {
  await signIn();
  const first = client.getToken().access_token;
  expect((await client.refresh()).json).toMatchObject({ expires_in: 3600 });
  expect(client.getToken().access_token).not.toBe(first);
  const { refresh_token } = client.getToken();
  expect((await client.revoke()).status()).toBe(200);
  await expect(client.refreshUsingToken(refresh_token)).rejects.toThrow();
});
