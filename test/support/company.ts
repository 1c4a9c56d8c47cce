import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';
import type { RunningSandbox, SandboxOptions } from '../../src/sandbox/index.ts';
import type { Workspace } from './workspace.ts';

// A connected and configured company with records, and what stands in its books.

const reference = z.object({ value: z.string(), name: z.string().optional() });

const invoice = z.object({
  Id: z.string(),
  SyncToken: z.string(),
  DocNumber: z.string().optional(),
  TxnDate: z.string(),
  CustomerRef: reference,
  TotalAmt: z.number(),
  Balance: z.number(),
  PrivateNote: z.string().optional(),
});
const payment = z.object({
  Id: z.string(),
  TotalAmt: z.number(),
  UnappliedAmt: z.number(),
  CustomerRef: reference,
  PrivateNote: z.string().optional(),
});
const customer = z.object({
  Id: z.string(),
  DisplayName: z.string(),
  Notes: z.string().optional(),
});

/** What the books of a sandbox hold now. */
export function booked(sandbox: RunningSandbox) {
  const { Invoice, Payment, Customer } = sandbox.books();
  const customers = z.array(customer).parse(Customer ?? []);
  return {
    invoices: z.array(invoice).parse(Invoice ?? []),
    payments: z.array(payment).parse(Payment ?? []),
    customers,
    /** Those that qbsync made. */
    ours: customers.filter(({ Notes }) => Notes?.includes('[qbsync:customer:')),
  };
}

/** The id of an invoice of the books, by its number. */
export function invoiceId(sandbox: RunningSandbox, number: string): string {
  const found = booked(sandbox).invoices.find(({ DocNumber }) => DocNumber === number);
  if (!found) throw new Error(`the books have no invoice ${number}`);
  return found.Id;
}

/** Requests that would change the books, from a position in the log on. */
export function writesTo(sandbox: RunningSandbox, from = 0) {
  return sandbox.requests
    .slice(from)
    .filter(({ method, path }) => method === 'POST' && path.startsWith('/v3/') && !path.endsWith('/query'));
}

const row = z.object({
  kind: z.string(),
  id: z.string().nullable(),
  number: z.string().nullable(),
  status: z.string(),
  code: z.string().nullable(),
  reason: z.string().nullable(),
  fix: z.string().nullable(),
  customer: z.string().nullable(),
  total: z.string().nullable(),
  qbo_id: z.string().nullable(),
});
export type StatusRow = z.output<typeof row>;

/** Every record as `status --json` tells it, by number (invoices) or id (payments). */
export async function standings(space: Workspace): Promise<Map<string, StatusRow>> {
  const { body } = await space.json(['status']);
  const { records } = z.object({ records: z.array(row) }).parse(body);
  return new Map(records.map((one) => [one.number ?? one.id ?? '', one]));
}

export interface Start extends Partial<SandboxOptions> {
  invoices?: string;
  payments?: string;
}

/** A sandbox, connected, with these records imported and the defaults taken. */
export async function company(space: Workspace, { invoices, payments, ...options }: Start = {}) {
  const sandbox = await space.sandbox(options);
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
  await take(space, { ...(invoices ? { invoices } : {}), ...(payments ? { payments } : {}) });
  expect(await space.qbsync(['configure', '--accept-defaults'])).toMatchObject({ exit: 0 });
  return sandbox;
}

/** Imports the text of an export; every row of it must be good. */
export async function take(space: Workspace, texts: { invoices?: string; payments?: string }): Promise<void> {
  for (const [name, text] of Object.entries(texts)) {
    expect(await space.qbsync(['import', space.file(`${name}.csv`, text)])).toMatchObject({ exit: 0 });
  }
}

/** Files of the ledger: SQLite keeps a log and an index of it beside the file while it is open. */
export const ledgerFiles = (space: Workspace): string[] =>
  ['', '-wal', '-shm'].map((end) => join(space.home, 'companies', 'main', `ledger.sqlite${end}`));

/** The ledger is gone, as when a disk died; connection and settings stay. */
export function loseLedger(space: Workspace): void {
  for (const file of ledgerFiles(space)) rmSync(file, { force: true });
}

/** As {@link loseLedger}, and somebody connects again: a new one begins. */
export async function beginNewLedger(space: Workspace, sandbox: RunningSandbox): Promise<void> {
  loseLedger(space);
  expect(await space.connect(sandbox)).toMatchObject({ exit: 0 });
}

const problem = z.object({
  error: z.object({ code: z.string(), reason: z.string(), fix: z.string(), exit: z.number() }),
});

/** Runs a command that must end in a problem: shown to people with a fix, and as JSON with a code. */
export async function problemOf(
  space: Workspace,
  argv: string[],
  options: Parameters<Workspace['qbsync']>[1] = {},
) {
  const ran = await space.qbsync([...argv, '--json'], options);
  const { error } = problem.parse(JSON.parse(ran.stdout));
  expect(error.exit).toBe(ran.exit);
  expect(error.fix).not.toBe('');
  expect(ran.stderr).toContain('What to do:');
  expect(ran.stderr).not.toMatch(/\n\s+at \S+ \(/);
  return { ...error, stderr: ran.stderr };
}

const diagnosis = z.object({
  exit: z.number(),
  checks: z.array(z.object({ level: z.string(), code: z.string().nullable(), means: z.string() })),
});

/** What `doctor` finds to mend, which does not end it. */
export async function failuresOf(space: Workspace) {
  const { exit, body } = await space.json(['doctor']);
  const { checks, ...said } = diagnosis.parse(body);
  expect(said.exit).toBe(exit);
  const failures = checks.filter(({ level }) => level === 'fail');
  return { exit, codes: failures.map(({ code }) => code), reasons: failures.map(({ means }) => means) };
}

/** Characters that move a terminal's cursor, change its colours or turn a line round; a line's end is none. */
export function unsafe(text: string): string[] {
  const marks = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/gu;
  return [...text.matchAll(marks)].map(([mark]) => mark).filter((mark) => mark !== '\n');
}
