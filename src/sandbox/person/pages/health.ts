import { liveGrants } from '../../oauth/grants.ts';
import { nowOf } from '../../control/clock.ts';
import type { Sandbox } from '../../types.ts';

/** Sign-ins of apps to a company that still count today. */
export function connectedApps(sandbox: Sandbox, companyId: string): number {
  const now = nowOf(sandbox).getTime();
  return liveGrants(sandbox).filter((grant) => grant.realmId === companyId && grant.refreshExpiresAt > now)
    .length;
}
