import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepDefaultCompany } from '../../src/company/paths.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { OF_ONE_COMPANY } from '../../src/terminal/named.ts';
import { invoicesCsv } from '../support/exports.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// People copy commands from the screen: one that lacks the company's name works on another company's books.

const UNNAMED = new RegExp(String.raw`qbsync (?:${OF_ONE_COMPANY.join('|')})(?![\w-]).*`, 'g');
const NAME = ' --company north';
/** URL: where the sandbox serves. */
const CONNECT = ['connect', '--environment', 'local', '--url', 'URL', '--yes'];
/** What was done, as the ledger keeps it: nothing to copy. */
const REASON = 'It was disconnected with qbsync disconnect.';
const CUSTOMER = 'Ann who wrote qbsync connect';

let space: Workspace;
let sandbox: RunningSandbox;

const run = async (argv: string[], env: Env) =>
  space.qbsync(argv.map((word) => (word === 'URL' ? sandbox.url : word)), { env }); // prettier-ignore

/** North and the usual company have the same books: what one of them sent, the other finds there. */
beforeAll(async () => {
  space = new Workspace();
  sandbox = await space.sandbox();
  space.file('bad.csv', invoicesCsv({ invoice_number: 'B-1', amount: 'much' }));
  const [good, other] = [
    invoicesCsv({}, { invoice_number: 'INV-2', email: 'nobody', customer_id: 'cus_2', customer_name: CUSTOMER }),
    invoicesCsv({ invoice_number: 'INV-9', customer_id: 'cus_9', customer_name: 'Nine', email: 'nine@example.com' }),
  ];
  const ways: [string[], number][] = [
    [['import', space.file('other.csv', other)], 0],
    [CONNECT, 0],
    [['configure', '--accept-defaults'], 0],
    [['sync-invoice', '--all', '--yes'], 0],
    [['--company', 'north', ...CONNECT], 0],
    [['--company', 'north', 'import', space.file('good.csv', good)], 0],
    [['--company', 'north', 'configure', '--accept-defaults'], 0],
    [['--company', 'north', 'sync-invoice', '--all', '--yes'], 3],
  ];
  for (const [argv, exit] of ways) expect(await run(argv, keysOf(sandbox))).toMatchObject({ exit });
}); // prettier-ignore
afterAll(async () => space.dispose());

type Env = Record<string, string>;

interface Scene {
  argv: string[];
  exit: number;
  /** A command that it prints. */
  says?: string;
  /** The keys of the app are wrong. */
  refused?: true;
}

const said = (...argv: string[]): Pick<Scene, 'argv'> => ({ argv });

const CONNECTED: Scene[] = [
  { ...said(), exit: 0, says: 'qbsync status' },
  { ...said('start'), exit: 0, says: 'qbsync doctor' },
  { ...said('start', '--json'), exit: 0, says: 'qbsync sync-invoice' },
  { ...said('--help'), exit: 0, says: 'qbsync import' },
  { ...said('recover', '--help'), exit: 0, says: 'qbsync recover' },
  { argv: CONNECT, exit: 4, says: 'qbsync connect', refused: true },
  { argv: [...CONNECT, '--json'], exit: 4, says: 'qbsync connect', refused: true },
  { ...said('sync-invoice', '--all', '--dry-run'), exit: 3, says: 'qbsync sync-invoice' },
  { ...said('sync-invoice', '--all', '--dry-run', '--json'), exit: 3, says: 'qbsync sync-invoice' },
  { ...said('sync-invoice', '--all', '--yes'), exit: 3, says: 'qbsync sync-invoice' },
  { ...said('sync-invoice', 'INV-77', '--yes'), exit: 2, says: 'qbsync status' },
  { ...said('sync-invoice', 'INV-77', '--yes', '--json'), exit: 2, says: 'qbsync status' },
  { ...said('status'), exit: 0, says: 'qbsync sync-invoice' },
  { ...said('status', 'INV-2'), exit: 0, says: 'qbsync explain' },
  { ...said('status', '--json'), exit: 0, says: 'qbsync sync-invoice' },
  { ...said('status', '--csv'), exit: 0, says: 'qbsync sync-invoice' },
  { ...said('recover', '--dry-run'), exit: 3, says: 'qbsync import' },
  { ...said('recover', '--dry-run', '--json'), exit: 3, says: 'qbsync import' },
  { ...said('import', 'bad.csv'), exit: 3 },
  { ...said('status', 'B-1'), exit: 0, says: 'qbsync import' },
  { ...said('doctor'), exit: 3, says: 'qbsync import' },
  { ...said('doctor', '--json'), exit: 3, says: 'qbsync import' },
  { ...said('configure', '--set', 'numbers=source'), exit: 0, says: 'qbsync doctor' },
  { ...said('encrypt'), exit: 0, says: 'qbsync encrypt' },
  { ...said('explain', 'NOT_CONNECTED'), exit: 0, says: 'qbsync connect' },
  { ...said('explain', 'NOT_CONNECTED', '--json'), exit: 0, says: 'qbsync connect' },
]; // prettier-ignore

const DISCONNECTED: Scene[] = [
  { ...said('disconnect', '--yes'), exit: 0, says: 'qbsync connect' },
  { ...said('status'), exit: 0, says: 'qbsync connect' },
  { ...said('sync', '--yes'), exit: 4, says: 'qbsync connect' },
  { ...said('recover', '--json'), exit: 4, says: 'qbsync connect' },
]; // prettier-ignore

/** All that is printed, off a terminal. */
async function printed({ argv, exit, refused }: Scene, before: string[], meant: Env): Promise<string> {
  const wrong = { ...keysOf(sandbox), QBSYNC_CLIENT_SECRET: 'x'.repeat(40) };
  const ran = await run([...before, ...argv], { ...(refused ? wrong : {}), ...meant });
  expect(ran).toMatchObject({ exit });
  // What this computer has free, and for how long a sign-in is good, changes meanwhile.
  return `${ran.stdout}${ran.stderr}`.replaceAll(/\d+ (?=MB are free|more minutes)/g, 'some ');
} // prettier-ignore

async function isNamed(scene: Scene): Promise<void> {
  const named = await printed(scene, ['--company', 'north'], {});
  const commands = named.replaceAll(CUSTOMER, '').replaceAll(REASON, '').match(UNNAMED) ?? [];
  expect(commands).toEqual([]);
  if (scene.says !== undefined) expect(named).toContain(scene.says.replace('qbsync', `qbsync${NAME}`));
  expect(await printed(scene, [], { QBSYNC_COMPANY: 'north' })).toBe(named);
  keepDefaultCompany(space.home, 'north');
  const usual = await printed(scene, [], {}).finally(() => rmSync(join(space.home, 'default-company')));
  expect(usual).toBe(named.replaceAll(NAME, ''));
}

const titled = (scenes: Scene[]) =>
  scenes.map((scene): [string, Scene] => [scene.argv.join(' ') || 'alone', scene]);

describe('the company is named, unless it is meant anyway, by qbsync', () => {
  test.each(titled(CONNECTED))('%s', async (_, scene) => isNamed(scene));

  test('status: what comes from outside stays as it is in JSON and CSV', async () => {
    for (const format of ['--json', '--csv']) {
      const { stdout } = await space.qbsync(['--company', 'north', 'status', format]);
      expect(stdout).toContain(CUSTOMER);
      expect(stdout).toContain('then run: qbsync --company north sync-invoice');
    }
  });

  test('companies, each by its own name', async () => {
    expect(await space.qbsync(['--company', 'north', 'disconnect', '--yes'])).toMatchObject({ exit: 0 });
    const north = 'Run: qbsync --company north connect';
    for (const argv of [['companies'], ['--company', 'north', 'companies']]) {
      expect((await space.json(argv)).body).toMatchObject({
        companies: [{ name: 'main', default: true }, { name: 'north', default: false, fix: north }],
      });
      expect((await space.qbsync(argv)).stdout).toContain(north);
    }
  }); // prettier-ignore

  test.each(titled(DISCONNECTED))('%s', async (_, scene) => isNamed(scene));

  test('nothing, once it is chosen as the one that is meant', async () => {
    const chosen = await space.qbsync(['companies', '--default', 'north']);
    expect(chosen.stdout).toContain('Run: qbsync connect');
    const usual = await space.qbsync(['--company', 'North', 'start']);
    expect(usual.stdout).toContain('  qbsync connect');
    expect(usual.stdout).not.toContain('--company');
    const other = await space.qbsync(['--company', 'main', 'status', '--help']);
    expect(other.stdout).toContain('Usage: qbsync --company main status');
  });
});
