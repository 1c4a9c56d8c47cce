import Big from 'big.js';
import { fc } from '../support/property.ts';
import { expect, test } from 'vitest';
import { objectOf, refId, textOf } from '../../src/sandbox/json.ts';
import type { JsonObject } from '../../src/sandbox/json.ts';
import { Client, idOf, line, ref } from './client.ts';

interface Step {
  readonly act: 'create' | 'rename' | 'move' | 'retire' | 'bill' | 'pay';
  readonly pick: number;
  readonly under: number;
  readonly cents: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('create', 'create', 'rename', 'move', 'move', 'retire', 'bill', 'bill', 'pay'),
  pick: fc.nat(30),
  under: fc.nat(30),
  cents: fc.integer({ min: 1, max: 99_999 }),
});

const money = (value: unknown): Big => new Big(typeof value === 'number' ? value : 0);

/** Sends what the step says; a refusal is as good as a success, as long as the tree stays one. */
function take(qbo: Client, at: number, { act, pick, under, cents }: Step): void {
  const rows = qbo.rows('Customer', 'where Active in (true, false) orderby Id');
  const one = (index: number): JsonObject => rows[index % rows.length] ?? {};
  const chosen = one(pick);
  const key = { Id: chosen.Id, SyncToken: chosen.SyncToken, sparse: true };
  const body: Readonly<Record<Step['act'], readonly [string, JsonObject]>> = {
    create: ['customer', { DisplayName: `Job ${at}`, ParentRef: ref(one(under).Id) }],
    rename: ['customer', { ...key, DisplayName: `Name ${at}` }],
    move: ['customer', { ...key, ParentRef: ref(one(under).Id) }],
    retire: ['customer', { ...key, Active: cents % 2 === 0 }],
    bill: ['invoice', { CustomerRef: ref(chosen.Id), Line: [line(cents / 100)] }],
    pay: ['payment', { CustomerRef: ref(chosen.Id), TotalAmt: cents / 100 }],
  };
  qbo.post(...body[act]);
}

test('customers and jobs stay a tree of five levels with full names and balances, whatever is done', () => {
  let deepest = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), fc.boolean(), (steps, retireParents) => {
      const qbo = new Client();
      qbo.control('company', { readings: { retireParents } });
      steps.forEach((each, at) => {
        take(qbo, at, each);
      });
      const rows = new Map(
        qbo.rows('Customer', 'where Active in (true, false) maxresults 1000').map((row) => [idOf(row), row]),
      );
      const chain = (row: JsonObject): readonly JsonObject[] => {
        const parent = rows.get(refId(row.ParentRef) ?? '');
        return parent === undefined ? [row] : [...chain(parent), row];
      };
      for (const row of rows.values()) {
        const path = chain(row);
        expect(row.FullyQualifiedName).toBe(path.map((each) => textOf(each.DisplayName)).join(':'));
        expect(row.Level).toBe(path.length === 1 ? undefined : path.length - 1);
        expect(row.Job).toBe(path.length > 1);
        expect(path.length).toBeLessThanOrEqual(5);
        deepest = Math.max(deepest, path.length);
        const below = [...rows.values()].filter((each) => chain(each).includes(row));
        const owed = below.reduce((sum, each) => sum.plus(money(each.Balance)), new Big(0));
        expect(money(row.BalanceWithJobs).toFixed(2)).toBe(owed.toFixed(2));
        const active = below.filter((each) => each !== row && each.Active !== false);
        if (!retireParents && row.Active === false) expect(active).toEqual([]);
      }
      expect(
        objectOf(qbo.query('select count(*) from Customer where Active in (true, false)').body.QueryResponse),
      ).toEqual({
        totalCount: rows.size,
      });
    }),
    { numRuns: 30 },
  );
  expect(deepest).toBe(5);
});
