import { fail, pass, warn, type Check, type Result } from './check.ts';

const DAY_MS = 86_400_000;
/** The sign-in is renewed with every use, so running low means that nothing ran for months. */
const REFRESH_WARNING_DAYS = 20;
const HARD_WARNING_DAYS = 60;

/** Three ends (qbo-api.md 2.2): the access token's hour, 100 days without use, five years after consent. */
export const tokens: Check = {
  code: 'tokens',
  title: 'Sign-in',
  area: 'connect',
  run: ({ connection, now }) => {
    const kept = connection?.tokens;
    if (!kept || connection.disconnected !== undefined) return [];
    const left = (until: string) => (new Date(until).getTime() - now.getTime()) / DAY_MS;
    const results: Result[] = [];
    const access = left(kept.accessExpiresAt);
    results.push(
      pass(
        access > 0
          ? `The access token is good for ${Math.max(1, Math.floor(access * 24 * 60))} more minutes; it is renewed by itself.`
          : 'The access token has run out; it is renewed by itself at the next request.',
      ),
    );
    results.push(
      ending(
        left(kept.refreshExpiresAt),
        REFRESH_WARNING_DAYS,
        'The sign-in ends',
        'if qbsync is not used',
        kept.refreshExpiresAt,
      ),
    );
    if (kept.hardExpiresAt) {
      results.push(
        ending(
          left(kept.hardExpiresAt),
          HARD_WARNING_DAYS,
          "Intuit's five-year limit ends the sign-in",
          'whatever happens',
          kept.hardExpiresAt,
        ),
      );
    }
    return results;
  },
};

function ending(days: number, warnBelow: number, what: string, when: string, until: string): Result {
  const date = until.slice(0, 10);
  if (days <= 0) return fail(`${what}: it ended on ${date}.`, 'Run: qbsync connect');
  const text = `${what} on ${date} (${Math.floor(days)} days) ${when}.`;
  return days < warnBelow ? warn(text, 'Run qbsync connect before that day') : pass(text);
}
