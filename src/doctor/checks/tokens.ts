import { NotChecked, fail, pass, skip, warn, type Check, type Result } from '../check.ts';

const DAY_MS = 86_400_000;
/** The sign-in is renewed with every use, so running low means that nothing ran for months. */
const UNUSED_WARNING_DAYS = 20;
const HARD_WARNING_DAYS = 60;

interface End {
  code: string;
  /** `The sign-in ends`. */
  what: string;
  when: string;
  warnBelow: number;
}

const UNUSED: End = {
  code: 'SIGN_IN_UNUSED',
  what: 'The sign-in ends',
  when: 'if qbsync is not used',
  warnBelow: UNUSED_WARNING_DAYS,
};
const FIVE_YEARS: End = {
  code: 'SIGN_IN_FIVE_YEARS',
  what: "Intuit's five-year limit ends the sign-in",
  when: 'whatever happens',
  warnBelow: HARD_WARNING_DAYS,
};

/** Three ends (qbo-api.md 2.2): the access token's hour, 100 days without use, five years after consent. */
export const tokens: Check = {
  code: 'tokens',
  title: 'Sign-in',
  area: 'connect',
  run: async (patient) => {
    // Asking the company renews what has run out.
    await patient.online().catch(() => undefined);
    const { tokens: kept, disconnected } = await patient.connection();
    if (!kept || disconnected !== undefined)
      return [skip(new NotChecked('connection', 'the company is disconnected'))];
    const now = patient.parts.clock.now().getTime();
    const left = (until: string) => (new Date(until).getTime() - now) / DAY_MS;
    const minutes = Math.floor(left(kept.accessExpiresAt) * 24 * 60);
    const results = [
      pass(
        minutes >= 0
          ? `The access token is good for ${Math.max(1, minutes)} more minutes; it is renewed by itself.`
          : 'The access token has run out; it is renewed by itself at the next request.',
      ),
      ending(left(kept.refreshExpiresAt), UNUSED, kept.refreshExpiresAt),
    ];
    if (kept.hardExpiresAt) results.push(ending(left(kept.hardExpiresAt), FIVE_YEARS, kept.hardExpiresAt));
    return results;
  },
};

function ending(days: number, { code, what, when, warnBelow }: End, until: string): Result {
  const date = until.slice(0, 10);
  if (days <= 0) return fail(`${code}_ENDED`, `${what}: it ended on ${date}.`, 'Run: qbsync connect');
  const text = `${what} on ${date} (${Math.floor(days)} days) ${when}.`;
  return days < warnBelow ? warn(code, text, 'Before that day, run: qbsync connect') : pass(text);
}
