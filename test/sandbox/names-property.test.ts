import { fc } from '../support/property.ts';
import { expect, test } from 'vitest';
import { objectOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, faultOf, idOf } from './client.ts';

const ENTITIES = ['Customer', 'Vendor', 'Employee'] as const;
const STEMS = ['Ann Lee', 'ann lee', 'ANN LEE', 'Bo', 'bo', 'Ann Lee (deleted)'] as const;
const DELETED = ' (deleted)';

interface Step {
  readonly act: 'create' | 'rename' | 'retire' | 'revive';
  readonly entity: (typeof ENTITIES)[number];
  readonly name: string;
  readonly pick: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('create', 'create', 'rename', 'retire', 'revive'),
  entity: fc.constantFrom(...ENTITIES),
  name: fc.constantFrom(...STEMS),
  pick: fc.nat(20),
});

interface Person {
  readonly entity: (typeof ENTITIES)[number];
  readonly id: string;
  name: string;
  active: boolean;
}

const bare = (name: string): string => (name.endsWith(DELETED) ? name.slice(0, -DELETED.length) : name);

/** Does the step on the sandbox and on a plain list of people; both must agree on whether it may be done. */
function take(
  qbo: Client,
  people: Person[],
  inactiveClash: boolean,
  { act, entity, name, pick }: Step,
): void {
  const taken = (wanted: string, self?: Person): boolean =>
    people.some(
      (person) =>
        person !== self &&
        (person.active || inactiveClash) &&
        person.name.toLowerCase() === wanted.toLowerCase(),
    );
  const send = (body: JsonObject, kind: string = entity) => qbo.post(kind.toLowerCase(), body);
  if (act === 'create') {
    const refused = taken(bare(name));
    const reply = send({ DisplayName: name });
    expect(faultOf(reply).code).toBe(refused ? '6240' : '');
    if (!refused) {
      people.push({ entity, id: idOf(objectOf(reply.body[entity])), name: bare(name), active: true });
    }
    return;
  }
  const person = people[pick % Math.max(1, people.length)];
  if (person === undefined) return;
  const { SyncToken } = qbo.get(person.entity, person.id);
  const key = { Id: person.id, SyncToken, sparse: true };
  const next = {
    rename: { name: bare(name), active: person.active },
    retire: { name: person.name, active: false },
    revive: { name: person.name, active: true },
  }[act];
  const body = act === 'rename' ? { DisplayName: name } : { Active: next.active };
  const refused = next.active && taken(next.name, person);
  expect(faultOf(send({ ...key, ...body }, person.entity)).code).toBe(refused ? '6240' : '');
  if (!refused) Object.assign(person, next);
}

test.each([true, false])('people share one name space, retired names counted: %s', (inactiveNamesClash) => {
  const outcomes = { done: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(step, { minLength: 3, maxLength: 30 }), (steps) => {
      const qbo = new Client();
      qbo.control('company', { readings: { inactiveNamesClash } });
      const people: Person[] = [];
      for (const each of steps) take(qbo, people, inactiveNamesClash, each);
      for (const { entity, id, name, active } of people) {
        const row = qbo.get(entity, id);
        expect(row).toMatchObject({ DisplayName: active ? name : `${name}${DELETED}`, Active: active });
      }
      const refused = qbo.sandbox.requests.filter(({ status }) => status === 400).length;
      outcomes.refused += refused;
      outcomes.done += people.length;
    }),
    { numRuns: 30 },
  );
  expect(Math.min(outcomes.done, outcomes.refused)).toBeGreaterThan(30);
});
