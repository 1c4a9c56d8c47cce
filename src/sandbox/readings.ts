import * as z from 'zod';

/**
 * One switch for every behaviour that qbo-api.md marks U (unconfirmed). The default is the reading that
 * is harder on a client; docs/sandbox.md has the table. Set them with `POST /__sandbox/company`.
 */
export const readingsSchema = z.strictObject({
  /** Amount differs from Qty x UnitPrice outside the US: refused with 6070, or silently replaced. */
  nonUsAmount: z.enum(['refuse', 'replace']).default('refuse'),
  /** Whether a first reply that was a 4xx is replayed for its requestid. */
  replayFaults: z.boolean().default(true),
  /** The same requestid with another payload: the first reply again, or 600. */
  requestIdOtherPayload: z.enum(['replay', 'refuse']).default('replay'),
  /** A name that only an inactive row had ("X (deleted)") is still taken. */
  inactiveNamesClash: z.boolean().default(true),
  /** Emoji in names: 2040, or stored. */
  emojiInNames: z.enum(['refuse', 'store']).default('refuse'),
  /** MAXRESULTS above 1000: 4001, or cut to 1000. */
  maxResultsAboveLimit: z.enum(['refuse', 'clip']).default('refuse'),
  /** A sales line without ItemRef: its amount ignored as documentation, or the DefaultItem used. */
  lineWithoutItem: z.enum(['documentation', 'default-item']).default('documentation'),
  /** Linking a payment raises the invoice's SyncToken. */
  paymentTouchesInvoice: z.boolean().default(true),
  /** `Line.Amount` of a tax-inclusive reply: net of tax, or as sent. */
  inclusiveAmount: z.enum(['net', 'gross']).default('net'),
  /** The most by which a tax amount sent for a rate may differ from the computed one. */
  taxOverrideTolerance: z
    .string()
    .regex(/^\d+(\.\d{1,2})?$/)
    .default('0.05'),
  /** Payment query filters on CustomerRef and TotalAmt: in common use, or only what the reference lists. */
  paymentFilters: z.enum(['common', 'documented']).default('common'),
  /** `?operation=void` on a payment, beside the documented `operation=update&include=void`. */
  paymentVoidOperation: z.boolean().default(false),
  /** DiscountLineDetail needs SalesFormsPrefs.AllowDiscount. */
  discountNeedsPreference: z.boolean().default(true),
});

export type Readings = z.infer<typeof readingsSchema>;
