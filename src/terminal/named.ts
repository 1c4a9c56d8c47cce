/** What may be done to a text of ours before it goes out: see {@link named}. */
export type Naming = (text: string) => string;

export const asIs: Naming = (text) => text;

/** The commands that work on one company. `companies` is about all of them, and `demo` makes one of its own. */
export const OF_ONE_COMPANY: readonly string[] = [
  'start',
  'connect',
  'disconnect',
  'encrypt',
  'configure',
  'import',
  'sync-invoice',
  'sync-payment',
  'sync',
  'status',
  'recover',
  'ignore',
  'doctor',
  'explain',
  'sandbox',
];

/** Where a sentence, a line or the next command begins, the words of a command have ended. */
const COMPANY_FOLLOWS = String.raw`(?:(?![,;:.]\s|qbsync )[^\n()])*--company\b`;

/**
 * A command of ours with the options and quoted words right behind it, which may be names from outside. A folder named
 * `qbsync import` is none.
 */
const COMMAND = new RegExp(
  String.raw`(?<![./\\-])qbsync (?!${COMPANY_FOLLOWS})((?:${OF_ONE_COMPANY.join('|')})(?![\w/\\-]|\.\w)(?: (?:--?[\w-]+|"[^"\n]*"))*)`,
  'g',
);

/**
 * The text with the company in every command that does not name one: `qbsync connect` → `qbsync --company north connect`.
 * People copy commands from the screen, and without the name they would work on another company's books. What is kept
 * (the ledger's fixes) stays without it, since which company is meant where none is named can change.
 */
export function named(text: string, company: string): string {
  return text.replace(COMMAND, (_, command: string) => `qbsync --company ${company} ${command}`);
}
