import { fail, failed, NotChecked, pass, problemWith, skip, type Check } from '../check.ts';
import { keyProblem } from './keys.ts';

/** Whether a company is connected and answers. What it answers is for other checks. */
export const connection: Check = {
  code: 'connection',
  title: 'Connection',
  area: 'connect',
  run: async (patient) => {
    const problem = await problemWith('connection', patient.connection());
    if (problem) return [failed(problem)];
    const ofKeys = await keyProblem(patient);
    if (ofKeys) return [skip(new NotChecked('online', 'Intuit does not accept the keys of the app', ofKeys))];
    const unasked = await problemWith('online', patient.online());
    // Asking may have found the sign-in ended.
    const kept = await patient.connection();
    if (!kept.tokens || kept.disconnected !== undefined) {
      return [
        fail(
          'DISCONNECTED',
          `${kept.companyName} is disconnected: ${kept.disconnected ?? 'the sign-in was forgotten.'}`,
          'Run: qbsync connect',
        ),
      ];
    }
    if (unasked) return [failed(unasked)];
    return [pass(`${kept.companyName} answers (environment ${kept.environment}).`)];
  },
};
