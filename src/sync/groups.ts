/** Cuts a list into groups of at most so many, in order. */
export function inGroups<T>(list: readonly T[], most: number): T[][] {
  const groups: T[][] = [];
  for (let at = 0; at < list.length; at += most) groups.push(list.slice(at, at + most));
  return groups;
}

/**
 * Does work on each group, several at once. After the first failure, or once `goOn` says no, nothing new is begun; what
 * was begun is finished, and then the failure is thrown.
 */
export async function together<T>(
  groups: readonly T[],
  atOnce: number,
  goOn: () => boolean,
  work: (group: T) => Promise<void>,
): Promise<void> {
  const rest = groups.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    while (failures.length === 0 && goOn()) {
      const next = rest.next();
      if (next.done) return;
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, groups.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
