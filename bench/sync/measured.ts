import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

/** What a program in a process of its own took. */
export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** Of all its threads, in user and system mode. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

// npm runs scripts in the folder of package.json.
const USAGE = resolve('bench/sync/usage.cjs');
const used = z.object({ cpuSeconds: z.number(), peakMiB: z.number() });

/** Runs a script of Node to its end, whatever that is. `folder` is where it works and where its usage is noted. */
export async function measured(
  folder: string,
  argv: readonly string[],
  env: Record<string, string>,
): Promise<Ran> {
  const note = join(folder, 'usage.json');
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--require', USAGE, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env, QBSYNC_BENCH_USAGE: note },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
  const exit = await new Promise<number>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done(code ?? -1));
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  return { exit, ...said, seconds, ...used.parse(JSON.parse(readFileSync(note, 'utf8'))) };
}
