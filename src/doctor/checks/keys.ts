import type { Problem } from '../../domain/problems.ts';
import { keysRefused } from '../../qbo/oauth.ts';
import { fail, failed, NotChecked, pass, type Check } from '../check.ts';
import type { Patient } from '../patient.ts';

/** Keys of the Intuit app: how they were typed, and what Intuit said of them. */
export const keys: Check = {
  code: 'keys',
  title: 'App keys',
  area: 'connect',
  run: async (patient) => {
    const { clientId, clientSecret } = await patient.connection();
    const wrong = [
      { name: 'client id', value: clientId },
      { name: 'client secret', value: clientSecret },
    ].find(({ value }) => /[\s"'<>]/.test(value));
    if (wrong) {
      return [
        fail(
          'KEYS_TYPED',
          `The ${wrong.name} has a blank or a quotation mark in it, so it was not copied as it is.`,
          'Copy client id and client secret again from developer.intuit.com → your app → Keys & credentials, then run: qbsync connect',
        ),
      ];
    }
    const problem = await keyProblem(patient);
    return [problem ? failed(problem) : pass('Nothing speaks against the keys of the Intuit app.')];
  },
};

/** Intuit's refusal of the keys is kept with the connection; that they are of another environment shows when it is asked. */
export async function keyProblem(patient: Patient): Promise<Problem | undefined> {
  const why: unknown = await patient.online().then(
    () => undefined,
    (error: unknown) => error,
  );
  // Asking may have found it out.
  if ((await patient.connection()).keysRefused) return keysRefused();
  const problem = why instanceof NotChecked ? why.problem : undefined;
  return problem?.code === 'WRONG_ENVIRONMENT' || problem?.code === 'APP_KEYS' ? problem : undefined;
}
