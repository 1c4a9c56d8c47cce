import type { Books } from '../books/books.ts';
import { rulesFor } from '../books/entities.ts';
import { save } from '../books/write.ts';
import type { JsonObject } from '../json.ts';

/** Saves by the rules that the API goes by, so that what is seeded adds up. */
export function add(books: Books, entity: string, body: JsonObject): JsonObject {
  const rule = rulesFor(entity);
  if (rule === undefined) throw new Error(`the sandbox keeps no ${entity}`);
  return save(books, rule, body, { duplicateNumber: false });
}

/** The reference to a row of a list by its name. */
export function named(books: Books, entity: string, name: string): JsonObject {
  const [row] = books.lookup(entity, 'Name', name) ?? [];
  if (row === undefined) throw new Error(`there is no ${entity} ${name}`);
  return { value: row.Id };
}
