// What a start costs over bare `node -e 0`: medians side by side, taken in turn so that a machine that gets slower
// meanwhile is slower for both. Budgets: --version 25 ms, status of 1,000 records 70 ms.
// Run: npm run bench
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// npm runs scripts in the folder of package.json.
const PROGRAM = resolve('bin/qbsync.js');
const ROUNDS = 31;

const home = mkdtempSync(join(tmpdir(), 'qbsync-bench-'));
const env = { ...process.env, QBSYNC_HOME: home };

function once(argv: string[]): number {
  const start = process.hrtime.bigint();
  const ran = spawnSync(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (ran.status !== 0)
    throw new Error(`${argv.join(' ')} ended with ${String(ran.status)}: ${String(ran.stderr)}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

function exportOf(records: number): string {
  const rows = Array.from({ length: records }, (_, at) => {
    const number = `INV-${String(at + 1).padStart(5, '0')}`;
    const customer = `Customer ${at % 300},c${at % 300}@example.com,Project ${at % 300}`;
    return `${number},${customer},2026-03-${String(1 + (at % 28)).padStart(2, '0')},${100 + at}.10,USD`;
  });
  return ['invoice_number,customer_name,email,project_name,issue_date,amount,currency', ...rows, ''].join(
    '\n',
  );
}

try {
  const file = join(home, 'invoices.csv');
  writeFileSync(file, exportOf(1000));
  once([PROGRAM, 'import', file]);
  const cases = [
    { name: '--version', argv: ['--version'], budget: 25 },
    { name: 'status (1,000 records)', argv: ['status'], budget: 70 },
    { name: 'status --json (1,000 records)', argv: ['status', '--json'], budget: 70 },
  ];
  process.stdout.write(`Node ${process.versions.node}, ${ROUNDS} rounds in turn, medians in ms\n`);
  for (const { name, argv, budget } of cases) {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(once([PROGRAM, ...argv]));
      bare.push(once(['-e', '0']));
    }
    const cost = median(ours) - median(bare);
    process.stdout.write(
      `${name.padEnd(32)} ${median(ours).toFixed(1).padStart(7)}   node -e 0 ${median(bare).toFixed(1).padStart(7)}   cost ${cost.toFixed(1).padStart(6)}   budget ${budget}\n`,
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
