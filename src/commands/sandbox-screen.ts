import type { RunningSandbox } from '../sandbox/index.ts';
import { rehearsalLines } from './sandbox-faults.ts';
import type { SandboxCommandOptions } from './sandbox.ts';

const CONTENT = {
  starter: 'A small solar installer: customers, items and accounts, nothing sold yet.',
  demo: 'A solar installer after a year of work; its older months are closed.',
  empty: 'Nothing but what QuickBooks itself makes.',
} as const;

/** What is said once the sandbox serves: where it is, what is in it, how to connect, how to stop. */
export function sandboxScreen(
  running: RunningSandbox,
  options: SandboxCommandOptions,
  platform: NodeJS.Platform,
): string {
  const { url, companies, kept } = running;
  const named = companies.map(({ name, country }) => `${name} (${country})`);
  return [
    `QuickBooks is served at ${url}, on this machine only.`,
    '',
    ...(named.length === 1
      ? [`Company: ${named.join('')}`]
      : ['Companies:', ...named.map((one) => `  ${one}`)]),
    ...(kept ? keptLines(running, options) : [CONTENT[options.seed ?? 'starter']]),
    ...rehearsalLines(options),
    '',
    'To work in it by hand, as in QuickBooks, open in a browser:',
    `  ${url}/app/`,
    '',
    ...connectLines(running, platform),
    '',
    options.state === undefined
      ? 'All of it is forgotten when this ends (--state FOLDER keeps it).'
      : `All of it is kept in ${options.state}.`,
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** The folder's companies win over the options; who asked for others is told. */
function keptLines(
  { companies, lostPort }: RunningSandbox,
  { country, seed, ...options }: SandboxCommandOptions,
): string[] {
  const asked = [...(country ?? [])].sort().join();
  const there = companies
    .map((company) => company.country)
    .sort()
    .join();
  const passedOver = [
    ...(country === undefined || asked === there ? [] : [`--country ${country.join(' --country ')}`]),
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...(options.automatedTax ? ['--automated-tax'] : []),
    ...(options.multicurrency ? ['--multicurrency'] : []),
  ];
  const goesOn = [
    'It goes on where it was left.',
    ...(lostPort === undefined
      ? []
      : [
          `Port ${lostPort}, which it had the last time, is used by another program, so it has another one now:`,
          'connect what was connected to it once more.',
        ]),
  ];
  if (passedOver.length === 0) return goesOn;
  return [
    ...goesOn,
    `The folder has its company already, so these were not followed: ${passedOver.join(', ')}.`,
    'For a new company give another folder.',
  ];
}

/** As the shells of the platform want it. */
function connectLines(running: RunningSandbox, platform: NodeJS.Platform): string[] {
  const { clientId, clientSecret, url, companies } = running;
  const keys = [`QBSYNC_CLIENT_ID=${clientId}`, `QBSYNC_CLIENT_SECRET=${clientSecret}`];
  const connect = `  qbsync connect --environment local --url ${url} --yes`;
  const several =
    companies.length > 1 ? ['  (--yes takes the first company; without it the browser asks which.)'] : [];
  const block = (title: string, set: (pair: string) => string): string[] => [
    title,
    ...keys.map((pair) => `  ${set(pair)}`),
    connect,
  ];
  const intro = 'To connect qbsync to it, in another window';
  if (platform !== 'win32') return [...block(`${intro}:`, (pair) => `export ${pair}`), ...several];
  return [
    ...block(`${intro}, Command Prompt:`, (pair) => `set ${pair}`),
    ...block('or PowerShell:', (pair) => `$env:${pair.replace('=', '="')}"`),
    ...several,
  ];
}
