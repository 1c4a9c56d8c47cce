import { foldName } from '../../domain/identity.ts';
import { usage } from '../values.ts';

/** An entry of a list of the company, by its id or its name. */
export function find<T extends { Id: string; Name: string }>(
  value: string,
  all: readonly T[],
  noun: string,
): T {
  const byId = all.find(({ Id }) => Id === value);
  const [byName, another] = all.filter(({ Name }) => foldName(Name) === foldName(value));
  if (byId) return byId;
  if (byName && another) {
    throw usage(
      `Several active ${noun}s are named "${value}" in the company.`,
      `Give the id of the one that is meant: ${byName.Id} or ${another.Id}.`,
    );
  }
  if (byName) return byName;
  const some = all.slice(0, 12).map(({ Name }) => Name);
  throw usage(
    `No active ${noun} "${value}" is in the company.`,
    `There are: ${some.join(', ') || 'none'}${all.length > some.length ? ', …' : ''}.`,
  );
}

export function among<T extends string>(value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value.trim().toLowerCase());
  if (!found) throw usage(`"${value}" cannot be chosen here.`, `Choose one of: ${allowed.join(', ')}.`);
  return found;
}
