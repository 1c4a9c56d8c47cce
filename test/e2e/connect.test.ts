import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../src/context.ts';
import { axiosTransport, type Transport } from '../../src/qbo/http.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { decide, freePort, hold, knock } from '../support/browser.ts';
import { company, problemOf } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace, type Ran } from '../support/workspace.ts';

let space: Workspace;
let folder: string;
beforeEach(() => {
  space = new Workspace();
  folder = join(space.home, 'companies', 'main');
});
afterEach(async () => space.dispose());

/** The five minutes of a sign-in never end here. */
const patient = { now: () => new Date(), sleep: async () => new Promise<void>(() => undefined) };

const connectionFile = () => join(folder, 'connection.json');
const stored = () => (existsSync(connectionFile()) ? readFileSync(connectionFile(), 'utf8') : undefined);
function local(sandbox: RunningSandbox, ...more: string[]): string[] {
  return ['connect', '--environment', 'local', '--url', sandbox.url, ...more];
}

/** Runs `connect` with a browser that does what the test says while the listener waits. */
async function inBrowser(
  sandbox: RunningSandbox,
  port: number,
  browse: (authorizeUrl: string) => Promise<void>,
  more: Partial<World> = {},
): Promise<Ran> {
  const browsing: Promise<void>[] = [];
  const openBrowser = async (url: string) => {
    browsing.push(browse(url));
    return Promise.resolve(true);
  };
  const ran = await space.qbsync(local(sandbox, '--port', String(port)), {
    env: keysOf(sandbox),
    world: { openBrowser, clock: patient, ...more },
  });
  await Promise.all(browsing);
  return ran;
}

describe('signing in through the browser', () => {
  test('the page is opened, the answer is taken, the company is kept, and the port is given back', async () => {
    const sandbox = await space.sandbox({ country: 'AU' });
    const port = await freePort();
    const pages: string[] = [];
    const ran = await inBrowser(sandbox, port, async (url) => {
      pages.push(await (await fetch(await decide(url, 'allow'))).text());
    });
    expect(ran).toMatchObject({ exit: 0 });
    expect(ran.stdout).toContain(`Connected to ${sandbox.companyName} (AU, AUD, environment local)`);
    expect(pages[0]).toContain('You can close this page');
    expect(stored()).toContain(sandbox.companyId);
    await expect(knock(port, '/callback')).rejects.toThrow('ECONNREFUSED');
  });

  test.each([
    { what: 'a state that does not match', path: '/callback?code=x&state=wrong&realmId=1', status: 400 },
    { what: 'no state', path: '/callback?code=x&realmId=1', status: 400 },
    { what: 'a refusal with a foreign state', path: '/callback?error=access_denied&state=no', status: 400 },
    { what: 'another path', path: '/favicon.ico', status: 404 },
    { what: 'a path that only begins alike', path: '/callbacks?code=x&state=y', status: 404 },
    { what: 'another host', path: '/callback?code=x&state=y', host: 'evil.example', status: 421 },
    { what: 'another method', path: '/callback?code=x&state=y', method: 'POST', status: 404 },
    { what: 'markup', path: '/callback?code=<script>&state=<script>', status: 400 },
  ])('$what is turned away without ending the wait', async ({ path, status, ...how }) => {
    const sandbox = await space.sandbox();
    const port = await freePort();
    const seen: { status: number; text: string }[] = [];
    const ran = await inBrowser(sandbox, port, async (url) => {
      seen.push(await knock(port, path, how));
      await fetch(await decide(url, 'allow'));
    });
    expect(ran).toMatchObject({ exit: 0 });
    expect(seen[0]?.status).toBe(status);
    expect(seen[0]?.text).not.toContain('<script>');
  });

  test('consent that is refused ends it with exit 4, and keeps nothing', async () => {
    const sandbox = await space.sandbox();
    const pages: string[] = [];
    const ran = await inBrowser(sandbox, await freePort(), async (url) => {
      pages.push(await (await fetch(await decide(url, 'refuse'))).text());
    });
    expect(ran).toMatchObject({ exit: 4, stdout: '' });
    expect(ran.stderr).toContain('Access was refused on the sign-in page, so nothing was connected.');
    expect(ran.stderr).toContain('(CONSENT_REFUSED;');
    expect(pages[0]).toContain('Not connected');
    expect(stored()).toBeUndefined();
  });

  test('a refusal that comes while the browser is still being opened is an error like any other', async () => {
    const sandbox = await space.sandbox();
    const ran = await inBrowser(sandbox, await freePort(), async () => Promise.resolve(), {
      openBrowser: async (url) => {
        await fetch(await decide(url, 'refuse'));
        // A turn of the event loop, as starting a browser takes.
        return new Promise((resolve) => setImmediate(() => resolve(true)));
      },
    });
    expect(ran).toMatchObject({ exit: 4 });
  });

  test.each([
    { family: 'IPv4', host: '127.0.0.1' },
    { family: 'IPv6, where a browser may look first', host: '::1' },
  ])('a port in use on $family is named, with what to do', async ({ host }) => {
    const sandbox = await space.sandbox();
    const held = await hold(await freePort(), host);
    try {
      const problem = await problemOf(space, local(sandbox, '--port', String(held.port)), {
        env: keysOf(sandbox),
        world: { clock: patient, signal: AbortSignal.timeout(2_000) },
      });
      expect(problem).toMatchObject({ code: 'PORT_IN_USE', exit: 2 });
      expect(problem.reason).toContain(String(held.port));
      expect(problem.fix).toMatch(/--port.*--no-browser/);
    } finally {
      await held.release();
    }
  });

  test('nobody signs in: it ends after five minutes by the clock it was handed', async () => {
    const sandbox = await space.sandbox();
    const slept: number[] = [];
    const sleep = async (milliseconds: number) => {
      slept.push(milliseconds);
      return Promise.resolve();
    };
    const problem = await problemOf(space, local(sandbox, '--port', String(await freePort())), {
      env: keysOf(sandbox),
      world: { clock: { now: () => new Date(), sleep } },
    });
    expect(problem).toMatchObject({ code: 'SIGN_IN_TIMEOUT', exit: 4 });
    expect(slept).toEqual([300_000]);
    expect(stored()).toBeUndefined();
  });

  test('Ctrl-C while it waits is exit 130', async () => {
    const sandbox = await space.sandbox();
    const stop = new AbortController();
    const browse = async () => {
      stop.abort();
      return Promise.resolve();
    };
    const ran = await inBrowser(sandbox, await freePort(), browse, { signal: stop.signal });
    expect(ran).toMatchObject({ exit: 130 });
    expect(ran.stderr).toContain('nothing was connected');
  });

  test('a wrong client secret is said in plain words, and the connection before it stays', async () => {
    const sandbox = await space.sandbox();
    await space.connect(sandbox);
    const before = stored();
    const wrong = 'WRONGSECRETWRONGSECRETWRONGSECRET';
    const problem = await problemOf(space, local(sandbox, '--yes'), {
      env: { ...keysOf(sandbox), QBSYNC_CLIENT_SECRET: wrong },
    });
    expect(problem).toMatchObject({ code: 'APP_KEYS', exit: 4 });
    expect(problem.fix).toContain('Keys & credentials');
    expect(problem.stderr).not.toContain(wrong);
    expect(stored()).toBe(before);
  });
});

describe('signing in without a browser', () => {
  const begin = async (sandbox: RunningSandbox) => {
    const begun = await space.qbsync(local(sandbox, '--no-browser'), { env: keysOf(sandbox) });
    const [address = ''] = /http:\/\/\S+\/connect\/oauth2\S+/.exec(begun.stderr) ?? [];
    return { begun, address };
  };
  const end = (sandbox: RunningSandbox, address: string) => [
    ...local(sandbox, '--no-browser'),
    '--redirect-url',
    address,
  ];

  test('begun in one run and ended in another; the answer is good once', async () => {
    const sandbox = await space.sandbox();
    const { begun, address } = await begin(sandbox);
    expect(begun).toMatchObject({ exit: 6 });
    expect(begun.stderr).toContain('--redirect-url');
    const back = await decide(address, 'allow');
    expect(await space.qbsync(end(sandbox, back), { env: keysOf(sandbox) })).toMatchObject({ exit: 0 });
    const kept = stored();
    const again = await problemOf(space, end(sandbox, back), { env: keysOf(sandbox) });
    expect(again).toMatchObject({ code: 'SIGN_IN_NOT_BEGUN', exit: 2 });
    expect(stored()).toBe(kept);
  });

  test.each([
    { what: 'another state', change: (url: URL) => url.searchParams.set('state', 'x'), code: 'SIGN_IN_STATE', exit: 4 },
    { what: 'no company', change: (url: URL) => url.searchParams.delete('realmId'), code: 'CALLBACK_ADDRESS', exit: 4 },
    { what: 'a code of somebody else', change: (url: URL) => url.searchParams.set('code', 'AB1x'), code: 'SIGN_IN_REFUSED', exit: 4 },
  ])('an address with $what is refused, and uses the sign-in up', async ({ change, code, exit }) => {
    const sandbox = await space.sandbox();
    const { address } = await begin(sandbox);
    const back = new URL(await decide(address, 'allow'));
    const wrong = new URL(back);
    change(wrong);
    const first = await problemOf(space, end(sandbox, wrong.href), { env: keysOf(sandbox) });
    expect(first).toMatchObject({ code, exit });
    const second = await problemOf(space, end(sandbox, back.href), { env: keysOf(sandbox) });
    expect(second).toMatchObject({ code: 'SIGN_IN_NOT_BEGUN', exit: 2 });
    expect(stored()).toBeUndefined();
  }); // prettier-ignore
});

test('what is no answer of a sign-in at all costs nothing: the right address still works', async () => {
  const sandbox = await space.sandbox();
  const env = keysOf(sandbox);
  const begun = await space.qbsync(local(sandbox, '--no-browser'), { env });
  const [address = ''] = /http:\/\/\S+\/connect\/oauth2\S+/.exec(begun.stderr) ?? [];
  const back = await decide(address, 'allow');
  const end = (text: string) => [...local(sandbox, '--no-browser'), '--redirect-url', text];
  for (const wrong of ['hello', address, back.replace(/code=[^&]*&/, '')]) {
    const problem = await problemOf(space, end(wrong), { env });
    expect(problem).toMatchObject({ code: 'CALLBACK_ADDRESS', exit: 4 });
  }
  expect(await space.qbsync(end(back), { env })).toMatchObject({ exit: 0 });
});

describe('what connect is given', () => {
  test('keys from a file', async () => {
    const sandbox = await space.sandbox();
    const keys = { client_id: sandbox.clientId, client_secret: sandbox.clientSecret };
    const file = space.file('keys.json', JSON.stringify(keys));
    expect(await space.qbsync(local(sandbox, '--yes', '--keys', file))).toMatchObject({ exit: 0 });
  });

  test('a keys file that is not right is named, and its content is not shown', async () => {
    const sandbox = await space.sandbox();
    const file = space.file('keys.json', `{"client_secret": "${sandbox.clientSecret}", oops`);
    const problem = await problemOf(space, local(sandbox, '--yes', '--keys', file));
    expect(problem).toMatchObject({ exit: 2 });
    expect(problem.reason).toContain(file);
    expect(problem.stderr).not.toContain(sandbox.clientSecret);
  });

  test('no keys at all', async () => {
    const sandbox = await space.sandbox();
    expect(await problemOf(space, local(sandbox, '--yes'))).toMatchObject({ code: 'APP_KEYS_MISSING', exit: 2 });
  }); // prettier-ignore

  test.each([
    'http://example.com',
    'https://quickbooks.api.intuit.com',
    'http://127.0.0.1.example.com',
    'http://127.0.0.1@example.com',
    'http://localhost.example.com:8080',
    'http://0.0.0.0:8080',
    'http://[::ffff:10.0.0.1]',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'not an address',
  ])('environment local does not go to %s', async (url) => {
    const env = { QBSYNC_CLIENT_ID: 'id', QBSYNC_CLIENT_SECRET: 'secret' };
    const problem = await problemOf(space, ['connect', '--environment', 'local', '--url', url, '--yes'], { env });
    expect(problem).toMatchObject({ code: 'LOCAL_URL', exit: 2 });
  }); // prettier-ignore

  test('another company under the same name is refused, and the first one stays connected', async () => {
    const first = await company(space, { invoices: invoicesCsv({}) });
    const before = stored();
    const second = await space.sandbox({ country: 'GB' });
    const problem = await problemOf(space, local(second, '--yes'), { env: keysOf(second) });
    expect(problem).toMatchObject({ code: 'COMPANY_DIFFERS', exit: 5 });
    expect(problem.reason).toContain(second.companyName);
    expect(problem.reason).toContain(first.companyName);
    expect(stored()).toBe(before);
    const beside = await space.qbsync(['--company', 'gb', ...local(second, '--yes')], {
      env: keysOf(second),
    });
    expect(beside).toMatchObject({ exit: 0 });
  });
});

test.each([
  { minutes: 12, says: 'is 12 minutes fast against QuickBooks' },
  { minutes: -200, says: 'is 3 hours slow against QuickBooks' },
])('a clock that is $minutes minutes off is said', async ({ minutes, says }) => {
  const sandbox = await space.sandbox();
  const now = () => new Date(Date.now() + minutes * 60_000);
  const world = { clock: { now, sleep: async () => Promise.resolve() } };
  const ran = await space.qbsync(local(sandbox, '--yes'), { env: keysOf(sandbox), world });
  expect(ran).toMatchObject({ exit: 0, stderr: expect.stringContaining(says) as string });
  const right = await space.qbsync(local(sandbox, '--yes'), { env: keysOf(sandbox) });
  expect(right).toMatchObject({ exit: 0, stderr: '' });
});

describe('keys of the other side of the app', () => {
  const gateway = (code: string) =>
    JSON.stringify({ fault: { error: [{ message: 'm', detail: null, code, element: null }], type: 'x' } });

  test.each([
    { what: 'the application is not let in', status: 403, code: '3100' },
    { what: 'the company lives elsewhere', status: 401, code: '130' },
  ])('$what right after the sign-in: said so, and nothing is kept', async ({ status, code }) => {
    const sandbox = await space.sandbox();
    const real = axiosTransport();
    const transport: Transport = async (request) =>
      request.url.includes('/companyinfo/') ? { status, headers: {}, text: gateway(code) } : real(request);
    const problem = await problemOf(space, local(sandbox, '--yes'), {
      env: keysOf(sandbox),
      world: { transport },
    });
    expect(problem).toMatchObject({ code: 'WRONG_ENVIRONMENT', exit: 4 });
    expect(problem.reason).toContain('Most likely these are the Production keys');
    expect(problem.fix).toContain('--environment production');
    expect(stored()).toBeUndefined();
  });
});

describe('a server on this machine that does not know the client id', () => {
  const connect = (sandbox: RunningSandbox, env: Record<string, string> = {}, ...company: string[]) =>
    space.qbsync([...company, ...local(sandbox, '--yes')], { env });
  const of = (sandbox: RunningSandbox) => `the client id ${sandbox.clientId.slice(0, 10)}…`;

  test('the keys of the window win over the saved ones: both are told apart, and what to do', async () => {
    const [first, second] = [await space.sandbox(), await space.sandbox()];
    await connect(first, keysOf(first));
    const before = stored();
    const ran = await connect(first, keysOf(second));
    expect(ran.exit).toBe(4);
    expect(ran.stderr).toContain(
      `${first.url} refused the sign-in (error 400): it does not know ${of(second)}`,
    );
    expect(ran.stderr).toContain('QBSYNC_CLIENT_ID has in this window');
    expect(ran.stderr).toContain(`saved for the company "main" is another: ${first.clientId.slice(0, 10)}…`);
    expect(ran.stderr).toContain('Run all three lines');
    expect(ran.stderr).toContain('take QBSYNC_CLIENT_ID and QBSYNC_CLIENT_SECRET out of it');
    expect(stored()).toBe(before);
    expect((await connect(first)).exit).toBe(0);
  });

  test('the keys of the window for a company that has none yet', async () => {
    const [first, second] = [await space.sandbox(), await space.sandbox()];
    const ran = await connect(second, keysOf(first), '--company', 'practice');
    expect([ran.exit, ran.stderr]).toEqual([4, expect.stringContaining(of(first))]);
    expect(ran.stderr).not.toContain('is another');
  });

  test('the saved keys, at another server', async () => {
    const [first, second] = [await space.sandbox(), await space.sandbox()];
    await connect(first, keysOf(first));
    const ran = await connect(second);
    expect([ran.exit, ran.stderr]).toEqual([
      4,
      expect.stringContaining('the one that was saved for the company "main"'),
    ]);
    expect(ran.stderr).toContain('Run all three lines');
  });
});
