import type { Clock } from '../domain/clock.ts';
import type { Finding } from '../domain/problems.ts';
import type { Connection } from './connection.ts';
import { endpointsOf } from './endpoints.ts';
import { NoAnswer, type Transport } from './http.ts';

const MINUTE_MS = 60_000;
const WARN_MS = 2 * MINUTE_MS;
const FAIL_MS = 5 * MINUTE_MS;

type Place = Pick<Connection, 'environment' | 'url'>;

/**
 * By how many milliseconds this computer's clock is ahead of QuickBooks', which says its time with every answer, also to
 * strangers; undefined where it did not say.
 */
export async function clockAhead(
  { environment, url }: Place,
  transport: Transport,
  clock: Clock,
): Promise<number | undefined> {
  const before = clock.now().getTime();
  const answer = await transport({
    method: 'GET',
    url: `${endpointsOf(environment, url).api}/v3/company/0/companyinfo/0`,
    headers: { Accept: 'application/json' },
  }).catch((error: unknown) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });
  const here = (before + clock.now().getTime()) / 2;
  const there = Date.parse(answer?.headers.date ?? '');
  return Number.isNaN(there) ? undefined : here - there;
}

/** What a clock that is off means, since sign-ins are renewed by it; undefined where it is right. */
export function clockFinding(
  ahead: number,
  { environment }: Place,
): (Finding & { serious: boolean }) | undefined {
  if (Math.abs(ahead) <= WARN_MS) return undefined;
  return {
    code: 'CLOCK_OFF',
    reason: `The clock of this computer is ${spoken(Math.abs(ahead))} ${ahead > 0 ? 'fast' : 'slow'} against QuickBooks; sign-ins may be taken for ended, and dates may be wrong.`,
    fix:
      environment === 'local'
        ? 'In the sandbox: Settings → Move the clock → back to the real time (or set the clock of this computer)'
        : 'Set the clock of this computer by the network: Windows and macOS, Settings → Date and time → Set automatically; Linux, timedatectl set-ntp true',
    serious: Math.abs(ahead) > FAIL_MS,
  };
}

function spoken(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE_MS);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
