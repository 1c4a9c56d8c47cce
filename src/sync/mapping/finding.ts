import type { Settings } from '../../company/settings.ts';
import type { Finding } from '../../domain/problems.ts';

/** What is wrong with something that was chosen, as the company is now. */
export interface SettingFinding extends Finding {
  /** As `--set` names them: `tax.0`, `deposit`; several where types of lines share one item. */
  settings: string[];
  /** With a `warning` records still go into the books, but a person should look. */
  level: 'error' | 'warning';
  /** The one choice that is safe in its place, where there is one. */
  remedy?: Remedy;
}

export interface Remedy {
  /** As a line of a list: `use the payment method "Visa" for "card"`. */
  what: string;
  on(settings: Settings): Settings;
}
