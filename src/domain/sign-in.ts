import type { Finding } from './problems.ts';

/** How the sign-in of a company stands: all that can be said of it without opening the secrets. */
export interface SignInStanding {
  /** Why the company must be connected again; absent while it is connected. */
  disconnected?: string | undefined;
  /** UTC instant at which it ends if qbsync is not used until then (qbo-api.md 2.2: 100 days). */
  endsUnused?: string | undefined;
  /** UTC instant at which it ends whatever happens (qbo-api.md 2.2: five years), where Intuit said so. */
  endsAnyway?: string | undefined;
}

const DAY_MS = 86_400_000;
/** It is renewed with every use, so running low means that nothing ran for months. */
const WARNED_UNUSED_DAYS = 20;
const WARNED_ANYWAY_DAYS = 60;

/** What a person must hear of a sign-in that comes to its end, or has; undefined while there is time. */
export function signInEnding(
  { disconnected, endsUnused, endsAnyway }: SignInStanding,
  now: Date,
): (Finding & { ended: boolean }) | undefined {
  if (disconnected !== undefined) return undefined;
  const daysTo = (instant: string) => (new Date(instant).getTime() - now.getTime()) / DAY_MS;
  if (endsAnyway !== undefined && daysTo(endsAnyway) < WARNED_ANYWAY_DAYS) {
    const ended = daysTo(endsAnyway) <= 0;
    return {
      code: 'SIGN_IN_FIVE_YEARS',
      reason: `QuickBooks lets a program in for five years at most after a person signed in. For this company that ${ended ? 'ended' : 'ends'} on ${endsAnyway.slice(0, 10)}.`,
      fix: ended ? 'Run: qbsync connect' : 'Run qbsync connect before that day; nothing else changes.',
      ended,
    };
  }
  if (endsUnused !== undefined && daysTo(endsUnused) < WARNED_UNUSED_DAYS) {
    const ended = daysTo(endsUnused) <= 0;
    return {
      code: 'SIGN_IN_UNUSED',
      reason: `The sign-in to QuickBooks ${ended ? 'has run out: it ended' : 'runs out'} on ${endsUnused.slice(0, 10)}, ${ended ? 'because qbsync was not used for 100 days' : 'unless qbsync is used before'}.`,
      fix: ended
        ? 'Run: qbsync connect'
        : 'Run any command that asks QuickBooks, for instance: qbsync doctor',
      ended,
    };
  }
  return undefined;
}
