import type { Change } from '../sync/differences.ts';
import { shorten } from '../terminal/clean.ts';
import type { Style } from '../terminal/style.ts';
import { tableText } from '../terminal/table.ts';

// How differences between QuickBooks and the source are shown to people.

/** So many lines say what a record is about; `--json` has them all. */
const MOST = 8;
const WIDEST = 48;
const NOTHING = '–';

const shownValue = (value: string | null): string => shorten(value ?? NOTHING, WIDEST);

function rest(changes: Change[]): string {
  return changes.length > MOST ? `    … and ${changes.length - MOST} more (--json shows all)\n` : '';
}

/** A line each: field, what QuickBooks has → what the source has. */
export function changesText(changes: Change[], style: Style): string {
  const some = changes.slice(0, MOST);
  const width = Math.max(0, ...some.map(({ field }) => field.length));
  const lines = some.map(
    ({ field, from, to }) =>
      `    ${style.dim(field.padEnd(width))}  ${shownValue(from)} → ${shownValue(to)}\n`,
  );
  return lines.join('') + rest(changes);
}

/** Both versions side by side, to choose from. */
export function versionsText(changes: Change[], style: Style): string {
  const rows = changes
    .slice(0, MOST)
    .map(({ field, from, to }) => [`    ${field}`, shownValue(from), shownValue(to)]);
  const columns = [{ head: '    ' }, { head: 'QuickBooks' }, { head: 'Source' }];
  return tableText(columns, rows, style) + rest(changes);
}
