import { REDIRECT, SCOPE } from '../client.ts';
import type { Json } from '../../../src/sandbox/json.ts';
import { bodyOf } from './bodies.ts';
import { mangled, mutated } from './mutate.ts';
import { idIn } from './scene.ts';
import type { Scene, Sent } from './scene.ts';

const NOISE: readonly [string, ...string[]] = [
  '',
  'x',
  '\u0000',
  '__proto__',
  "'",
  '<b>',
  'x'.repeat(3000),
  '\ud83d\ude00',
];

const form = (fields: Readonly<Record<string, string>>, { random }: Scene): string => {
  const name = random.pick(Object.keys(fields));
  const sent = new URLSearchParams(fields);
  if (name !== undefined && random.chance(50)) sent.set(name, random.pick(NOISE));
  const text = sent.toString();
  return random.chance(10) ? mangled(text, random) : text;
};

/** The sign-in: tokens, revocation, consent, documents. Never the client's own refresh token. */
export function signIn(scene: Scene): Sent {
  const { qbo, random } = scene;
  const headers = {
    authorization: random.chance(80)
      ? qbo.basic
      : random.pick(['', 'Basic', 'Basic \u0000', 'Basic x:y', 'Bearer x']),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const asked = {
    client_id: qbo.sandbox.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    state: 's',
  };
  const grant = random.pick(['authorization_code', 'refresh_token', 'password', '']);
  const token = { grant_type: grant, code: 'AB1', redirect_uri: REDIRECT, refresh_token: 'AB11' };
  switch (random.below(7)) {
    case 0:
    case 1:
      return { method: 'POST', path: '/oauth2/v1/tokens/bearer', headers, body: form(token, scene) };
    case 2:
      return {
        method: 'POST',
        path: '/v2/oauth2/tokens/revoke',
        headers,
        body: form({ token: 'AB11' }, scene),
      };
    case 3:
      return { method: 'GET', path: '/v1/openid_connect/userinfo' };
    case 4:
      return {
        method: 'GET',
        path: '/connect/oauth2',
        query: Object.fromEntries(new URLSearchParams(form(asked, scene))),
      };
    case 5: {
      const decided = { ...asked, realmId: qbo.realmId, decision: random.pick(['refuse', 'x', '']) };
      return { method: 'POST', path: '/connect/oauth2', headers, body: form(decided, scene) };
    }
    default: {
      const path = random.pick(['/.well-known/openid_configuration', '/op/v1/jwks', '/.well-known/x']);
      return { method: random.pick(['GET', 'POST', 'HEAD']), path };
    }
  }
}

const ORDERS: readonly [readonly [string, Json], ...(readonly [string, Json])[]] = [
  ['clock', { advanceSeconds: 60 }],
  ['clock', { set: '2026-03-02T18:00:00Z' }],
  ['faults', { kind: 'status', status: 503, body: 'html', times: 2, match: { pathContains: '/invoice' } }],
  ['faults', { kind: 'lose-answer' }],
  ['faults', { kind: 'truncate', match: { method: 'GET' } }],
  ['faults', { kind: 'stale-query', writes: 3 }],
  ['faults', { seed: 7, rate: 0.2 }],
  ['faults', { clear: true }],
  ['limits', { on: true, latencyMs: 10 }],
  ['limits', { on: false }],
  ['company', { bookCloseDate: '2026-01-31', customTxnNumbers: true }],
  ['company', { subscriptionStatus: 'CANCELLED' }],
  ['company', { preferences: { SalesFormsPrefs: { AllowDiscount: false } } }],
  ['company', { readings: { replayFaults: false, maxResultsAboveLimit: 'clip' } }],
  ['company', { readings: { autoApply: true, batchSees: 'earlier-items', namesIgnoreCase: false } }],
  ['company', { preferences: { SalesFormsPrefs: { AutoApplyPayments: true } } }],
  ['company', { oauth: { rotation: 'always', grace: true } }],
  ['company', { person: { operation: 'pay', id: '7', amount: 3 } }],
  ['webhooks', { off: true }],
];

/** Orders to the sandbox itself. */
export function order(scene: Scene): Sent {
  const { random } = scene;
  if (random.chance(10)) {
    const path = random.pick(['books', 'export', 'faults', 'companies', 'webhooks', 'x', '', '..']);
    const query = { companyId: random.pick([scene.qbo.realmId, 'x', '__proto__']) };
    return { method: random.pick(['GET', 'PUT']), path: `/__sandbox/${path}`, query };
  }
  const person = random.pick(['create', 'edit', 'void', 'delete', 'pay']);
  const entity = random.pick(['Invoice', 'Payment', 'Customer', 'Item', 'Nothing', '__proto__']);
  const byHand = {
    operation: person,
    entity,
    id: idIn(scene, entity),
    body: bodyOf(entity.toLowerCase(), random, scene.us),
  };
  const [action, sound] = random.chance(40)
    ? (['company', { person: byHand }] as const)
    : random.pick(ORDERS);
  const body = JSON.stringify(random.chance(50) ? mutated(sound, random) : sound);
  return {
    method: 'POST',
    path: `/__sandbox/${action}`,
    body: random.chance(5) ? mangled(body, random) : body,
  };
}

/** Paths below a company; `#` is an id of the entity. */
const PAGES: readonly (readonly [entity: string, path: string])[] = [
  ...['', '/new', '/#', '/#/edit', '/#/deactivate', '/#/activate'].map(
    (rest) => ['Customer', `customers${rest}`] as const,
  ),
  ...['', '/new', '/#', '/#/pay', '/#/edit', '/#/void', '/#/delete'].map(
    (rest) => ['Invoice', `invoices${rest}`] as const,
  ),
  ...['', '/#', '/#/edit', '/#/void', '/#/delete'].map((rest) => ['Payment', `payments${rest}`] as const),
  ...['', '/CreditMemo/#', '/CreditMemo/#/void', '/Nothing/#/delete'].map(
    (rest) => ['CreditMemo', `transactions${rest}`] as const,
  ),
  ...['', '/closing', '/numbers', '/clock', '/fault', '/limits', '/tax-code/2', '/export'].map(
    (rest) => ['Item', `settings${rest}`] as const,
  ),
  ...['accounts', 'audit', 'export', 'x', '..', '%00', '%ff'].map((path) => ['Item', path] as const),
];

/** The pages of the person in QuickBooks, looked at only. */
export const look = (scene: Scene): Sent => ({ ...page(scene), method: 'GET', body: '' });

/** The pages of the person in QuickBooks. */
export function page(scene: Scene): Sent {
  const { qbo, random } = scene;
  if (random.chance(5))
    return { method: 'GET', path: random.pick(['/app', '/app/', '/app/company', '/app/company/x', '/']) };
  const [entity, pattern] = random.pick(PAGES) ?? ['Item', 'accounts'];
  const path = `/app/company/${qbo.realmId}/${pattern.replace('#', encodeURIComponent(idIn(scene, entity)))}`;
  if (random.chance(60)) {
    const done: Readonly<Record<string, string>> = {
      done: random.pick(NOISE),
      page: random.pick(['-1', '2', 'x']),
    };
    return { method: 'GET', path, headers: { accept: 'text/html' }, query: random.chance(30) ? done : {} };
  }
  const fields = {
    syncToken: random.pick(['0', '1', 'x']),
    amount: random.pick(['1.00', '-1', 'x', '1e9', '999999999999.99']),
    date: random.pick(['2026-03-01', '2026-02-30', '']),
    name: `Name ${random.below(40)}`,
    number: `D-${random.below(60)}`,
    memo: random.pick(NOISE),
    fault: random.pick(['slow', 'lose-answer', 'x']),
    status: random.pick(['PAID', 'CANCELLED', 'x']),
    by: random.pick(['3600', '-1', 'x', '1e99']),
    customer: '1',
    item: '1',
    tax: 'TAX',
  };
  const headers = { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
  return { method: 'POST', path, headers, body: form(fields, scene) };
}
