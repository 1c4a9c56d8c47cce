import { spawn } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Client, line, linked, ref } from './client.ts';

let folder = '';
let state = '';
const opened: Client[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-sandbox-'));
  state = join(folder, 'state');
});
afterEach(() => {
  for (const client of opened.splice(0)) client.close();
  rmSync(folder, { recursive: true, force: true });
});

const journal = (): string => join(state, 'sandbox.journal');

function open(country: 'US' | 'AU' = 'AU'): Client {
  const client = new Client({ country, stateDir: state });
  opened.push(client);
  return client;
}

/** Opens the state as a killed process left it: the journal, in a folder that no living process holds. */
function reopen(country: 'US' | 'AU' = 'AU'): Client {
  const left = journal();
  state = join(folder, `state-${opened.length}`);
  mkdirSync(state);
  copyFileSync(left, journal());
  return open(country);
}

/** Work that touches every kind of row; the state is left as a killed process leaves it: never closed. */
function work(): Client {
  const qbo = open();
  const Line = [line(1234.56, { TaxCodeRef: ref('2') })];
  const { Id } = qbo.made(
    'Invoice',
    { DocNumber: 'INV-1', CustomerRef: ref('1'), Line },
    { requestid: 'r-1' },
  );
  qbo.made('Payment', { CustomerRef: ref('1'), TotalAmt: 500.01, Line: [linked(Id, 500.01)] });
  qbo.control('company', { bookCloseDate: '2025-12-31', readings: { emojiInNames: 'store' } });
  qbo.control('clock', { advanceSeconds: 60 });
  return qbo;
}

test('what was answered is there after an abrupt stop: books, sign-in, request ids, clock, switches', () => {
  const before = work();
  const after = reopen();
  after.access = before.access;
  after.refresh = before.refresh;
  for (const entity of ['Invoice', 'Payment', 'Customer', 'Account', 'TaxCode']) {
    expect(after.rows(entity)).toEqual(before.rows(entity));
  }
  expect(after.sandbox.clientSecret).toBe(before.sandbox.clientSecret);
  expect(after.realmId).toBe(before.realmId);
  expect(after.refreshWith(before.refresh).status).toBe(200);
  const replayed = after.post('invoice', { CustomerRef: ref('1'), Line: [] }, { requestid: 'r-1' });
  expect(replayed.body.Invoice).toMatchObject({ DocNumber: 'INV-1', TotalAmt: 1358.02 });
  expect(after.made('Customer', { DisplayName: '☀️' }).Id).toBe('7');
  expect(after.call('GET', 'preferences').body.time).toMatch(/^2026-03-02T10:01:00/);
});

test('a request that was refused leaves nothing in the journal', () => {
  const qbo = open();
  const size = statSync(journal()).size;
  qbo.post('invoice', { CustomerRef: ref('1'), Line: [line(1, { TaxCodeRef: ref('2') }), line(1)] });
  expect(statSync(journal()).size).toBe(size);
});

test('a damaged tail loses only itself', () => {
  const before = work();
  const invoices = before.rows('Invoice');
  before.made('Customer', { DisplayName: 'Last' });
  truncateSync(journal(), statSync(journal()).size - 7);
  const after = reopen();
  expect(after.rows('Invoice')).toEqual(invoices);
  expect(after.rows('Customer', "where DisplayName = 'Last'")).toEqual([]);
  appendFileSync(journal(), 'garbage that no sandbox wrote\n');
  expect(reopen().rows('Invoice')).toEqual(invoices);
});

test('a line whose bytes were changed is not believed, though it still reads as JSON', () => {
  const before = work();
  before.made('Customer', { DisplayName: 'Last' });
  const text = readFileSync(journal(), 'utf8');
  const at = text.lastIndexOf('"Last"');
  writeFileSync(journal(), `${text.slice(0, at)}"Lost"${text.slice(at + 6)}`);
  expect(reopen().rows('Customer', "where DisplayName like 'L%st'")).toEqual([]);
});

test('opening compacts: a row changed many times is kept once', () => {
  const qbo = open();
  for (let at = 0; at < 50; at++)
    qbo.post('customer', { Id: '1', SyncToken: String(at), sparse: true, Notes: `note ${at}` });
  reopen();
  expect(readFileSync(journal(), 'utf8').split('note ')).toHaveLength(2);
});

test('one folder, one sandbox: a second is refused, in the same process and once the first is closed not', () => {
  const first = open();
  expect(() => open()).toThrow(`The sandbox of process ${process.pid} works on ${state}`);
  first.made('Customer', { DisplayName: 'Still served' });
  first.close();
  expect(open().rows('Customer', "where DisplayName = 'Still served'")).toHaveLength(1);
});

test('damage in the middle is refused with its line, and nothing in the folder is touched', () => {
  const before = work();
  before.made('Customer', { DisplayName: 'Last' });
  before.close();
  const lines = readFileSync(journal(), 'utf8').split('\n');
  for (const at of [0, 3, lines.length - 3]) {
    const damaged = lines.map((text, index) => (index === at ? text.replace('"Id"', '"Di"') : text));
    if (damaged[at] === lines[at]) damaged[at] = `x${lines[at] ?? ''}`;
    writeFileSync(journal(), damaged.join('\n'));
    expect(() => open()).toThrow(new RegExp(`^Line ${at + 1} of .*sandbox\\.journal is damaged$`));
    expect(readFileSync(journal(), 'utf8')).toBe(damaged.join('\n'));
  }
  writeFileSync(journal(), lines.join('\n'));
  expect(open().rows('Customer', "where DisplayName = 'Last'")).toHaveLength(1);
});

test('a first start that was cut off in its first line starts anew', () => {
  work().close();
  truncateSync(journal(), 100);
  expect(open().rows('Invoice')).toEqual([]);
});

test('kill -9 of a serving process loses nothing that it answered, and frees its folder', async () => {
  const program = join(folder, 'serve.mjs');
  // It finds its binary beside itself, so it stays where it is installed.
  const native = {
    path: pathToFileURL(createRequire(import.meta.url).resolve('@photostructure/sqlite')).href,
    external: true,
  };
  await build({
    stdin: {
      contents: `import { startSandbox } from './src/sandbox/index.ts';
        import { randomBytes } from 'node:crypto';
        const running = await startSandbox({ port: 0, country: 'US', stateDir: process.argv[2], clock: () => new Date(), randomBytes });
        const post = (body) => fetch(running.url + '/__sandbox/company', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
        for (let at = 0; ; at++) {
          const reply = await post({ person: { operation: 'create', entity: 'Customer', body: { DisplayName: 'C' + at } } });
          if (reply.ok) process.stdout.write(at + '\\n');
        }`,
      resolveDir: process.cwd(),
      sourcefile: 'serve.ts',
      loader: 'ts',
    },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [
      {
        name: 'native',
        setup: (to) => to.onResolve({ filter: /^@photostructure\/sqlite$/ }, () => native),
      },
    ],
  });
  const child = spawn(process.execPath, [program, state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (bytes: Buffer) => {
      told += bytes.toString();
      if (!told.includes('20\n') || child.killed) return;
      expect(() => open('US')).toThrow(`The sandbox of process ${child.pid ?? 0} works on ${state}`);
      child.kill('SIGKILL');
    });
    child.on('exit', () => resolve());
  });
  const last = Number(told.trim().split('\n').at(-1));
  expect(last).toBeGreaterThanOrEqual(20);
  const names = open('US')
    .rows('Customer', "where DisplayName like 'C%' maxresults 1000")
    .map((row) => row.DisplayName);
  for (let at = 0; at <= last; at++) expect(names).toContain(`C${at}`);
});
