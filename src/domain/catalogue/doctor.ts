import type { Area } from './entry.ts';
import { DOCTOR_COMPUTER } from './doctor-computer.ts';
import { DOCTOR_MAPPING } from './doctor-mapping.ts';
import { DOCTOR_RECORDS } from './doctor-records.ts';

/** What qbsync doctor finds that no other command does. */
export const DOCTOR = { ...DOCTOR_COMPUTER, ...DOCTOR_MAPPING, ...DOCTOR_RECORDS } as const satisfies Area;
