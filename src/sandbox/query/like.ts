/**
 * `%` stands for any text, nothing else is special, and case does not count (qbo-api.md 4). Parts are looked
 * for one after the other, so that no pattern can take long.
 */
export function like(value: string, pattern: string): boolean {
  const text = value.toLowerCase();
  const [first = '', ...rest] = pattern.toLowerCase().split('%');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.endsWith(last) && text.length - last.length >= at;
}
