import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { Sql } from '../../src/ledger/sql.ts';
import { openStage } from '../../src/ledger/staging.ts';
import { aLink, aPayment, anInvoice, takeIn, taken } from '../support/builders.ts';
import { Engine } from '../support/engine.ts';
import { intended } from '../support/intended.ts';

// What is asked for each record, or each request, must not go through all records: a ledger of years has 100,000.

let engine: Engine;
let ledger: Ledger;
/** The statements that were run. */
let statements: () => string[];
beforeEach(async () => {
  engine = new Engine();
  ledger = await engine.ledger();
  const spies = (['run', 'get', 'all'] as const).map((name) => vi.spyOn(Sql.prototype, name));
  statements = () => spies.flatMap(({ mock }) => mock.calls.map(([sql]) => sql));
});
afterEach(() => {
  vi.restoreAllMocks();
  engine.dispose();
});

const step = z.object({ detail: z.string() });

/** How SQLite goes about each of them. */
function plans(): { sql: string; detail: string }[] {
  const database = new DatabaseSync(engine.file, { readOnly: true });
  try {
    openStage(new Sql(database, engine.clock));
    return [...new Set(statements())].flatMap((sql) => {
      const unknown = Array.from(sql.matchAll(/\?/g), () => null);
      const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...unknown);
      return steps.map((one) => ({ sql: sql.replaceAll(/\s+/g, ' '), detail: step.parse(one).detail }));
    });
  } finally {
    database.close();
  }
}

/**
 * A whole table gone through, or all records of a kind; not the values asked for, the few open attempts, nor what is gone
 * through once a file: its own records, and what could not be read.
 */
const GOES_THROUGH_ALL =
  /^SCAN (?!json_each|part\b|temp\.staged|rejects$|attempts USING INDEX attempts_open)|\(kind=\?\)$/;

test('what is asked for each record finds it by an index', async () => {
  await takeIn(ledger, 'a.csv', [taken(anInvoice()), taken(aPayment())]);
  const runId = await ledger.startRun('sync');
  const attemptId = await intended(ledger, {
    ...{ runId, kind: 'invoice', key: '501', operation: 'create', requestId: 'r-1' },
    ...{ body: '{}', bodyHash: 'hash', fingerprint: 'print' },
  });
  await ledger.refusals('invoice', ['501']);
  await ledger.openAttempts();
  await ledger.settle([
    {
      attemptId,
      end: { state: 'posted', booksId: '1', tid: 't' },
      consequence: { link: aLink(anInvoice()) },
    },
  ]);
  await ledger.lastPosted('invoice', '501');
  await ledger.linkOf('invoice', '501');
  await ledger.linkedIds('invoice', ['1']);
  await ledger.contents([{ kind: 'invoice', key: '501' }]);
  await ledger.customers(['C-1']);
  await ledger.customerNamed('Anna Berg');
  await ledger.customersInBooks(['1']);
  await ledger.claimCustomers([{ key: 'C-1', name: 'Anna', displayName: 'Anna', booksId: '1' }]);
  await ledger.paymentsOf(['INV-1']);
  await ledger.entries({ kind: 'invoice', ids: ['INV-1'] });
  await ledger.entries({ ids: ['INV-1'] });
  const found = plans();
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter(({ detail }) => GOES_THROUGH_ALL.test(detail))).toEqual([]);
});

test('whose project a payment belongs to is found by the number of its invoice', async () => {
  await ledger.entries({ project: 'P-1' });
  expect(plans().map(({ detail }) => detail)).toContain(
    'SEARCH i USING INDEX records_by_number (number_folded=?)',
  );
});
