import { fail, failed, pass, problemWith, warn, type Check } from '../check.ts';

const MEGABYTE = 1024 * 1024;
const TOO_LITTLE = 50 * MEGABYTE;
const LITTLE = 500 * MEGABYTE;

/** A disk that fills up in the middle of a run stops it; nothing is lost, and nothing goes on either. */
export const disk: Check = {
  code: 'disk',
  title: 'Disk',
  area: 'settings',
  run: async (patient) => {
    const problem = await problemWith('folder', patient.folder());
    if (problem) return [failed(problem)];
    const { folder } = patient.paths;
    const free = patient.parts.machine.freeBytes(folder);
    if (free === undefined) return [pass(`${folder} can be written.`)];
    const text = `${Math.floor(free / MEGABYTE)} MB are free on the disk that has ${folder}.`;
    const fix = 'Free some space on that disk (1 GB is plenty)';
    if (free < TOO_LITTLE) return [fail('DISK_LOW', `Only ${text} Runs will stop.`, fix)];
    if (free < LITTLE) return [warn('DISK_LOW', `Only ${text}`, fix)];
    return [pass(text)];
  },
};
