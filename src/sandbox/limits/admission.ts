import { realmOf } from '../api/paths.ts';
import { Books } from '../books/books.ts';
import { grantOfAccess } from '../oauth/grants.ts';
import type { Sandbox, SandboxAnswer, SandboxRequest } from '../types.ts';
import type { Arrival } from './limits.ts';
import { tooLong } from './longest-url.ts';
import { throttledAnswer } from './throttled.ts';

/** What the limits say of one request. */
interface Admission {
  /** The 429, or the 414; the request is not served. */
  readonly refusal?: SandboxAnswer;
  /** The batch is served, and each of its items is refused. */
  readonly itemsRefused?: boolean;
  /** The request counts as being served until its answer leaves. */
  readonly arrival?: Arrival;
}

const ADMITTED: Admission = {};

/**
 * Counts a request of the accounting API and says whether it may pass (qbo-api.md 6). One whose target is
 * too long does not, and does not count. The sign-in is never limited. A request whose token was never
 * given out belongs to no app, so it counts for none: anybody could lock a company otherwise. One with a
 * token of this company that is over counts by the reading `unauthorizedCount`, and is answered with its
 * 401 all the same.
 */
export function admission(sandbox: Sandbox, now: Date, request: SandboxRequest): Admission {
  const refusal = tooLong(sandbox, now, request);
  if (refusal !== undefined) return { refusal };
  if (!sandbox.limits.settings.on) return ADMITTED;
  const realmId = realmOf(request);
  if (realmId === undefined) return ADMITTED;
  const [, token = ''] = (request.headers.authorization ?? '').split(' ');
  const found = grantOfAccess(sandbox, now, token);
  if (found?.grant.realmId !== realmId) return ADMITTED;
  const { readings } = new Books(sandbox.store, sandbox.indexes, realmId, now);
  const arrival: Arrival = {
    realmId,
    app: sandbox.clientId,
    batch: request.path.endsWith('/batch'),
    at: now.getTime(),
    window: readings.limitWindow,
    countRefused: readings.throttledCount,
  };
  if (found.state !== 'live') {
    if (readings.unauthorizedCount) sandbox.limits.count(arrival);
    return ADMITTED;
  }
  if (sandbox.limits.admit(arrival)) return { arrival };
  if (arrival.batch && readings.throttledBatch === 'items') return { itemsRefused: true };
  return { refusal: throttledAnswer(sandbox, now, request, readings) };
}
