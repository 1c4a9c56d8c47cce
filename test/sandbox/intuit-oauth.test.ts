import OAuthClient from 'intuit-oauth';
import { afterEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { REDIRECT, SCOPE, start } from './client.ts';

let running: RunningSandbox | undefined;
const host = OAuthClient.environment.sandbox;
afterEach(async () => {
  OAuthClient.environment.sandbox = host;
  await running?.close();
});

test("Intuit's own client signs in, calls, refreshes and revokes, unmodified but for the addresses", async () => {
  running = await start();
  const { url, clientId, clientSecret, companyId } = running;
  const client = new OAuthClient({ clientId, clientSecret, environment: 'sandbox', redirectUri: REDIRECT });
  client.setAuthorizeURLs({
    authorizeEndpoint: `${url}/connect/oauth2`,
    tokenEndpoint: `${url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${url}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${url}/v1/openid_connect/userinfo`,
  });
  OAuthClient.environment.sandbox = `${url}/`;
  const asked = new URL(client.authorizeUri({ scope: [SCOPE, 'openid', 'email'], state: 'state-1' }));
  expect((await fetch(asked)).status).toBe(200);
  const form = new URLSearchParams(asked.searchParams);
  form.set('realmId', companyId);
  form.set('decision', 'allow');
  const back = await fetch(`${url}/connect/oauth2`, { method: 'POST', body: form, redirect: 'manual' });

  const first = await client.createToken(back.headers.get('location') ?? '');
  expect(first.json).toMatchObject({ token_type: 'bearer', x_refresh_token_expires_in: 8_640_000 });
  const called = await client.makeApiCall({ url: `${url}/v3/company/${companyId}/companyinfo/${companyId}` });
  expect(called.json).toMatchObject({ CompanyInfo: { Country: 'US' } });
  expect((await client.getUserInfo()).json).toMatchObject({ email: 'owner@solar.example' });
  expect((await client.refresh()).json).toMatchObject({ expires_in: 3600 });
  const { refresh_token } = client.getToken();
  expect((await client.revoke()).status()).toBe(200);
  await expect(client.refreshUsingToken(refresh_token)).rejects.toThrow();
});
