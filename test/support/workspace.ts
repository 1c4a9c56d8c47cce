import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { realWorld, type World } from '../../src/context.ts';
import { run } from '../../src/program.ts';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '../../src/sandbox/index.ts';

export const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
export const PROGRAM = fileURLToPath(new URL('../../bin/qbsync.js', import.meta.url));

export interface Ran {
  exit: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  stdin?: string;
  world?: Partial<World>;
}

/** A folder of its own with a qbsync home in it, and QuickBooks sandboxes that end with it. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'qbsync-test-'));
  readonly home = join(this.folder, 'home');
  readonly #closers: (() => Promise<void> | void)[] = [];

  /** Sleeping costs nothing here and moves the time on, so that backing off does not slow a test down. */
  #sleeplessClock() {
    let slept = 0;
    return {
      now: () => new Date(Date.now() + slept),
      sleep: async (milliseconds: number) => {
        slept += milliseconds;
        return new Promise<void>((resolve) => setImmediate(resolve));
      },
    };
  }

  file(name: string, text: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  async sandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
    const running = await startSandbox({
      port: 0,
      country: 'US',
      clock: () => new Date(),
      randomBytes: (count) => randomBytes(count),
      ...options,
    });
    this.#closers.push(() => running.close());
    return running;
  }

  /** Runs a command line in this process, with its own streams; no terminal unless the world says so. */
  async qbsync(argv: string[], options: RunOptions = {}): Promise<Ran> {
    const stdout = collector();
    const stderr = collector();
    const real = realWorld(new AbortController().signal);
    const exit = await run(argv, {
      ...real,
      env: { QBSYNC_HOME: this.home, ...options.env },
      cwd: this.folder,
      clock: this.#sleeplessClock(),
      openBrowser: async () => Promise.resolve(false),
      spareMemory: () => undefined,
      streams: { stdin: Readable.from([options.stdin ?? '']), stdout: stdout.sink, stderr: stderr.sink },
      ...options.world,
    });
    return { exit, stdout: stdout.text(), stderr: stderr.text() };
  }

  /** As {@link qbsync}, the last line of output parsed as JSON. */
  async json(
    argv: string[],
    options: RunOptions = {},
  ): Promise<{ exit: number; body: unknown; stderr: string }> {
    const ran = await this.qbsync([...argv, '--json'], options);
    return { exit: ran.exit, body: JSON.parse(ran.stdout) as unknown, stderr: ran.stderr };
  }

  async connect(sandbox: RunningSandbox): Promise<Ran> {
    return this.qbsync(['connect', '--environment', 'local', '--url', sandbox.url, '--yes'], {
      env: keysOf(sandbox),
    });
  }

  /** The built program in a process of its own. */
  spawn(argv: string[], options: RunOptions = {}): Spawned {
    return new Spawned(argv, { QBSYNC_HOME: this.home, ...options.env }, this.folder, options.stdin);
  }

  async dispose(): Promise<void> {
    for (const close of this.#closers.reverse()) await close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function keysOf(sandbox: RunningSandbox): Record<string, string> {
  return { QBSYNC_CLIENT_ID: sandbox.clientId, QBSYNC_CLIENT_SECRET: sandbox.clientSecret };
}

export class Spawned {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  readonly #said = { stdout: '', stderr: '' };

  constructor(argv: string[], env: Record<string, string>, cwd: string, stdin?: string) {
    this.child = spawn(process.execPath, [PROGRAM, ...argv], {
      cwd,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdin?.end(stdin ?? '');
    this.child.stdout?.on('data', (chunk: Buffer) => (this.#said.stdout += chunk.toString('utf8')));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.#said.stderr += chunk.toString('utf8')));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code) => resolve({ exit: code ?? -1, ...this.#said }));
    });
  }

  /** Resolves once it wrote this to stderr; rejects where it ends without. */
  async says(text: string): Promise<void> {
    const { stderr } = this.child;
    const heard = new Promise<void>((resolve) => {
      const listen = () => {
        if (this.#said.stderr.includes(text)) resolve();
        else stderr?.once('data', listen);
      };
      listen();
    });
    const ended = this.ended.then((ran) => {
      if (!ran.stderr.includes(text)) throw new Error(`it ended without saying "${text}": ${ran.stderr}`);
    });
    await Promise.race([heard, ended]);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

function collector() {
  const sink = new PassThrough();
  const chunks: Buffer[] = [];
  sink.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { sink, text: () => Buffer.concat(chunks).toString('utf8') };
}
