import { join } from 'node:path';
import Big from 'big.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { SandboxCountry } from '../../src/sandbox/index.ts';
import { EXAMPLES, Workspace } from '../support/workspace.ts';

let space: Workspace;
beforeEach(() => {
  space = new Workspace();
});
afterEach(async () => space.dispose());

const statusSchema = z.object({
  records: z.array(
    z.object({
      kind: z.string(),
      number: z.string().nullable(),
      id: z.string(),
      status: z.string(),
      total: z.string(),
      reason: z.string().nullable(),
      fix: z.string().nullable(),
      qbo_id: z.string().nullable(),
    }),
  ),
});

const bookedInvoice = z.object({
  Id: z.string(),
  DocNumber: z.string(),
  TotalAmt: z.number(),
  Balance: z.number(),
});
const bookedPayment = z.object({ Id: z.string(), TotalAmt: z.number(), UnappliedAmt: z.number() });

const total = (amounts: (string | number)[]) =>
  amounts.reduce((sum, amount) => sum.plus(String(amount)), new Big(0));

async function wholeJob(country: SandboxCountry, folder: string, configure: string[]) {
  const sandbox = await space.sandbox({ country });
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
  const files = ['invoices.csv', 'payments.csv'].map((name) => join(EXAMPLES, folder, name));
  expect(await space.qbsync(['import', ...files])).toMatchObject({ exit: 0 });
  expect(await space.qbsync(['configure', '--accept-defaults', ...configure])).toMatchObject({ exit: 0 });
  const invoices = await space.qbsync(['sync-invoice', '--all', '--yes']);
  const payments = await space.qbsync(['sync-payment', '--all', '--yes']);
  const status = await space.json(['status']);
  return { sandbox, invoices, payments, records: statusSchema.parse(status.body).records };
}

describe('the sample export of a US installer', () => {
  test('every good record is Active, every bad one Error with a fix, totals agree, and nothing is sent twice', async () => {
    const { sandbox, invoices, payments, records } = await wholeJob('US', 'us', []);
    expect([invoices.exit, payments.exit]).toEqual([3, 3]);
    const bad = records.filter(({ status }) => status !== 'Active');
    expect(bad.map(({ status }) => status)).toEqual(bad.map(() => 'Error'));
    expect(bad.every(({ reason, fix }) => reason && fix)).toBe(true);
    expect(bad.filter(({ kind }) => kind === 'invoice').map(({ number }) => number)).toEqual([
      'INV-00014', 'INV-00029', 'INV-00034', 'INV-00048', 'INV-00052',
      'INV-00060', 'INV-00068', 'INV-00083', 'INV-00089', 'INV-00102',
    ]); // prettier-ignore

    const good = records.filter(({ status }) => status === 'Active');
    const books = sandbox.books();
    const inBooks = new Map(
      z
        .array(bookedInvoice)
        .parse(books.Invoice)
        .map((one) => [one.DocNumber, one]),
    );
    const goodInvoices = good.filter(({ kind }) => kind === 'invoice');
    expect(goodInvoices.length).toBe(128);
    expect(inBooks.size).toBe(128);
    for (const { number, total: source, qbo_id } of goodInvoices) {
      const booked = inBooks.get(number ?? '');
      expect(booked?.Id).toBe(qbo_id);
      expect(new Big(String(booked?.TotalAmt)).toFixed(2)).toBe(source);
    }
    const booked = z.array(bookedPayment).parse(books.Payment);
    const goodPayments = good.filter(({ kind }) => kind === 'payment');
    expect(booked.length).toBe(goodPayments.length);
    expect(total(booked.map((one) => one.TotalAmt)).toFixed(2)).toBe(
      total(goodPayments.map((one) => one.total)).toFixed(2),
    );
    const open = total([...inBooks.values()].map((one) => one.Balance));
    expect(open.toFixed(2)).toBe(
      total(goodInvoices.map((one) => one.total))
        .minus(total(goodPayments.map((one) => one.total)))
        .toFixed(2),
    );

    const before = sandbox.requests.length;
    await space.qbsync(['sync-invoice', '--all', '--yes']);
    await space.qbsync(['sync-payment', '--all', '--yes']);
    const writes = sandbox.requests
      .slice(before)
      .filter(({ method, path }) => method === 'POST' && path.includes('/v3/'));
    expect(writes).toEqual([]);
  });
});

describe.each([
  { country: 'AU', folder: 'au', configure: [] },
  { country: 'GB', folder: 'gb', configure: [] },
  { country: 'CA', folder: 'ca', configure: [] },
] as const)('the sample export of $country', ({ country, folder, configure }) => {
  test('every line has the right tax code, and every total is the source’s', async () => {
    const { sandbox, invoices, records } = await wholeJob(country, folder, [...configure]);
    expect(invoices).toMatchObject({ exit: 0 });
    expect(records.filter(({ status }) => status !== 'Active')).toEqual([]);
    const line = z.object({
      DetailType: z.string(),
      SalesItemLineDetail: z.object({ TaxCodeRef: z.object({ value: z.string() }) }).optional(),
    });
    const books = sandbox.books();
    const booked = z.array(bookedInvoice.extend({ Line: z.array(line) })).parse(books.Invoice);
    const totals = new Map(records.map(({ number, total: source }) => [number, source]));
    for (const { DocNumber, TotalAmt } of booked) {
      expect(new Big(String(TotalAmt)).toFixed(2)).toBe(totals.get(DocNumber));
    }
    const codes = new Set(
      booked.flatMap(({ Line }) =>
        Line.flatMap(({ SalesItemLineDetail: detail }) => detail?.TaxCodeRef.value ?? []),
      ),
    );
    const names = z.array(z.object({ Id: z.string(), Name: z.string() })).parse(books.TaxCode);
    const used = names.filter(({ Id }) => codes.has(Id)).map(({ Name }) => Name);
    expect(used.sort()).toMatchSnapshot();
  });
});
