import { objectOf } from '../json.ts';
import type { Json } from '../json.ts';
import { recordEvent } from './audit.ts';
import type { Books } from './books.ts';

/** Sets one member of a group of preferences; null removes it. */
export function setPreference(books: Books, group: string, name: string, value: Json): void {
  const current = books.preferences;
  const members = { ...objectOf(current[group]), [name]: value ?? undefined };
  const before = JSON.stringify(objectOf(current[group])[name] ?? null);
  books.put('Preferences', { ...current, ...books.changedRow(current), [group]: members });
  recordEvent(books, 'Edit', 'Preferences', `${group}.${name}: ${before} → ${JSON.stringify(value)}`);
}
