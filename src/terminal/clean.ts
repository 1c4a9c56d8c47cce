/**
 * Text from outside, harmless on a terminal: control, escape and direction characters are shown as a visible mark, so
 * that a customer's name cannot move the cursor, change colours or reverse a line.
 */
export function clean(text: string): string {
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu, '\uFFFD');
}

/** Cut for a table's cell. */
export function shorten(text: string, most: number): string {
  const points = Array.from(clean(text));
  return points.length <= most ? points.join('') : `${points.slice(0, most - 1).join('')}…`;
}
