import { afterEach, beforeEach, expect, test } from 'vitest';
import { axiosTransport, type Transport } from '../../src/qbo/http.ts';
import { booked, company, take } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
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

test('a customer whom the other machine makes meanwhile, under the name that is another’s here, is made once', async () => {
  const sandbox = await company(here, { invoices: invoicesCsv(person(1), person(2)) });
  await there.connect(sandbox);
  await there.qbsync(['configure', '--accept-defaults']);
  await take(there, { invoices: invoicesCsv(person(2)) });
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
  expect(await here.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  expect(await there.qbsync(INVOICES)).toMatchObject({ exit: 0 });
  const { ours, invoices } = booked(sandbox);
  expect(ours.map(({ DisplayName }) => DisplayName).sort()).toEqual(['Ann Baker', 'Ann Baker (cus_1)']);
  expect(invoices.map(({ DocNumber }) => DocNumber).sort()).toEqual(['INV-1', 'INV-2']);
});
