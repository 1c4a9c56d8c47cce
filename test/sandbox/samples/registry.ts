import { company } from './company.ts';
import { envelopes } from './envelopes.ts';
import { faults } from './faults.ts';
import { lists } from './lists.ts';
import { people } from './people.ts';
import { requests } from './requests.ts';
import { sales } from './sales.ts';
import type { Sample } from './sample.ts';

export const samples: readonly Sample[] = [
  ...people,
  ...lists,
  ...sales,
  ...company,
  ...envelopes,
  ...faults,
];

/** Recordings that are held to nothing, and why. */
export const notServed: Readonly<Record<string, string>> = {
  'fault-401-130-wrong-cluster.python-quickbooks-issue-369.xml':
    'the sandbox is one cluster, and no request can reach a wrong one',
};

/** How many recordings each row of the table in docs/sandbox.md stands for. */
export function families(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { family } of [...samples, ...requests]) counts.set(family, (counts.get(family) ?? 0) + 1);
  return counts;
}
