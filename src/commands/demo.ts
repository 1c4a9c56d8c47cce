import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { Context } from '../context.ts';
import { EXIT, Problem } from '../domain/problems.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { NOTHING_TO_PRINT } from './outcomes.ts';
import { usage } from './values.ts';

const MARK = 'made-by-qbsync-demo';

const announced = z.object({
  url: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  company_name: z.string(),
});
type Announced = z.output<typeof announced>;

interface Step {
  say: string;
  command: string[];
  /** Exit codes that are right here, for instance 3 where bad records are the point. */
  expect?: number[];
}

/** The tour: the real program, command by command, on a QuickBooks of its own on this machine. */
export async function demo(context: Context, options: { folder: string }): Promise<Outcome> {
  const { terminal } = context;
  const folder = resolve(context.cwd, options.folder);
  prepareFolder(folder);
  const program = fileURLToPath(new URL('../bin/qbsync.js', import.meta.url));
  const examples = fileURLToPath(new URL('../examples/us/', import.meta.url));
  const { style } = terminal;
  terminal.result(
    `${style.bold('A tour of qbsync')}\n\nA solar installer has a year of invoices and payments in OpenSolar CashFlow and its books in QuickBooks.\nThis tour runs against a QuickBooks on this machine; nothing leaves it. Everything is kept in ${folder}.\n`,
  );
  const server = await startServer(context, program, folder);
  try {
    const sandbox = await server.announced;
    const env = {
      ...context.env,
      QBSYNC_HOME: join(folder, 'home'),
      QBSYNC_CLIENT_ID: sandbox.client_id,
      QBSYNC_CLIENT_SECRET: sandbox.client_secret,
    };
    terminal.result(
      `\n${style.dim('$')} qbsync sandbox --state ${join(options.folder, 'quickbooks')}\n${sandbox.company_name} is served at ${sandbox.url}\n`,
    );
    for (const step of steps(sandbox, examples)) {
      terminal.result(
        `\n${style.bold(step.say)}\n${style.dim('$')} qbsync ${step.command.map((word) => shown(word, context.cwd)).join(' ')}\n`,
      );
      const exit = await runStep(program, step.command, env, context);
      if (!(step.expect ?? [EXIT.done]).includes(exit)) throw stepFailed(step, exit);
    }
    terminal.result(farewell(folder, sandbox, style.bold('Go on by hand'), context.platform));
  } finally {
    server.stop();
  }
  return NOTHING_TO_PRINT;
}

function steps(sandbox: Announced, examples: string): Step[] {
  const files = [join(examples, 'invoices.csv'), join(examples, 'payments.csv')];
  return [
    {
      say: '1. Connect. (The sign-in page of QuickBooks is followed for you here; with a real company your browser opens.)',
      command: ['connect', '--environment', 'local', '--url', sandbox.url, '--yes'],
    },
    { say: '2. Read the export. Nothing is sent yet.', command: ['import', ...files] },
    {
      say: '3. Choose how invoices are booked: item, payment methods, and the mandatory 0% sales tax code.',
      command: ['configure', '--accept-defaults'],
    },
    {
      say: '4. What is wrong before anything is sent? Three customers have bad contact details.',
      command: ['doctor'],
      expect: [EXIT.needsPerson],
    },
    {
      say: '5. A plan for one project, and nothing else.',
      command: ['sync-invoice', 'INV-00001', '--dry-run'],
    },
    {
      say: '6. Push all invoices. You would be asked first; --yes says that you looked at the plan.',
      command: ['sync-invoice', '--all', '--yes'],
      expect: [EXIT.needsPerson],
    },
    {
      say: '7. Push the payments, each onto its invoice.',
      command: ['sync-payment', '--all', '--yes'],
      expect: [EXIT.needsPerson],
    },
    {
      say: '8. The same again: nothing is posted twice.',
      command: ['sync-invoice', '--all', '--yes'],
      expect: [EXIT.needsPerson],
    },
    { say: '9. Where every project stands.', command: ['status', '--project'] },
    { say: '10. What needs a person, and what to do about it.', command: ['status', '--status', 'error'] },
    { say: '11. And the doctor once more.', command: ['doctor'], expect: [EXIT.needsPerson] },
  ];
}

function shown(word: string, cwd: string): string {
  const short = word.startsWith('/') || /^[A-Za-z]:[\\/]/.test(word) ? relative(cwd, word) : word;
  const best = short.startsWith('..') ? word : short;
  return /\s/.test(best) ? `"${best}"` : best;
}

/** A folder of an earlier tour is made anew; any other folder is left alone. */
function prepareFolder(folder: string): void {
  if (existsSync(folder) && !existsSync(join(folder, MARK))) {
    throw usage(
      `${folder} exists and was not made by this tour.`,
      'Give another folder: qbsync demo --folder NAME',
    );
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, MARK), 'The tour makes this folder anew each time.\n');
}

async function startServer(context: Context, program: string, folder: string) {
  const { spawn } = await import('node:child_process');
  const child = spawn(
    process.execPath,
    [program, 'sandbox', '--json', '--state', join(folder, 'quickbooks')],
    {
      env: context.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const stop = () => {
    child.kill();
  };
  context.signal.addEventListener('abort', stop, { once: true });
  return { announced: firstLine(child), stop };
}

async function firstLine(child: ChildProcess): Promise<Announced> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended at once (exit code ${String(code)})`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const end = text.indexOf('\n');
      if (end < 0) return;
      const read = announced.safeParse(JSON.parse(text.slice(0, end)));
      if (read.success) resolve(read.data);
      else reject(new Error('the sandbox said something unexpected'));
    });
  });
}

async function runStep(
  program: string,
  command: string[],
  env: NodeJS.ProcessEnv,
  context: Context,
): Promise<number> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = context.streams;
    child.stdout.on('data', (chunk: Buffer) => stdout.write(chunk));
    // One stream, so that a tour that is read in a file keeps its order.
    child.stderr.on('data', (chunk: Buffer) => (stderr.isTTY ? stderr : stdout).write(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? EXIT.bug));
  });
}

function stepFailed(step: Step, exit: number): Problem {
  return new Problem({
    code: 'DEMO_STEP',
    reason: `The tour stopped: "qbsync ${step.command[0] ?? ''}" ended with exit code ${exit}.`,
    fix: 'Read what it said above; if that makes no sense, report it with the output of qbsync --version.',
    exit: EXIT.bug,
  });
}

function farewell(folder: string, sandbox: Announced, title: string, platform: NodeJS.Platform): string {
  const port = new URL(sandbox.url).port;
  return `
${title}
  The company is kept in ${folder}. Start its QuickBooks again in one terminal:

    qbsync sandbox --state "${join(folder, 'quickbooks')}" --port ${port}

  and go on in another:

    ${platform === 'win32' ? `set QBSYNC_HOME=${join(folder, 'home')}` : `export QBSYNC_HOME="${join(folder, 'home')}"`}
    qbsync status INV-00014
    qbsync sync-payment --all --dry-run
    qbsync doctor

  With your own company: qbsync connect, and the README.
  (From a checkout, write "node bin/qbsync.js" for "qbsync".)
`;
}
