import type { Buffer } from 'node:buffer';
import { expect } from 'vitest';
import * as z from 'zod';
import { makeContext, realWorld } from '../../src/context.ts';
import { company, take } from '../support/company.ts';
import { invoicesCsv } from '../support/exports.ts';
import { unzipped } from '../support/unzip.ts';
import type { Workspace } from '../support/workspace.ts';

export const SECRET_ENV = {
  QBSYNC_CLIENT_SECRET: 'from-the-environment-9182',
  HTTPS_PROXY: 'http://proxyuser:proxypass77@proxy.example:3128',
  NO_PROXY: '127.0.0.1',
};

export const bundled = (bytes: Buffer): Map<string, string> => unzipped(bytes);

const parts = {
  records: z.object({
    listed: z.array(z.looseObject({ code: z.string().nullable(), reason: z.string(), customer: z.string() })),
  }),
  doctor: z.array(z.looseObject({ code: z.string().nullable(), means: z.string() })),
  ledger: z.looseObject({ runs: z.array(z.looseObject({ command: z.string() })) }),
  settings: z.looseObject({}),
  connection: z.looseObject({}),
};

export function bundleSchema(entries: ReadonlyMap<string, string>) {
  const read = (name: string): unknown => JSON.parse(entries.get(`${name}.json`) ?? 'null');
  return {
    records: parts.records.parse(read('records')),
    doctor: parts.doctor.parse(read('doctor')),
    ledger: parts.ledger.parse(read('ledger')),
    settings: parts.settings.parse(read('settings')),
    connection: parts.connection.parse(read('connection')),
  };
}

/** Names that are no words of any language, so that each place they turn up in is one where they were let through. */
const ROWS = [
  {
    invoice_number: 'INV-00001',
    customer_id: 'cus_1',
    customer_name: 'Zoltan Quimby',
    first_name: 'Zoltan',
    last_name: 'Quimby',
    email: 'zoltan.quimby@plumbus.example',
    phone: '+1 555 867 5309',
    address: '17 Wibble Crescent',
    project_name: 'Quimby rooftop',
  },
  { invoice_number: 'INV-00002', customer_id: 'cus_2', customer_name: 'Xanthe O’Grumbly', email: 'xanthe@grumbly.example' },
  { invoice_number: 'INV-00003', customer_id: 'cus_3', customer_name: 'Brunhild Vexley', email: 'brunhild at vexley' },
  { invoice_number: 'INV-00004', customer_id: 'cus_4', customer_name: 'Will Ferntickle', email: 'will@ferntickle.example', amount: '-5.00' },
  { invoice_number: 'INV-00005', customer_id: 'cus_5', customer_name: 'Yolande Trask', email: 'yolande@trask.example' },
]; // prettier-ignore

/** A company with records in every kind of trouble, and all that must not be told of it. */
export async function planted(space: Workspace): Promise<{ secrets: string[]; people: string[] }> {
  const sandbox = await company(space);
  const person = (deed: object) => sandbox.control('company', { person: deed as never });
  // Somebody whom only QuickBooks knows, and who is named in what the ledger keeps.
  person({ operation: 'create', entity: 'Customer', body: { DisplayName: 'Ottoline Snodgrass-Mbeki' } });
  const stranger = (sandbox.books().Customer ?? []).find(
    ({ DisplayName }) => DisplayName === 'Ottoline Snodgrass-Mbeki',
  );
  person({
    operation: 'create',
    entity: 'Invoice',
    body: {
      DocNumber: 'INV-00002',
      TxnDate: '2026-03-02',
      CustomerRef: { value: stranger?.Id },
      Line: [{ Amount: 55, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }],
    },
  }); // prettier-ignore
  await take(space, { invoices: invoicesCsv(...ROWS) });
  await space.qbsync(['sync-invoice', 'INV-00001', 'INV-00002', 'INV-00003', 'INV-00004', '--yes']);
  await refusedWith(space, 'inv_INV-00005');
  const secrets = [sandbox.clientId, sandbox.clientSecret, sandbox.companyId, ...(await tokensOf(space))];
  return {
    secrets: [...secrets, SECRET_ENV.QBSYNC_CLIENT_SECRET, 'proxypass77'],
    people: [
      ...ROWS.flatMap(({ customer_name: name, email }) => [name, email, ...name.split(/[ ’]/).filter((one) => one.length > 4)]),
      ...['Ottoline', 'Snodgrass', 'Mbeki', '867 5309', 'Wibble', 'Quimby rooftop', 'Perpetua', 'Clutterbuck'],
      ...['perpetua@clutterbuck.example', '5550199123', sandbox.companyName],
    ],
  }; // prettier-ignore
}

/** A refusal in QuickBooks' own words, which name people of its own. */
async function refusedWith(space: Workspace, key: string): Promise<void> {
  const context = await contextOf(space);
  try {
    const ledger = await context.ledger();
    const [entry] = await ledger.entries({ keys: [key] });
    expect(entry).toBeDefined();
    const standing = {
      state: 'error' as const,
      code: 'QBO_6000',
      reason:
        'QuickBooks refuses it by one of its business rules (6000: Perpetua Clutterbuck, perpetua@clutterbuck.example, phone 5550199123, is not allowed).',
      fix: 'Read the text, run qbsync doctor, and correct the record or the mapping (qbsync configure).',
      fingerprint: entry?.fingerprint ?? '',
    };
    await ledger.judge([{ kind: 'invoice', key, standing }]);
  } finally {
    await context.close();
  }
}

async function tokensOf(space: Workspace): Promise<string[]> {
  const context = await contextOf(space);
  const { tokens } = (await context.files()).connection() ?? {};
  await context.close();
  expect(tokens).toBeDefined();
  return [tokens?.accessToken ?? '', tokens?.refreshToken ?? ''];
}

async function contextOf(space: Workspace) {
  const world = realWorld(new AbortController().signal);
  return makeContext({ ...world, env: { QBSYNC_HOME: space.home } }, undefined);
}
