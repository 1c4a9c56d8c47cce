import { fail, pass, type Check } from './check.ts';

export const connection: Check = {
  code: 'connection',
  title: 'Connection',
  area: 'connect',
  run: ({ connection: kept, online }) => {
    if (!kept) return [fail('No QuickBooks company is connected yet.', 'Run: qbsync connect')];
    if (!kept.tokens || kept.disconnected !== undefined) {
      return [
        fail(
          `${kept.companyName} is disconnected: ${kept.disconnected ?? 'the sign-in was forgotten.'}`,
          'Run: qbsync connect',
        ),
      ];
    }
    if (online && !online.ok) return [fail(online.problem.message, online.problem.fix)];
    return [pass(`${kept.companyName} answers (environment ${kept.environment}).`)];
  },
};
