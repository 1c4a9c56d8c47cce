import { afterEach, beforeEach, expect, test } from 'vitest';
import { axiosTransport, type Transport } from '../../src/qbo/http.ts';
import { booked, company, take } from '../support/company.ts';
import { invoicesCsv, paymentsCsv } from '../support/exports.ts';
import { Workspace } from '../support/workspace.ts';

// Two machines with ledgers of their own keep one company: neither knows what the other is about to do.

let here: Workspace;
let there: Workspace;
beforeEach(() => {
  [here, there] = [new Workspace(), new Workspace()];
});
afterEach(async () => {
  await here.dispose();
  await there.dispose();
});

const INVOICES = ['sync-invoice', '--all', '--yes'];
const person = (at: number) => ({
  customer_id: `cus_${at}`,
  customer_name: 'Ann Baker',
  email: `ann${at}@example.com`,
  invoice_number: `INV-${at}`,
});

test.each([2, 3])(
  'customer %i, whom the other machine makes meanwhile under the name that is another’s here, is made once',
  async (at) => {
    const sandbox = await company(here, { invoices: invoicesCsv(person(1), person(2), person(3)) });
    await there.connect(sandbox);
    await there.qbsync(['configure', '--accept-defaults']);
    await take(there, { invoices: invoicesCsv(person(at)) });
    const send = axiosTransport();
    let met = false;
    const transport: Transport = async (request) => {
      if (request.method === 'POST' && request.url.includes('/customer') && !met) {
        met = true;
        expect(await there.qbsync(INVOICES)).toMatchObject({ exit: 0 });
      }
      return send(request);
    };
    await here.qbsync(INVOICES, { world: { transport } });
    for (const machine of [here, there]) expect(await machine.qbsync(INVOICES)).toMatchObject({ exit: 0 });
    const { ours, invoices } = booked(sandbox);
    const others = [1, 2, 3].filter((one) => one !== at).map((one) => `Ann Baker (cus_${one})`);
    expect(ours.map(({ DisplayName }) => DisplayName).sort()).toEqual(['Ann Baker', ...others]);
    expect(invoices.map(({ DocNumber }) => DocNumber).sort()).toEqual(['INV-1', 'INV-2', 'INV-3']);
  },
);

const PAYMENTS = ['sync-payment', '--all', '--yes'];

test('a payment that both were refused before is booked once, also where questions lag and refusals are not replayed', async () => {
  const many = Array.from({ length: 8 }, () => ({}));
  const texts = {
    invoices: invoicesCsv(...many),
    payments: paymentsCsv(...many.map(() => ({ amount: '40.00' }))),
  };
  const sandbox = await company(here, texts);
  sandbox.control('company', { readings: { replayFaults: false } });
  await there.connect(sandbox);
  await take(there, texts);
  await there.qbsync(['configure', '--accept-defaults']);
  for (const machine of [here, there]) expect(await machine.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  const send = axiosTransport();
  /** Somebody closes the books while the payments are on their way, and opens them again. */
  const closing: Transport = async (request) => {
    if (!request.url.includes('/batch')) return send(request);
    sandbox.control('company', { bookCloseDate: '2026-12-31' });
    const answer = await send(request);
    sandbox.control('company', { bookCloseDate: null });
    return answer;
  };
  for (const machine of [here, here, there]) {
    const refused = await machine.qbsync(PAYMENTS, { world: { transport: closing } });
    expect(refused).toMatchObject({ exit: 3 });
  }
  expect(await here.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
  sandbox.control('faults', { kind: 'stale-query', times: 20 });
  expect(await there.qbsync(PAYMENTS)).toMatchObject({ exit: 0 });
  expect(booked(sandbox).payments.length).toBe(8);
});
