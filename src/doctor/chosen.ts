import type { SettingFinding } from '../sync/mapping/finding.ts';
import { fail, warn, type Repair, type Result } from './check.ts';
import type { Patient } from './patient.ts';

/** What is wrong with something that was chosen (sync/mapping/), as a result; its remedy is a repair. */
export function chosenResult(
  { level, code, reason, fix, remedy }: SettingFinding,
  { parts }: Patient,
): Result {
  const repair: Repair | undefined = remedy && {
    what: remedy.what,
    mend: async () => {
      const files = await parts.files();
      files.saveSettings(remedy.on(files.settings()));
    },
  };
  return (level === 'error' ? fail : warn)(code, reason, fix, repair);
}
