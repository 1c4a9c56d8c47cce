import { statusOf } from '../domain/status.ts';
import { fail, pass, warn, type Check, type Result } from './check.ts';

/** Records that stand in Error or Pending for other reasons, and rows that could not be read. */
export const waiting: Check = {
  code: 'records',
  title: 'Records',
  area: 'records',
  run: ({ records, rejects }) => {
    const results: Result[] = [];
    for (const { entry } of records) {
      const { status, finding } = statusOf(
        {
          fingerprint: entry.fingerprint,
          linkedFingerprint: entry.link?.fingerprint,
          open: entry.open,
          standing: entry.standing,
        },
        undefined,
      );
      const name = entry.number ?? entry.key;
      // Contact details have a check of their own.
      if (status === 'Error' && finding && finding.code !== 'CUSTOMER_CONTACT') {
        results.push(fail(`${name}: ${finding.reason}`, finding.fix));
      }
      if (status === 'Pending' && finding) results.push(warn(`${name}: ${finding.reason}`, finding.fix));
    }
    for (const reject of rejects.filter(({ ignored }) => ignored === undefined)) {
      results.push(
        fail(
          `${reject.file}, line ${reject.line}: ${reject.what}`,
          `${reject.expected.replace(/\.+$/, '')}. Then run: qbsync import "${reject.file}"`,
        ),
      );
    }
    return results.length > 0
      ? results
      : [pass(`${records.length} records are known; none is in error or without an answer.`)];
  },
};
