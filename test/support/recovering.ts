import { expect } from 'vitest';
import * as z from 'zod';
import type { CompanyOrder } from '../../src/sandbox/control/company.ts';
import type { RunningSandbox } from '../../src/sandbox/index.ts';
import { booked, company, beginNewLedger, take, writesTo } from './company.ts';
import { seeded } from './exports.ts';
import { csvOf, randomExport, type Export } from './rounds.ts';
import type { Workspace } from './workspace.ts';

// A company whose ledger is lost, what people did in its books, and what recover makes of it.

export const SYNC = ['sync', '--yes'];
export const RECOVER = ['recover', '--yes'];

/** Twelve invoices with their payments, two of which are one, all in the books. */
export async function synced(space: Workspace, given = randomExport(seeded(31), 12)) {
  const sandbox = await company(space, csvOf(given));
  expect(await space.qbsync(SYNC)).toMatchObject({ exit: 0 });
  return { given, sandbox };
}

/** As after a disk died: the ledger is gone, the export is imported again. */
export async function lost(space: Workspace, sandbox: RunningSandbox, given: Export): Promise<void> {
  await beginNewLedger(space, sandbox);
  await take(space, csvOf(given));
}

const count = z.int();
const totals = z.looseObject({
  kind: z.string(),
  in_quickbooks: count,
  agree: count,
  not_in_quickbooks: count,
  to_keep: count,
});
const object = { kind: z.string(), record: z.string() };
const outcome = z.object({
  kept: z.boolean(),
  totals: z.tuple([totals, totals, totals]),
  relinked: z.array(z.object({ ...object, qbo_id_before: z.string(), qbo_id: z.string() })),
  findings: z.array(
    z.object({
      ...object,
      qbo_id: z.string().nullable(),
      code: z.string(),
      reason: z.string(),
      fix: z.string(),
    }),
  ),
});

/** Runs recover, which must not write to the books. */
export async function recovered(space: Workspace, sandbox: RunningSandbox, argv = RECOVER) {
  const before = sandbox.requests.length;
  const { exit, body } = await space.json(argv);
  expect(writesTo(sandbox, before)).toEqual([]);
  const read = outcome.parse(body);
  const [invoice, payment, customer] = read.totals;
  const codes = read.findings.map(({ record, code }) => `${record} ${code}`);
  return { exit, ...read, invoice, payment, customer, codes };
}

/** A sync that must find nothing to write. */
export async function syncsNothing(space: Workspace, sandbox: RunningSandbox, exit: number): Promise<void> {
  const before = sandbox.requests.length;
  expect(await space.qbsync(SYNC)).toMatchObject({ exit });
  expect(writesTo(sandbox, before)).toEqual([]);
}

/** Somebody does something in QuickBooks. */
export function person(sandbox: RunningSandbox, deed: NonNullable<CompanyOrder['person']>): void {
  sandbox.control('company', { person: deed });
}

/** The id in the books of a payment of ours. */
export function paymentId(sandbox: RunningSandbox, id: string): string {
  const found = booked(sandbox).payments.find(({ PrivateNote }) =>
    PrivateNote?.includes(`[qbsync:payment:${id}]`),
  );
  if (!found) throw new Error(`the books have no payment ${id}`);
  return found.Id;
}

const invoiceBody = z.object({
  DocNumber: z.string(),
  TxnDate: z.string(),
  CustomerRef: z.object({ value: z.string() }),
  PrivateNote: z.string(),
  Line: z.array(z.record(z.string(), z.unknown())),
});

/** The first invoice of the books, as somebody would enter it once more, memo and all. */
export function firstInvoice(sandbox: RunningSandbox): z.output<typeof invoiceBody> {
  return invoiceBody.parse(sandbox.books().Invoice?.[0]);
}
