import { duplicateName, fault } from '../../faults.ts';
import { isObject, textOf } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Books } from '../books.ts';
import { NAMED_PEOPLE } from '../indexes.ts';

const DELETED = ' (deleted)';
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Whether a name is that of a row which has it when case is ignored, as it stands or without " (deleted)". */
function clashes(books: Books, taken: string, name: string): boolean {
  const { inactiveNamesClash, namesIgnoreCase } = books.readings;
  if (!namesIgnoreCase) return taken === name || (inactiveNamesClash && nameFor(taken, true) === name);
  return inactiveNamesClash || taken.toLowerCase() === name.toLowerCase();
}

/**
 * Refuses a name that another row of the same name space has, with the current form of 6240 (qbo-api.md
 * 3.1, 7.2). Whether case counts, and whether the former name of an inactive row is free, is U.
 */
export function claimName(
  books: Books,
  entities: readonly string[],
  member: string,
  name: string,
  self: { readonly entity: string; readonly id: string | undefined },
): void {
  for (const entity of entities) {
    for (const row of books.lookup(entity, member, name) ?? []) {
      if (entity === self.entity && row.Id === self.id) continue;
      if (clashes(books, textOf(row[member]) ?? '', name)) throw duplicateName(textOf(row.Id) ?? '');
    }
  }
}

/**
 * One name space for customers, vendors and employees (qbo-api.md 3.1). Whether the name of a job counts
 * everywhere, or only as the full name below its customer, is U.
 */
export function claimPersonName(
  books: Books,
  name: string,
  full: string,
  self: { readonly entity: string; readonly id: string | undefined },
): void {
  if (books.readings.jobNames === 'everywhere') {
    claimName(books, NAMED_PEOPLE, 'DisplayName', name, self);
    return;
  }
  claimName(books, ['Customer'], 'FullyQualifiedName', full, self);
  if (full === name) claimName(books, ['Vendor', 'Employee'], 'DisplayName', name, self);
}

/** Retired rows carry a " (deleted)" suffix, and lose it when they are used again (qbo-api.md 1.2). */
export function nameFor(name: string, active: boolean): string {
  const bare = name.endsWith(DELETED) ? name.slice(0, -DELETED.length) : name;
  return active ? bare : `${bare}${DELETED}`;
}

/** 2210 for an address without `@` and `.` (qbo-api.md 3.1). */
export function checkEmail(value: JsonObject, member: string): void {
  const holder = value[member];
  const address = isObject(holder) ? textOf(holder.Address) : undefined;
  if (address === undefined) return;
  const each = address.split(',').map((one) => one.trim());
  if (!each.every((one) => ADDRESS.test(one))) {
    throw fault(
      '2210',
      'Invalid Email Address format',
      'Email Address does not conform to the syntax rules of RFC 822.',
      `${member}.Address`,
    );
  }
}
