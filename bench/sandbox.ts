// What the sandbox costs: opening one, single creates, batches, queries, in process and over HTTP, in memory and with a
// state folder. All cases of a run are measured on the same machine in one go, so compare them with each other.
// Run: npm run bench:sandbox
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandbox } from '../src/sandbox/index.ts';
import { inProcess, options, overHttp } from './sandbox-targets.ts';
import type { Target } from './sandbox-targets.ts';

const SINGLES = 2_000;
const BATCHED = 20_000;
const BATCH = 30;
const PAGE = 1_000;
const OPENINGS = 100;
const DEMOS = 3;

/** What a synchronisation writes: one customer, one invoice, one payment, again and again. */
function body(at: number): { readonly entity: string; readonly body: object } {
  const n = Math.floor(at / 3);
  const CustomerRef = { value: String(1 + (n % 4)) };
  const Line = [
    { Amount: 1250.5, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '3' } } },
  ];
  switch (at % 3) {
    case 0:
      return {
        entity: 'Customer',
        body: { DisplayName: `Customer ${n}`, PrimaryEmailAddr: { Address: 'a@b.example' } },
      };
    case 1:
      return { entity: 'Invoice', body: { CustomerRef, DocNumber: `B-${n}`, Line } };
    default:
      return { entity: 'Payment', body: { CustomerRef, TotalAmt: 100, PaymentRefNum: `P-${n}` } };
  }
}

async function singles({ send }: Target): Promise<void> {
  for (let at = 0; at < SINGLES; at++) {
    const { entity, body: payload } = body(at);
    await send('POST', entity.toLowerCase(), { requestid: `single-${at}` }, JSON.stringify(payload));
  }
}

async function batches({ send }: Target): Promise<void> {
  for (let at = 0; at < BATCHED; at += BATCH) {
    const size = Math.min(BATCH, BATCHED - at);
    const BatchItemRequest = Array.from({ length: size }, (_, offset) => {
      const { entity, body: payload } = body(at + offset);
      return { bId: String(offset), operation: 'create', [entity]: payload };
    });
    await send('POST', 'batch', { requestid: `batch-${at}` }, JSON.stringify({ BatchItemRequest }));
  }
}

async function byNumber({ send }: Target): Promise<void> {
  for (let at = 0; at < SINGLES; at++) {
    await send('GET', 'query', { query: `select * from Invoice where DocNumber = 'B-${at}'` }, '');
  }
}

async function paging({ send }: Target): Promise<number> {
  let rows = 0;
  for (const entity of ['Customer', 'Invoice', 'Payment']) {
    for (let start = 1; ; start += PAGE) {
      const query = `select * from ${entity} startposition ${start} maxresults ${PAGE}`;
      const found = (await send('GET', 'query', { query }, '')).match(/"SyncToken"/g)?.length ?? 0;
      rows += found;
      if (found < PAGE) break;
    }
  }
  return rows;
}

/** One line: how many, seconds by the clock and of processor time, how many a second, milliseconds each. */
async function measured(name: string, count: number, run: () => Promise<unknown>): Promise<void> {
  const start = process.hrtime.bigint();
  const before = process.cpuUsage();
  await run();
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(before);
  const figures = [
    `${count}`.padStart(6),
    `${seconds.toFixed(2)} s`.padStart(10),
    `cpu ${((user + system) / 1e6).toFixed(2)} s`.padStart(12),
    `${Math.round(count / seconds)} /s`.padStart(10),
    `${((seconds * 1000) / count).toFixed(3)} ms each`.padStart(16),
  ];
  process.stdout.write(`${name.padEnd(52)} ${figures.join(' ')}\n`);
}

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'qbsync-bench-'));
  folders.push(made);
  return made;
};

async function opening(): Promise<void> {
  for (const [seed, count] of [
    ['starter', OPENINGS],
    ['empty', OPENINGS],
    ['demo', DEMOS],
  ] as const) {
    await measured(`open a sandbox, ${seed} company`, count, () => {
      for (let at = 0; at < count; at++) openSandbox({ ...options, seed }).close();
      return Promise.resolve();
    });
  }
}

async function writing(): Promise<void> {
  for (const [where, open] of [
    ['in process', inProcess],
    ['over HTTP', overHttp],
  ] as const) {
    for (const [kept, stateDir] of [
      ['in memory', undefined],
      ['state folder', folder()],
    ] as const) {
      const one = await open(stateDir === undefined ? undefined : join(stateDir, 'one'));
      await measured(`${SINGLES} single creates, ${where}, ${kept}`, SINGLES, () => singles(one));
      await one.close();
      const many = await open(stateDir === undefined ? undefined : join(stateDir, 'many'));
      await measured(`${BATCHED} by batches of ${BATCH}, ${where}, ${kept}`, BATCHED, () => batches(many));
      if (stateDir === undefined) {
        await measured(`  then queries by number, ${where}`, SINGLES, () => byNumber(many));
        await measured(`  then paging through all by ${PAGE}, ${where}`, BATCHED, () => paging(many));
      }
      await many.close();
      if (stateDir !== undefined && open === inProcess) {
        await measured('  then opening that folder', BATCHED, () =>
          open(join(stateDir, 'many')).then((again) => again.close()),
        );
      }
    }
  }
}

try {
  const [cpu] = cpus();
  process.stdout.write(`Node ${process.versions.node}, ${cpus().length} cores, ${cpu?.model ?? 'unknown'}\n`);
  await opening();
  await writing();
} finally {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
}
