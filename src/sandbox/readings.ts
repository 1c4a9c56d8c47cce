import * as z from 'zod';
import { isObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';

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
  /** For how many hours of the sandbox's clock a request id is remembered; null for ever (qbo-api.md 1.5). */
  requestIdHours: z.number().positive().nullable().default(null),
  /** A name that only an inactive row had ("X (deleted)") is still taken. */
  inactiveNamesClash: z.boolean().default(true),
  /** Names that differ only in case are the same name: 6240 (qbo-api.md 3.1). */
  namesIgnoreCase: z.boolean().default(true),
  /** Emoji in names: 2040, or stored. */
  emojiInNames: z.enum(['refuse', 'store']).default('refuse'),
  /** Colons, tabs and newlines in names of items: 2040, or stored (qbo-api.md 3.4). */
  itemNameCharacters: z.enum(['refuse', 'store']).default('refuse'),
  /** Characters of `Item.Description`, which the reference does not limit; null for any number (3.4). */
  itemDescriptionLimit: z.int().positive().nullable().default(4000),
  /** Characters of `PaymentRefNum`, which the reference does not limit; null for any number (3.3). */
  paymentRefNumLimit: z.int().positive().nullable().default(21),
  /** MAXRESULTS above 1000: 4001, or cut to 1000. */
  maxResultsAboveLimit: z.enum(['refuse', 'clip']).default('refuse'),
  /** A backslash in a statement before anything but an apostrophe or a backslash (qbo-api.md 4). */
  loneBackslash: z.enum(['refuse', 'drop', 'keep']).default('refuse'),
  /**
   * Characters of a request target; a longer one is a 414. Recorded replies name nginx, of which 8 KB a
   * request line is the standard setting; Intuit's own is not published (qbo-api.md 1.3, 4).
   */
  longestUrl: z.int().positive().nullable().default(8190),
  /** A sales line without ItemRef: its amount ignored as documentation, or the DefaultItem used. */
  lineWithoutItem: z.enum(['documentation', 'default-item']).default('documentation'),
  /** Linking a payment raises the invoice's SyncToken. */
  paymentTouchesInvoice: z.boolean().default(true),
  /** A payment line above the open balance, of another customer or in another currency (qbo-api.md 3.3). */
  linkFault: z.enum(['6000', '2500']).default('6000'),
  /** Preferences AutoApplyPayments and AutoApplyCredit act on what a new payment leaves unapplied (3.3). */
  autoApply: z.boolean().default(false),
  /** Whose day a transaction without TxnDate has, and CURRENT_DATE means (qbo-api.md 3.2). */
  todayZone: z.enum(['Pacific', 'UTC', 'company']).default('Pacific'),
  /** `Line.Amount` of a tax-inclusive reply: net of tax, or as sent. */
  inclusiveAmount: z.enum(['net', 'gross']).default('net'),
  /** Tax on top of net amounts: of each rate's sum, or rounded on every line (qbo-api.md 3.7). */
  taxRounding: z.enum(['per-rate', 'per-line']).default('per-rate'),
  /** The most by which a tax amount sent for a rate may differ from the computed one. */
  taxOverrideTolerance: z
    .string()
    .regex(/^\d+(\.\d{1,2})?$/)
    .default('0.05'),
  /** Payment query filters on CustomerRef and TotalAmt: in common use, or only what the reference lists. */
  paymentFilters: z.enum(['common', 'documented']).default('common'),
  /** A service item whose income account is a liability, as for deposits: people may make one, and the API maybe too (3.4). */
  itemOnLiability: z.enum(['refuse', 'take']).default('refuse'),
  /** Query filters on `Active` of items, as of every other list (qbo-api.md 3.4). */
  itemActiveFilter: z.boolean().default(true),
  /** Query filters on `ParentRef` and `Job` of customers (qbo-api.md 4). */
  customerParentFilters: z.boolean().default(false),
  /** `?operation=void` on a payment, beside the documented `operation=update&include=void`. */
  paymentVoidOperation: z.boolean().default(false),
  /** `?operation=void` on a sales receipt, beside the documented `operation=update&include=void`. */
  salesReceiptVoidOperation: z.boolean().default(false),
  /** `?operation=void` on a credit memo, of which the reference says nothing. */
  creditMemoVoid: z.boolean().default(false),
  /** A number is unique among all sales forms, or among the forms of one kind. */
  numbersUniqueAcross: z.enum(['sales-forms', 'same-form']).default('sales-forms'),
  /** No CurrencyRef where several currencies are kept: 2020, or the customer's currency. */
  missingCurrency: z.enum(['refuse', 'customer']).default('refuse'),
  /** DiscountLineDetail needs SalesFormsPrefs.AllowDiscount. */
  discountNeedsPreference: z.boolean().default(true),
  /** A job's name is unique among all people, or only among the jobs of its customer. */
  jobNames: z.enum(['everywhere', 'per-parent']).default('everywhere'),
  /** Names of items, accounts, classes and locations: unique below their parent, or in the whole list. */
  subListNames: z.enum(['per-parent', 'everywhere']).default('per-parent'),
  /** A customer, account, class or location with active rows below it may be made inactive. */
  retireParents: z.boolean().default(false),
  /** A sub-account must have the type of its parent account. */
  subAccountType: z.enum(['same', 'any']).default('same'),
  /** Under automated sales tax an amount that is sent may differ by `taxOverrideTolerance`, or by anything. */
  automatedTaxOverride: z.enum(['tolerance', 'any']).default('tolerance'),
  /** Under automated sales tax a TxnTaxDetail with neither TotalTax nor TotalTaxSpecified false: zero, or nothing said. */
  taxDetailWithoutTotal: z.enum(['zero', 'unset']).default('zero'),
  /** A sale of an inventory item that is dated before its inventory start date is taken. */
  saleBeforeStock: z.boolean().default(false),
  /** Classes and locations while tracking by them is off: refused with 5030, or passed over. */
  trackingOff: z.enum(['refuse', 'pass-over']).default('refuse'),
  /** Change data capture from more than 30 days ago: refused, or served as a recording of 2020 was. */
  cdcTooOld: z.enum(['refuse', 'serve']).default('refuse'),
  /** What changed in the very second of `changedSince` is left out, or is part of the answer. */
  cdcSameSecond: z.enum(['omit', 'include']).default('omit'),
  /** The 1000 objects of change data capture: for the whole answer, or for each entity. */
  cdcLimit: z.enum(['answer', 'entity']).default('answer'),
  /** An entity that change data capture does not serve: a fault inside HTTP 200, or HTTP 400. */
  cdcFault: z.enum(['inside-200', 'http-400']).default('inside-200'),
  /** The status of the throttle: 429, or 403 as in October 2016. */
  throttleStatus: z.union([z.literal(429), z.literal(403)]).default(429),
  /** The JSON of the throttle: the lower-case fault of the gateway, or the upper-case one of the service. */
  throttleFault: z.enum(['lower', 'upper']).default('lower'),
  /** `Retry-After` of the throttle, in seconds; null sends none. */
  throttleRetryAfter: z.int().min(0).max(86_400).nullable().default(null),
  /** A request that was throttled uses up the limits all the same. */
  throttledCount: z.boolean().default(true),
  /** A request with a token of this company that has expired or was revoked uses up the limits too. */
  unauthorizedCount: z.boolean().default(true),
  /** Limits hold for any minute, or for each whole minute of the clock. */
  limitWindow: z.enum(['sliding', 'fixed']).default('sliding'),
  /** A batch over a limit: refused as a whole, or each of its items inside HTTP 200. */
  throttledBatch: z.enum(['request', 'items']).default('request'),
  /** An object that an earlier item of a batch made: for later items it is not there yet, or it is (qbo-api.md 5). */
  batchSees: z.enum(['nothing', 'earlier-items']).default('nothing'),
  /** Which way round a batch is answered; no order is promised (qbo-api.md 5), recordings have it as sent. */
  batchOrder: z.enum(['as-sent', 'reversed']).default('as-sent'),
  /** A transaction without an address that is to be mailed: which code refuses it. */
  sendWithoutAddress: z.enum(['6000', '2210']).default('6000'),
  /** Mailing raises the SyncToken. */
  sendRaisesSyncToken: z.boolean().default(true),
  /** Mailing asked for as `application/json` fails with a 500, as integrators report. */
  sendAsJson: z.enum(['fail', 'send']).default('fail'),
  /** A PDF that is asked for without `Accept: application/pdf`. */
  pdfWithoutAccept: z.enum(['refuse', 'send']).default('refuse'),
  /** At most 40 mails a company and day. */
  mailLimit: z.boolean().default(true),
});

export type Readings = z.infer<typeof readingsSchema>;

const NOTHING_SET: JsonObject = {};
const known = new WeakMap<JsonObject, Readings>();

/** What a company's setting comes to. Rows never change in place, so each is looked at once. */
export function readingsOf(setting: Json | undefined): Readings {
  const set = isObject(setting) ? setting : NOTHING_SET;
  const found = known.get(set) ?? readingsSchema.parse(set);
  known.set(set, found);
  return found;
}
