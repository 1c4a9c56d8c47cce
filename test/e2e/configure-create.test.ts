import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, problemOf, take, writesTo } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// What a company lacks is made once, after a yes, whatever happens on the way.

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const ZERO = ['4', '5', '6'];

/** A British company that never had a code of 0%. */
async function british(at: Workspace = space): Promise<RunningSandbox> {
  const sandbox = await at.sandbox({ country: 'GB' });
  for (const id of ZERO) sandbox.control('company', { person: { operation: 'noTaxCode', id } });
  expect(await at.connect(sandbox)).toMatchObject({ exit: 0 });
  await take(at, { invoices: invoicesCsv({ tax_rate: '0' }), payments: paymentsCsv({ method: 'Zelle' }) });
  return sandbox;
}

const named = z.array(z.object({ Id: z.string(), Name: z.string() }));
const count = (sandbox: RunningSandbox, entity: 'TaxCode' | 'PaymentMethod', name: string) =>
  named.parse(sandbox.books()[entity]).filter(({ Name }) => Name === name).length;
const CODE = 'Zero rate 0%';
const BOTH = ['configure', '--accept-defaults', '--create', '--set', 'method.zelle=create:Zelle'];

describe('in a script', () => {
  test('only with --create; without it what would be made, and where, is said, and nothing is done', async () => {
    const sandbox = await british();
    const set = ['configure', '--set', `tax.0=create:${CODE}`, 'method.zelle=create:Zelle'];
    const problem = await problemOf(space, set);
    expect(problem).toMatchObject({ code: 'CREATE_NOT_CONFIRMED', exit: 5 });
    expect(problem.reason).toContain(
      `Severn Vale Solar Ltd yet, and would be made there: a sales tax code "${CODE}" of 0%, zero-rated and a payment method "Zelle"`,
    );
    expect(problem.fix).toContain('--create');
    expect(writesTo(sandbox)).toEqual([]);
    expect(await space.qbsync([...set, '--create'])).toMatchObject({ exit: 0 });
    expect([count(sandbox, 'TaxCode', CODE), count(sandbox, 'PaymentMethod', 'Zelle')]).toEqual([1, 1]);
  });

  test('the code that was made is used, with the right total', async () => {
    const sandbox = await british();
    const { body } = await space.json(BOTH);
    expect(body).toMatchObject({
      saved: true,
      set: { 'tax.0': CODE, 'method.zelle': 'Zelle' },
      created: [
        { kind: 'payment-method', name: 'Zelle', found: false },
        { kind: 'tax-code', name: CODE, found: false },
      ],
    });
    expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(await space.qbsync(['sync-payment', '--all', '--yes'])).toMatchObject({ exit: 0 });
    expect(booked(sandbox).invoices).toMatchObject([{ TotalAmt: 100, Balance: 0 }]);
  });

  test.each([
    { set: 'tax.20=create:VAT', says: 'for 0% only' },
    { set: 'tax.0=create:Zero: rated', says: 'cannot be a name' },
    { set: `method.zelle=create:${'x'.repeat(32)}`, says: 'cannot be a name' },
  ])('$set is refused', async ({ set, says }) => {
    const sandbox = await british();
    expect((await problemOf(space, ['configure', '--create', '--set', set])).reason).toContain(says);
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('where there is a zero-rated code, none is made; one of that name is taken', async () => {
    const sandbox = await space.sandbox({ country: 'GB' });
    await space.connect(sandbox);
    const problem = await problemOf(space, ['configure', '--create', '--set', 'tax.0=create:Another']);
    expect(problem.reason).toContain('has a zero-rated sales tax code already: "0.0% Z"');
    expect(await space.qbsync(['configure', '--create', '--set', 'tax.0=create:0.0% z'])).toMatchObject({
      exit: 0,
    });
    expect(writesTo(sandbox)).toEqual([]);
  });

  test('the name of an inactive code is not taken for the code', async () => {
    const sandbox = await space.sandbox({ country: 'GB' });
    await space.connect(sandbox);
    for (const id of ZERO)
      sandbox.control('company', { person: { operation: 'taxCode', id, active: false } });
    const before = sandbox.requests.length;
    const problem = await problemOf(space, ['configure', '--create', '--set', 'tax.0=create:0.0% Z']);
    expect(problem).toMatchObject({ code: 'NOT_CREATED', exit: 5 });
    expect(problem.reason).toContain('maybe an inactive one');
    expect(writesTo(sandbox, before).every(({ writes }) => writes === 0)).toBe(true);
  });
});

describe('once', () => {
  test.each(['lose-answer', 'cut-before', 'broken-json'] as const)(
    '%s at each of the writes',
    async (kind) => {
      const sandbox = await british();
      for (const pathContains of ['/taxservice/', '/paymentmethod'])
        sandbox.control('faults', { kind, match: { method: 'POST', pathContains } });
      expect(await space.qbsync(BOTH)).toMatchObject({ exit: 0 });
      expect([count(sandbox, 'TaxCode', CODE), count(sandbox, 'PaymentMethod', 'Zelle')]).toEqual([1, 1]);
    },
  );

  test('a look-up that lags behind: the same request again, which is answered as before', async () => {
    const sandbox = await british();
    const lost = { method: 'POST', pathContains: '/paymentmethod' };
    sandbox.control('faults', { kind: 'lose-answer', match: lost });
    // Seven questions are asked to propose, the eighth before it is made.
    sandbox.control('faults', {
      kind: 'stale-query',
      writes: 1,
      after: 8,
      match: { pathContains: '/query' },
    });
    expect(await space.qbsync(BOTH)).toMatchObject({ exit: 0 });
    expect(writesTo(sandbox).filter(({ path }) => path.endsWith('/paymentmethod'))).toHaveLength(2);
    expect(count(sandbox, 'PaymentMethod', 'Zelle')).toBe(1);
  });

  test('by a second machine, and after a run that died before it saved', async () => {
    const sandbox = await british();
    await space.qbsync(BOTH);
    const there = new Workspace();
    try {
      expect(await there.connect(sandbox)).toMatchObject({ exit: 0 });
      const set = ['configure', '--create', '--set', `tax.0=create:${CODE}`, 'method.zelle=create:Zelle'];
      expect(await there.qbsync(set)).toMatchObject({ exit: 0 });
    } finally {
      await there.dispose();
    }
    expect([count(sandbox, 'TaxCode', CODE), count(sandbox, 'PaymentMethod', 'Zelle')]).toEqual([1, 1]);
  });

  test('the second cannot be made: nothing is saved, and the next time the first is found', async () => {
    const sandbox = await british();
    const match = { method: 'POST', pathContains: '/taxservice/' };
    sandbox.control('faults', { kind: 'status', status: 500, times: 9, match });
    expect(await problemOf(space, BOTH)).toMatchObject({ code: 'NOT_CREATED', exit: 5 });
    expect((await space.json(['configure', '--show'])).body).toMatchObject({ settings: { tax_codes: [] } });
    sandbox.control('faults', { clear: true });
    expect((await space.json(BOTH)).body).toMatchObject({ created: [{ kind: 'tax-code', found: false }] });
    expect([count(sandbox, 'TaxCode', CODE), count(sandbox, 'PaymentMethod', 'Zelle')]).toEqual([1, 1]);
  });
});

test('a code is judged by its rate: "Zero-rated" of 20% and "GST" of 0%', async () => {
  const sandbox = await space.sandbox({ country: 'GB' });
  for (const [id, name] of [['2', 'Zero-rated'], ['4', 'GST']] as const)
    sandbox.control('company', { person: { operation: 'taxCode', id, name } });
  await space.connect(sandbox);
  await take(space, { invoices: invoicesCsv({ tax_rate: '20' }, { tax_rate: '0' }) });
  expect((await problemOf(space, ['configure', '--set', 'tax.0=Zero-rated'])).reason).toContain('is 20%, not 0%');
  expect(await space.qbsync(['configure', '--accept-defaults'])).toMatchObject({ exit: 0 });
  expect(await space.qbsync(['sync-invoice', '--all', '--yes'])).toMatchObject({ exit: 0 });
  expect(booked(sandbox).invoices.map(({ TotalAmt }) => TotalAmt)).toEqual([120, 100]);
}); // prettier-ignore
