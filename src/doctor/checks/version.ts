import { fail, failed, NotChecked, pass, type Check, type Result } from '../check.ts';
import type { Patient } from '../patient.ts';

/** package.json, `engines`. */
const OLDEST_NODE = [20, 17] as const;

/** Node, and a ledger that a newer qbsync wrote. Nobody is asked over the network what the newest version is. */
export const version: Check = {
  code: 'version',
  title: 'Versions',
  area: 'settings',
  run: async (patient) => {
    const { node } = patient.parts.machine;
    const [major = 0, minor = 0] = node.split('.').map(Number);
    const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
    const results: Result[] = [];
    if (old) {
      const least = OLDEST_NODE.join('.');
      results.push(
        fail(
          'NODE_TOO_OLD',
          `Node.js ${node} is too old for qbsync, which needs ${least} or newer.`,
          'Install the current LTS version from nodejs.org on this computer',
        ),
      );
    }
    const newer = await newerLedger(patient);
    if (newer) results.push(newer);
    return results.length > 0 ? results : [pass(`Node.js ${node} will do.`)];
  },
};

export const LEDGER_NEWER = 'LEDGER_NEWER';

async function newerLedger(patient: Patient): Promise<Result | undefined> {
  const why: unknown = await patient.ledger().then(
    () => undefined,
    (error: unknown) => error,
  );
  const problem = why instanceof NotChecked ? why.problem : undefined;
  return problem?.code === LEDGER_NEWER ? failed(problem) : undefined;
}
