import { clockAhead, clockFinding } from '../../qbo/clock.ts';
import { fail, NotChecked, pass, skip, warn, type Check } from '../check.ts';

export const clock: Check = {
  code: 'clock',
  title: 'Clock',
  area: 'settings',
  run: async (patient) => {
    const connection = await patient.connection();
    const ahead = await clockAhead(connection, patient.parts.transport, patient.parts.clock);
    if (ahead === undefined)
      return [skip(new NotChecked('online', 'QuickBooks did not say what time it is'))];
    const finding = clockFinding(ahead, connection);
    if (!finding) return [pass('The clock of this computer is right.')];
    const { code, reason, fix, serious } = finding;
    return [(serious ? fail : warn)(code, reason, fix)];
  },
};
