import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { objectOf, parseJson, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { REDIRECT, SCOPE, start } from './client.ts';

let running: RunningSandbox | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function json(response: Response): Promise<JsonObject> {
  return objectOf(parseJson(await response.text()));
}

/** Signs in as a browser without script would: reads the form, sends its fields and presses Allow. */
async function signIn(sandbox: RunningSandbox): Promise<{ access: string; realmId: string }> {
  const asked = new URLSearchParams({
    client_id: sandbox.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    scope: SCOPE,
    state: 'a&b"<c>',
  });
  const page = await (await fetch(`${sandbox.url}/connect/oauth2?${asked.toString()}`)).text();
  const fields: [string, string][] = [
    ...page.matchAll(/<input type="(?:hidden|radio)" name="(\w+)" value="([^"]*)"/g),
  ].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
  ]);
  const sent = await fetch(`${sandbox.url}/connect/oauth2`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([...fields, ['decision', 'allow']]),
  });
  expect(sent.status).toBe(303);
  const back = new URL(sent.headers.get('location') ?? '');
  expect(back.origin + back.pathname).toBe(REDIRECT);
  expect(back.searchParams.get('state')).toBe('a&b"<c>');
  const tokens = await json(
    await fetch(`${sandbox.url}/oauth2/v1/tokens/bearer`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString('base64')}`,
        Accept: 'application/json',
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: back.searchParams.get('code') ?? '',
        redirect_uri: REDIRECT,
      }),
    }),
  );
  return { access: textOf(tokens.access_token) ?? '', realmId: back.searchParams.get('realmId') ?? '' };
}

test('a client signs in, writes, and reads over real HTTP', async () => {
  running = await start();
  const { access, realmId } = await signIn(running);
  expect(realmId).toBe(running.companyId);
  expect(BigInt(realmId) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
  const headers = {
    Authorization: `Bearer ${access}`,
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  const base = `${running.url}/v3/company/${realmId}`;
  const created = await fetch(`${base}/customer`, {
    method: 'POST',
    headers,
    body: '{"DisplayName":"Ada Panel"}',
  });
  expect(created.status).toBe(200);
  expect(created.headers.get('content-type')).toBe('application/json;charset=utf-8');
  expect(created.headers.get('intuit_tid')).toMatch(/^1-[0-9a-f]+-[0-9a-f]{24}$/);
  const id = textOf(objectOf((await json(created)).Customer).Id) ?? '';
  const found = await fetch(
    `${base}/query?query=${encodeURIComponent("select * from Customer where DisplayName = 'ada panel'")}`,
    { headers },
  );
  expect(objectOf((await json(found)).QueryResponse)).toMatchObject({
    Customer: [{ Id: id }],
    maxResults: 1,
  });
  expect(running.books().Customer?.some((row) => row.Id === id)).toBe(true);
  expect(running.requests.reduce((writes, seen) => writes + seen.writes, 0)).toBe(1);
});

test('a target of 8190 characters is served, and one of 8191 is refused by the web server', async () => {
  running = await start();
  const { access, realmId } = await signIn(running);
  const headers = { Authorization: `Bearer ${access}`, Accept: 'application/json' };
  const path = `/v3/company/${realmId}/query?query=select%20*%20from%20Item%20where%20Name%20=%20`;
  const ask = (length: number): Promise<Response> =>
    fetch(`${running?.url ?? ''}${path}%27${'x'.repeat(length - path.length - 6)}%27`, { headers });
  expect((await ask(8190)).status).toBe(200);
  const refused = await ask(8191);
  expect(refused.status).toBe(414);
  expect(await refused.text()).toContain('414 Request-URI Too Large');
});

test('a lost answer is a write that happened on a connection that broke', async () => {
  running = await start();
  const { access, realmId } = await signIn(running);
  const headers = {
    Authorization: `Bearer ${access}`,
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  const create = (): Promise<Response> =>
    fetch(`${running?.url ?? ''}/v3/company/${realmId}/customer?requestid=r-1`, {
      method: 'POST',
      headers,
      body: '{"DisplayName":"Lost"}',
    });
  running.control('faults', { kind: 'lose-answer', match: { method: 'POST', pathContains: '/customer' } });
  await expect(create()).rejects.toThrow();
  expect(running.books().Customer?.filter((row) => row.DisplayName === 'Lost')).toHaveLength(1);
  const again = await create();
  expect(again.status).toBe(200);
  expect(running.books().Customer?.filter((row) => row.DisplayName === 'Lost')).toHaveLength(1);
});

test('a truncated answer promises more than it sends', async () => {
  running = await start();
  const { access, realmId } = await signIn(running);
  running.control('faults', { kind: 'truncate' });
  const response = await fetch(`${running.url}/v3/company/${realmId}/companyinfo/${realmId}`, {
    headers: { Authorization: `Bearer ${access}`, Accept: 'application/json' },
  });
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('control orders are refused under a host name that is not this machine', async () => {
  running = await start();
  const { port } = running;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(
      { port, host: '127.0.0.1', path: '/__sandbox/books', headers: { Host: 'evil.example' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    sent.on('error', reject).end();
  });
  expect(status).toBe(403);
  const books = await fetch(`${running.url}/__sandbox/books`);
  expect(books.status).toBe(200);
  expect(Object.keys(objectOf((await json(books)).books))).toEqual(
    expect.arrayContaining(['Customer', 'Item', 'TaxCode']),
  );
});

test('a port that is taken is an error, not a crash', async () => {
  running = await start();
  const { startSandbox } = await import('../../src/sandbox/index.ts');
  const { sandboxOptions } = await import('./client.ts');
  await expect(startSandbox({ ...sandboxOptions({}), port: running.port })).rejects.toThrow(/EADDRINUSE/);
});
