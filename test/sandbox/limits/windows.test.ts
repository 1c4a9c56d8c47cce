import { fc } from '../../support/property.ts';
import { expect, test } from 'vitest';
import { Limits } from '../../../src/sandbox/limits/limits.ts';
import type { Arrival } from '../../../src/sandbox/limits/limits.ts';
import { RequestWindow } from '../../../src/sandbox/limits/windows.ts';

const LENGTH = 1000;

test('a window decides as a list of all requests would', () => {
  const arrivals = fc.array(fc.record({ after: fc.nat(400), taken: fc.nat(6) }), { maxLength: 60 });
  fc.assert(
    fc.property(
      arrivals,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('sliding', 'fixed'),
      (steps, limit, kind) => {
        const window = new RequestWindow(limit, LENGTH);
        const all: number[] = [];
        let now = 1_700_000_000_123;
        for (const { after, taken } of steps) {
          now += after;
          const counted = all.filter((at) =>
            kind === 'sliding' ? at > now - LENGTH : Math.floor(at / LENGTH) === Math.floor(now / LENGTH),
          );
          expect(window.isFull(now, kind, taken)).toBe(counted.length + taken >= limit);
          window.add(now);
          all.push(now);
        }
      },
    ),
  );
});

const arrival = (app: string, at: number, batch: boolean): Arrival => ({
  realmId: '9341',
  app,
  at,
  batch,
  window: 'sliding',
  countRefused: false,
});

/** How many of the requests of several apps are admitted, each app well below its own limits. */
function admittedOf(apps: number, each: number, batch: boolean): number {
  const limits = new Limits();
  limits.change({ on: true });
  let admitted = 0;
  for (let nth = 0; nth < each; nth++) {
    for (let app = 0; app < apps; app++) {
      if (limits.admit(arrival(`app-${app}`, nth * 250, batch))) admitted++;
    }
  }
  return admitted;
}

test('apps share the budget of the company: 500 requests, 120 batches a minute', () => {
  expect(admittedOf(5, 100, false)).toBe(500);
  expect(admittedOf(6, 100, false)).toBe(500);
  expect(admittedOf(3, 40, true)).toBe(120);
  expect(admittedOf(4, 40, true)).toBe(120);
});

test('companies do not share', () => {
  const limits = new Limits();
  limits.change({ on: true });
  const ask = (realmId: string) => limits.admit({ ...arrival('app', 0, false), realmId });
  for (let nth = 0; nth < 10; nth++) expect(ask('1')).toBe(true);
  expect(ask('1')).toBe(false);
  expect(ask('2')).toBe(true);
});

test('a clock that is set back opens the windows', () => {
  const limits = new Limits();
  limits.change({ on: true });
  for (let nth = 0; nth < 10; nth++) limits.admit(arrival('app', 5000, false));
  expect(limits.admit(arrival('app', 5000, false))).toBe(false);
  expect(limits.admit(arrival('app', 4999, false))).toBe(true);
});
