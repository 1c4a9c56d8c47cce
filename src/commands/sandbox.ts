import { EXIT, Problem } from '../domain/problems.ts';
import type { Context } from '../context.ts';
import type { RunningSandbox, SandboxCountry } from '../sandbox/index.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { NOTHING_TO_PRINT } from './outcomes.ts';
import { portNumber } from './values.ts';

interface Options {
  port: string;
  country: SandboxCountry;
  state?: string;
  empty?: boolean;
  json?: boolean;
}

/** Serves until it is stopped (Ctrl-C, SIGTERM). */
export async function sandbox(context: Context, options: Options): Promise<Outcome> {
  const { terminal, clock } = context;
  const port = portNumber(options.port, 0);
  const { startSandbox } = await import('../sandbox/index.ts');
  const running = await startSandbox({
    port,
    country: options.country,
    clock: () => clock.now(),
    randomBytes: (count) => context.randomBytes(count),
    ...(options.state === undefined ? {} : { stateDir: options.state }),
    ...(options.empty ? { empty: true } : {}),
  }).catch((error: unknown) => {
    throw startProblem(error, port);
  });
  if (options.json) {
    const { url, clientId, clientSecret, companyId, companyName } = running;
    terminal.result(
      `${JSON.stringify({ url, client_id: clientId, client_secret: clientSecret, company_id: companyId, company_name: companyName, country: options.country })}\n`,
    );
  } else {
    terminal.result(
      [
        `${running.companyName} (${options.country}) is served at ${running.url}`,
        '',
        'Connect to it from another terminal:',
        ...connectLines(running, context.platform).map((line) => `  ${line}`),
        '',
        options.state
          ? `The company is kept in ${options.state}.`
          : 'The company is forgotten when this ends (--state FOLDER keeps it).',
        'Ctrl-C stops it.',
        '',
      ].join('\n'),
    );
  }
  await new Promise<void>((resolve) => {
    if (context.signal.aborted) resolve();
    else context.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await running.close();
  return NOTHING_TO_PRINT;
}

/** As the shell of the platform wants it. */
function connectLines(running: RunningSandbox, platform: NodeJS.Platform): string[] {
  const keys = { QBSYNC_CLIENT_ID: running.clientId, QBSYNC_CLIENT_SECRET: running.clientSecret };
  const set =
    platform === 'win32'
      ? (name: string, value: string) => `set ${name}=${value}`
      : (name: string, value: string) => `export ${name}=${value}`;
  return [
    ...Object.entries(keys).map(([name, value]) => set(name, value)),
    `qbsync connect --environment local --url ${running.url} --yes`,
  ];
}

function startProblem(error: unknown, port: number): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return new Problem({
      code: 'PORT_IN_USE',
      reason: `Port ${port} is used by another program (or may not be used).`,
      fix: 'Choose another: --port 0 takes any free one.',
      exit: EXIT.usage,
      cause: error,
    });
  }
  return new Problem({
    code: 'SANDBOX_STATE',
    reason: `The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}.`,
    fix: 'Check the folder given with --state (it must be writable and made by qbsync sandbox), or start without it.',
    exit: EXIT.usage,
    cause: error,
  });
}
