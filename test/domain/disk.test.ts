import { describe, expect, test } from 'vitest';
import { diskProblem, saidBy } from '../../src/domain/disk.ts';

const node = (code: string) => Object.assign(new Error(`${code}: something, write '/a/b'`), { code });
const sqlite = (message: string) => Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR' });

describe('a disk that is to blame', () => {
  test.each([
    ['DISK_FULL', node('ENOSPC')],
    ['DISK_FULL', node('EDQUOT')],
    ['DISK_FULL', sqlite('database or disk is full')],
    ['DISK_FAILS', node('EIO')],
    ['DISK_FAILS', sqlite('disk I/O error')],
  ])('%s: %s', (code, error) => {
    const problem = diskProblem('settings', '/home/settings.json', error);
    expect(problem).toMatchObject({ code, exit: 6 });
    expect(problem?.message).toContain('the settings (/home/settings.json)');
    expect(problem?.message).toContain('Nothing more was sent to QuickBooks.');
  });

  test.each([node('EACCES'), sqlite('database is locked'), 'EIOU', undefined])(
    'is none where it says %s',
    (error) => {
      expect(diskProblem('settings', 'file', error)).toBeUndefined();
    },
  );
});

test('an error of the system is named by its code, one of SQLite by its words', () => {
  expect([saidBy(node('EROFS')), saidBy(sqlite('database is locked')), saidBy('odd')]).toEqual([
    'EROFS',
    'database is locked',
    'odd',
  ]);
});
