import type { LineType } from '../domain/records.ts';

/** QuickBooks' limits (qbo-api.md 3.1). Counted in code points, so that no character is cut in half. */
export const NAME_LIMIT = 500;
const PART_LIMIT = 100;

/**
 * A name as QuickBooks takes it: no colon (it would make a sub-customer), no control or invisible characters, no
 * emoji, no backslash (its part in a query is not documented); blanks collapsed (qbo-api.md 3.1, 9.9).
 */
export function cleanName(name: string): string {
  return name
    .replace(/[\t\r\n\v\f\u0085\u2028\u2029]/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20E3/gu, '')
    .replaceAll(':', ' -')
    .replaceAll('\\', '/')
    .replaceAll('"', "'")
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}

/** Whether anything in the name could name somebody: at least one letter or digit. */
export function isName(name: string): boolean {
  return /[\p{L}\p{N}]/u.test(name);
}

/** One part of a name (given, family, company), cut to its limit; undefined where nothing is left. */
export function namePart(text: string | undefined): string | undefined {
  const clean = cutTo(cleanName(text ?? ''), PART_LIMIT);
  return isName(clean) ? clean : undefined;
}

export function cutTo(text: string, most: number): string {
  const points = Array.from(text);
  return points.length <= most ? text : points.slice(0, most).join('').trimEnd();
}

export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** A second customer of the same name is told apart by something that stays: the source's id, or the e-mail. */
export function distinguished(name: string, by: string): string {
  const suffix = ` (${cutTo(cleanName(by), PART_LIMIT)})`;
  return `${cutTo(name, NAME_LIMIT - lengthOf(suffix))}${suffix}`;
}

/** One e-mail address that QuickBooks accepts (qbo-api.md 3.1: at most 100 characters, with `@` and a dot). */
export function isEmail(text: string | undefined): boolean {
  if (!text || text.length > 100 || isSynthetic(text)) return false;
  return /^[^\s@,;<>()"\\]+@[^\s@,;<>()"\\.]+(\.[^\s@,;<>()"\\.]+)+$/.test(text);
}

/** OpenSolar makes up `1234567@os.code` for people who opened a shared link (opensolar-api.md 6.2). */
export function isSynthetic(email: string): boolean {
  return /@os\.code$/i.test(email.trim());
}

/** Name of the item that qbsync makes for a line type that is mapped to an income account. */
export function itemName(type: LineType): string {
  return `OpenSolar ${type}`;
}
