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

const OF_KEYS = new Set(['APP_KEYS', 'WRONG_ENVIRONMENT']);

export const isOfKeys = (code: string): boolean => OF_KEYS.has(code);

async function keyProblem(patient: Patient) {
  const why: unknown = await patient.online().then(
    () => undefined,
    (error: unknown) => error,
  );
  const problem = why instanceof NotChecked ? why.problem : undefined;
  return problem && isOfKeys(problem.code) ? problem : undefined;
}
