import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const version = /"version": "([^"]+)"/.exec(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)?.[1];

describe('the built program', () => {
  test.each(['--version', '-V'])('%s prints the version of package.json and nothing else', async (option) => {
    expect(await space.spawn([option]).ended).toEqual({ exit: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('the tour runs off a terminal, twice, and ends with what to do next', async () => {
    for (const round of [1, 2]) {
      const ran = await space.spawn(['demo']).ended;
      expect([round, ran.exit, ran.stderr]).toEqual([round, 0, '']);
      expect(ran.stdout).toContain('Connected to Golden State Solar Works');
      expect(ran.stdout).toContain('Invoiced 1,067,806.22 USD, paid 975,096.04 USD, open 92,710.18 USD.');
      expect(ran.stdout).toContain('qbsync sandbox --state');
    }
  });

  test('the tour leaves a folder alone that it did not make', async () => {
    space.file('taken', 'mine');
    const ran = await space.spawn(['demo', '--folder', 'taken']).ended;
    expect([ran.exit, ran.stderr.includes('was not made by this tour')]).toEqual([2, true]);
  });

  test('a reader that goes away early is no fault', async () => {
    const running = space.spawn(['--help']);
    running.child.stdout?.destroy();
    expect((await running.ended).exit).toBe(0);
  });
});
