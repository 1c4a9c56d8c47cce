/**
 * Text from outside, harmless on a terminal: control, escape and direction characters are shown as a visible mark, so
 * that a customer's name cannot move the cursor, change colours or reverse a line.
 */
export function clean(text: string): string {
  if (isPlain(text)) return text;
  return text
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu, '\uFFFD');
}

/** Whether every character is a printable one of ASCII: harmless, and one column wide. Most text is. */
export function isPlain(text: string): boolean {
  return !/[^\x20-\x7e]/.test(text);
}

/** Cut for a table's cell. */
export function shorten(text: string, most: number): string {
  const harmless = clean(text);
  if (harmless.length <= most) return harmless;
  const points = Array.from(harmless);
  return points.length <= most ? harmless : `${points.slice(0, most - 1).join('')}…`;
}
