import { realmOf } from '../api/paths.ts';
import { Books } from '../books/books.ts';
import { moveClock, nowOf } from '../control/clock.ts';
import { changeCompany, companySchema } from '../control/company.ts';
import type { JsonObject } from '../json.ts';
import { revokeAll, revokeToken } from '../oauth/grants.ts';
import type { Sandbox, SandboxRequest } from '../types.ts';
import type { Struck } from './injector.ts';
import type { FaultEffect } from './orders.ts';

/** The access token of a request, or the refresh token that it would have renewed. */
function tokenOf(request: SandboxRequest): string {
  const [scheme, token = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer') return token;
  return new URLSearchParams(request.body).get('refresh_token') ?? '';
}

function change(sandbox: Sandbox, request: SandboxRequest, effect: FaultEffect): void {
  const now = nowOf(sandbox);
  const realmId = realmOf(request);
  const obey = (order: JsonObject): void => {
    const named = { realmId, ...order };
    changeCompany(sandbox, now, companySchema.parse(named), named);
  };
  switch (effect.kind) {
    case 'revoke-token':
      revokeToken(sandbox, now, tokenOf(request));
      return;
    case 'disconnect':
      revokeAll(sandbox, now, realmId);
      return;
    case 'lapse':
      obey({ subscriptionStatus: 'CANCELLED' });
      return;
    case 'close-books':
      obey({
        bookCloseDate: effect.date ?? new Books(sandbox.store, sandbox.indexes, realmId ?? '', now).today,
      });
      return;
    case 'move-clock':
      moveClock(sandbox, { advanceSeconds: effect.seconds });
      return;
    case 'company':
      obey(effect.change);
      return;
    default:
  }
}

/**
 * Makes the change that a fault stands for, just before the request that it strikes is served: the
 * client meets a company that changed in the middle of its run. A change that cannot be made (a person
 * who voids what is gone) leaves no trace but the note.
 */
export function makeChange(sandbox: Sandbox, request: SandboxRequest, struck: Struck): void {
  const mark = sandbox.store.mark();
  try {
    change(sandbox, request, struck.effect);
  } catch (error) {
    sandbox.store.rollback(mark);
    struck.failed = error instanceof Error ? error.message : String(error);
  }
}
