import { POSTED, type Entry } from './entry.ts';
import { AREAS, CATALOGUE } from './index.ts';

/** An entry as it is shown: a code of QuickBooks that nobody knows is shown under its own number. */
export interface Found {
  code: string;
  entry: Entry;
}

/** `qbo 6240` → `QBO_6240`. */
const folded = (name: string): string =>
  name
    .trim()
    .toUpperCase()
    .replace(/^\(|\)$/g, '')
    .replaceAll(/[\s_-]+/g, '_');

const byName = new Map<string, Found>();
for (const [code, entry] of Object.entries(CATALOGUE)) {
  byName.set(code, { code, entry });
  for (const other of entry.also ?? []) byName.set(folded(other), { code, entry });
}

/**
 * What a name stands for, as people copy it from a message or another program's log: our code, QuickBooks' number, the
 * number of an answer (HTTP), a word of the sign-in. A bare number may be two things.
 */
export function lookUp(name: string): Found[] {
  const wanted = folded(name);
  const number = /^(QBO_?|HTTP_?)?(\d{3,6})$/.exec(wanted);
  const found = number
    ? [
        ...(number[1]?.startsWith('HTTP') ? [] : ofQuickBooks(number[2] ?? '')),
        ...(number[1]?.startsWith('QBO') ? [] : ofAnswer(number[2] ?? '')),
      ]
    : [byName.get(wanted)];
  const known = [...new Set(found.filter((one) => one !== undefined))];
  if (known.length > 0 || !number) return known;
  if (/^HTTP/.test(wanted)) return [{ code: `HTTP_${number[2] ?? ''}`, entry: CATALOGUE.HTTP_OTHER }];
  return [{ code: `QBO_${number[2] ?? ''}`, entry: CATALOGUE.QBO_OTHER }];
}

const ofQuickBooks = (number: string) => [byName.get(`QBO_${number}`), byName.get(number)];
const ofAnswer = (number: string) => [byName.get(`HTTP_${number}`)];

const MOST_NEAR = 5;

/** Codes that somebody may have meant: part of one, a word of its title, or a few letters off. */
export function nearestTo(name: string): string[] {
  const wanted = folded(name);
  const near = Object.entries(CATALOGUE)
    .map(([code, { title }]) => ({ code, away: awayFrom(wanted, code, folded(title)) }))
    .filter(({ away }) => away <= Math.max(2, wanted.length / 3))
    .toSorted((a, b) => a.away - b.away);
  return near.slice(0, MOST_NEAR).map(({ code }) => code);
}

function awayFrom(wanted: string, code: string, title: string): number {
  if (wanted.length >= 3 && code.includes(wanted)) return 0;
  const letters = distance(wanted, code);
  return wanted.length >= 4 && title.includes(wanted) ? Math.min(letters, 1) : letters;
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of Array.from(a).entries()) {
    const now = [row + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (before[column] ?? 0) + (letter === other ? 0 : 1);
      now.push(Math.min(changed, (before[column + 1] ?? 0) + 1, (now[column] ?? 0) + 1));
    }
    before = now;
  }
  return before.at(-1) ?? 0;
}

export { AREAS, POSTED };
