import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/domain/catalogue/index.ts';
import { lookUp, nearestTo } from '../../src/domain/catalogue/look-up.ts';
import { problemOf } from '../support/company.ts';
import { Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const codesOf = (name: string) => lookUp(name).map(({ code }) => code);

describe('a code', () => {
  test.each([
    ['6240', ['QBO_6240']],
    ['QBO_6240', ['QBO_6240']],
    ['qbo 6240', ['QBO_6240']],
    ['qbo6240', ['QBO_6240']],
    ['not_connected', ['NOT_CONNECTED']],
    ['Not Connected', ['NOT_CONNECTED']],
    ['(DISK_FULL)', ['DISK_FULL']],
    ['HTTP 429', ['QUICKBOOKS_BUSY']],
    ['429', ['QUICKBOOKS_BUSY']],
    ['3001', ['QUICKBOOKS_BUSY']],
    ['3100', ['NO_ACCESS']],
    ['http 413', ['HTTP_413']],
    ['invalid_grant', ['DISCONNECTED']],
    ['invalid_client', ['APP_KEYS']],
    ['ENOSPC', ['DISK_FULL']],
    // A number of QuickBooks, and one of the web.
    ['500', ['QBO_500', 'QUICKBOOKS_UNREACHABLE']],
    // What nobody knows keeps its own number.
    ['9999', ['QBO_9999']],
    ['http 418', ['HTTP_418']],
    ['nothing like it', []],
    ['', []],
  ])('%s is found', (name, codes) => {
    expect(codesOf(name)).toEqual(codes);
  });

  test('is found by each of its names', () => {
    const lost = Object.entries(CATALOGUE).flatMap(([code, { also = [] }]) =>
      [code, ...also].filter((name) => !codesOf(name).includes(code)),
    );
    expect(lost.filter((name) => !name.endsWith('_OTHER'))).toEqual([]);
  });

  test.each([
    ['DISCONECTED', 'DISCONNECTED'],
    ['LEDGER_DAMGED', 'LEDGER_DAMAGED'],
    ['mapping', 'MAPPING_MISSING'],
    ['disk', 'DISK_FULL'],
  ])('that is mistyped, %s, finds %s', (typed, code) => {
    expect(nearestTo(typed)[0]).toBe(code);
  });
});

describe('qbsync explain', () => {
  test('says what happened, what to do, what was posted, and when to run it again', async () => {
    const ran = await space.qbsync(['explain', 'disk_full']);
    expect(ran).toEqual({
      exit: 0,
      stderr: '',
      stdout: `The disk is full (DISK_FULL)

A file that qbsync needs could not be written.

What to do:
  Free some space, then run the same command again.

Was anything posted?  Nothing more was posted. What the same command had posted before stands; qbsync status shows every record.
Run it again?         after the steps above
Exit code             6
`,
    });
  });

  test('takes words as they stand in a message', async () => {
    expect((await space.qbsync(['explain', 'qbo', '6240'])).stdout).toContain('(QBO_6240)');
  });

  test('without a code lists all of them', async () => {
    const { exit, stdout } = await space.qbsync(['explain']);
    expect(exit).toBe(0);
    for (const [code, { title }] of Object.entries(CATALOGUE)) {
      expect(stdout).toContain(code);
      expect(stdout).toContain(title);
    }
  });

  test('proposes codes for one that is not there', async () => {
    const problem = await problemOf(space, ['explain', 'DISCONECTED']);
    expect(problem).toMatchObject({ code: 'USAGE', exit: 2 });
    expect(problem.fix).toContain('qbsync explain DISCONNECTED');
  });

  test('needs no company, and makes no folder', async () => {
    expect(await space.qbsync(['--company', 'nobody', 'explain', 'USAGE'])).toMatchObject({ exit: 0 });
    const env = { QBSYNC_COMPANY: 'a b' };
    expect(await space.qbsync(['explain', 'COMPANY_NAME'], { env })).toMatchObject({ exit: 0 });
    expect(existsSync(space.home)).toBe(false);
  });
});
