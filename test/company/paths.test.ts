import { isAbsolute, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { companyPaths, homeFolder } from '../../src/company/paths.ts';

describe('where everything lives', () => {
  test('is QBSYNC_HOME, else the usual place of the platform', () => {
    expect(homeFolder({ QBSYNC_HOME: 'here' })).toBe(resolve('here'));
    expect(isAbsolute(homeFolder({}))).toBe(true);
    expect(homeFolder({})).toMatch(/qbsync/);
    expect(homeFolder({ QBSYNC_HOME: '' })).toBe(homeFolder({}));
  });

  test('is one folder a company, whatever the case of its name', () => {
    const paths = companyPaths('home', 'Sunny-Roofs_2');
    expect(paths.folder).toBe(join('home', 'companies', 'sunny-roofs_2'));
    expect(companyPaths('home', 'SUNNY-roofs_2')).toEqual(paths);
    const files = [paths.settings, paths.connection, paths.ledger, paths.runLock, paths.refreshLock];
    expect(new Set(files).size).toBe(files.length);
    expect(files.every((file) => file.startsWith(paths.folder))).toBe(true);
  });

  test.each([
    '',
    '.',
    '..',
    '../other',
    'a/b',
    'a\\b',
    '-a',
    'a b',
    'x'.repeat(41),
    'ä',
    'a:b',
    'a\0b',
    '%2e',
  ])('is never outside: %j is no name', (name) => {
    expect(() => companyPaths('home', name)).toThrow(
      expect.objectContaining({ code: 'COMPANY_NAME', exit: 2 }),
    );
  });
});
