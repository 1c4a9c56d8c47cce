import type { Settings } from '../../company/settings.ts';
import type { CompanyFacts } from '../company.ts';
import type { CompanyLists } from '../proposals.ts';
import type { SettingFinding } from './finding.ts';
import { checkLines } from './lines.ts';
import { checkPayments } from './payments.ts';
import { checkTaxes } from './taxes.ts';

/**
 * Whether what was chosen still holds: it is there, active, of the rate or kind that it is used for. Pure: the settings
 * against the active lists of the company (lists.ts). `configure` and `doctor` both ask here.
 */
export function checkMapping(
  settings: Settings,
  lists: CompanyLists,
  company: CompanyFacts,
): SettingFinding[] {
  return [
    ...checkTaxes(settings, lists, company),
    ...checkLines(settings, lists),
    ...checkPayments(settings, lists),
  ];
}
