import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { sandboxScreen } from '../../src/commands/sandbox-screen.ts';
import type { SandboxCommandOptions } from '../../src/commands/sandbox.ts';
import type { SandboxOptions } from '../../src/sandbox/index.ts';
import { Workspace } from '../support/workspace.ts';
import type { Ran, Spawned } from '../support/workspace.ts';

// `qbsync sandbox` as a person meets it: the built program in a process of its own.

let space: Workspace;
const running: Spawned[] = [];
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.kill('SIGKILL');
    await one.ended;
  }
  await space.dispose();
});

interface Serving {
  readonly said: string;
  readonly url: string;
  readonly spawned: Spawned;
}

/** Starts it and waits until it has said everything. */
async function serve(...argv: string[]): Promise<Serving> {
  const spawned = space.spawn(['sandbox', ...argv]);
  running.push(spawned);
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    spawned.child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.includes('Ctrl-C stops it.') || text.startsWith('{')) resolve(text);
    });
    spawned.child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
  return { said, spawned, url: /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '' };
}

const refused = (...argv: string[]): Promise<Ran> => space.spawn(['sandbox', ...argv]).ended;
const order = (url: string, action: string, body: object): Promise<Response> =>
  fetch(`${url}/__sandbox/${action}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('the screen', () => {
  test('says where it is, what is in it, how to connect and how to stop; what it says works', async () => {
    const { said, url, spawned } = await serve('--seed', 'demo', '--country', 'GB');
    expect(said).toContain(`QuickBooks is served at ${url}, on this machine only.`);
    expect(said).toContain('Company: Severn Vale Solar Ltd (GB)\nA solar installer after a year of work');
    expect(said).toContain(`open in a browser:\n  ${url}/app/`);
    expect((await fetch(`${url}/app/`)).status).toBe(200);
    expect(said).toContain('All of it is forgotten when this ends (--state FOLDER keeps it).');
    const env: Record<string, string> = {};
    for (const [, name = '', value = ''] of said.matchAll(/export (\w+)=(\S+)/g)) env[name] = value;
    const connect = ['connect', '--environment', 'local', '--url', url, '--yes'];
    const connected = await space.qbsync(connect, { env });
    expect([connected.exit, connected.stdout]).toEqual([0, expect.stringContaining('Severn Vale Solar Ltd')]);
    spawned.kill('SIGINT');
    expect(await spawned.ended).toMatchObject({ exit: 0, stderr: '' });
    await expect(fetch(url)).rejects.toThrow();
  });

  test('lists several companies; --json too', async () => {
    const options = ['--country', 'US', '--country', 'AU', '--country', 'US', '--seed', 'empty'];
    const { said } = await serve(...options);
    const names = [
      'Golden State Solar Works (empty)',
      'Southern Cross Solar Pty Ltd (empty)',
      'Golden State Solar Works (empty) 2',
    ];
    const countries = ['US', 'AU', 'US'];
    expect(said).toContain(
      `Companies:\n${names.map((name, at) => `  ${name} (${countries[at] ?? ''})`).join('\n')}\n`,
    );
    expect(said).toContain('--yes takes the first company');
    const json = await serve(...options, '--json');
    expect(JSON.parse(json.said)).toMatchObject({
      company_name: names[0],
      companies: names.map((name, at) => ({ name, country: countries[at] })),
    });
  });

  test('has the lines of each shell on Windows', async () => {
    const sandbox = await space.sandbox({ clientId: 'ID', clientSecret: 'SECRET' });
    const options: SandboxCommandOptions = { port: '0' };
    const said = sandboxScreen(sandbox, options, 'win32');
    const connect = `  qbsync connect --environment local --url ${sandbox.url} --yes\n`;
    expect(said).toContain(
      `another window, Command Prompt:\n  set QBSYNC_CLIENT_ID=ID\n  set QBSYNC_CLIENT_SECRET=SECRET\n${connect}`,
    );
    expect(said).toContain(
      `or PowerShell:\n  $env:QBSYNC_CLIENT_ID="ID"\n  $env:QBSYNC_CLIENT_SECRET="SECRET"\n${connect}`,
    );
  });
});

describe('the help', () => {
  test('says each default once, and in words', async () => {
    const { stdout } = await space.qbsync(['sandbox', '--help']);
    const help = stdout.replace(/\s+/g, ' ');
    expect(help).toContain(
      '--port <number> port (default: a free one; with --state that of the last time) --',
    );
    expect(help).toContain('or nothing (default: starter)');
    expect(help).not.toContain('"0"');
  });
});

test('a country may be written in lower case', async () => {
  const { said } = await serve('--country', 'au', '--country', 'Gb', '--json');
  expect(JSON.parse(said)).toMatchObject({ companies: [{ country: 'AU' }, { country: 'GB' }] });
});

describe('what goes wrong on purpose', () => {
  test('is on the screen: what waits, chance, limits and latency', async () => {
    const { said } = await serve(
      ...['--fault', 'slow=5,path=/invoice', '--fault-rate', '0.5', '--limits', '--latency', '25'],
    );
    expect(said).toContain(`
Ordered to go wrong:
  waits for a request that it fits: slow=5,path=/invoice
  by chance: 50 % of the requests of apps, seed 1 (the same seed brings the same faults)
  request limits are on: 500 a minute, 10 a second
  each answer takes 25 ms
`);
    expect((await serve()).said).not.toContain('Ordered to go wrong');
  });

  test('a rate alone strikes, with seed 1', async () => {
    const { url } = await serve('--fault-rate', '1');
    const asked = Array.from({ length: 5 }, () => fetch(`${url}/v3/company/1/customer/1`).catch(() => 'cut'));
    await Promise.all(asked);
    const faults: unknown = await (await fetch(`${url}/__sandbox/faults`)).json();
    const { struck } = z.object({ struck: z.array(z.object({ byChance: z.literal(true) })) }).parse(faults);
    expect(struck).toHaveLength(5);
  });
});

describe('the port', () => {
  const portOf = (url: string): number => Number(new URL(url).port);
  const stopped = async ({ spawned }: Serving, signal: NodeJS.Signals): Promise<void> => {
    spawned.kill(signal);
    await spawned.ended;
  };

  test('of a folder is that of the last time, also after a kill', async () => {
    const first = await serve('--state', 'state');
    await stopped(first, 'SIGKILL');
    const second = await serve('--state', 'state');
    expect(second.url).toBe(first.url);
    expect(second.said).not.toContain('which it had the last time');
    await stopped(second, 'SIGTERM');
    const third = await serve('--state', 'state', '--port', '0');
    expect(third.url).not.toBe(first.url);
    expect(third.said).not.toContain('which it had the last time');
  });

  test('is another one when it is taken, and the screen says so', async () => {
    const first = await serve('--state', 'state');
    await stopped(first, 'SIGTERM');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(portOf(first.url), '127.0.0.1', resolve));
    try {
      const { said, url } = await serve('--state', 'state');
      expect(url).not.toBe(first.url);
      expect(said).toContain(
        `Port ${portOf(first.url)}, which it had the last time, is used by another program`,
      );
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});

describe('Ctrl-C', () => {
  test('while it starts ends it, and no address is printed', async () => {
    const ran = await space.qbsync(['sandbox', '--json'], { world: { signal: AbortSignal.abort() } });
    expect(ran).toEqual({ exit: 0, stdout: '', stderr: '' });
  });

  test('ends it though an answer is still to come; a second one does no harm', async () => {
    const { url, spawned } = await serve();
    await order(url, 'faults', { kind: 'slow', ms: 600_000 });
    const asked = fetch(`${url}/v3/company/1/customer/1`).then(
      () => 'answered',
      () => 'cut',
    );
    // Each look adds a fault that strikes nothing: one more than the looks means that the slow one still waits.
    const nothing = { kind: 'cut-before', match: { pathContains: '/nothing' } };
    for (let looks = 1; ; looks++) {
      const reply: unknown = await (await order(url, 'faults', nothing)).json();
      if (z.object({ waiting: z.number() }).parse(reply).waiting === looks) break;
    }
    spawned.kill('SIGINT');
    spawned.kill('SIGINT');
    expect([0, 130]).toContain((await spawned.ended).exit);
    expect(await asked).toBe('cut');
  });
});

describe('what keeps it from starting is said in words', () => {
  test('a port in use', async () => {
    const { url } = await serve();
    const ran = await refused('--port', new URL(url).port);
    expect([ran.exit, ran.stderr]).toEqual([
      2,
      expect.stringContaining(`Port ${new URL(url).port} is used by another`),
    ]);
  });

  test('a folder that is a file, or lies below one', async () => {
    space.file('taken', 'mine');
    const ran = await refused('--state', 'taken');
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining('taken is a file, not a folder')]);
    const below = await refused('--state', join('taken', 'state'));
    expect([below.exit, below.stderr]).toEqual([2, expect.stringContaining('leads through a file')]);
    expect(readFileSync(join(space.folder, 'taken'), 'utf8')).toBe('mine');
  });

  test('a folder with the files of somebody else, and nothing is written into it', async () => {
    mkdirSync(join(space.folder, 'other'));
    space.file(join('other', 'photos.txt'), 'mine');
    const ran = await refused('--state', 'other');
    expect([ran.exit, ran.stderr]).toEqual([
      2,
      expect.stringContaining('other is no folder of a sandbox: it holds photos.txt. Nothing was written'),
    ]);
    expect(readdirSync(join(space.folder, 'other'))).toEqual(['photos.txt']);
  });

  test('a folder that is there and empty is taken, with its rights as they are; a new one is private', async () => {
    mkdirSync(join(space.folder, 'empty'), { mode: 0o755 });
    const { spawned } = await serve('--state', 'empty');
    spawned.kill('SIGTERM');
    await spawned.ended;
    // What a person puts beside the journal later does no harm.
    space.file(join('empty', 'notes.txt'), 'mine');
    expect((await serve('--state', 'empty')).said).toContain('It goes on where it was left.');
    await serve('--state', join('new', 'below'));
    if (process.platform === 'win32') return;
    const mode = (...path: string[]) => statSync(join(space.folder, ...path)).mode & 0o777;
    expect([mode('empty'), mode('empty', 'sandbox.journal')]).toEqual([0o755, 0o600]);
    expect([mode('new'), mode('new', 'below')]).toEqual([0o700, 0o700]);
  });

  test.skipIf(!existsSync('/proc/self'))('a place where no folder can be made', async () => {
    const ran = await refused('--state', '/proc/foo/state');
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining('cannot be made there')]);
  });

  test('a folder that another sandbox works on, until that one is gone, however it went', async () => {
    const { spawned } = await serve('--state', 'state');
    const ran = await refused('--state', 'state', '--json');
    expect([ran.exit, JSON.parse(ran.stdout)]).toMatchObject([
      8,
      { error: { code: 'SANDBOX_IN_USE', retry: 'later', posted: 'nothing' } },
    ]);
    expect(ran.stderr).toContain(`The sandbox of process ${String(spawned.child.pid)} works on state.`);
    spawned.kill('SIGKILL');
    await spawned.ended;
    expect((await serve('--state', 'state')).said).toContain('It goes on where it was left.');
  });

  test('of several that start on one folder at once, one serves', async () => {
    const all = await Promise.allSettled([1, 2, 3].map(() => serve('--state', 'state')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const exits = await Promise.all(
      running.filter(({ child }) => child.exitCode !== null).map(({ ended }) => ended),
    );
    expect(exits.map(({ exit }) => exit)).toEqual([8, 8]);
  });

  test('a damaged journal, with the line', async () => {
    const { spawned } = await serve('--state', 'state');
    spawned.kill('SIGTERM');
    expect((await spawned.ended).exit).toBe(0);
    const journal = join(space.folder, 'state', 'sandbox.journal');
    const text = readFileSync(journal, 'utf8');
    writeFileSync(journal, `x${text}${text}`);
    const ran = await refused('--state', 'state');
    expect([ran.exit, ran.stderr]).toEqual([
      2,
      expect.stringMatching(/Line 1 of .*sandbox\.journal is damaged/),
    ]);
    expect(readFileSync(journal, 'utf8')).toBe(`x${text}${text}`);
  });

  test.each([
    {
      argv: ['--automated-tax', '--country', 'AU'],
      says: 'Only companies in the US have automated sales tax.',
    },
    { argv: ['--country', 'FR'], says: 'Allowed choices are US, AU, GB, CA' },
    { argv: ['--seed', 'full'], says: 'Allowed choices are starter, demo, empty' },
    { argv: ['--port', '99999'], says: '"99999" is not a port number.' },
  ])('options that make no sense: $argv', async ({ argv, says }) => {
    const ran = await refused(...argv);
    expect([ran.exit, ran.stderr]).toEqual([2, expect.stringContaining(says)]);
  });
});

test('a folder keeps its company: other options are not followed, and it is told so', async () => {
  const stateDir = join(space.folder, 'state');
  const screen = async (options: Partial<SandboxCommandOptions>, made: Partial<SandboxOptions>) => {
    const sandbox = await space.sandbox({ stateDir, ...made });
    const said = sandboxScreen(sandbox, { port: '0', state: 'state', ...options }, 'linux');
    await sandbox.close();
    return said;
  };
  expect(await screen({}, {})).toContain('nothing sold yet.');
  const again = await screen({}, {});
  expect(again).toContain('It goes on where it was left.\n\n');
  expect(again).toContain('All of it is kept in state.');
  expect(await screen({ country: ['US'] }, {})).toContain('It goes on where it was left.\n\n');
  const other = await screen({ country: ['AU'], seed: 'demo' }, { country: 'AU', seed: 'demo' });
  expect(other).toContain('Company: Golden State Solar Works (US)');
  expect(other).toContain(
    'these were not followed: --country AU, --seed demo.\nFor a new company give another folder.',
  );
});
