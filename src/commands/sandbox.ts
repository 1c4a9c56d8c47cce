import type { Context } from '../context.ts';
import type { NewCompany, RunningSandbox, SandboxCountry } from '../sandbox/index.ts';
import type { Outcome } from '../terminal/outcome.ts';
import { NOTHING_TO_PRINT } from './outcomes.ts';
import { faultsAskedFor, latencyAskedFor } from './sandbox-faults.ts';
import type { RehearsalOptions } from './sandbox-faults.ts';
import { startProblem } from './sandbox-problems.ts';
import { sandboxScreen } from './sandbox-screen.ts';
import { portNumber, usage } from './values.ts';

export interface SandboxCommandOptions extends RehearsalOptions {
  port?: string;
  country?: SandboxCountry[];
  seed?: NewCompany['seed'];
  automatedTax?: boolean;
  multicurrency?: boolean;
  state?: string;
  json?: boolean;
}

/** Serves until it is stopped (Ctrl-C, SIGTERM). */
export async function sandbox(context: Context, options: SandboxCommandOptions): Promise<Outcome> {
  const { terminal, clock } = context;
  const port = options.port === undefined ? undefined : portNumber(options.port, 0);
  const companies = wanted(options);
  const latencyMs = latencyAskedFor(options.latency);
  const { readFault, startSandbox } = await import('../sandbox/index.ts');
  const faults = faultsAskedFor(options, readFault);
  const running = await startSandbox({
    port,
    companies,
    faults,
    limits: options.limits,
    latencyMs,
    clock: () => clock.now(),
    randomBytes: (count) => context.randomBytes(count),
    ...(options.state === undefined ? {} : { stateDir: options.state }),
  }).catch((error: unknown) => {
    throw startProblem(error, port ?? 0, options.state);
  });
  const { signal } = context;
  if (!signal.aborted) {
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (options.json) context.streams.stdout.write(jsonLine(running));
    else terminal.result(sandboxScreen(running, options, context.platform));
    await stopped;
  }
  await running.close();
  return NOTHING_TO_PRINT;
}

function wanted({ country, seed, automatedTax, multicurrency }: SandboxCommandOptions): NewCompany[] {
  const countries = country ?? ['US'];
  if (automatedTax && !countries.includes('US')) {
    throw usage('Only companies in the US have automated sales tax.', 'Leave --automated-tax out.');
  }
  return countries.map((code) => ({
    country: code,
    seed,
    automatedTax: automatedTax === true && code === 'US',
    multicurrency,
  }));
}

function jsonLine(running: RunningSandbox): string {
  const { url, clientId, clientSecret, companyId, companyName, country, companies } = running;
  return `${JSON.stringify({
    url,
    client_id: clientId,
    client_secret: clientSecret,
    company_id: companyId,
    company_name: companyName,
    country,
    companies,
  })}\n`;
}
