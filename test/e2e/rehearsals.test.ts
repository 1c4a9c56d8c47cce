import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { Bookkeeper } from '../support/bookkeeper.ts';
import { decide, freePort } from '../support/browser.ts';
import { keysOf, Workspace } from '../support/workspace.ts';

// The rehearsals of docs/sandbox.md, done as they are written: the same files, the same commands, the same pages, and
// every line that the reader is told to expect.

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../docs/sandbox.md'), 'utf8');

interface Part {
  title: string;
  text: string;
}

/** The parts of "Rehearse", each with its heading. */
function rehearsals(): Part[] {
  const all = DOCUMENT.slice(DOCUMENT.indexOf('\n## Rehearse\n')).split(/\n## /)[1] ?? '';
  return all
    .split(/\n### /)
    .slice(1)
    .map((part) => {
      const [title = '', ...text] = part.split('\n');
      return { title, text: text.join('\n') };
    });
}

/** Files, commands with the lines they print, and what is done by hand, in their order. */
function stepsOf(text: string): { kind: string; body: string }[] {
  const pieces = /```(\S+)(?: (\S+))?\n([\s\S]*?)```|((?:^> .*\n?)+)/gm;
  return [...text.matchAll(pieces)].map(([, language = '', name = '', block = '', quoted]) =>
    quoted === undefined
      ? { kind: name || language, body: block }
      : { kind: 'by hand', body: quoted.replaceAll(/^> /gm, '').replaceAll(/\s+/g, ' ').trim() },
  );
}

const PRACTICE = 'Southern Cross Solar Pty Ltd';
let space: Workspace;
let sandbox: RunningSandbox;
let robin: Bookkeeper;

const CONNECT = ['connect', '--environment', 'local', '--url'];
const connect = async () =>
  expect(await space.qbsync([...CONNECT, sandbox.url, '--yes'], { env: keysOf(sandbox) })).toMatchObject({
    exit: 0,
  });

/** The minutes in which the person chooses never end here. */
const patient = { now: () => new Date(), sleep: async () => new Promise<void>(() => undefined) };

/** In the browser, where the company is chosen. */
async function connectPractice(): Promise<void> {
  const visits: Promise<unknown>[] = [];
  const openBrowser = async (url: string) => {
    visits.push(decide(url, 'allow', PRACTICE).then((address) => fetch(address)));
    return Promise.resolve(true);
  };
  const port = String(await freePort());
  const argv = ['--company', 'practice', ...CONNECT, sandbox.url, '--port', port];
  expect(
    await space.qbsync(argv, { env: keysOf(sandbox), world: { openBrowser, clock: patient } }),
  ).toMatchObject({
    exit: 0,
  });
  await Promise.all(visits);
}

const invoices = async () => (await robin.start()).follow('Invoices');

/** What the document says is done by hand, and how it is done at the pages. */
const BY_HAND: Record<string, () => Promise<unknown>> = {
  'In `invoices.csv`, write `tom.becker@example.com` between the two commas after his name, and save.':
    async () => {
      const file = join(space.folder, 'invoices.csv');
      const text = readFileSync(file, 'utf8').replace('Tom Becker,,', 'Tom Becker,tom.becker@example.com,');
      writeFileSync(file, text);
      return Promise.resolve();
    },
  'In QuickBooks, company Southern Cross Solar Pty Ltd: Settings, under "Tax codes" **Make inactive** at `GST free`, and again **Make inactive**.':
    async () => (await (await robin.start(PRACTICE)).follow('Make inactive GST free')).press('Make inactive'),
  'In QuickBooks, company Southern Cross Solar Pty Ltd: Settings, **Make active** at `GST free`, and again **Make active**.':
    async () => (await (await robin.start(PRACTICE)).follow('Make active GST free')).press('Make active'),
  'In QuickBooks: Settings, **Move** the clock, choose "101 days", **Move it**.': async () =>
    (await (await robin.start()).follow('Move (Clock')).fill('On by', '101 days').press('Move it'),
  'In QuickBooks: Invoices, **New invoice**, customer `Maria Fernandez`, number `INV-00204`, amount `55.00`, **Create the invoice**.':
    async () =>
      (await (await invoices()).follow('New invoice'))
        .fill('Customer', 'Maria Fernandez')
        .fill('Number', 'INV-00204')
        .fill('Amount', '55.00')
        .press('Create the invoice'),
  'In QuickBooks: Invoices, the invoice `INV-00204`, **Edit**, number `1001`, **Save**.': async () =>
    (await (await (await invoices()).follow('INV-00204')).follow('Edit'))
      .fill('Number', '1001')
      .press('Save'),
  'In QuickBooks: Settings, **Change** "Close the books", closed up to and with `2026-03-31`, **Change**.':
    async () =>
      (await (await robin.start()).follow('Change (Close the books)'))
        .fill('Closed up to and with', '2026-03-31')
        .press('Change'),
  'In QuickBooks: Settings, **Change** "Close the books", empty the day, **Change**.': async () =>
    (await (await robin.start()).follow('Change (Close the books)'))
      .fill('Closed up to and with', '')
      .press('Change'),
  'In QuickBooks: Invoices, the invoice `INV-00205`, **Receive payment**, **Record the payment**.':
    async () =>
      (await (await (await invoices()).follow('INV-00205')).follow('Receive payment')).press(
        'Record the payment',
      ),
  'In QuickBooks: Invoices, the invoice `INV-00206`, **Void**, **Void it**.': async () =>
    (await (await (await invoices()).follow('INV-00206')).follow('Void')).press('Void it'),
  'Run the `qbsync connect` line that the sandbox printed once more.': connect,
  'Run `qbsync --company practice connect --environment local --url ADDRESS`. In the browser choose Southern Cross Solar Pty Ltd, **Allow**.':
    connectPractice,
};

/** A line of the document: `…` stands for anything. */
const asPattern = (line: string) =>
  new RegExp(
    line
      .trim()
      .split('…')
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );

const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

async function console(body: string): Promise<void> {
  let said = '';
  for (const line of body.trimEnd().split('\n')) {
    if (line.startsWith('$ qbsync ')) {
      const ran = await space.qbsync(wordsOf(line.slice('$ qbsync '.length)));
      said = `${ran.stdout}\n${ran.stderr}`;
    } else expect(said, `after what the document runs before this line`).toMatch(asPattern(line));
  }
}

async function follow(text: string): Promise<void> {
  for (const { kind, body } of stepsOf(text)) {
    if (kind === 'console') await console(body);
    else if (kind === 'by hand') {
      const step = BY_HAND[body];
      if (!step)
        throw new Error(`the document says something to be done that this test does not know: ${body}`);
      await step();
    } else space.file(kind, body);
  }
}

const [ready, ...parts] = rehearsals();

beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

test('there is one for each of the seven', () => {
  expect(ready?.title).toBe('Get ready');
  expect(parts.map(({ title }) => title)).toEqual([
    'Wrong contact details',
    'Missing 0% tax',
    'Expired sign-in',
    'A number that is used already',
    'Closed books',
    'Already paid',
    'Voided by hand',
  ]);
});

test.each(parts)('$title', async ({ text }) => {
  sandbox = await space.sandbox({ companies: [{ country: 'US' }, { country: 'AU' }] });
  robin = new Bookkeeper(sandbox.url);
  await connect();
  await follow(ready?.text ?? '');
  await follow(text);
});
