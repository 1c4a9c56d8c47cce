import { failed, NotChecked, pass, problemWith, skip, type Check } from '../check.ts';
import { LEDGER_NEWER } from './version.ts';

/** Whether what was sent before is known, whole, and of this company. */
export const ledger: Check = {
  code: 'ledger',
  title: 'Ledger',
  area: 'settings',
  run: async (patient) => {
    const problem = await problemWith('ledger', patient.ledger());
    if (problem?.code === LEDGER_NEWER)
      return [skip(new NotChecked('ledger', 'a newer qbsync wrote it', problem))];
    if (problem) return [failed(problem)];
    const { length } = await patient.entries();
    return [pass(`The ledger is whole; it knows ${length} record${length === 1 ? '' : 's'}.`)];
  },
};
