import { KEYS, type Act } from './scripted-terminal.ts';

/** The questions of `qbsync configure` the first time, in a company whose records have 0% only and no payments. */
const QUESTIONS = {
  tax: /Sales tax code for 0%/,
  milestone: /Item for milestone/,
  standalone: /Item for stand-alone/,
  incentive: /Item for incentives/,
  discount: /Item for discounts/,
  surcharge: /Item for card/,
  other: /Item for everything/,
  deposits: /Deposits that are invoiced/,
  account: /Account that payments/,
  numbers: /Numbers of invoices/,
  start: /First day/,
  next: /What shall be done/,
} as const;

/** Goes through all screens: Enter at each question but those that are answered otherwise. */
export function walk(answers: Partial<Record<keyof typeof QUESTIONS, string>> = {}): Act[] {
  return (Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[]).map((name) => ({
    when: QUESTIONS[name],
    keys: answers[name] ?? KEYS.enter,
  }));
}
