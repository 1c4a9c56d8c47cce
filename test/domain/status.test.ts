import { describe, expect, test } from 'vitest';
import type { StatusFacts } from '../../src/domain/status.ts';
import { statusOf } from '../../src/domain/status.ts';
import type { Standing } from '../../src/domain/status.ts';

const judged = (state: Standing['state'], fingerprint = 'now'): Standing => ({
  state,
  code: 'SOME',
  reason: 'Some reason.',
  fix: 'Some fix.',
  fingerprint,
});
const facts = (parts: Partial<StatusFacts> = {}): StatusFacts => ({
  fingerprint: 'now',
  linkedFingerprint: undefined,
  open: false,
  standing: undefined,
  ...parts,
});

describe('the one status of a record', () => {
  test.each<[string, StatusFacts, string | undefined, string, string | undefined]>([
    ['never sent', facts(), undefined, 'Not synced', 'NOT_SENT'],
    ['in the books', facts({ linkedFingerprint: 'now' }), undefined, 'Active', undefined],
    ['changed since', facts({ linkedFingerprint: 'before' }), undefined, 'Not synced', 'CHANGED'],
    [
      'cancelled, and not in the books any more',
      facts({ fingerprint: 'cancelled:now', linkedFingerprint: 'cancelled:now' }),
      undefined,
      'Active',
      undefined,
    ],
    [
      'cancelled, and still in the books',
      facts({ fingerprint: 'cancelled:now', linkedFingerprint: 'now' }),
      undefined,
      'Not synced',
      'CHANGED',
    ],
    ['without an answer', facts({ open: true }), undefined, 'Pending', 'PENDING'],
    ['an error', facts({ standing: judged('error') }), undefined, 'Error', 'SOME'],
    [
      'an error of an older version',
      facts({ standing: judged('error', 'before') }),
      undefined,
      'Not synced',
      'NOT_SENT',
    ],
    [
      'in the books but wrong',
      facts({ linkedFingerprint: 'now', standing: judged('error') }),
      undefined,
      'Error',
      'SOME',
    ],
    ['skipped', facts({ standing: judged('skipped') }), undefined, 'Not synced', 'SOME'],
    [
      'in the books and once skipped',
      facts({ linkedFingerprint: 'now', standing: judged('skipped') }),
      undefined,
      'Active',
      undefined,
    ],
    ['ignored', facts({ standing: judged('ignored') }), undefined, 'Ignored', 'SOME'],
    [
      'ignored before it changed',
      facts({ standing: judged('ignored', 'before') }),
      undefined,
      'Ignored',
      'SOME',
    ],
    ['ignored and open', facts({ open: true, standing: judged('ignored') }), undefined, 'Ignored', 'SOME'],
    [
      'open after an error',
      facts({ open: true, standing: judged('error') }),
      undefined,
      'Pending',
      'PENDING',
    ],
    [
      'of a disconnected company',
      facts({ linkedFingerprint: 'now' }),
      'It ended.',
      'Disconnected',
      'DISCONNECTED',
    ],
    ['open and disconnected', facts({ open: true }), 'It ended.', 'Disconnected', 'DISCONNECTED'],
    ['ignored and disconnected', facts({ standing: judged('ignored') }), 'It ended.', 'Ignored', 'SOME'],
  ])('%s', (_, given, disconnected, status, code) => {
    const view = statusOf(given, disconnected);
    expect([view.status, view.finding?.code]).toEqual([status, code]);
  });

  test('says why the company is disconnected, and what to do', () => {
    expect(statusOf(facts(), 'Intuit ended it.').finding).toMatchObject({
      reason: 'Intuit ended it.',
      fix: 'Run: qbsync connect',
    });
  });
});

test('a record without an answer says so also while the company is disconnected', () => {
  const { status, finding } = statusOf(facts({ open: true }), 'It ended.');
  expect(status).toBe('Disconnected');
  expect(finding?.reason).toBe(
    'Sent, but no answer came back. It may be in QuickBooks. And the company is disconnected: It ended.',
  );
  expect(finding?.fix).toMatch(/^Run: qbsync connect, then: qbsync sync/);
});
