import { describe, expect, test } from 'vitest';
import { named, OF_ONE_COMPANY } from '../../src/terminal/named.ts';
import { openStyle } from '../../src/terminal/style.ts';
import { Terminal } from '../../src/terminal/terminal.ts';
import { KEYS, ScriptedTerminal } from '../support/scripted-terminal.ts';
import { VirtualClock } from '../support/virtual-clock.ts';
import { Workspace } from '../support/workspace.ts';

const north = (text: string) => named(text, 'north');

describe('a command of ours gets the name', () => {
  test.each([
    ['Run: qbsync connect', 'Run: qbsync --company north connect'],
    ['qbsync connect, then qbsync import with', 'qbsync --company north connect, then qbsync --company north import with'],
    ['Run qbsync connect. Then', 'Run qbsync --company north connect. Then'],
    ['"qbsync status"', '"qbsync --company north status"'],
    ['(qbsync sync-payment pay_1)', '(qbsync --company north sync-payment pay_1)'],
    ['qbsync configure --set "tax.0=NON"', 'qbsync --company north configure --set "tax.0=NON"'],
    [
      'qbsync connect, or beside it: qbsync --company NAME connect',
      'qbsync --company north connect, or beside it: qbsync --company NAME connect',
    ],
  ])('%j → %j', (text, shown) => {
    expect(north(text)).toBe(shown);
    expect(north(north(text))).toBe(shown);
  }); // prettier-ignore

  test('also in colour', async () => {
    const style = await openStyle(true);
    expect(north(style.bold('qbsync connect'))).toBe(style.bold('qbsync --company north connect'));
  });
});

describe('nothing else does', () => {
  test.each([
    'qbsync keeps QuickBooks true',
    'qbsync encrypts it',
    'qbsync imports',
    'qbsync sync-all',
    'qbsync --help',
    'qbsync --company south connect',
    'qbsync sync-invoice INV-1 --company south',
    'a tour: qbsync demo',
    'those that are kept: qbsync companies',
    '/home/anna/qbsync import/march.csv',
    'C:\\our qbsync import\\march.csv',
  ])('%s', (text) => {
    expect(north(text)).toBe(text);
  });

  test.each([
    ['import "/our qbsync import files/a.csv"', '/our qbsync import files/a.csv'],
    ['configure --set "column.Our qbsync status=none"', 'column.Our qbsync status=none'],
  ])('in a quoted word of qbsync %s', (command, word) => {
    expect(north(`Run: qbsync ${command}`)).toContain(`"${word}"`);
  });
});

test('all commands are named but those that are about no company, or about all', async () => {
  const space = new Workspace();
  const { stdout } = await space.qbsync(['--help']);
  await space.dispose();
  const listed = [...(/\nCommands:\n(.*?)\n\n/s.exec(stdout)?.[1] ?? '').matchAll(/^ {2}([a-z-]+)/gm)];
  const commands = listed.flatMap(([, name]) => (name === undefined || name === 'help' ? [] : [name]));
  expect(commands.filter((name) => !OF_ONE_COMPANY.includes(name))).toEqual(['companies', 'demo']);
  expect(OF_ONE_COMPANY.filter((name) => !commands.includes(name))).toEqual([]);
});

test('what is said and asked at a terminal is named', async () => {
  const person = new ScriptedTerminal(
    { when: /Go on with qbsync/, keys: KEYS.yes },
    { when: /one \(qbsync/, keys: KEYS.enter },
  );
  const clock = new VirtualClock();
  const { signal } = new AbortController();
  const terminal = await Terminal.open({ streams: person.streams, env: {}, clock, signal }, north);
  terminal.say('Run: qbsync connect');
  terminal.result('Next: qbsync doctor\n');
  await terminal.confirm('Go on with qbsync sync?');
  await terminal.choose('Which?', [{ name: 'one (qbsync sandbox)', value: 1, description: 'see qbsync status' }]);
  for (const command of ['connect', 'sync', 'sandbox', 'status'])
    expect(person.screen).toContain(`qbsync --company north ${command}`);
  expect(person.screen).not.toMatch(/qbsync [a-z]/);
  expect(person.result).toBe('Next: qbsync --company north doctor\n');
}); // prettier-ignore
