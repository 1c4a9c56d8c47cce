import { spawn } from 'node:child_process';
import {
  appendFileSync,
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
import { Client, line, linked, ref } from './client.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qbsync-sandbox-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const journal = (): string => join(folder, 'state', 'sandbox.journal');
const open = (country: 'US' | 'AU' = 'AU'): Client =>
  new Client({ country, stateDir: join(folder, 'state') });

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
  const after = open();
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
  const after = open();
  expect(after.rows('Invoice')).toEqual(invoices);
  expect(after.rows('Customer', "where DisplayName = 'Last'")).toEqual([]);
  appendFileSync(journal(), 'garbage that no sandbox wrote\n');
  expect(open().rows('Invoice')).toEqual(invoices);
});

test('a line whose bytes were changed is not believed, though it still reads as JSON', () => {
  const before = work();
  before.made('Customer', { DisplayName: 'Last' });
  const text = readFileSync(journal(), 'utf8');
  const at = text.lastIndexOf('"Last"');
  writeFileSync(journal(), `${text.slice(0, at)}"Lost"${text.slice(at + 6)}`);
  expect(open().rows('Customer', "where DisplayName like 'L%st'")).toEqual([]);
});

test('opening compacts: a row changed many times is kept once', () => {
  const qbo = open();
  for (let at = 0; at < 50; at++)
    qbo.post('customer', { Id: '1', SyncToken: String(at), sparse: true, Notes: `note ${at}` });
  open();
  expect(readFileSync(journal(), 'utf8').split('note ')).toHaveLength(2);
});

test('kill -9 of a serving process loses nothing that it answered', async () => {
  const program = join(folder, 'serve.mjs');
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
  });
  const child = spawn(process.execPath, [program, join(folder, 'state')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (bytes: Buffer) => {
      told += bytes.toString();
      if (told.includes('20\n')) child.kill('SIGKILL');
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
