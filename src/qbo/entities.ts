import * as z from 'zod';
import { fromWire, ZERO } from '../domain/money.ts';

// The doors through which objects of the books come in. Only what qbsync reads is named; QuickBooks adds members
// without notice (qbo-api.md 1.4), so the rest passes by. Lists and flags that QuickBooks leaves out when empty are
// given their documented default here, once.

const id = z.string().min(1);
const money = z.number().transform(fromWire);
const moneyOrZero = z
  .number()
  .optional()
  .transform((value) => (value === undefined ? ZERO : fromWire(value)));
const reference = z.object({ value: id, name: z.string().optional() });
/** A reference that is only shown or compared: its absence is no fault. */
const perhapsReference = z
  .object({ value: z.string(), name: z.string().optional() })
  .nullish()
  .transform((value) => value ?? undefined);
const perhapsNumber = z
  .number()
  .nullish()
  .transform((value) => (typeof value === 'number' ? fromWire(value) : undefined));
const optionalText = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const nameValues = z
  .array(z.object({ Name: z.string().optional(), Value: z.string().optional() }))
  .default([]);

const linkedTxn = z.object({ TxnId: id, TxnType: z.string() });

export const companyInfoSchema = z.object({
  CompanyName: z.string(),
  Country: optionalText,
  NameValue: nameValues,
});

export const preferencesSchema = z.object({
  TaxPrefs: z
    .object({
      UsingSalesTax: z.boolean().optional(),
      PartnerTaxEnabled: z.boolean().optional(),
      TaxGroupCodeRef: reference.optional(),
    })
    .default({}),
  SalesFormsPrefs: z.object({ CustomTxnNumbers: z.boolean().optional() }).default({}),
  AccountingInfoPrefs: z.object({ BookCloseDate: optionalText }).default({ BookCloseDate: undefined }),
  CurrencyPrefs: z
    .object({ MultiCurrencyEnabled: z.boolean().optional(), HomeCurrency: reference.optional() })
    .default({}),
  OtherPrefs: z.object({ NameValue: nameValues }).default({ NameValue: [] }),
});

export const customerSchema = z.object({
  Id: id,
  SyncToken: z.string(),
  DisplayName: z.string(),
  Active: z.boolean().default(true),
  PrimaryEmailAddr: z.object({ Address: optionalText }).optional(),
  Notes: optionalText,
  CurrencyRef: reference.optional(),
});

/** A vendor or an employee: what takes a name that a customer would have. */
export const otherNameSchema = z.object({ Id: id, DisplayName: z.string() });

export const itemSchema = z.object({
  Id: id,
  Name: z.string(),
  Type: z.string().optional(),
  Active: z.boolean().default(true),
  IncomeAccountRef: reference.optional(),
});

export const accountSchema = z.object({
  Id: id,
  Name: z.string(),
  AccountType: z.string(),
  AccountSubType: optionalText,
  Active: z.boolean().default(true),
});

export const paymentMethodSchema = z.object({
  Id: id,
  Name: z.string(),
  Type: optionalText,
  Active: z.boolean().default(true),
});

const rateList = z
  .object({
    TaxRateDetail: z
      .array(z.object({ TaxRateRef: reference, TaxTypeApplicable: z.string().optional() }))
      .default([]),
  })
  .optional();

// The pseudo codes TAX and NON come without Active (qbo-api.md 3.6), and they are.
export const taxCodeSchema = z.object({
  Id: id,
  Name: z.string(),
  Active: z.boolean().default(true),
  Taxable: z.boolean().optional(),
  TaxGroup: z.boolean().optional(),
  SalesTaxRateList: rateList,
  PurchaseTaxRateList: rateList,
});

export const taxRateSchema = z.object({
  Id: id,
  Name: z.string().optional(),
  Active: z.boolean().default(true),
  RateValue: moneyOrZero,
  SpecialTaxType: optionalText,
  AgencyRef: perhapsReference,
});

const invoiceLineSchema = z.object({
  Id: z.string().optional(),
  Amount: moneyOrZero,
  DetailType: z.string().optional(),
  Description: optionalText,
  SalesItemLineDetail: z
    .object({
      ItemRef: perhapsReference,
      Qty: perhapsNumber,
      UnitPrice: perhapsNumber,
      TaxCodeRef: perhapsReference,
    })
    .optional(),
});

export const invoiceSchema = z.object({
  Id: id,
  SyncToken: z.string(),
  DocNumber: optionalText,
  TxnDate: z.string(),
  DueDate: optionalText,
  CustomerRef: reference,
  CurrencyRef: reference.optional(),
  TotalAmt: moneyOrZero,
  Balance: moneyOrZero,
  PrivateNote: optionalText,
  BillEmail: z.object({ Address: optionalText }).optional(),
  TxnTaxDetail: z.object({ TxnTaxCodeRef: perhapsReference }).optional(),
  LinkedTxn: z.array(linkedTxn).default([]),
  Line: z.array(invoiceLineSchema).default([]),
});

export const paymentSchema = z.object({
  Id: id,
  SyncToken: z.string(),
  TxnDate: z.string(),
  CustomerRef: reference,
  CurrencyRef: reference.optional(),
  TotalAmt: money,
  UnappliedAmt: moneyOrZero,
  PaymentRefNum: optionalText,
  PrivateNote: optionalText,
  Line: z.array(z.object({ Amount: moneyOrZero, LinkedTxn: z.array(linkedTxn).default([]) })).default([]),
});

export type CompanyInfo = z.output<typeof companyInfoSchema>;
export type Preferences = z.output<typeof preferencesSchema>;
export type Customer = z.output<typeof customerSchema>;
export type Item = z.output<typeof itemSchema>;
export type Account = z.output<typeof accountSchema>;
export type PaymentMethod = z.output<typeof paymentMethodSchema>;
export type TaxCode = z.output<typeof taxCodeSchema>;
export type TaxRate = z.output<typeof taxRateSchema>;
export type Invoice = z.output<typeof invoiceSchema>;
export type Payment = z.output<typeof paymentSchema>;

/** What can be asked for by query, and read. */
export const ENTITIES = {
  Customer: customerSchema,
  Vendor: otherNameSchema,
  Employee: otherNameSchema,
  Item: itemSchema,
  Account: accountSchema,
  PaymentMethod: paymentMethodSchema,
  TaxCode: taxCodeSchema,
  TaxRate: taxRateSchema,
  Invoice: invoiceSchema,
  Payment: paymentSchema,
} as const;
export type EntityName = keyof typeof ENTITIES;
export type Entity<N extends EntityName> = z.output<(typeof ENTITIES)[N]>;

/** What is created or changed by qbsync. */
export type WritableEntity = 'Customer' | 'Item' | 'Invoice' | 'Payment';
