import { fail, pass, type Check } from '../check.ts';

/** Rows of imported files that could not be read. */
export const rejects: Check = {
  code: 'rejects',
  title: 'Rows left out',
  area: 'records',
  run: async (patient) => {
    const left = (await (await patient.ledger()).rejects()).filter(({ ignored }) => ignored === undefined);
    if (left.length === 0) return [pass('Every row of the imported files could be read.')];
    return left.map(({ file, line, what, expected }) =>
      fail(
        'NOT_READ',
        `${file}, line ${line}: ${what}`,
        `${expected.replace(/\.+$/, '')}. Then run: qbsync import "${file}"`,
      ),
    );
  },
};
