import { signInEnding } from '../../domain/sign-in.ts';
import { NotChecked, fail, pass, skip, warn, type Check } from '../check.ts';

const DAY_MS = 86_400_000;

/** Three ends (qbo-api.md 2.2): the hour of an access token, 100 days without use, five years after consent. */
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
    const now = patient.parts.clock.now();
    const ending = signInEnding({ endsUnused: kept.refreshExpiresAt, endsAnyway: kept.hardExpiresAt }, now);
    // Whoever looks at this has just asked QuickBooks, which did not help; signing in anew does.
    if (ending) return [(ending.ended ? fail : warn)(ending.code, ending.reason, 'Run: qbsync connect')];
    const left = (until: string) => new Date(until).getTime() - now.getTime();
    const minutes = Math.floor(left(kept.accessExpiresAt) / 60_000);
    const days = Math.floor(left(kept.refreshExpiresAt) / DAY_MS);
    return [
      pass(
        minutes > 0
          ? `It is good for ${minutes} more minutes, and then renewed by itself.`
          : 'It is renewed by itself with the next request.',
      ),
      pass(`Unused, it would end on ${kept.refreshExpiresAt.slice(0, 10)} (in ${days} days).`),
      ...(kept.hardExpiresAt === undefined
        ? []
        : [
            pass(
              `It ends on ${kept.hardExpiresAt.slice(0, 10)} whatever happens: five years after it began.`,
            ),
          ]),
    ];
  },
};
