import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../src/context.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { decide } from '../support/browser.ts';
import { company, take, writesTo } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { ScriptedTerminal, type Act } from '../support/scripted-terminal.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// From nothing to the first plan, as a person at a terminal is led.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

/** The five minutes of a sign-in never end here. */
const patient = { now: () => new Date(), sleep: async () => new Promise<void>(() => undefined) };

async function at(argv: string[], acts: Act[], more: Partial<World> = {}) {
  const terminal = new ScriptedTerminal(...acts);
  const { exit } = await space.qbsync(argv, {
    world: { streams: terminal.streams, clock: patient, ...more },
  });
  expect(terminal.left).toEqual([]);
  return { exit, screen: terminal.screen, result: terminal.result };
}

const allowing: Partial<World> = {
  openBrowser: async (url) => {
    void decide(url, 'allow').then((back) => fetch(back));
    return Promise.resolve(true);
  },
};

const keysTyped = ({ clientId, clientSecret }: RunningSandbox): Act[] => [
  { when: /Client ID/, keys: `${clientId}\r` },
  { when: /Client secret/, keys: `${clientSecret}\r` },
];
const local = ({ url }: RunningSandbox) => ['connect', '--environment', 'local', '--url', url];

describe('qbsync alone', () => {
  const next = async () => (await space.json(['start'])).body;

  test('leads from nothing to the books, one command after the other', async () => {
    const nothing = await space.qbsync([]);
    expect(nothing).toMatchObject({ exit: 0, stderr: '' });
    expect(nothing.stdout).toMatch(/➜ 1\. Sign in to QuickBooks[\s\S]*qbsync connect/);
    expect(existsSync(space.home)).toBe(false);
    const sandbox = await space.sandbox();
    await space.connect(sandbox);
    expect(await next()).toMatchObject({ connected: true, next: 'qbsync import FILE...' });
    await take(space, { invoices: invoicesCsv({}) });
    expect(await next()).toMatchObject({ records: 1, next: 'qbsync configure' });
    await space.qbsync(['configure', '--accept-defaults']);
    expect(await next()).toMatchObject({ mapped: true, next: 'qbsync sync-invoice --all --dry-run' });
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    expect(await next()).toMatchObject({ booked: 1, next: null });
    expect((await space.qbsync([])).stdout).toContain('Everything that belongs into QuickBooks is there');
  });

  test('of a company that is disconnected: connect comes first again, with the reason', async () => {
    await company(space);
    await space.qbsync(['disconnect', '--yes']);
    expect(await next()).toMatchObject({ connected: false, next: 'qbsync connect' });
    expect((await space.qbsync([])).stdout).toContain('It was disconnected with qbsync disconnect.');
  });

  test('names the company in its commands where another than the usual one is meant', async () => {
    expect((await space.qbsync(['--company', 'north'])).stdout).toContain('qbsync --company north connect');
  });
});

test('a company that only QBSYNC_COMPANY names must be there, as one that --company names', async () => {
  const env = { QBSYNC_COMPANY: 'maim' };
  for (const argv of [['status'], ['sync', '--yes'], ['doctor']])
    expect(await space.qbsync(argv, { env })).toMatchObject({ exit: 2 });
  expect(existsSync(join(space.home, 'companies', 'maim'))).toBe(false);
});

describe('connect at a terminal', () => {
  const file = () => space.file('invoices.csv', invoicesCsv({}));

  test('keys, sign-in, company, export, mapping, plan: nothing is sent, and it says what comes next', async () => {
    const sandbox = await space.sandbox();
    const { exit, screen, result } = await at(
      local(sandbox),
      [
        ...keysTyped(sandbox),
        { when: /File to read/, keys: `${file()}\r` },
        { when: /Another file/, keys: '\r' },
        { when: /Choose items, accounts and sales tax codes now/, keys: 'n\r' },
      ],
      allowing,
    );
    expect(exit).toBe(0);
    expect(screen).toContain(`Connected to ${sandbox.companyName}`);
    expect(result).toMatch(/✔ 1\. Connected[\s\S]*✔ 2\. 1 record read[\s\S]*➜ 3\. Choose items/);
    await space.qbsync(['configure', '--accept-defaults']);
    const again = await at(
      ['connect'],
      [
        { when: /is connected\. What would you like to do/, keys: '\r' },
        { when: /Plan all invoices now/, keys: '\r' },
      ],
      allowing,
    );
    expect(again.result).toMatch(/INV-1[\s\S]*➜ 5\./);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('a file that is not there is said, and asked for again', async () => {
    const sandbox = await space.sandbox();
    const { screen, result } = await at(
      local(sandbox),
      [
        ...keysTyped(sandbox),
        { when: /File to read/, keys: 'nowhere.csv\r' },
        { when: /What to do:[\s\S]*File to read/, keys: `"${file()}"\r` },
        { when: /Another file/, keys: '\r' },
        { when: /Choose items/, keys: 'n\r' },
      ],
      allowing,
    );
    expect(screen).toContain('What to do:');
    expect(result).toContain('1 record read');
  });

  test.each([
    { what: 'nothing', typed: '', says: 'cannot be empty' },
    { what: 'words', typed: 'Client ID: ABcd', says: 'one line without blanks' },
  ])('$what for a key is caught while typing', async ({ typed, says }) => {
    const sandbox = await space.sandbox();
    const { screen } = await at(
      local(sandbox),
      [
        { when: /Client ID/, keys: `${typed}\r` },
        { when: new RegExp(says), keys: `${'\u007f'.repeat(20)}${sandbox.clientId}\r` },
        { when: /Client secret/, keys: `${sandbox.clientId}\r` },
        { when: /Client ID once more/, keys: `${'\u007f'.repeat(60)}${sandbox.clientSecret}\r` },
        { when: /File to read/, keys: '\r' },
      ],
      allowing,
    );
    expect(screen).toContain(says);
    expect(screen).not.toContain(sandbox.clientSecret);
  });

  test('left at the sign-in: the keys need not be typed again, and are gone from that file once connected', async () => {
    const sandbox = await space.sandbox();
    const stop = new AbortController();
    const left = await at(local(sandbox), keysTyped(sandbox), {
      signal: stop.signal,
      openBrowser: async () => {
        stop.abort();
        return Promise.resolve(true);
      },
    });
    expect(left.exit).toBe(130);
    expect((await space.qbsync([])).stdout).toContain('begun, not ended');
    const { screen } = await at(['connect'], [{ when: /File to read/, keys: '\r' }], allowing);
    expect(screen).toContain('Going on with the keys of the sign-in that was begun');
    expect(screen).toContain(`Connected to ${sandbox.companyName}`);
    expect(existsSync(join(space.home, 'companies', 'main', 'sign-in.json'))).toBe(false);
  });

  test('keys that are refused are asked for anew the next time', async () => {
    const sandbox = await space.sandbox();
    const wrong = { ...sandbox, clientSecret: 'x'.repeat(40) } as RunningSandbox;
    const refused = await at(local(sandbox), keysTyped(wrong), allowing);
    expect(refused.exit).toBe(4);
    expect(refused.screen).toContain('APP_KEYS');
    const acts = [...keysTyped(sandbox), { when: /File to read/, keys: '\r' }];
    expect(await at(local(sandbox), acts, allowing)).toMatchObject({ exit: 0 });
  });

  test('the secret and the tokens are never on the screen', async () => {
    const sandbox = await space.sandbox();
    const acts = [...keysTyped(sandbox), { when: /File to read/, keys: '\r' }];
    const { screen, result } = await at(local(sandbox), acts, allowing);
    const stored = readFileSync(join(space.home, 'companies', 'main', 'connection.json'), 'utf8');
    const secrets = [...stored.matchAll(/"(?:clientSecret|accessToken|refreshToken)":\s*"([^"]+)"/g)];
    expect(secrets).toHaveLength(3);
    for (const [, secret = ''] of secrets) expect(screen + result).not.toContain(secret);
  });
});

describe('pasting the address back', () => {
  const paste = (sandbox: RunningSandbox) => [...local(sandbox), '--no-browser'];

  test('a wrong page is recognised, and asked for again until it is the right one', async () => {
    const sandbox = await space.sandbox();
    const backs: string[] = [];
    const address = /http:\/\/\S+\/connect\/oauth2\S+/;
    const wrongs: [string, string][] = [
      ['hello', 'That is not an address'],
      ['code=AB11&state=xyz', 'a part of the address only'],
      ['https://appcenter.intuit.com/connect/oauth2?client_id=ABC', 'the page where you allow it'],
      ['https://accounts.intuit.com/index.html?x=1', 'the page where you sign in'],
      ['https://qbo.intuit.com/app/homepage', 'That is QuickBooks itself'],
      ['https://example.com/', 'it has no code in it'],
      ['https://example.com/?code=x&state=other&realmId=1', 'belongs to another sign-in'],
    ];
    const terminal = new ScriptedTerminal(
      ...keysTyped(sandbox),
      { when: /The address:/, keys: `${wrongs[0]?.[0] ?? ''}\r` },
      ...wrongs.map(([, says], at) => ({
        when: new RegExp(`${says}[\\s\\S]*The address:`),
        keys: `${wrongs[at + 1]?.[0] ?? ''}\r`,
      })),
    );
    // The last act types nothing; the right address comes once the page was followed.
    terminal.left.pop();
    terminal.left.push({
      when: /belongs to another sign-in[\s\S]*The address:/,
      keys: '',
      first: () => {
        const [url = ''] = address.exec(terminal.screen) ?? [];
        void decide(url, 'allow').then((back) => {
          backs.push(back);
          terminal.streams.stdin.push(`${back}\r`);
        });
      },
    });
    terminal.left.push({ when: /File to read/, keys: '\r' });
    const { exit } = await space.qbsync(paste(sandbox), { world: { streams: terminal.streams } });
    expect({ exit, left: terminal.left }).toEqual({ exit: 0, left: [] });
    for (const [, says] of wrongs) expect(terminal.screen).toContain(says);
    expect(backs).toHaveLength(1);
  });

  test.each([
    { environment: 'production', uri: 'http://localhost:8477/callback' },
    { environment: 'production', uri: 'https://10.0.0.1/callback' },
    { environment: 'sandbox', uri: 'http://127.0.0.1:8477/callback' },
    { environment: 'sandbox', uri: 'https://relay.example/back?x=1' },
    { environment: 'sandbox', uri: 'nonsense' },
  ])('$environment does not take $uri', async ({ environment, uri }) => {
    const env = { QBSYNC_CLIENT_ID: 'id', QBSYNC_CLIENT_SECRET: 'secret' };
    const argv = ['connect', '--environment', environment, '--redirect-uri', uri, '--json'];
    const ran = await space.qbsync(argv, { env });
    expect(ran.exit).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: 'REDIRECT_ADDRESS' } });
  });

  test('an https address of the app is used, and kept for the next time', async () => {
    const sandbox = await space.sandbox();
    const uri = 'https://relay.example/back';
    const begin = await space.qbsync([...paste(sandbox), '--redirect-uri', uri], { env: keysOf(sandbox) });
    expect(begin.exit).toBe(6);
    const [address = ''] = /http:\/\/\S+\/connect\/oauth2\S+/.exec(begin.stderr) ?? [];
    const back = await decide(address, 'allow');
    expect(back.startsWith(`${uri}?`)).toBe(true);
    const end = [...paste(sandbox), '--redirect-uri', uri, '--redirect-url', back];
    expect(await space.qbsync(end, { env: keysOf(sandbox) })).toMatchObject({ exit: 0 });
    const again = await space.qbsync(['connect', '--no-browser'], {});
    expect(again.stderr).toContain(encodeURIComponent(uri));
  });
});

describe('several companies', () => {
  test('are listed with environment and state; the one that is meant can be chosen', async () => {
    expect((await space.qbsync(['companies'])).stdout).toContain('qbsync connect');
    const [north, south] = [await space.sandbox(), await space.sandbox({ country: 'AU' })];
    for (const [name, sandbox] of [['north', north], ['south', south]] as const) {
      const argv = ['--company', name, ...local(sandbox), '--yes'];
      expect(await space.qbsync(argv, { env: keysOf(sandbox) })).toMatchObject({ exit: 0 });
    } // prettier-ignore
    await space.qbsync(['--company', 'south', 'disconnect', '--yes']);
    expect(await space.qbsync(['companies', '--default', 'north'])).toMatchObject({ exit: 0 });
    expect((await space.json(['companies'])).body).toMatchObject({
      companies: [
        { name: 'north', default: true, health: 'active', company: { name: north.companyName } },
        { name: 'south', default: false, health: 'disconnected', fix: 'Run: qbsync --company south connect' },
      ],
    });
    expect((await space.json(['status'])).body).toMatchObject({ company: { id: north.companyId } });
    const unknown = await space.qbsync(['companies', '--default', 'west']);
    expect(unknown).toMatchObject({ exit: 2, stderr: expect.stringContaining('north, south') as string });
  });
});
