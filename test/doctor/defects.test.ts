import { afterAll, describe, expect, test } from 'vitest';
import { Clinic, treat } from '../support/clinic.ts';
import { COMPUTER } from './defects/computer.ts';
import { MAPPING } from './defects/mapping.ts';
import { RECORDS } from './defects/records.ts';
import { SIGN_IN } from './defects/sign-in.ts';

// Every one of these is planted in a company that is well. doctor must name it, and nothing else; then what it prints is
// done, and it must find nothing more.

const clinic = new Clinic();
afterAll(async () => clinic.dispose());

describe.each([
  { of: 'the computer', defects: COMPUTER },
  { of: 'the sign-in', defects: SIGN_IN },
  { of: 'what was chosen', defects: MAPPING },
  { of: 'the records', defects: RECORDS },
])('of $of', ({ defects }) => {
  test.each(defects)('$code: $what', async (defect) => treat(clinic, defect));
});

test('there are more than forty', () => {
  expect(COMPUTER.length + SIGN_IN.length + MAPPING.length + RECORDS.length).toBeGreaterThan(70);
});
