import type { Area } from './entry.ts';

/** What qbsync doctor finds that no other command does. */
export const DOCTOR = {} as const satisfies Area;
