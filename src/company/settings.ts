import * as z from 'zod';
import { plainDate } from '../domain/dates.ts';
import { ALL_LINE_TYPES } from '../domain/records.ts';

const named = z.object({ id: z.string().min(1), name: z.string() });
export type Named = z.output<typeof named>;

/** A sales tax code with the ids of the rates it is made of. */
const taxCode = named.extend({ rates: z.array(z.string()).default([]) });

/** What a line type is booked on: an item that exists, or an income account for which qbsync plans an item. */
const lineTarget = z.union([z.object({ item: named }), z.object({ account: named })]);
export type LineTarget = z.output<typeof lineTarget>;

/** When a manual (not card) payment goes into the books by itself (`qbsync sync`). */
export const MANUAL_PAYMENTS = ['when-invoice-paid', 'when-received', 'never'] as const;

/** Who numbers invoices: the number of the source is used, or QuickBooks counts on. */
export const NUMBERS = ['source', 'quickbooks'] as const;

/** How a deposit that is invoiced before the work begins stands in the books until then: as income, or as owed. */
export const DEPOSITS = ['invoice', 'liability'] as const;

const day = z.string().transform((text, context) => {
  const read = plainDate(text);
  if (read) return read;
  context.addIssue(`not a day: ${text}`);
  return z.NEVER;
});

export const settingsSchema = z.strictObject({
  /** Tax rate in percent, as its shortest text (`"0"`, `"10"`, `"14.975"`) → sales tax code. */
  taxCodes: z.record(z.string(), taxCode).default({}),
  lineTypes: z.partialRecord(z.enum(ALL_LINE_TYPES), lineTarget).default({}),
  /** Where received money is put; Undeposited Funds where not set, as QuickBooks does. */
  depositAccount: named.optional(),
  /** Payment method as the source writes it, in lower case → payment method of the books. */
  paymentMethods: z.record(z.string(), named).default({}),
  manualPayments: z.enum(MANUAL_PAYMENTS).default('when-invoice-paid'),
  numbers: z.enum(NUMBERS).default('source'),
  deposits: z.enum(DEPOSITS).default('invoice'),
  /** Nothing dated before this day is pushed. */
  startDate: day.optional(),
  /** Folders that `qbsync sync` imports from. */
  importFolders: z.array(z.string()).default([]),
  dateOrder: z.enum(['mdy', 'dmy']).optional(),
  /** Saved column mappings: column in the file → canonical field. */
  columns: z.record(z.string(), z.string()).default({}),
});
export type Settings = z.output<typeof settingsSchema>;

export const NO_SETTINGS: Settings = settingsSchema.parse({});
