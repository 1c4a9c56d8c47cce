import { isField } from '../../source/fields.ts';
import { fail, failed, pass, problemWith, type Check } from '../check.ts';

/** Whether the file can be understood, and what it says of columns. What it chooses of QuickBooks is for other checks. */
export const settings: Check = {
  code: 'settings',
  title: 'Settings',
  area: 'settings',
  run: async (patient) => {
    const problem = await problemWith('settings', patient.settings());
    if (problem) return [failed(problem)];
    const { columns } = await patient.settings();
    const wrong = Object.entries(columns).filter(([, field]) => !isField(field) && field !== 'ignore');
    if (wrong.length === 0) return [pass('The settings can be read.')];
    return wrong.map(([column, field]) =>
      fail(
        'COLUMN_FIELD',
        `The settings take the column "${column}" for "${field}", which is nothing that qbsync knows.`,
        `Run: qbsync configure --set "column.${column}=none"`,
      ),
    );
  },
};
