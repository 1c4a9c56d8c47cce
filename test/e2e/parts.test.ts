import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, take } from '../support/company.ts';
import { axiosTransport, type Transport } from '../../src/qbo/http.ts';
import { invoicesCsv, paymentsCsv, seeded } from '../support/exports.ts';
import { csvOf, expectOnce, randomExport } from '../support/rounds.ts';
import { Workspace } from '../support/workspace.ts';

// Many records are planned and carried out in parts, so that memory does not grow with their number: what a person is
// shown, and what is done, must not depend on where a part ends.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const SYNC = ['sync', '--yes', '--json'];
const plans = z.object({ stages: z.array(z.object({ plan: z.looseObject({}), exit: z.number() })) });

describe('a run in parts', () => {
  test.each([1, 2, 7, 900])('of %i records books everything once, and then nothing more', async (parts) => {
    const given = randomExport(seeded(parts), 16);
    const sandbox = await company(space, csvOf(given));
    const world = { recordsTogether: parts };
    expect(await space.qbsync(SYNC, { world })).toMatchObject({ exit: 0 });
    await expectOnce(space, sandbox, given);
    const before = sandbox.requests.length;
    expect(await space.qbsync(SYNC, { world })).toMatchObject({ exit: 0 });
    expect(sandbox.requests.slice(before).map(({ writes }) => writes)).not.toContain(1);
    await expectOnce(space, sandbox, given);
  });

  test('shows the same plan as a run in one piece', async () => {
    const plan = async (recordsTogether: number) => {
      const ran = await space.qbsync(['sync', '--dry-run', '--json'], { world: { recordsTogether } });
      return plans.parse(JSON.parse(ran.stdout));
    };
    await company(space, csvOf(randomExport(seeded(3), 16)));
    expect(await plan(2)).toEqual(await plan(900));
  });

  test('gives people of one name their own names, and no invoice more than is open', async () => {
    const person = (at: number) => ({
      customer_id: `cus_${at}`,
      customer_name: 'Ann Baker',
      email: `ann${at}@example.com`,
      amount: '100.00',
    });
    const paid = { invoice_number: 'INV-1', date: '2026-03-02', amount: '60.00' };
    const sandbox = await company(space, {
      invoices: invoicesCsv(person(1), person(2), person(3)),
      payments: paymentsCsv(paid, paid, paid),
    });
    const ran = await space.qbsync(SYNC, { world: { recordsTogether: 1 } });
    expect(ran).toMatchObject({ exit: 3 });
    const books = booked(sandbox);
    expect(books.ours.length).toBe(3);
    expect(new Set(books.invoices.map(({ CustomerRef }) => CustomerRef.value)).size).toBe(3);
    expect(books.payments.length).toBe(1);
    const [, payments] = plans.parse(JSON.parse(ran.stdout)).stages;
    expect(payments?.plan).toMatchObject({
      records: [{ action: 'create' }, { code: 'MORE_THAN_OPEN' }, { code: 'MORE_THAN_OPEN' }],
    });
  });

  test.each([1, 2])('of %i records does not wait for records in error', async (recordsTogether) => {
    const ann = (at: number) => ({ customer_id: `cus_${at}`, customer_name: 'Ann Baker' });
    const unmapped = { ...ann(1), tax_rate: '7' };
    const sandbox = await company(space);
    await take(space, { invoices: invoicesCsv(unmapped, ann(2), ann(3)) });
    expect(await space.qbsync(SYNC, { world: { recordsTogether } })).toMatchObject({ exit: 3 });
    const { invoices } = booked(sandbox);
    expect(invoices.map(({ DocNumber }) => DocNumber).sort()).toEqual(['INV-2', 'INV-3']);
  });

  test('leaves alone what somebody changed after the plan was shown', async () => {
    const given = randomExport(seeded(5), 4);
    const sandbox = await company(space, csvOf(given));
    const byDate = [...given.invoices].sort((a, b) => ((a.issue_date ?? '') < (b.issue_date ?? '') ? -1 : 1));
    const taken = byDate.at(-1)?.invoice_number ?? '';
    const send = axiosTransport();
    let others = false;
    const transport: Transport = async (request) => {
      if (request.url.includes('/invoice') && !others) {
        others = true;
        takeNumber(sandbox, taken);
      }
      return send(request);
    };
    const ran = await space.qbsync(['sync-invoice', '--all', '--yes', '--json'], {
      world: { recordsTogether: 1, transport },
    });
    expect(ran).toMatchObject({ exit: 3 });
    const { results } = z
      .object({
        results: z.array(z.object({ number: z.string(), state: z.string(), code: z.string().nullable() })),
      })
      .parse(JSON.parse(ran.stdout));
    expect(results.filter(({ state }) => state !== 'done')).toEqual([
      { number: taken, state: 'error', code: 'CHANGED_MEANWHILE' },
    ]);
    expect(booked(sandbox).invoices.filter(({ DocNumber }) => DocNumber === taken).length).toBe(1);
  });
});

/** Somebody types an invoice of that number into QuickBooks. */
function takeNumber(sandbox: RunningSandbox, DocNumber: string): void {
  const [customer] = booked(sandbox).customers;
  const line = {
    DetailType: 'SalesItemLineDetail',
    Amount: 11,
    SalesItemLineDetail: { ItemRef: { value: '1' } },
  };
  const body = { DocNumber, CustomerRef: { value: customer?.Id ?? '' }, Line: [line] };
  sandbox.control('company', { person: { operation: 'create', entity: 'Invoice', body } });
}
