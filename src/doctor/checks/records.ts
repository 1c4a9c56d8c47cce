import { statusOf } from '../../domain/status.ts';
import { pass, type Check, type Result } from '../check.ts';

/** Reasons that a check of its own looks at as they are now; what was judged of them before may be mended meanwhile. */
const LOOKED_AT_ELSEWHERE = new Set<string>([
  'BOOKS_CLOSED',
  'CURRENCY',
  'CUSTOMER_CONTACT',
  'LINE_TYPE_UNMAPPED',
  'NUMBER_TAKEN',
  'NUMBER_TOO_LONG',
  'SALES_TAX_OFF',
  'TAX_RATE_UNMAPPED',
]);

/** Records that stand in Error or Pending for other reasons. */
export const records: Check = {
  code: 'records',
  title: 'Records',
  area: 'records',
  run: async (patient) => {
    const entries = await patient.entries();
    const results: Result[] = [];
    for (const entry of entries) {
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
      if (!finding || LOOKED_AT_ELSEWHERE.has(finding.code)) continue;
      const level = status === 'Error' ? 'fail' : status === 'Pending' ? 'warn' : undefined;
      const { code, reason, fix } = finding;
      if (level) results.push({ level, code, means: `${name}: ${reason}`, fix });
    }
    return results.length > 0
      ? results
      : [pass(`${entries.length} records are known; none is in error or without an answer.`)];
  },
};
