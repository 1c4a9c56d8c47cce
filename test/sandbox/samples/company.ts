import { objectOf, textOf } from '../../../src/sandbox/json.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import { Client, REDIRECT, SCOPE } from '../client.ts';
import type { Reply } from '../client.ts';
import { answered, rows } from './sample.ts';
import type { Sample } from './sample.ts';

const COMPANY = 'company info and preferences: single currency, closed books, multicurrency';
const QUERY = 'query without rows, exchange rates';
const SIGN_IN = 'sign-in: tokens, refresh, discovery, keys, invalid_grant';

/** Status, headers and body of a token call, as the recording of the client library keeps them. */
const whole = ({ status, headers, text }: Reply): { readonly status: number; readonly body: Json } => ({
  status: 200,
  body: {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: answered({ status, text }).body,
  },
});

const signedIn = (qbo: Client): URLSearchParams => qbo.consent({ scope: `${SCOPE} openid` });

export const company: readonly Sample[] = [
  {
    file: 'companyinfo-us.docs.json',
    family: COMPANY,
    ours: (qbo) => answered(qbo.call('GET', `companyinfo/${qbo.realmId}`)),
  },
  {
    file: 'preferences-read-us.exquickbooks.json',
    family: COMPANY,
    ours: (qbo) => answered(qbo.call('GET', 'preferences')),
  },
  {
    file: 'preferences-with-bookclosedate.docs.json',
    family: COMPANY,
    ours: (qbo) => {
      qbo.control('company', { bookCloseDate: '2025-12-31' });
      return answered(qbo.call('GET', 'preferences'));
    },
  },
  {
    file: 'preferences-multicurrency.fyle-qbo-sdk.json',
    family: COMPANY,
    ours: () => {
      const { status, body } = answered(new Client({ multicurrency: true }).call('GET', 'preferences'));
      return { status, body: objectOf(body).Preferences ?? null };
    },
  },
  {
    file: 'query-empty-response.public-log-2025.json',
    family: QUERY,
    ours: (qbo) => answered(qbo.query("select * from Invoice where Id = '1'")),
  },
  {
    file: 'exchangerate-query.fyle-qbo-sdk.json',
    family: QUERY,
    ours: () => {
      const qbo = new Client({ multicurrency: true });
      qbo.made('CompanyCurrency', { Code: 'EUR' });
      const rate = {
        SourceCurrencyCode: 'EUR',
        TargetCurrencyCode: 'USD',
        Rate: 1.21,
        AsOfDate: '2026-02-27',
      };
      qbo.made('ExchangeRate', rate);
      return rows(qbo, 'ExchangeRate');
    },
  },
  {
    file: 'oauth-bearer-token.intuit-oauth-jsclient.json',
    family: SIGN_IN,
    ours: (qbo) => answered(qbo.exchange(signedIn(qbo).get('code') ?? '')),
  },
  {
    file: 'oauth-refreshResponse.intuit-oauth-jsclient.json',
    family: SIGN_IN,
    ours: (qbo) => {
      qbo.control('company', { oauth: { idTokenOnRefresh: true } });
      const { body } = qbo.exchange(signedIn(qbo).get('code') ?? '');
      return answered(qbo.refreshWith(textOf(body.refresh_token) ?? ''));
    },
  },
  {
    file: 'oauth-discovery-production.intuit-dotnet.json',
    family: SIGN_IN,
    ours: (qbo) => answered(qbo.raw('GET', '/.well-known/openid_configuration')),
  },
  {
    file: 'oauth-jwkResponse.intuit-oauth-jsclient.json',
    family: SIGN_IN,
    ours: (qbo) => answered(qbo.raw('GET', '/op/v1/jwks')),
  },
  {
    file: 'oauth-invalid_grant-bare.oauth-jsclient-issue-77.json',
    family: SIGN_IN,
    status: 400,
    fault: true,
    ours: (qbo) => answered(qbo.refreshWith('AB11stale')),
  },
  {
    file: 'oauth-invalid_grant-description.php-sdk-issue-308.json',
    family: SIGN_IN,
    status: 400,
    fault: true,
    ours: (qbo) => answered(qbo.refreshWith('AB11stale')),
  },
  {
    file: 'oauth-invalid_grant-exchange.intuit-oauth-jsclient.json',
    family: SIGN_IN,
    fault: true,
    ours: (qbo) => {
      const code = qbo.consent().get('code') ?? '';
      qbo.exchange(code, REDIRECT);
      return whole(qbo.exchange(code, REDIRECT));
    },
  },
];
