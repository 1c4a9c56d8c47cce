import { endpointsOf } from '../../qbo/endpoints.ts';
import { NoAnswer } from '../../qbo/http.ts';
import { fail, NotChecked, pass, skip, warn, type Check } from '../check.ts';

const MINUTE_MS = 60_000;
const WARN_MS = 2 * MINUTE_MS;
const FAIL_MS = 5 * MINUTE_MS;

/** Sign-ins are renewed by this computer's clock; QuickBooks says its time with every answer, also to strangers. */
export const clock: Check = {
  code: 'clock',
  title: 'Clock',
  area: 'settings',
  run: async (patient) => {
    const { environment, url } = await patient.connection();
    const { transport, clock: own } = patient.parts;
    const before = own.now().getTime();
    const answer = await transport({
      method: 'GET',
      url: `${endpointsOf(environment, url).api}/v3/company/0/companyinfo/0`,
      headers: { Accept: 'application/json' },
    }).catch((error: unknown) => {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    });
    const here = (before + own.now().getTime()) / 2;
    const there = Date.parse(answer?.headers.date ?? '');
    if (Number.isNaN(there))
      return [skip(new NotChecked('online', 'QuickBooks did not say what time it is'))];
    const off = here - there;
    if (Math.abs(off) <= WARN_MS) return [pass('The clock of this computer is right.')];
    const means = `The clock of this computer is ${spoken(Math.abs(off))} ${off > 0 ? 'fast' : 'slow'} against QuickBooks; sign-ins may be taken for ended, and dates may be wrong.`;
    const fix =
      environment === 'local'
        ? 'In the sandbox: Settings → Move the clock → back to the real time (or set the clock of this computer)'
        : 'Set the clock of this computer by the network: Windows and macOS, Settings → Date and time → Set automatically; Linux, timedatectl set-ntp true';
    return [(Math.abs(off) > FAIL_MS ? fail : warn)('CLOCK_OFF', means, fix)];
  },
};

function spoken(milliseconds: number): string {
  const minutes = Math.round(milliseconds / MINUTE_MS);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 72 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}
